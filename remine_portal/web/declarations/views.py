"""Issued declarations, to read and to download."""

from flask import abort
from flask.typing import ResponseReturnValue

from remine_portal.domain.people import Permission
from remine_portal.web.access import requires
from remine_portal.web.declarations import blueprint


@blueprint.route("/declarations")
@requires(Permission.DECLARATIONS_READ)
def list_declarations() -> ResponseReturnValue:
    abort(404)
