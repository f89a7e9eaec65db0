"""Coverage: which of a list of orders, deliveries, lots or declarations is declared."""

from flask import Blueprint

blueprint = Blueprint("coverage", __name__)
