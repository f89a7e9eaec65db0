"""What closed periods come to, for everybody: no account, no cookie."""

from flask import Blueprint

blueprint = Blueprint("balances", __name__, url_prefix="/register/periods")

from remine_portal.web.balances import exports, views  # noqa: E402, F401 - views need the blueprint
