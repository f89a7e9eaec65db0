"""Anybody may check a document: no account, no cookie."""

from flask import Blueprint

blueprint = Blueprint("verify", __name__)

from remine_portal.web.verify import views  # noqa: E402, F401 - views need the blueprint
