"""The public register: a page for people, and static tiles for programs. No account, no cookie."""

from flask import Blueprint

blueprint = Blueprint("register", __name__)

from remine_portal.web.register import views  # noqa: E402, F401 - views need the blueprint
