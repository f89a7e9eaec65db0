"""The Flask application: pages for people."""

from __future__ import annotations

from typing import Any

from flask import Flask, g
from jinja2 import StrictUndefined
from markupsafe import Markup
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import BaseConverter, IntegerConverter, PathConverter

from remine_portal.persistence.database import Database
from remine_portal.resources import resource_folder
from remine_portal.services.office import Office
from remine_portal.settings import Settings
from remine_portal.web import (
    account,
    admin,
    balances,
    catalog,
    certificates,
    coverage,
    credits,
    declarations,
    downloads,
    evidence,
    home,
    identity,
    imports,
    inbox,
    messages,
    register,
    requests,
    sales_desk,
    shipments,
    statements,
    verify,
    wording,
)
from remine_portal.web.access import (
    actor,
    check_every_view_asks_for_a_permission,
    set_up_access,
)
from remine_portal.web.csrf import set_up_csrf
from remine_portal.web.errors import set_up_errors
from remine_portal.web.exporting import set_up_exports
from remine_portal.web.formats import set_up_formats
from remine_portal.web.headers import set_up_headers
from remine_portal.web.languages import language, language_links, set_up_languages
from remine_portal.web.navigation import navigation
from remine_portal.web.notices import set_up_notices
from remine_portal.web.production import refuse_unfit

MEGABYTE = 1024 * 1024


class KeyConverter(IntegerConverter):
    """The key of a row. One digit more would be no number of the database, and so no page."""

    regex = r"\d{1,18}"


class NameConverter(BaseConverter):
    """A name or number. One with NUL is none: PostgreSQL would fail at it, so it is no page."""

    regex = r"[^/\0]+"
    part_isolating = True


class WholeConverter(PathConverter):
    """The same of a number that may hold slashes."""

    regex = r"[^/\0][^\0\n]*?"


class TypedConverter(BaseConverter):
    """Whatever somebody copied from paper: that it is on file nowhere is said in so many words."""

    regex = "[^/]+"
    part_isolating = True


def create_app(settings: Settings | None = None) -> Flask:
    """The portal with these settings, or those of the environment."""
    settings = settings or Settings.from_environment()
    app = Flask(
        "remine_portal",
        template_folder=str(resource_folder("templates")),
        static_folder=str(resource_folder("static")),
        static_url_path="/static",
    )
    app.url_map.converters.update(
        int=KeyConverter,
        default=NameConverter,
        string=NameConverter,
        path=WholeConverter,
        typed=TypedConverter,
    )
    # How they were reached is not asked: links are built from the address in the settings.
    behind = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=0, x_host=0)
    app.wsgi_app = behind  # type: ignore[method-assign]  # - Flask's own way to wrap it
    _configure(app, settings)
    set_up_errors(app)
    set_up_headers(app)
    set_up_csrf(app)
    set_up_access(app)
    set_up_languages(app)
    set_up_formats(app)
    set_up_notices(app)
    set_up_exports(app)
    _set_up_templates(app, settings)
    _register_pages(app)
    check_every_view_asks_for_a_permission(app)
    if settings.is_production:
        refuse_unfit(app.extensions["database"], settings.data_dir)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    hostname = settings.host.rsplit(":", 1)[0]
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="__Host-form" if settings.is_production else "form",
        SESSION_COOKIE_SECURE=settings.base_url.startswith("https://"),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=12 * MEGABYTE,
        MAX_FORM_MEMORY_SIZE=MEGABYTE,
        TRUSTED_HOSTS=[hostname] if settings.is_production else [hostname, "localhost"],
        SEND_FILE_MAX_AGE_DEFAULT=3600,
        PROPAGATE_EXCEPTIONS=False,
    )
    app.extensions["settings"] = settings
    app.extensions["database"] = Database(settings.database_url)
    app.extensions["office"] = Office.of(settings)


def _set_up_templates(app: Flask, settings: Settings) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True

    @app.context_processor
    def what_every_page_knows() -> dict[str, Any]:
        return {
            "actor": actor(),
            "lang": language(),
            "language_links": language_links(),
            "navigation": navigation(),
            "csp_nonce": g.get("csp_nonce", ""),
            "request_id": g.get("request_id", ""),
            "portal_host": settings.host,
            "sample_data": not settings.is_production,
            "drawn": Markup,
        }


def _register_pages(app: Flask) -> None:
    for pages in (
        home,
        catalog,
        account,
        shipments,
        declarations,
        sales_desk,
        credits,
        imports,
        evidence,
        messages,
        admin,
        verify,
        register,
        balances,
        identity,
        requests,
        certificates,
        coverage,
        downloads,
        statements,
        inbox,
        wording,
    ):
        app.register_blueprint(pages.blueprint)
