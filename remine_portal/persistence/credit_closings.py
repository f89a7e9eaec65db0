"""What a closing needs to know of a period: its batches as they stand, and its inputs."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from sqlalchemy import Select, case, func, select

from remine_portal.domain.closing import StandingBatch
from remine_portal.domain.credits import Characteristic, Reason
from remine_portal.domain.periods import COMING_IN, GOING_OUT
from remine_portal.persistence.credit_positions import held_by, lapsed_drafts
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.ledger import AccountRow, BatchRow, EntryRow
from remine_portal.persistence.periods import PeriodRow
from remine_portal.persistence.receipts import ReceiptRow


def standing_batches(work: UnitOfWork, period: PeriodRow, today: date) -> list[StandingBatch]:
    """Every batch of the boundary in which something stands when the period ends.

    Nothing can be taken any more from one whose last day is past today, and what a lapsed draft
    held can be.
    """
    lapsed: Counter[int] = Counter()
    for held in held_by(work, lapsed_drafts(work, today)):
        lapsed[held.batch_id] += held.kilograms
    rows = work.session.execute(_standing(period))
    return [
        StandingBatch(
            batch_id,
            characteristic,
            expires_on,
            int(closing),
            available + lapsed[batch_id] if expires_on >= today else 0,
        )
        for batch_id, characteristic, expires_on, closing, available in rows
    ]


def _standing(period: PeriodRow) -> Select[int, Characteristic, date, Any, int]:
    signed = case(
        (EntryRow.reason.in_(COMING_IN), EntryRow.kilograms),
        (EntryRow.reason.in_(GOING_OUT), -EntryRow.kilograms),
        else_=0,
    )
    closing_kg = func.sum(signed)
    return (
        select(
            BatchRow.id,
            AccountRow.characteristic,
            BatchRow.expires_on,
            closing_kg,
            BatchRow.available_kg,
        )
        .join(AccountRow, AccountRow.id == BatchRow.account_id)
        .join(EntryRow, EntryRow.batch_id == BatchRow.id)
        .join(PeriodRow, PeriodRow.id == EntryRow.period_id)
        .where(
            AccountRow.boundary == period.boundary,
            AccountRow.metal == period.metal,
            BatchRow.period_from <= period.first_day,
            PeriodRow.first_day <= period.first_day,
        )
        .group_by(
            BatchRow.id, AccountRow.characteristic, BatchRow.expires_on, BatchRow.available_kg
        )
        .having(closing_kg > 0)
        .order_by(BatchRow.expires_on, BatchRow.id)
    )


def booked_inputs(work: UnitOfWork, period: PeriodRow) -> list[tuple[ReceiptRow, BatchRow]]:
    """The inputs booked for the period that brought in credits, each with its batch."""
    rows = work.session.execute(
        select(ReceiptRow, BatchRow)
        .join(BatchRow, BatchRow.receipt_id == ReceiptRow.id)
        .join(EntryRow, EntryRow.batch_id == BatchRow.id)
        .where(ReceiptRow.period_id == period.id, EntryRow.reason == Reason.BOOK_INPUT)
        .order_by(ReceiptRow.received_on, ReceiptRow.id)
    )
    return [(receipt, batch) for receipt, batch in rows]
