"""Companies, people and the audit trail."""

from flask import Blueprint

blueprint = Blueprint("admin", __name__)

from remine_portal.web.admin import (  # noqa: E402, F401 - views need the blueprint
    audit_trail,
    companies,
    downloads,
    exports,
    invitations,
    jobs,
    name_proposals,
    own_company,
    password_links,
    people,
)
