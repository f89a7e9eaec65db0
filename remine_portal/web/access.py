"""Who is asking, what they may do, and the units of work that pages open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, cast

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask_login import LoginManager, UserMixin, current_user

from remine_portal.domain.people import CUSTOMER_ROLES, GRANTS, VISITOR, Actor, Permission
from remine_portal.persistence.database import Database, UnitOfWork
from remine_portal.services import sessions
from remine_portal.web.languages import language

SESSION_COOKIE = "__Host-sid"
PLAIN_SESSION_COOKIE = "sid"
"""Without TLS, in development, browsers take no __Host- cookie."""


class SignedIn(UserMixin):
    """What Flask-Login carries: our actor, and nothing of its own sessions (QUALITY.md M1, M2)."""

    def __init__(self, actor: Actor) -> None:
        self.id = actor.person_id
        self.actor = actor


def set_up_access(app: Flask) -> None:
    """Let Flask-Login find the person by our own session table, once a request."""
    logins = LoginManager(app)
    logins.session_protection = None
    logins.request_loader(_load_person)
    app.teardown_request(_close_reading)


def session_cookie() -> str:
    return SESSION_COOKIE if current_app.config["SESSION_COOKIE_SECURE"] else PLAIN_SESSION_COOKIE


def _load_person(_request: object) -> SignedIn | None:
    reference = request.cookies.get(session_cookie())
    if not reference:
        return None
    with _request_reading() as work:
        found = sessions.find_session(work, reference)
        if found is None:
            return None
        g.account_language = found.person.language
        actor = found.person.actor(language())
        if not sessions.needs_touch(work, found):
            return SignedIn(actor)
    with _database().writing(actor) as work:
        sessions.touch(work, reference)
    return SignedIn(actor)


def actor() -> Actor:
    """Whoever asks: the person signed in, or the visitor."""
    if "actor" not in g:
        g.actor = getattr(current_user, "actor", VISITOR)
    return cast(Actor, g.actor)


def requires(permission: Permission) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Mark a view with the one permission it asks for, and guard it.

    Visitors are sent to sign in (303). Who is signed in without the right gets 404, and 403 for
    what colleagues in their own company may do (DOMAIN.md 7a).
    """

    def mark(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            asking = actor()
            if asking.may(permission):
                return view(*args, **kwargs)
            if not asking.signed_in:
                return redirect(url_for("account.sign_in", next=_here()), 303)
            colleagues_may = asking.role in CUSTOMER_ROLES and GRANTS[permission] & CUSTOMER_ROLES
            return abort(403 if colleagues_may else 404)

        vars(guarded)["permission"] = permission
        return guarded

    return mark


def _here() -> str:
    """This page, to come back to; a form that was posted is begun anew."""
    return request.full_path.rstrip("?") if request.method == "GET" else request.path


def check_every_view_asks_for_a_permission(app: Flask) -> None:
    """Refuse to start with a page that nobody decided about."""
    undecided = [
        name
        for name, view in app.view_functions.items()
        if name != "static" and not hasattr(view, "permission")
    ]
    if undecided:
        raise RuntimeError(f"views without @requires: {', '.join(sorted(undecided))}")


def _database() -> Database:
    return cast(Database, current_app.extensions["database"])


@contextmanager
def _request_reading() -> Iterator[UnitOfWork]:
    """One read-only unit of work a request, shared by the guard and the page."""
    if "reading" not in g:
        g.reading_block = _database().reading(VISITOR)
        g.reading = g.reading_block.__enter__()
    yield g.reading


def _close_reading(_error: BaseException | None = None) -> None:
    block = g.pop("reading_block", None)
    g.pop("reading", None)
    if block is not None:
        block.__exit__(None, None, None)


@contextmanager
def reading() -> Iterator[UnitOfWork]:
    """The page's unit of work: it cannot write, whatever its code tries."""
    asking = actor()
    with _request_reading() as work:
        work.actor = asking
        yield work


@contextmanager
def writing() -> Iterator[UnitOfWork]:
    """A unit of work that commits when its block ends well. Only for unsafe methods."""
    assert request.method not in ("GET", "HEAD", "OPTIONS"), "a GET cannot write"
    asking = actor()
    _close_reading()
    with _database().writing(asking) as work:
        yield work


@contextmanager
def noting() -> Iterator[UnitOfWork]:
    """A unit of work for writing down that something was read: all that a GET may write.

    Taking a document changes nothing that anybody could ask for again, so GET is right for it;
    but the portal promises to know who took it. Nothing but such a log belongs in the block.
    """
    asking = actor()
    _close_reading()
    with _database().writing(asking) as work:
        yield work
