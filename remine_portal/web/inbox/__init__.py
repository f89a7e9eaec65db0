"""The inbox: what people are told, and what of it they want by mail."""

from flask import Blueprint

blueprint = Blueprint("inbox", __name__)
