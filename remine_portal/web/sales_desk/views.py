"""Where two colleagues issue a declaration."""

from flask import abort
from flask.typing import ResponseReturnValue

from remine_portal.domain.people import Permission
from remine_portal.web.access import requires
from remine_portal.web.sales_desk import blueprint


@blueprint.route("/sales-desk")
@requires(Permission.SALES_DESK_READ)
def show_queue() -> ResponseReturnValue:
    abort(404)
