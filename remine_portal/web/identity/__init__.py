"""Who the portal is to machines, at the address that did:web lays down."""

from flask import Blueprint

blueprint = Blueprint("identity", __name__)


from remine_portal.web.identity import views  # noqa: E402, F401 - views need the blueprint
