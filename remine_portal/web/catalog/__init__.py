"""The two series and their products, the standards, news and contact: open to everybody."""

from flask import Blueprint

blueprint = Blueprint("catalog", __name__)

from remine_portal.web.catalog import views  # noqa: E402, F401 - views need the blueprint
