"""A ledger with a past: copper of many quarters, received, shipped and attributed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import insert, inspect, select

from remine_portal.domain.batches import last_day_of
from remine_portal.domain.credits import METALS, Reason
from remine_portal.domain.mass import Mass
from remine_portal.persistence import ledger
from remine_portal.persistence.database import Database, UnitOfWork
from remine_portal.persistence.drafts import DraftAttributionRow, DraftLineRow, DraftRow
from remine_portal.persistence.ledger import BatchRow, Posting
from remine_portal.persistence.periods import PeriodRow
from remine_portal.persistence.receipts import ReceiptRow
from remine_portal.persistence.shipments import ShipmentLineRow, ShipmentRow
from remine_portal.services.periods import period_on
from tests.books import DEMO, Books
from tests.factories import the_catalogue

FIRST_DAY = date(2020, 10, 1)
LASTING = replace(DEMO, effective_from=FIRST_DAY, validity_months=240)
SITE = "NAOSHIMA"
KILOGRAMS = 10
DEALS_AT_A_TIME = 250


def open_books(database: Database) -> Books:
    """A catalogue, and a policy by which nothing expires during the measurement."""
    books = Books(database)
    with books.writing() as work:
        the_catalogue(work)
    books.enter(LASTING)
    return books


def add_past(books: Books, *, deals: int, one_left_in: int) -> None:
    """So many inputs of 10 kg over all quarters, attributed each to a shipment, but one in so many.

    Copies of a receipt and a shipment on file, written past the portal into the guarded tables;
    the database itself moves what they hold.
    """
    days = (books.now.date() - FIRST_DAY).days
    for begin in range(0, deals, DEALS_AT_A_TIME):
        numbers = range(begin, min(begin + DEALS_AT_A_TIME, deals))
        day = FIRST_DAY + timedelta(days=begin * days // deals)
        with books.writing() as work:
            ledger.hold_accounts(work, SITE, METALS[0])
            period = period_on(work, SITE, METALS[0], day)
            batches = receive(work, numbers, period, day)
            if spent := [each for each in batches if each % one_left_in]:
                attribute(work, spent, period, day)


def receive(work: UnitOfWork, numbers: Iterable[int], period: PeriodRow, day: date) -> list[int]:
    receipt, batch = newest(work, ReceiptRow), newest(work, BatchRow)
    receipts = add(
        work,
        ReceiptRow,
        like(receipt, received_on=day, period_id=period.id, credited_kg=KILOGRAMS),
        (
            {"receipt_no": f"P-{n}", "matching_no": f"p-{n}", "matching_ticket": f"s1\np-{n}"}
            for n in numbers
        ),
    )
    empty = like(batch, period_id=period.id, period_from=period.first_day, booked_on=day)
    empty |= {"expires_on": last_day_of(day, LASTING.validity_months)}
    empty |= {f"{each}_kg": 0 for each in ("available", "reserved", "attributed", "expired")}
    empty |= {"last_entry_id": 0}
    batches = add(work, BatchRow, empty, ({"receipt_id": each} for each in receipts))
    ledger.post(work, (posting(each, Reason.BOOK_INPUT, period, day) for each in batches))
    return batches


def attribute(work: UnitOfWork, batches: list[int], period: PeriodRow, day: date) -> None:
    """Each batch to a shipment of its own, by a draft that has reserved it."""
    shipment, line = newest(work, ShipmentRow), newest(work, ShipmentLineRow)
    draft = work.session.scalars(select(DraftRow).limit(1)).one()
    names = ({"shipment_no": f"P-{each}", "matching_no": f"p-{each}"} for each in batches)
    shipments = add(work, ShipmentRow, like(shipment, ship_date=day), names)
    of_line = like(line, ship_date=day, net_mass=Mass.of(KILOGRAMS, "kg"))
    add(work, ShipmentLineRow, of_line, ({"shipment_id": each} for each in shipments))
    keys = [uuid4() for _ in batches]
    rows = [
        {**like(draft, reserved_until=None), "id": key, "shipment_id": each}
        for key, each in zip(keys, shipments, strict=True)
    ]
    work.session.execute(insert(DraftRow), rows)
    for of_draft in (DraftLineRow, DraftAttributionRow):
        row = work.session.scalars(select(of_draft).limit(1)).one()
        work.session.execute(insert(of_draft), [like(row, draft_id=key) for key in keys])
    for reason in (Reason.RESERVE, Reason.ATTRIBUTE):
        ledger.post(
            work,
            (
                posting(batch, reason, period, day, draft_id=key)
                for batch, key in zip(batches, keys, strict=True)
            ),
        )


def posting(batch: int, reason: Reason, period: PeriodRow, day: date, **of: Any) -> Posting:
    return Posting(
        batch_id=batch,
        reason=reason,
        kilograms=KILOGRAMS,
        period_id=period.id,
        effective_on=day,
        **of,
    )


def newest(work: UnitOfWork, kind: type[Any]) -> Any:
    return work.session.scalars(select(kind).order_by(kind.id.desc()).limit(1)).one()


def like(row: Any, **changed: Any) -> dict[str, Any]:
    """The columns of a row, some of them changed."""
    columns = inspect(type(row)).column_attrs
    return {**{each.key: getattr(row, each.key) for each in columns}, **changed}


def add(
    work: UnitOfWork, kind: type[Any], alike: dict[str, Any], each: Iterator[dict[str, Any]]
) -> list[int]:
    """Rows that are alike but for a few columns; their ids, in order."""
    del alike["id"]
    adding = insert(kind).returning(kind.id, sort_by_parameter_order=True)
    return list(work.session.scalars(adding, [{**alike, **own} for own in each]))
