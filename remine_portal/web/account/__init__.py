"""Signing in and out, one's own account, and accepting an invitation."""

from flask import Blueprint

blueprint = Blueprint("account", __name__)

from remine_portal.web.account import (  # noqa: E402, F401 - views need the blueprint
    invitations,
    own_account,
    password_links,
    signing_in,
)
