"""Files from the ERP: handed in, previewed, applied."""

from flask import abort
from flask.typing import ResponseReturnValue

from remine_portal.domain.people import Permission
from remine_portal.web.access import requires
from remine_portal.web.imports import blueprint


@blueprint.route("/imports")
@requires(Permission.IMPORTS_READ)
def list_imports() -> ResponseReturnValue:
    abort(404)
