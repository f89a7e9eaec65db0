"""What a draft says now and did not say when it was handed over, field by field."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from remine_portal.domain.catalog import Text
from remine_portal.domain.credits import CHARACTERISTIC_NAMES, Characteristic
from remine_portal.domain.errors import N_
from remine_portal.domain.mass import Mass
from remine_portal.domain.recycled_content import Figure, Operator
from remine_portal.web.formats import figure, long_date, mass
from remine_portal.web.languages import gettext, in_language

HEAD: Mapping[str, str] = {
    "ship_date": N_("Shipped on"),
    "invoice_no": N_("Invoice no."),
    "product": N_("Product"),
    "notices": N_("Notices"),
    "shares": N_("Attributed shares"),
    "period_first_day": N_("Balance period from"),
    "boundary": N_("System boundary"),
    "policy": N_("Policy"),
    "standards": N_("Standards"),
    "issuer_contact": N_("Issuer's contact"),
    "retention": N_("Retention of records"),
    "prepared_by": N_("Prepared by"),
    "sample": N_("Sample data"),
}
LINE: Mapping[str, str] = {
    "lot_no": N_("Lot"),
    "produced_on": N_("Produced on"),
    "net_mass": N_("Net mass"),
    "site": N_("Site"),
    "entity": N_("Producing entity"),
    "figure": N_("Recycled content"),
    "verification": N_("Verification"),
    "calculated_percent": N_("Lot calculation"),
    "renewable": N_("Renewable electricity"),
    "customer_po": N_("Customer's PO no."),
    "order_no": N_("Order no."),
    "order_item": N_("Order item"),
}


@dataclass(frozen=True)
class Difference:
    """One field, of one lot or of the whole document, before and now."""

    lot: str | None
    field: str
    before: str
    now: str


def differences_between(before: str, now: str) -> list[Difference]:
    """Compare two snapshots in their canonical form."""
    old, new = json.loads(before), json.loads(now)
    found = list(_compared(old, new, HEAD, None))
    old_lines = {line["line_no"]: line for line in old["lines"]}
    for line in new["lines"]:
        found += _compared(old_lines[line["line_no"]], line, LINE, line["lot_no"])
    return found


def _compared(
    old: Mapping[str, Any], new: Mapping[str, Any], fields: Mapping[str, str], lot: str | None
) -> Iterator[Difference]:
    for name, title in fields.items():
        if old.get(name) != new.get(name):
            yield Difference(lot, gettext(title), _written(old.get(name)), _written(new.get(name)))


def _written(value: Any) -> str:
    match value:
        case None:
            return gettext("nothing")
        case dict():
            return _fact(value)
        case list():
            return ", ".join(_written(each) for each in value)
        case _:
            return _day_or_text(str(value))


def _fact(value: Mapping[str, Any]) -> str:
    """A fact of several parts, told by its parts."""
    match value:
        case {"milligrams": milligrams}:
            return mass(Mass(milligrams))
        case {"en": en, "ja": ja}:
            return in_language(Text(en, ja))
        case {"operator": operator, "percent": percent}:
            return figure(Figure(Operator(operator), Decimal(percent)))
        case {"characteristic": kind, "attributed_kg": kilograms, "percent": percent}:
            name = in_language(CHARACTERISTIC_NAMES[Characteristic(kind)])
            return f"{name} {percent} %, {kilograms} kg"
        case {"first_day": first, "last_day": last}:
            return f"{_written(first)} – {_written(last)}"
        case _:
            return str(value["reference"])


def _day_or_text(text: str) -> str:
    try:
        return long_date(date.fromisoformat(text))
    except ValueError:
        return text
