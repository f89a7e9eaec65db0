"""The proof that a declaration's credits are in the published balance of its period."""

import json

from flask import Response, abort
from flask.typing import ResponseReturnValue

from remine_portal.domain.people import Permission
from remine_portal.persistence import declarations
from remine_portal.services.balance_publishing import sum_proof_of
from remine_portal.web.access import reading, requires
from remine_portal.web.belongings import office
from remine_portal.web.declarations import blueprint


@blueprint.route("/declarations/<number>.sum-proof.json")
@requires(Permission.DECLARATIONS_READ)
def download_sum_proof(number: str) -> ResponseReturnValue:
    """Whose the declaration is, is asked as for its PDF. Refused until its period is closed."""
    with reading() as work:
        declaration = declarations.find_declaration(work, number) or abort(404)
        proof = sum_proof_of(work, declaration, office=office())
    response = Response(json.dumps(proof, indent=1), content_type="application/json")
    name = f"{declaration.number}.sum-proof.json"
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    return response
