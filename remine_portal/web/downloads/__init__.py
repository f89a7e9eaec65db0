"""The download centre: every document of a company, saved views, and packs."""

from flask import Blueprint

blueprint = Blueprint("downloads", __name__)
