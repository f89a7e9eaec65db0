"""Third-party certificates: kept by staff, released to a customer on an approved request."""

from flask import Blueprint

blueprint = Blueprint("certificates", __name__)

from remine_portal.web.certificates import (  # noqa: E402, F401 - views need the blueprint
    entering,
    exports,
    releasing,
    views,
)
