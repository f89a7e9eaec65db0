"""The page's language: Japanese or English, chosen by the reader and remembered."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from babel.support import LazyProxy
from flask import Flask, Response, current_app, g, has_request_context, request
from werkzeug.datastructures import MultiDict

from remine_portal.domain.catalog import Text
from remine_portal.japanese import translations

LANGUAGES = {"ja": "日本語", "en": "English"}
COOKIE = "lang"
NO_COOKIES = ("verify", "register", "balances")


def set_up_languages(app: Flask) -> None:
    """Give templates their gettext, and remember a language that the reader asks for."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    install = vars(app.jinja_env)["install_gettext_callables"]  # the extension put it there
    install(gettext, ngettext, newstyle=True)
    app.jinja_env.globals["in_language"] = in_language
    app.after_request(_remember)
    translations("ja")  # read once, before anybody waits for it


def language() -> str:
    """Ja or en: what this request asks for, else the cookie, the account, the browser; else en."""
    if not has_request_context():
        return "en"
    if "language" not in g:
        g.language = _asked_for()
    return str(g.language)


def _asked_for() -> str:
    wishes = (
        request.args.get("lang"),
        request.cookies.get(COOKIE),
        g.get("account_language"),
    )
    for wish in wishes:
        if wish in LANGUAGES:
            return wish
    return request.accept_languages.best_match(list(LANGUAGES), default="en") or "en"


def _remember(response: Response) -> Response:
    """Keep the choice, except on the pages for strangers, which set no cookie at all."""
    if request.args.get("lang") in LANGUAGES and request.blueprint not in NO_COOKIES:
        response.set_cookie(
            COOKIE,
            request.args["lang"],
            max_age=31_536_000,
            samesite="Lax",
            httponly=True,
            secure=current_app.config["SESSION_COOKIE_SECURE"],
        )
    return response


def gettext(message: str) -> str:
    """The sentence in the page's language. Named places stay for the caller to fill."""
    return str(translations(language()).ugettext(message)) if message else ""


def ngettext(one: str, many: str, number: int) -> str:
    return str(translations(language()).ungettext(one, many, number))


def lazy_gettext(message: str) -> Any:
    """For labels that are written before anybody has asked for a page."""
    return LazyProxy(gettext, message, enable_cache=False)


def in_language(text: Text | None) -> str:
    """The statement in the page's language."""
    return text.in_language(language()) if text else ""


def language_links() -> list[tuple[str, str, str, bool]]:
    """(code, native name, address of this page in it, whether it is the current one)."""
    if request.method != "GET":
        return []
    links = []
    for code, name in LANGUAGES.items():
        query = MultiDict(request.args)
        query["lang"] = code
        pairs = "&".join(_pair(key, value) for key, value in query.items(multi=True))
        links.append((code, name, f"{request.path}?{pairs}", code == language()))
    return links


def _pair(key: str, value: str) -> str:
    return f"{quote(key)}={quote(value)}"
