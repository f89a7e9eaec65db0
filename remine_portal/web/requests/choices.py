"""What a customer may choose from: shipments without a declaration, and certificates."""

from __future__ import annotations

from flask import request
from wtforms import SelectChoice

from remine_portal.persistence.certificates import certificate_rows
from remine_portal.persistence.customers import all_customers
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.paging import Turn
from remine_portal.persistence.request_drafts import RequestDraftRow
from remine_portal.persistence.shipment_search import ShipmentFilter, page_of_shipments
from remine_portal.persistence.shipments import ShipmentRow
from remine_portal.services.certificates import released_to, scope_of
from remine_portal.services.eligibility import standings
from remine_portal.web.access import actor
from remine_portal.web.formats import long_date, mass
from remine_portal.web.languages import gettext, in_language
from remine_portal.web.requests.forms import CertificateForm, ShipmentsForm

LOOKED_AT = Turn(50)
OFFERED = 20


def offer_shipments(
    work: UnitOfWork, draft: RequestDraftRow, form: ShipmentsForm
) -> dict[str, str]:
    """Tick what is chosen already. Customers are offered their newest; the hint of each is given.

    Staff see all companies' shipments, and so name those that they mean.
    """
    newest = [] if actor().is_staff else _newest(work)
    offered = {each.shipment_no: each for each in newest}
    form.newest.choices = [SelectChoice(number, number) for number in offered]
    if request.method == "GET":
        chosen = [each.shipment_no for each in draft.shipments]
        others = [number for number in chosen if number not in offered]
        form.process(data={"newest": chosen, "numbers": "\n".join(others)})
    return {number: _hint(each) for number, each in offered.items()}


def _newest(work: UnitOfWork) -> list[ShipmentRow]:
    """The newest shipments of the company that a declaration can be requested for."""
    page = page_of_shipments(work, ShipmentFilter(declared=False), LOOKED_AT)
    found = [each.shipment for each in standings(work, page.rows) if each.can_be_requested]
    return found[:OFFERED]


def _hint(shipment: ShipmentRow) -> str:
    products = dict.fromkeys(in_language(line.product.name) for line in shipment.lines)
    orders = dict.fromkeys(line.customer_po for line in shipment.lines if line.customer_po)
    return " · ".join(
        [
            long_date(shipment.ship_date),
            *products,
            mass(shipment.net_mass, shipment.lines[0].unit),
            *orders,
        ]
    )


def offer_certificates(
    work: UnitOfWork, draft: RequestDraftRow, form: CertificateForm
) -> dict[str, str]:
    """Certificates on file that the company has not been given; the hint of each is given."""
    own = actor().customer_id
    given = released_to(work, own) if own is not None else []
    rows = [each for each in certificate_rows(work) if each not in given]
    form.certificate.choices = [SelectChoice(str(row.id), row.title) for row in rows]
    form.offer(all_customers(work) if actor().is_staff else [])
    if request.method == "GET":
        chosen = str(draft.certificate_id) if draft.certificate_id else None
        company = draft.customer.code if draft.customer else ""
        form.process(data={"certificate": chosen, "company": company})
    return {
        str(row.id): " · ".join(
            [
                gettext("%(issuer)s, no. %(reference)s")
                % {"issuer": row.issuer, "reference": row.reference},
                in_language(scope_of(row)),
            ]
        )
        for row in rows
    }
