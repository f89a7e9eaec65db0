"""The two series and their products, the standards, news and contact: open to everybody."""

from flask import abort
from flask.typing import ResponseReturnValue

from remine_portal.domain.people import Permission
from remine_portal.web.access import requires
from remine_portal.web.catalog import blueprint


@blueprint.route("/products")
@requires(Permission.PUBLIC)
def list_products() -> ResponseReturnValue:
    abort(404)


@blueprint.route("/about")
@requires(Permission.PUBLIC)
def about() -> ResponseReturnValue:
    abort(404)


@blueprint.route("/contact")
@requires(Permission.PUBLIC)
def contact() -> ResponseReturnValue:
    abort(404)


@blueprint.route("/news")
@requires(Permission.PUBLIC)
def list_news() -> ResponseReturnValue:
    abort(404)
