"""Files from the ERP: handed in, previewed, applied."""

from flask import Blueprint

blueprint = Blueprint("imports", __name__)

from remine_portal.web.imports import exports, views  # noqa: E402, F401 - views need the blueprint
