"""What a buyer may say of the metal, and a calculator for the sentence of a product."""

from flask import Blueprint

blueprint = Blueprint("wording", __name__)
