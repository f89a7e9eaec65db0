"""Requests: a customer asks for a declaration or a certificate, and follows the answer."""

from flask import Blueprint

blueprint = Blueprint("requests", __name__)
