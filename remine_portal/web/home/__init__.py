"""What the portal is, for whoever comes in, and whether it is alive."""

from flask import Blueprint

blueprint = Blueprint("home", __name__)

from remine_portal.web.home import views  # noqa: E402, F401 - views need the blueprint
