"""What every way in has in common: the password shown, the cookie, and where to go next."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

from flask import current_app, redirect, request, session, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response

from remine_portal.persistence.database import UnitOfWork
from remine_portal.services import passwords, sessions, sign_in
from remine_portal.web.access import session_cookie, writing
from remine_portal.web.network import network

PLAIN_PATH = re.compile(r"/|(/(?!\.{1,2}(/|$))[^/\\\x00-\x20\x7f]+)+")
"""Segments with something in them that browsers take as it stands."""


def shows_password(email: str, password: str) -> bool:
    """Whether the password is that of the account; the try is counted first.

    The comparison stands outside of any unit of work: it takes long, and writers would wait.
    """
    with writing() as work:
        kept = sign_in.knock(work, email, network())
    return passwords.matches(kept, password)


def browser() -> str:
    return request.user_agent.string


def session_reference() -> str:
    """What this browser's cookie says; empty when it has none."""
    return request.cookies.get(session_cookie(), "")


def end_this_session(work: UnitOfWork) -> None:
    """So that a new session replaces the one that the browser had (QUALITY.md item 2)."""
    sessions.end_session(work, session_reference())


def welcome(reference: str, target: str) -> Response:
    """On to a page, with the cookie of the new session and with nothing of the old one."""
    session.clear()
    response = redirect(target, 303)
    response.set_cookie(session_cookie(), reference, **_cookie_attributes())
    return response


def farewell(target: str) -> Response:
    """On to a page, without the cookie and without what the browser kept of our pages."""
    session.clear()
    response = redirect(target, 303)
    response.delete_cookie(session_cookie(), **_cookie_attributes())
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def wanted_page() -> str:
    """The page that `next` asks for, when it is one of ours; else the home page."""
    target = request.args.get("next", "")
    return target if is_own_page(target) else url_for("home.show_home")


def is_own_page(target: str) -> bool:
    """Whether it is a plain path that leads to a page of the portal (QUALITY.md item 44, M15)."""
    written, _, query = target.partition("?")
    path = unquote(written)
    if not (PLAIN_PATH.fullmatch(written) and PLAIN_PATH.fullmatch(path) and query.isprintable()):
        return False
    try:
        endpoint, _ = current_app.url_map.bind("portal").match(path, "GET")
    except (HTTPException, RequestRedirect):
        return False
    return endpoint != "static"


def _cookie_attributes() -> dict[str, Any]:
    return {
        "path": "/",
        "httponly": True,
        "samesite": "Lax",
        "secure": current_app.config["SESSION_COOKIE_SECURE"],
    }
