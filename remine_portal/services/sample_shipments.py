"""Shipments by the hundred thousand, made up but always the same, to try lists and searches on."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID, uuid4

from sqlalchemy import insert, select

from remine_portal.domain.mass import Mass
from remine_portal.domain.shipments import matching_key
from remine_portal.persistence.customers import CustomerRow
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.shipments import ImportRunRow, ShipmentLineRow, ShipmentRow

FIRST_DAY, DAYS = date(2024, 5, 1), 930
CHUNK = 5_000
MADE_OF: tuple[tuple[str, str | None, str, int], ...] = (
    ("REM-SN", "IKUNO", "kg", 500),
    ("REM-PB", "HOSOKURA", "kg", 1000),
    ("REM-PT", "ONAHAMA-PGM", "g", 100),
    ("REM-PD", "ONAHAMA-PGM", "g", 100),
    ("REM-CU", "NAOSHIMA", "t", 1),
    ("REM-BI", None, "kg", 50),
)


def generate_shipments(work: UnitOfWork, count: int) -> Iterator[int]:
    """Add `count` sample shipments of one to three lots; gives how many are there, by chunks."""
    customers = list(work.session.scalars(select(CustomerRow.id).order_by(CustomerRow.id)))
    dice = random.Random(count)  # noqa: S311 - made-up goods, and the same ones every time
    run = _run(work, count)
    for begin in range(0, count, CHUNK):
        numbers = range(begin, min(begin + CHUNK, count))
        _add(work, [_shipment(dice, number, count, customers) for number in numbers], run)
        yield numbers[-1] + 1


def _run(work: UnitOfWork, count: int) -> UUID:
    run = ImportRunRow(
        id=uuid4(),
        kind="shipments",
        file_name=f"{count} generated shipments",
        file_sha256="",
        handed_in_by=work.actor.name,
        handed_in_at=work.now,
        applied_by=work.actor.name,
        applied_at=work.now,
        new_count=count,
        sample=True,
    )
    work.session.add(run)
    work.session.flush()
    return run.id


def _shipment(
    dice: random.Random, number: int, count: int, customers: list[int]
) -> tuple[dict[str, object], list[dict[str, object]]]:
    """A shipment and its lines, as values to insert; numbers and days rise together."""
    product, site, unit, step = dice.choice(MADE_OF)
    ship_date = FIRST_DAY + timedelta(days=number * DAYS // count)
    name, order = f"SG-{number:07d}", f"PO-{dice.randrange(10**6):06d}"
    lots = [f"{product[4:]}G{number:07d}{each}" for each in range(dice.choice((1, 1, 1, 2, 3)))]
    head = {"ship_date": ship_date, "invoice_no": f"ING{number:07d}", "destination": "Tokyo"}
    lines = [
        {
            **head,
            "line_no": line_no,
            "revision": 1,
            "is_current": True,
            "order_no": f"SOG{number:07d}",
            "order_item": str(line_no * 10),
            "customer_po": order,
            "product_code": product,
            "lot_no": lot,
            "production_date": ship_date - timedelta(days=dice.randrange(3, 40)),
            "site_code": site,
            "net_mass": Mass.of(step * dice.randrange(1, 20), unit),
            "unit": unit,
        }
        for line_no, lot in enumerate(lots, start=1)
    ]
    words = [name, order, f"SOG{number:07d}", f"ING{number:07d}", *lots]
    shipment = {
        **head,
        "shipment_no": name,
        "matching_no": matching_key(name),
        "customer_id": dice.choice(customers),
        "search_text": "\n".join(matching_key(word) for word in words),
        "sample": True,
    }
    return shipment, lines


def _add(
    work: UnitOfWork,
    made: list[tuple[dict[str, object], list[dict[str, object]]]],
    run: UUID,
) -> None:
    ids = work.session.scalars(
        insert(ShipmentRow).returning(ShipmentRow.id, sort_by_parameter_order=True),
        [shipment for shipment, _ in made],
    )
    lines = [
        {**line, "shipment_id": shipment_id, "import_id": run}
        for shipment_id, (_, lines) in zip(ids, made, strict=True)
        for line in lines
    ]
    work.session.execute(insert(ShipmentLineRow), lines)
