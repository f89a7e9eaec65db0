"""Error pages: what happened and what to do, never a traceback."""

from __future__ import annotations

import secrets

from flask import Flask, Response, current_app, g, render_template
from werkzeug.exceptions import HTTPException, SecurityError

from remine_portal.domain.errors import NotFound, Refusal
from remine_portal.domain.people import VISITOR
from remine_portal.persistence.database import DatabaseFailure
from remine_portal.web.belongings import settings
from remine_portal.web.formats import say

PAGES = {400, 403, 404, 413, 429, 500, 503}


def set_up_errors(app: Flask) -> None:
    """One handler for each kind of end."""
    app.before_request(_name_request)
    app.register_error_handler(SecurityError, show_foreign_host)
    app.register_error_handler(HTTPException, show_http_error)
    app.register_error_handler(Refusal, show_refusal)
    app.register_error_handler(Exception, show_failure)


def _name_request() -> None:
    g.request_id = secrets.token_hex(6)


def show_foreign_host(_error: SecurityError) -> Response:
    """A request for somebody else's address: no page of ours can be built, so a bare sentence."""
    home = settings().base_url
    return Response(
        f"This portal is at {home}. Open it there.\n"
        f"このポータルのアドレスは {home} です。そちらを開いてください。\n",
        status=400,
        mimetype="text/plain",
    )


def show_http_error(error: HTTPException) -> tuple[str, int]:
    """The page of a status; one without a page of its own shows that of a bad request."""
    status = error.code or 500
    page = status if status in PAGES else 400
    wait = getattr(error, "retry_after", None)
    return render_template(f"errors/{page}.html", wait=wait), status


def show_refusal(refusal: Refusal) -> tuple[str, int]:
    """A rule said no where no form could show it."""
    if isinstance(refusal, NotFound):
        return render_template("errors/404.html", wait=None), 404
    return render_template("errors/refused.html", sentence=say(refusal)), 409


def show_failure(error: Exception) -> tuple[str, int]:
    """Our fault: written down with the request's name, and said without a word of the inside."""
    if current_app.config["PROPAGATE_EXCEPTIONS"]:
        raise error
    current_app.logger.error("request %s failed", g.get("request_id"), exc_info=error)
    g.actor = VISITOR  # the page must not ask the database, which may be what failed
    status = 503 if isinstance(error, DatabaseFailure) else 500
    return render_template(f"errors/{status}.html", wait=None), status
