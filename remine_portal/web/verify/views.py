"""Anybody may check a document: no account, no cookie."""

from flask import abort
from flask.typing import ResponseReturnValue

from remine_portal.domain.people import Permission
from remine_portal.web.access import requires
from remine_portal.web.verify import blueprint


@blueprint.route("/verify")
@requires(Permission.PUBLIC)
def verify_document() -> ResponseReturnValue:
    abort(404)
