"""What waits at the sales desk as a file: drafts, and proposals to revoke."""

from __future__ import annotations

from collections.abc import Iterator

from flask.typing import ResponseReturnValue

from remine_portal.documents.exports import Value
from remine_portal.domain.errors import N_
from remine_portal.domain.mass import Mass
from remine_portal.domain.people import Permission
from remine_portal.domain.requests import REQUEST_KIND_NAMES, REQUEST_STATUS_NAMES
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.drafts import open_drafts
from remine_portal.persistence.endings import open_revocations
from remine_portal.persistence.request_queue import requests_at
from remine_portal.web.access import reading, requires
from remine_portal.web.exporting import table_response
from remine_portal.web.languages import gettext, in_language
from remine_portal.web.sales_desk import blueprint
from remine_portal.web.sales_desk.requests import due_in, statuses_asked_for

COLUMNS = (
    N_("What waits"),
    N_("Shipment"),
    N_("Declaration"),
    N_("Company"),
    N_("By"),
    N_("Since"),
)

REQUEST_COLUMNS = (
    N_("Request"),
    N_("What is requested"),
    N_("Company"),
    N_("Sent at"),
    N_("Status"),
    N_("Next step by"),
    N_("Shipments"),
    N_("Net mass"),
    N_("Unit"),
    N_("Assigned to"),
)
MOST_REQUESTS = 10_000
"""Of one step; the list of all requests, answered long ago, is exported from its own page."""


@blueprint.route("/queue.<any(csv, xlsx):form>")
@requires(Permission.SALES_DESK_READ)
def export_queue(form: str) -> ResponseReturnValue:
    with reading() as work:
        return table_response(COLUMNS, _exported(work), name="sales-desk", form=form)


def _exported(work: UnitOfWork) -> Iterator[tuple[Value, ...]]:
    """A row for all that waits, in the order of COLUMNS; of each kind the oldest first."""
    for draft in open_drafts(work):
        yield (
            gettext("Handed over") if draft.handed_over_at else gettext("In preparation"),
            draft.shipment.shipment_no,
            draft.replacement.declaration.number if draft.replacement else None,
            in_language(draft.customer.name),
            draft.prepared_by.name,
            draft.handed_over_at or draft.prepared_at,
        )
    for proposal in open_revocations(work):
        yield (
            gettext("Proposed to be revoked"),
            None,
            proposal.declaration.number,
            in_language(proposal.declaration.customer.name),
            proposal.proposed_by.name,
            proposal.proposed_at,
        )


@blueprint.route("/requests.<any(csv, xlsx):form>")
@requires(Permission.SALES_DESK_READ)
def export_requests(form: str) -> ResponseReturnValue:
    """Those of the step that the address asks for."""
    with reading() as work:
        return table_response(REQUEST_COLUMNS, _requests(work), name="requests", form=form)


def _requests(work: UnitOfWork) -> Iterator[tuple[Value, ...]]:
    for each in requests_at(work, statuses_asked_for(), MOST_REQUESTS):
        due = due_in(each, work.today)
        asked = Mass.total(named.shipment.net_mass for named in each.shipments)
        yield (
            each.number,
            gettext(REQUEST_KIND_NAMES[each.kind]),
            in_language(each.customer.name),
            each.made_at,
            gettext(REQUEST_STATUS_NAMES[each.status]),
            due["day"] if due else None,
            " ".join(named.shipment.shipment_no for named in each.shipments),
            asked.in_unit("kg") if asked else None,
            "kg" if asked else None,
            each.assignee.name if each.assignee else None,
        )
