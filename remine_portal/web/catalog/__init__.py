"""The two series and their products, the standards, news and contact: open to everybody."""

from flask import Blueprint

from remine_portal.web import prose

blueprint = Blueprint("catalog", __name__)

for words in (prose.cited, prose.contactable, prose.linked, prose.paragraphs):
    blueprint.add_app_template_filter(words)

from remine_portal.web.catalog import (  # noqa: E402, F401 - views need the blueprint
    contact,
    exports,
    news,
    views,
)
