"""Issued declarations, to read and to download."""

from flask import Blueprint

blueprint = Blueprint("declarations", __name__)

from remine_portal.web.declarations import (  # noqa: E402, F401 - views need the blueprint
    after_issue,
    credentials,
    exports,
    proofs,
    sum_proofs,
    views,
)
