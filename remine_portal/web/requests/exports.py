"""The list of requests as a file."""

from __future__ import annotations

from collections.abc import Iterator

from flask import request
from flask.typing import ResponseReturnValue

from remine_portal.documents.exports import Value
from remine_portal.domain.errors import N_
from remine_portal.domain.people import Permission
from remine_portal.domain.requests import REQUEST_KIND_NAMES, REQUEST_STATUS_NAMES
from remine_portal.persistence.customers import all_customers
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.request_search import RequestFilter, page_of_requests
from remine_portal.web.access import actor, reading, requires
from remine_portal.web.exporting import slices, table_response
from remine_portal.web.languages import gettext, in_language
from remine_portal.web.requests import blueprint
from remine_portal.web.requests.expectations import expected_day, name_of
from remine_portal.web.requests.forms import RequestFilterForm

COLUMNS = (
    N_("Request"),
    N_("Sent at"),
    N_("Company"),
    N_("Sent by"),
    N_("What is requested"),
    N_("Shipments"),
    N_("Your reference"),
    N_("Status"),
    N_("Since"),
    N_("Next step by"),
)


@blueprint.route("/requests.<any(csv, xlsx):form>")
@requires(Permission.REQUESTS_READ)
def export_requests(form: str) -> ResponseReturnValue:
    filters = RequestFilterForm(request.args)
    with reading() as work:
        filters.offer(all_customers(work) if actor().is_staff else [])
        return table_response(
            COLUMNS, _exported(work, filters.wanted()), name="requests", form=form
        )


def _exported(work: UnitOfWork, wanted: RequestFilter) -> Iterator[tuple[Value, ...]]:
    """A row a request, in the order of COLUMNS."""
    for some in slices(lambda turn: page_of_requests(work, wanted, turn), lambda row: (row.id,)):
        for each in some:
            yield (
                each.number,
                each.made_at,
                in_language(each.customer.name),
                name_of(each.made_by),
                gettext(REQUEST_KIND_NAMES[each.kind]),
                " ".join(named.shipment.shipment_no for named in each.shipments),
                each.po_reference,
                gettext(REQUEST_STATUS_NAMES[each.status]),
                each.since,
                expected_day(each),
            )
