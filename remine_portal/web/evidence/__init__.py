"""What declarations rest on: verifications, electricity evidence, published facts."""

from flask import Blueprint

blueprint = Blueprint("evidence", __name__, url_prefix="/evidence")

from remine_portal.web.evidence import (  # noqa: E402, F401 - views need the blueprint
    electricity,
    exports,
    facts,
    issuer,
    views,
)
