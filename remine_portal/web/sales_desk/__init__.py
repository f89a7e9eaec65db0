"""Where two colleagues issue a declaration."""

from flask import Blueprint

blueprint = Blueprint("sales_desk", __name__)

from remine_portal.web.sales_desk import views  # noqa: E402, F401 - views need the blueprint
