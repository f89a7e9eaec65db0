"""Yearly statements: what a customer received in a fiscal year of its choice."""

from flask import Blueprint

blueprint = Blueprint("statements", __name__)

from remine_portal.web.statements import (  # noqa: E402, F401 - views need the blueprint
    exports,
    making,
    papers,
    views,
)
