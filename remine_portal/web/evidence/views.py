"""What declarations rest on: verifications, electricity evidence, published facts."""

from flask import abort
from flask.typing import ResponseReturnValue

from remine_portal.domain.people import Permission
from remine_portal.web.access import requires
from remine_portal.web.evidence import blueprint


@blueprint.route("/evidence")
@requires(Permission.EVIDENCE_READ)
def show_evidence() -> ResponseReturnValue:
    abort(404)
