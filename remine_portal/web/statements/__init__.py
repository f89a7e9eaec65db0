"""Yearly statements: what a customer received in a fiscal year of its choice."""

from flask import Blueprint

blueprint = Blueprint("statements", __name__)
