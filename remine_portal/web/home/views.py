"""What the portal is, for whoever comes in, and whether it is alive."""

from functools import partial
from typing import Any

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from remine_portal.documents.pictures import content_bar
from remine_portal.domain.catalog import SERIES_TITLES, Series
from remine_portal.domain.credits import CHARACTERISTIC_NAMES
from remine_portal.domain.declarations import STATUS_NAMES
from remine_portal.domain.jobs import JobState
from remine_portal.domain.people import Permission
from remine_portal.domain.series_wording import IN_SHORT
from remine_portal.persistence import declarations, migrating
from remine_portal.persistence.attributions import attributed_to, shares_declared
from remine_portal.persistence.catalog import all_products
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declaration_search import DeclarationFilter, page_of_declarations
from remine_portal.persistence.drafts import open_drafts
from remine_portal.persistence.endings import notices_to, open_revocations
from remine_portal.persistence.imports import page_of_runs
from remine_portal.persistence.jobs import count_jobs
from remine_portal.persistence.news import all_news, open_messages
from remine_portal.persistence.notices import important_unread
from remine_portal.persistence.overview import current_declarations, periods_to_close
from remine_portal.persistence.paging import Turn
from remine_portal.persistence.request_search import questions_to
from remine_portal.persistence.shipment_search import ShipmentFilter, page_of_shipments
from remine_portal.services.assessing import assess_shipments
from remine_portal.web.access import actor, reading, requires
from remine_portal.web.home import blueprint
from remine_portal.web.languages import language

FEW = 5
NOTES = 3


@blueprint.route("/")
@requires(Permission.PUBLIC)
def show_home() -> ResponseReturnValue:
    """One address, and three pages: for visitors, for customers, for staff."""
    with reading() as work:
        notes = all_news(work)[:NOTES]
        if not actor().signed_in:
            return render_template("home/for_visitors.html", notes=notes, **product_lines(work))
        if actor().is_staff:
            return render_template("home/for_staff.html", notes=notes, **what_waits(work))
        return render_template("home/for_customers.html", notes=notes, **what_is_new(work))


def product_lines(work: UnitOfWork) -> dict[str, Any]:
    return {
        "products": all_products(work),
        "series": list(Series),
        "series_titles": SERIES_TITLES,
        "in_short": IN_SHORT,
    }


def what_is_new(work: UnitOfWork) -> dict[str, Any]:
    """A customer's newest documents and shipments, and what the current period attributed."""
    shipments = page_of_shipments(work, ShipmentFilter(), Turn(FEW)).rows
    company = actor().customer_id
    assert company is not None, "a customer has a company"
    return {
        "attributed": attributed_to(work, company, work.today),
        "characteristic_names": CHARACTERISTIC_NAMES,
        "ready": current_declarations(work),
        "documents": page_of_declarations(work, DeclarationFilter(), Turn(FEW)).rows,
        "unread": notices_to(work),
        "questions": questions_to(work),
        "important": important_unread(work, FEW),
        "shipments": shipments,
        "assessed": assess_shipments(work, shipments),
        "declared": declarations.current_numbers(work, [each.id for each in shipments]),
        "shares": shares_declared(work, [each.id for each in shipments]),
        "status_names": STATUS_NAMES,
        "bar": partial(content_bar, language=language(), size="small"),
    }


def what_waits(work: UnitOfWork) -> dict[str, Any]:
    """What staff have to do, as far as their role lets them see it."""
    may = actor().may
    drafts = open_drafts(work) if may(Permission.SALES_DESK_READ) else []
    proposed = open_revocations(work) if may(Permission.DECLARATIONS_REVOKE) else []
    return {
        "unread": notices_to(work) if may(Permission.DECLARATIONS_READ) else [],
        "important": important_unread(work, FEW),
        "parked": count_jobs(work, JobState.PARKED) if may(Permission.JOBS_MANAGE) else 0,
        "to_revoke": [each for each in proposed if each.proposed_by_id != actor().person_id],
        "drafts": [
            each
            for each in drafts
            if each.handed_over_at and each.prepared_by_id != actor().person_id
        ],
        "to_close": periods_to_close(work) if may(Permission.CREDITS_READ) else None,
        "unanswered": open_messages(work) if may(Permission.MESSAGES_READ) else None,
        "imports": (page_of_runs(work, Turn(FEW)).rows if may(Permission.IMPORTS_READ) else None),
    }


@blueprint.route("/accessibility")
@requires(Permission.PUBLIC)
def accessibility() -> ResponseReturnValue:
    return render_template("home/accessibility.html")


@blueprint.route("/healthz")
@requires(Permission.PUBLIC)
def show_health() -> ResponseReturnValue:
    """Alive: the process answers, whatever the database does."""
    return "alive\n", {"Content-Type": "text/plain"}


@blueprint.route("/readyz")
@requires(Permission.PUBLIC)
def show_readiness() -> ResponseReturnValue:
    """Ready to serve: the database answers and has the tables of this code; else 503."""
    if migrating.is_ready(current_app.extensions["database"]):
        return "ready\n", {"Content-Type": "text/plain"}
    return "not ready\n", 503, {"Content-Type": "text/plain"}
