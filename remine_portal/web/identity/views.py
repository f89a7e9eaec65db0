"""The identity of the portal: the public keys by which its credentials are checked."""

from flask import Response, abort, jsonify

from remine_portal.documents.credentials import did_document
from remine_portal.documents.keys import NoSigningService
from remine_portal.domain.people import Permission
from remine_portal.web.access import requires
from remine_portal.web.belongings import office
from remine_portal.web.identity import blueprint

KEPT_SECONDS = 300
"""A new key signs at once; who fetched the document shortly before must ask again soon."""


@blueprint.route("/.well-known/did.json")
@requires(Permission.PUBLIC)
def show_identity() -> Response:
    """Every key that has ever signed credentials. No page: programs fetch it, without a cookie."""
    try:
        identity = did_document(office().keys, office().base_url)
    except NoSigningService:
        abort(503)
    response = jsonify(identity)
    response.cache_control.public = True
    response.cache_control.max_age = KEPT_SECONDS
    response.headers["Access-Control-Allow-Origin"] = "*"  # it is for everybody, in browsers too
    return response
