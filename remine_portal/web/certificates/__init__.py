"""Third-party certificates: kept by staff, released to a customer on an approved request."""

from flask import Blueprint

blueprint = Blueprint("certificates", __name__)
