"""Shipments from the ERP: new lines and new revisions written, the heads of shipments following."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from remine_portal.domain.shipments import ShipmentLine, matching_key
from remine_portal.persistence import audit, imports
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.imports import LINE_FIELDS, ShipmentOnFile, Told
from remine_portal.persistence.shipments import ImportRunRow, ShipmentLineRow
from remine_portal.services.company_importing import write_companies
from remine_portal.services.import_previews import ChangedLine
from remine_portal.services.shipment_comparing import ShipmentsPlan, by_shipment


def write_shipments(
    work: UnitOfWork, plan: ShipmentsPlan, run: ImportRunRow, told: Told | None = None
) -> None:
    """Write what is new and changed, in the order of its numbers whatever that of the file."""
    new, changed = plan.preview.new, plan.preview.changed
    company_ids = write_companies(work, plan.companies, sample=run.sample)
    shipments = by_shipment(sorted([*new, *(each.line for each in changed)], key=_place))
    heads = {
        key: _head(lines, plan.on_file.get(key), company_ids, sample=run.sample)
        for key, lines in shipments.items()
    }
    shipment_ids = _write_heads(work, heads, plan.on_file)
    _record_new_customers(work, changed)
    imports.retire(work, ShipmentLineRow, [each.revision_id for each in changed])
    revisions = {each.line.row: each.revision + 1 for each in changed}
    rows = [
        _revision(line, shipment_ids[key], revisions.get(line.row, 1), run)
        for key, lines in shipments.items()
        for line in lines
    ]
    imports.add_in_bulk(work, ShipmentLineRow, rows, told)


def _place(line: ShipmentLine) -> tuple[str, int]:
    return line.shipment_no, line.line_no


def _head(
    lines: Sequence[ShipmentLine],
    known: ShipmentOnFile | None,
    company_ids: Mapping[str, int],
    *,
    sample: bool,
) -> dict[str, Any]:
    """The head that follows from the lines current after the import, the first line leading."""
    after: dict[int, Any] = {**(known.lines if known else {})}
    after |= {line.line_no: line for line in lines}
    current = [after[line_no] for line_no in sorted(after)]
    head = {
        "customer_id": company_ids[matching_key(lines[0].customer_code)],
        "ship_date": current[0].ship_date,
        "invoice_no": current[0].invoice_no,
        "destination": current[0].destination,
        "search_text": _search_text(lines[0].shipment_no, current),
    }
    if known is not None:
        return {"shipment_id": known.id, **head}
    number = lines[0].shipment_no
    return {"shipment_no": number, "matching_no": matching_key(number), "sample": sample, **head}


def _search_text(shipment_no: str, lines: Sequence[Any]) -> str:
    """Every number by which somebody may look for the shipment, in its matching form."""
    numbers = (
        shipment_no,
        *(line.customer_po for line in lines),
        *(line.order_no for line in lines),
        *(line.invoice_no for line in lines),
        *(line.lot_no for line in lines),
    )
    return "\n".join(dict.fromkeys(matching_key(number) for number in numbers if number))


def _write_heads(
    work: UnitOfWork,
    heads: Mapping[str, dict[str, Any]],
    on_file: Mapping[str, ShipmentOnFile],
) -> dict[str, int]:
    """The id of every shipment written, by its matching number."""
    imports.change_shipments(work, [head for key, head in heads.items() if key in on_file])
    added = imports.add_shipments(work, [head for key, head in heads.items() if key not in on_file])
    return {**added, **{key: on_file[key].id for key in heads if key in on_file}}


def _revision(
    line: ShipmentLine, shipment_id: int, revision: int, run: ImportRunRow
) -> dict[str, Any]:
    return {
        "shipment_id": shipment_id,
        "line_no": line.line_no,
        "revision": revision,
        "is_current": True,
        "import_id": run.id,
        **{name: getattr(line, name) for name in LINE_FIELDS},
    }


def _record_new_customers(work: UnitOfWork, changed: Sequence[ChangedLine[ShipmentLine]]) -> None:
    """For staff only: neither company may learn of the other (DOMAIN.md rule 40)."""
    moved = {
        each.line.shipment_no: change
        for each in changed
        for change in each.changes
        if change.column == "customer_code"
    }
    for shipment_no, change in sorted(moved.items()):
        audit.record(
            work,
            "shipment:customer-changed",
            shipment_no,
            detail=f"{change.old} → {change.new}",
        )
