"""Coverage: which of a list of orders, deliveries, lots or declarations is declared."""

from flask import Blueprint

blueprint = Blueprint("coverage", __name__)

from remine_portal.web.coverage import views  # noqa: E402, F401 - views need the blueprint
