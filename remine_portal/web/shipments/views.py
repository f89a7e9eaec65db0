"""What was sent, and what is in the metal."""

from flask import abort
from flask.typing import ResponseReturnValue

from remine_portal.domain.people import Permission
from remine_portal.web.access import requires
from remine_portal.web.shipments import blueprint


@blueprint.route("/shipments")
@requires(Permission.SHIPMENTS_READ)
def list_shipments() -> ResponseReturnValue:
    abort(404)
