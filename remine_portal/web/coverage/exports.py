"""The answers as a file, which can be handed in again: its first columns are the list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from remine_portal.documents.exports import Value
from remine_portal.domain.coverage import ANSWER_NAMES, LotAnswer, ReferenceAnswer
from remine_portal.domain.errors import N_
from remine_portal.web.languages import gettext, in_language
from remine_portal.web.reasons import reason_in_short

COLUMNS = (
    N_("Reference no."),
    N_("Your net mass (kg)"),
    N_("Answer"),
    N_("Shipment"),
    N_("Shipped on"),
    N_("Order no."),
    N_("Customer's PO no."),
    N_("Lot"),
    N_("Product"),
    N_("Net mass"),
    N_("Unit"),
    N_("Answer for the lot"),
    N_("Declaration"),
    N_("Current declaration"),
    N_("Request"),
    N_("Why not eligible"),
)


def rows_of(answers: Iterable[ReferenceAnswer]) -> Iterator[tuple[Value, ...]]:
    """A row a lot, and one for a number that names none, in the order of COLUMNS."""
    for each in answers:
        mass = each.stated_mass
        stated = None if mass is None else mass.in_unit("kg")
        asked = (each.text, stated, gettext(ANSWER_NAMES[each.answer]))
        for lot in each.lots:
            yield (*asked, *_lot(lot))
        if not each.lots:
            yield (*asked, *(None for _ in COLUMNS[len(asked) :]))


def _lot(lot: LotAnswer) -> tuple[Value, ...]:
    return (
        lot.shipment_no,
        lot.ship_date,
        lot.order_no,
        lot.customer_po,
        lot.lot_no,
        in_language(lot.product),
        lot.net_mass.in_unit("kg"),
        "kg",
        gettext(ANSWER_NAMES[lot.answer]),
        lot.number,
        lot.current_number,
        lot.requested_in,
        reason_in_short(lot.refusal) if lot.refusal else None,
    )
