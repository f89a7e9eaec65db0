"""The inbox: what people are told, and what of it they want by mail."""

from flask import Blueprint

blueprint = Blueprint("inbox", __name__)

from remine_portal.web.inbox import (  # noqa: E402, F401 - views need the blueprint
    choosing,
    exports,
    reading_notices,
)
