"""Anybody may check a document: no account, no cookie."""

from flask import Blueprint, Response

blueprint = Blueprint("verify", __name__)


@blueprint.after_request
def stay_out_of_search_engines(response: Response) -> Response:
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


from remine_portal.web.verify import experts, files, limits, views  # noqa: E402, F401 - they need it
