"""The download centre: every document of a company, saved views, and packs."""

from flask import Blueprint

blueprint = Blueprint("downloads", __name__)

from remine_portal.web.downloads import (  # noqa: E402, F401 - views need the blueprint
    documents,
    exports,
    packs,
    saved_views,
)
