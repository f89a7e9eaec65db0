"""A declaration's place in the public register, to take along with its PDF."""

from flask import Response, abort
from flask.typing import ResponseReturnValue

from remine_portal.domain.people import Permission
from remine_portal.persistence import declarations
from remine_portal.services import registering
from remine_portal.web.access import reading, requires
from remine_portal.web.belongings import office
from remine_portal.web.declarations import blueprint


@blueprint.route("/declarations/<number>.tlog-proof")
@requires(Permission.DECLARATIONS_READ)
def download_proof(number: str) -> ResponseReturnValue:
    """The same file each time. Whose the declaration is, is asked as for its PDF."""
    with reading() as work:
        declaration = declarations.find_declaration(work, number) or abort(404)
        text = registering.proof_of(work, declaration, office=office())
    response = Response(text.encode(), content_type="text/plain; charset=utf-8")
    name = f"{declaration.number}.tlog-proof"
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    return response
