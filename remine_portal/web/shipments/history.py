"""What happened to a shipment, in words: corrections by the ERP, and the timeline."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from itertools import pairwise
from typing import Any

from remine_portal.domain.declarations import Status
from remine_portal.domain.endings import CAUSE_NAMES
from remine_portal.domain.errors import N_
from remine_portal.persistence.database import JAPAN
from remine_portal.persistence.declarations import DeclarationLineRow, DeclarationRow
from remine_portal.persistence.drafts import DraftRow
from remine_portal.persistence.endings import EndingRow
from remine_portal.persistence.shipment_history import Revision
from remine_portal.persistence.shipments import ShipmentLineRow, ShipmentRow
from remine_portal.web.access import actor
from remine_portal.web.formats import long_date, mass, moment, shown
from remine_portal.web.languages import gettext

FIELDS: Mapping[str, str] = {
    "product_code": N_("Product"),
    "lot_no": N_("Lot"),
    "production_date": N_("Produced on"),
    "site_code": N_("Site"),
    "net_mass": N_("Net mass"),
    "ship_date": N_("Shipped on"),
    "customer_po": N_("Your PO no."),
    "order_no": N_("Order no."),
    "order_item": N_("Order item"),
    "invoice_no": N_("Invoice no."),
    "destination": N_("Destination"),
}
"""What a correction can change, in the order in which a reader asks for it."""

Declared = Iterable[tuple[DeclarationLineRow, DeclarationRow]]


@dataclass(frozen=True)
class Change:
    """One field of a line, before and after."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Correction:
    """What the ERP changed in a line, when; and the declaration that still says otherwise."""

    line: ShipmentLineRow
    written_at: datetime
    changes: list[Change]
    number: str | None = None


def changes_between(before: ShipmentLineRow, after: ShipmentLineRow) -> list[Change]:
    """The fields that differ, written as the page writes them."""
    return [
        Change(gettext(title), _written(before, name), _written(after, name))
        for name, title in FIELDS.items()
        if getattr(before, name) != getattr(after, name)
    ]


def corrections_of(revisions: Mapping[int, list[Revision]]) -> list[Correction]:
    """Every correction there was, newest first."""
    found = [
        Correction(after.line, after.written_at, changes_between(before.line, after.line))
        for of_line in revisions.values()
        for before, after in pairwise(of_line)
    ]
    return sorted(found, key=lambda each: each.written_at, reverse=True)


def corrected_since(
    revisions: Mapping[int, list[Revision]], declared: Declared
) -> list[Correction]:
    """Lines whose current declaration still says what the ERP said before."""
    found = []
    for covered, declaration in declared:
        of_line = revisions[covered.line_no]
        now = of_line[-1]
        if covered.is_current and covered.shipment_line_id != now.line.id:
            then = next(each for each in of_line if each.line.id == covered.shipment_line_id)
            changes = changes_between(then.line, now.line)
            found.append(Correction(now.line, now.written_at, changes, declaration.number))
    return found


def events_of(
    shipment: ShipmentRow,
    revisions: Mapping[int, list[Revision]],
    declared: Declared,
    endings: Iterable[EndingRow],
    drafts: Iterable[DraftRow],
) -> list[dict[str, Any]]:
    """The timeline, newest first. Customers read what was done, not by whom of the staff."""
    shipped = datetime.combine(shipment.ship_date, time(), JAPAN)
    events = [(shipped, {"title": gettext("Shipped"), "when": long_date(shipment.ship_date)})]
    events += _entries(revisions)
    for declaration in dict.fromkeys(each for _, each in declared):
        title = gettext("Declaration %(number)s issued") % {"number": declaration.number}
        events.append(_event(declaration.issued_at, title, by=declaration.issued_by))
    events += [_end(each) for each in endings]
    for draft in drafts:
        title = gettext("Draft handed over") if draft.handed_over_at else gettext("Draft prepared")
        when = draft.handed_over_at or draft.prepared_at
        events.append(_event(when, title, by=draft.prepared_by.name))
    return [event for _, event in sorted(events, key=lambda each: each[0], reverse=True)]


def _entries(revisions: Mapping[int, list[Revision]]) -> list[tuple[datetime, dict[str, Any]]]:
    """One event an import: the first entry of lines, or their correction."""
    events: dict[Any, tuple[Revision, list[str]]] = {}
    for of_line in revisions.values():
        for each in of_line:
            key = (each.run.id, each.line.revision > 1)
            events.setdefault(key, (each, []))[1].append(each.line.lot_no)
    return [
        _event(
            each.written_at,
            gettext("Corrected in the ERP") if corrected else gettext("Entered from the ERP"),
            by=each.run.applied_by,
            text=gettext("Lots: %(lots)s") % {"lots": ", ".join(lots)},
        )
        for (_, corrected), (each, lots) in events.items()
    ]


def _end(ending: EndingRow) -> tuple[datetime, dict[str, Any]]:
    sentence = (
        gettext("Declaration %(number)s superseded")
        if ending.status is Status.SUPERSEDED
        else gettext("Declaration %(number)s revoked")
    )
    title = sentence % {"number": ending.declaration.number}
    cause = gettext(CAUSE_NAMES[ending.cause])
    return _event(ending.ended_at, title, by=ending.ended_by.name, text=cause)


def _event(
    at: datetime, title: str, *, by: str | None = None, text: str | None = None
) -> tuple[datetime, dict[str, Any]]:
    event: dict[str, Any] = {"title": title, "when": moment(at), "text": text}
    if actor().is_staff:
        event["by"] = by
    return at, event


def _written(line: ShipmentLineRow, name: str) -> str:
    value = getattr(line, name)
    if name == "net_mass":
        return mass(value, line.unit)
    return shown(value) if value is not None else gettext("nothing")
