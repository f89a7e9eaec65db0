"""What the portal is, for whoever comes in, and whether it is alive."""

from flask import abort
from flask.typing import ResponseReturnValue

from remine_portal.domain.people import Permission
from remine_portal.web.access import requires
from remine_portal.web.home import blueprint


@blueprint.route("/")
@requires(Permission.PUBLIC)
def show_home() -> ResponseReturnValue:
    abort(404)


@blueprint.route("/accessibility")
@requires(Permission.PUBLIC)
def accessibility() -> ResponseReturnValue:
    abort(404)
