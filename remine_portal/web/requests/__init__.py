"""Requests: a customer asks for a declaration or a certificate, and follows the answer."""

from flask import Blueprint

blueprint = Blueprint("requests", __name__)

from remine_portal.web.requests import (  # noqa: E402, F401 - views need the blueprint
    exports,
    filling_in,
    sending,
    views,
)
