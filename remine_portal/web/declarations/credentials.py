"""The declaration for programs, signed: a UNTP credential as a JOSE token."""

from flask import Response, abort, request
from flask.typing import ResponseReturnValue

from remine_portal.domain.people import Permission
from remine_portal.persistence import declarations
from remine_portal.persistence.credentials import credential_of
from remine_portal.services.downloads import record_download
from remine_portal.web.access import noting, reading, requires
from remine_portal.web.belongings import blobs
from remine_portal.web.declarations import blueprint


@blueprint.route("/declarations/<number>.vc.jwt")
@requires(Permission.DECLARATIONS_READ)
def download_credential(number: str) -> ResponseReturnValue:
    """The token of the day of issue. Taking it is written down as taking the PDF is."""
    with reading() as work:
        declaration = declarations.find_declaration(work, number) or abort(404)
        kept = credential_of(work, declaration) or abort(404)
        token = blobs().get(kept.sha256)
    if request.method == "GET":
        with noting() as work:
            record_download(work, declaration)
    response = Response(token, content_type="application/vc+jwt")
    name = f"{declaration.number}.vc.jwt"
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    return response
