"""The service navigation: what the person asking may open."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request, url_for

from remine_portal.domain.errors import N_
from remine_portal.domain.people import Permission
from remine_portal.web.access import actor
from remine_portal.web.languages import gettext

ENTRIES = (
    (N_("Products"), "catalog.list_products", Permission.PUBLIC),
    (N_("Shipments"), "shipments.list_shipments", Permission.SHIPMENTS_READ),
    (N_("Declarations"), "declarations.list_declarations", Permission.DECLARATIONS_READ),
    (N_("Download centre"), "downloads.list_documents", Permission.DECLARATIONS_READ),
    (N_("Coverage"), "coverage.ask", Permission.COVERAGE_READ),
    (N_("Certificates"), "certificates.list_certificates", Permission.CERTIFICATES_READ),
    (N_("Requests"), "requests.list_requests", Permission.REQUESTS_READ),
    (N_("Yearly statements"), "statements.list_statements", Permission.STATEMENTS_READ),
    (N_("Sales desk"), "sales_desk.show_queue", Permission.SALES_DESK_READ),
    (N_("Credit ledger"), "credits.show_credits", Permission.CREDITS_READ),
    (N_("Imports"), "imports.list_imports", Permission.IMPORTS_READ),
    (N_("Evidence"), "evidence.show_evidence", Permission.EVIDENCE_READ),
    (N_("Company names"), "admin.list_name_proposals", Permission.COMPANY_NAMES_DECIDE),
    (N_("Messages"), "messages.list_messages", Permission.MESSAGES_READ),
    (N_("Your company"), "admin.show_admin", Permission.PEOPLE_MANAGE),
    (N_("People"), "admin.list_people", Permission.PEOPLE_MANAGE),
    (N_("Companies"), "admin.list_companies", Permission.COMPANIES_MANAGE),
    (N_("Download log"), "admin.list_downloads", Permission.AUDIT_READ),
    (N_("Audit trail"), "admin.show_audit_trail", Permission.AUDIT_READ),
    (N_("Failed jobs"), "admin.list_jobs", Permission.JOBS_MANAGE),
    (N_("Verify a document"), "verify.verify_document", Permission.PUBLIC),
)


FOR_STAFF = {"admin.list_people", "admin.list_downloads", "admin.show_audit_trail"}
FOR_CUSTOMERS = {"admin.show_admin"}
"""A customer's administrator has one entry, and finds the others below it."""


@dataclass(frozen=True)
class Entry:
    """One line of the navigation."""

    title: str
    url: str
    current: bool


def navigation() -> list[Entry]:
    """The entries for the person asking, the current one marked by its address."""
    return [
        Entry(gettext(title), url, _is_here(url))
        for title, endpoint, permission in ENTRIES
        if actor().may(permission)
        and endpoint not in (FOR_CUSTOMERS if actor().is_staff else FOR_STAFF)
        and (url := url_for(endpoint))
    ]


def _is_here(url: str) -> bool:
    """This page, or one below it."""
    return request.path == url or request.path.startswith(f"{url}/")
