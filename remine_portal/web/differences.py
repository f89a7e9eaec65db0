"""Two snapshots of a declaration, field by field: what one says and the other does not, in words.

A draft is compared with itself as it was handed over, and a version with the one before it. What
stands for nothing in the document (hashes, codes, entries of the ledger) is not compared.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from remine_portal.domain.catalog import Text
from remine_portal.domain.credits import CHARACTERISTIC_NAMES, Characteristic
from remine_portal.domain.declarations import DOCUMENT_LANGUAGE_NAMES, DocumentLanguage
from remine_portal.domain.errors import N_
from remine_portal.domain.mass import Mass
from remine_portal.domain.recycled_content import Figure, Operator
from remine_portal.web.formats import figure, long_date, mass, number, percent
from remine_portal.web.languages import gettext, in_language

HEAD: Mapping[str, str] = {
    "recipient_name": N_("Recipient, as printed"),
    "recipient_address": N_("Address, as printed"),
    "language": N_("Document language"),
    "ship_date": N_("Shipped on"),
    "invoice_no": N_("Invoice no."),
    "product": N_("Product"),
    "notices": N_("Notices"),
    "period_first_day": N_("Balance period from"),
    "boundary": N_("System boundary"),
    "guideline": N_("Guideline"),
    "policy": N_("Policy"),
    "factors": N_("Conversion factor"),
    "standards": N_("Standards"),
    "remarks": N_("Remarks"),
    "issuer_contact": N_("Issuer's contact"),
    "retention": N_("Retention of records"),
    "sample": N_("Sample data"),
}
HANDS = {"prepared_by": N_("Prepared by")}
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

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
Stated = Mapping[str, Any]


@dataclass(frozen=True)
class Difference:
    """One field, of one lot or of the whole document, before and now."""

    lot: str | None
    field: str
    before: str
    now: str


def differences_since(handed_over: str, now: str) -> list[Difference]:
    """What a draft says now and did not say then, both in canonical form."""
    return _differences(handed_over, now, {**HEAD, **HANDS})


def differences_between(before: str, after: str) -> list[Difference]:
    """What a version says and the one before it does not, both in canonical form.

    Whose hands prepared it is no matter of what it says.
    """
    return _differences(before, after, HEAD)


def _differences(before: str, now: str, head: Mapping[str, str]) -> list[Difference]:
    old, new = _read(before), _read(now)
    found = [*_of_shares(old, new), *_compared(old, new, head, None)]
    old_lines = {line["line_no"]: line for line in old["lines"]}
    new_lines = {line["line_no"]: line for line in new["lines"]}
    for line_no in sorted({*old_lines, *new_lines}):
        found += _of_line(old_lines.get(line_no), new_lines.get(line_no))
    return found


def _read(canonical: str) -> dict[str, Any]:
    """A snapshot, its recipient taken apart: a name and an address are two things to correct."""
    stated: dict[str, Any] = json.loads(canonical)
    recipient = stated["recipient"]
    return {
        **stated,
        "recipient_name": recipient["name"],
        "recipient_address": recipient["address"],
        "language": _language(stated["language"]),
    }


def _of_shares(old: Stated, new: Stated) -> Iterator[Difference]:
    """Each kind of credits for itself: kinds are never added up."""
    for kind in Characteristic:
        before, now = (
            next((each for each in said.get("shares", ()) if each["characteristic"] == kind), None)
            for said in (old, new)
        )
        if before != now:
            name = in_language(CHARACTERISTIC_NAMES[kind])
            field = gettext("Attributed share: %(name)s") % {"name": name}
            yield Difference(None, field, _written(before), _written(now))


def _of_line(old: Stated | None, new: Stated | None) -> Iterator[Difference]:
    """The differences of a lot; one that only one of them declares differs by its mass."""
    line = new or old
    assert line is not None, "a line is in one of them"
    if old and new:
        yield from _compared(old, new, LINE, line["lot_no"])
        return
    masses = [
        _written(each["net_mass"]) if each else gettext("not declared") for each in (old, new)
    ]
    title = LINE["net_mass"]
    yield Difference(line["lot_no"], gettext(title), *masses)


def _compared(
    old: Stated, new: Stated, fields: Mapping[str, str], lot: str | None
) -> Iterator[Difference]:
    for name, title in fields.items():
        if old.get(name) != new.get(name):
            yield Difference(lot, gettext(title), _written(old.get(name)), _written(new.get(name)))


def _written(value: Any) -> str:
    match value:
        case None | []:
            return gettext("nothing")
        case bool():
            return gettext("yes") if value else gettext("no")
        case dict():
            return _fact(value)
        case list():
            return "; ".join(_written(each) for each in value)
        case _:
            return _day_or_text(str(value))


def _fact(value: Stated) -> str:
    """A fact of several parts, told by its parts."""
    match value:
        case {"milligrams": milligrams}:
            return mass(Mass(milligrams))
        case {"en": en, "ja": ja}:
            return in_language(Text(en, ja))
        case {"operator": operator, "percent": share}:
            return figure(Figure(Operator(operator), Decimal(share)))
        case {"attributed_kg": kilograms, "percent": share}:
            return f"{percent(Decimal(share))}, {number(kilograms)}\u00a0kg"
        case _:
            return _ground(value)


def _ground(value: Stated) -> str:
    """What a statement rests on."""
    match value:
        case {"first_day": first, "last_day": last}:
            return f"{_written(first)} – {_written(last)}"
        case {"title": title, "version": version}:
            return f"{_written(title)} {version}"
        case {"factor": factor, "policy": policy}:
            return f"{factor} ({policy})"
        case {"reference": reference, "valid_from": first, "valid_to": last}:
            return f"{reference} ({_written(first)} – {_written(last)})"
        case _:
            raise AssertionError(f"no words for {value}")


def _language(code: str) -> str:
    return gettext(DOCUMENT_LANGUAGE_NAMES[DocumentLanguage(code)])


def _day_or_text(text: str) -> str:
    """A day as pages write it. `20261123` is an order's number."""
    return long_date(date.fromisoformat(text)) if DAY.fullmatch(text) else text
