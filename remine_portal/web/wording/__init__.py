"""What a buyer may say of the metal, and a calculator for the sentence of a product."""

from flask import Blueprint

blueprint = Blueprint("wording", __name__)

from remine_portal.web.wording import views  # noqa: E402, F401 - views need the blueprint
