"""What visitors and customers have written, for the staff who answer."""

from flask import Blueprint

blueprint = Blueprint("messages", __name__)

from remine_portal.web.messages import exports, views  # noqa: E402, F401 - views need the blueprint
