"""What one needs to check a document without us: the proof, whom to believe, and a program."""

from __future__ import annotations

from flask import Response, abort
from flask.typing import ResponseReturnValue

from remine_portal.documents.stand_alone import stand_alone_verifier
from remine_portal.documents.trust import Trust
from remine_portal.domain.people import Permission
from remine_portal.services import verification
from remine_portal.web.access import reading, requires
from remine_portal.web.belongings import office
from remine_portal.web.verify import blueprint


@blueprint.route("/v/<string:verification_id>.tlog-proof")
@requires(Permission.PUBLIC)
def download_proof(verification_id: str) -> ResponseReturnValue:
    """Named as the PDF is, so that a verifier finds the one beside the other."""
    with reading() as work:
        verdict = verification.verdict_on(work, verification_id, office=office())
    if verdict is None or verdict.register.proof is None:
        abort(404)
    return _file(verdict.register.proof, f"{verdict.number}.tlog-proof", "text/plain")


@blueprint.route("/verify/trust.json")
@requires(Permission.PUBLIC)
def download_trust() -> ResponseReturnValue:
    return _file(_trust().json(), "trust.json", "application/json")


@blueprint.route("/verify/pack-keys.pem")
@requires(Permission.PUBLIC)
def download_pack_keys() -> ResponseReturnValue:
    """The keys that sign packs, as openssl reads them, the one that signs now first."""
    return _file(_trust().pack_keys_pem(), "pack-keys.pem", "application/x-pem-file")


@blueprint.route("/verify/verify-declaration.py")
@requires(Permission.PUBLIC)
def download_verifier() -> ResponseReturnValue:
    """The program with this portal's keys in it, for whoever keeps it for years."""
    program = stand_alone_verifier(_trust())
    return _file(program, "verify_declaration.py", "text/x-python")


def _trust() -> Trust:
    try:
        return verification.trust_of(office())
    except verification.KeysUnreachable:
        abort(503)


def _file(text: str, name: str, mimetype: str) -> Response:
    response = Response(text, mimetype=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
