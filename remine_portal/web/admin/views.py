"""Companies, people and the audit trail."""

from flask import abort
from flask.typing import ResponseReturnValue

from remine_portal.domain.people import Permission
from remine_portal.web.access import requires
from remine_portal.web.admin import blueprint


@blueprint.route("/admin/people")
@requires(Permission.PEOPLE_MANAGE)
def list_people() -> ResponseReturnValue:
    abort(404)


@blueprint.route("/admin/audit")
@requires(Permission.AUDIT_READ)
def show_audit_trail() -> ResponseReturnValue:
    abort(404)
