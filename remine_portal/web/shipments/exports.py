"""The list of shipments as a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from flask import request
from flask.typing import ResponseReturnValue

from remine_portal.documents.exports import Value
from remine_portal.domain.errors import N_
from remine_portal.domain.people import Permission
from remine_portal.persistence import declarations
from remine_portal.persistence.attributions import Shares, shares_declared
from remine_portal.persistence.customers import all_customers
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.shipment_search import (
    ShipmentFilter,
    page_of_shipments,
    products_shipped,
)
from remine_portal.persistence.shipments import ShipmentRow
from remine_portal.services.assessing import ShipmentAssessment, assess_shipments
from remine_portal.web.access import actor, reading, requires
from remine_portal.web.exported_claims import (
    CHARACTERISTICS,
    IN_THE_METAL,
    in_the_metal,
)
from remine_portal.web.exporting import slices, table_response
from remine_portal.web.languages import gettext, in_language
from remine_portal.web.reasons import reason_in_short
from remine_portal.web.shipments import blueprint
from remine_portal.web.shipments.forms import ShipmentFilterForm

COLUMNS = (
    N_("Shipment"),
    N_("Shipped on"),
    N_("Company"),
    N_("Customer's PO no."),
    N_("Product"),
    N_("Lots"),
    N_("Net mass"),
    N_("Unit"),
    *IN_THE_METAL,
    N_("Attributed by mass balance, recycled material (%)"),
    N_("Attributed by mass balance, material from end-of-life vehicles (%)"),
    N_("Declarations"),
    N_("Number of lots declared"),
)


@blueprint.route("/shipments.<any(csv, xlsx):form>")
@requires(Permission.SHIPMENTS_READ)
def export_shipments(form: str) -> ResponseReturnValue:
    filters = ShipmentFilterForm(request.args)
    with reading() as work:
        filters.offer(products_shipped(work), all_customers(work) if actor().is_staff else [])
        rows = _exported(work, filters.wanted())
        return table_response(COLUMNS, rows, name="shipments", form=form)


def _exported(work: UnitOfWork, wanted: ShipmentFilter) -> Iterator[tuple[Value, ...]]:
    """A row a shipment, in the order of COLUMNS."""
    for some in slices(
        lambda turn: page_of_shipments(work, wanted, turn), lambda row: (row.ship_date, row.id)
    ):
        ids = [each.id for each in some]
        assessed = assess_shipments(work, some)
        numbers = declarations.current_numbers(work, ids)
        shares = shares_declared(work, ids)
        for shipment in some:
            declared = numbers.get(shipment.id, {})
            yield (
                *_goods(shipment),
                *_content(assessed[shipment.id]),
                *_attributed(shares.get(shipment.id, {}), Counter(declared.values()), shipment),
                ", ".join(dict.fromkeys(declared.values())),
                len(declared),
            )


def _goods(shipment: ShipmentRow) -> tuple[Value, ...]:
    orders = dict.fromkeys(each.customer_po for each in shipment.lines if each.customer_po)
    products = dict.fromkeys(in_language(each.product.name) for each in shipment.lines)
    return (
        shipment.shipment_no,
        shipment.ship_date,
        in_language(shipment.customer.name),
        ", ".join(orders),
        ", ".join(products),
        len(shipment.lines),
        shipment.net_mass.in_unit("kg"),
        "kg",
    )


def _content(found: ShipmentAssessment) -> tuple[Value, ...]:
    """The figure of its lots; that they differ as soon as one of them has none."""
    figures = {each.figure for each in found.claims}
    refusals = (reason_in_short(each.refusal) for each in found.refused if each.refusal)
    differs = bool(figures and found.refused)
    return in_the_metal(figures, differs=differs, otherwise=next(refusals, ""))


def _attributed(
    of_shipment: dict[str, Shares], covered: Counter[str], shipment: ShipmentRow
) -> Iterator[Value]:
    """The percentage by characteristic; blank where nothing is attributed.

    A number is of the whole shipment. Where a declaration covers some of its lots, words say so.
    """
    lots = len(shipment.lines)
    for characteristic in CHARACTERISTICS:
        percents = {
            number: shares[characteristic]
            for number, shares in of_shipment.items()
            if characteristic in shares
        }
        if all(covered[number] == lots for number in percents):
            yield next(iter(percents.values()), None)
        else:
            yield "; ".join(
                gettext("%(percent)s %% of %(n)s of %(m)s lots")
                % {"percent": format(percent, "f"), "n": covered[number], "m": lots}
                for number, percent in percents.items()
            )
