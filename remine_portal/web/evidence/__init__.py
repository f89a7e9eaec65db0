"""What declarations rest on: verifications, electricity evidence, published facts."""

from flask import Blueprint

blueprint = Blueprint("evidence", __name__)

from remine_portal.web.evidence import views  # noqa: E402, F401 - views need the blueprint
