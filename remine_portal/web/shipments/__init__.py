"""What was sent, and what is in the metal."""

from flask import Blueprint

blueprint = Blueprint("shipments", __name__)

from remine_portal.web.shipments import exports, views  # noqa: E402, F401 - views need the blueprint
