"""Every unsafe request carries the page's token: one hook, so that no page is forgotten."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from typing import Any

from flask import Flask, abort, current_app, request, session

FIELD = "csrf_token"


class Token:
    """Made when a page first writes it down, so that pages without a form set no cookie."""

    def __str__(self) -> str:
        if FIELD not in session:
            session[FIELD] = secrets.token_urlsafe(32)
        return str(session[FIELD])

    __html__ = __str__


def set_up_csrf(app: Flask) -> None:
    """Refuse (400) an unsafe request without the token, or sent by another site's page."""
    app.before_request(_refuse_forged)
    app.jinja_env.globals["csrf_token"] = Token()


def changes_nothing(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a view whose POST changes nothing and knows nobody: it needs no token.

    So its page sets no cookie. Nobody gains by forging it; another site's page is still refused.
    """
    vars(view)["changes_nothing"] = True
    return view


def _refuse_forged() -> None:
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        abort(400)
    view = current_app.view_functions.get(request.endpoint or "")
    if hasattr(view, "changes_nothing"):
        return
    known, sent = str(session.get(FIELD, "")), request.form.get(FIELD, "")
    if not known or not hmac.compare_digest(known.encode(), sent.encode()):
        abort(400)
