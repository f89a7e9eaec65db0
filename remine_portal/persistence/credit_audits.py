"""What the entries of the ledger come to, summed by the database, for the books to be checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, case, func, select
from sqlalchemy.orm import aliased, joinedload

from remine_portal.domain.credits import Reason
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.ledger import AccountRow, BatchRow, DeficitRow, EntryRow
from remine_portal.persistence.periods import PeriodRow, ProductionRecordRow
from remine_portal.persistence.receipts import ReceiptRow

STRIKES = (Reason.DISALLOW, Reason.TRUE_UP)


@dataclass(frozen=True, slots=True)
class Moved:
    """What entries of one reason moved in one batch and period."""

    batch_id: int
    period_id: int
    reason: Reason
    kilograms: int


def moves(work: UnitOfWork) -> list[Moved]:
    rows = work.session.execute(
        select(
            EntryRow.batch_id, EntryRow.period_id, EntryRow.reason, func.sum(EntryRow.kilograms)
        ).group_by(EntryRow.batch_id, EntryRow.period_id, EntryRow.reason)
    )
    return [Moved(batch, period, reason, int(kg)) for batch, period, reason, kg in rows]


def batches(work: UnitOfWork) -> list[BatchRow]:
    """Every batch, with its account and its receipt."""
    return list(
        work.session.scalars(
            select(BatchRow)
            .order_by(BatchRow.id)
            .options(joinedload(BatchRow.account), joinedload(BatchRow.receipt))
        )
    )


def entries_elsewhere(work: UnitOfWork) -> list[Row[Any]]:
    """(id, account, other) of entries that count for another boundary, or another's deficit."""
    lacking = aliased(AccountRow)
    other_period = (PeriodRow.boundary != AccountRow.boundary) | (
        PeriodRow.metal != AccountRow.metal
    )
    other = case((other_period, PeriodRow.boundary), else_=lacking.name)
    return list(
        work.session.execute(
            select(EntryRow.id, AccountRow.name.label("account"), other.label("other"))
            .join(BatchRow, BatchRow.id == EntryRow.batch_id)
            .join(AccountRow, AccountRow.id == BatchRow.account_id)
            .join(PeriodRow, PeriodRow.id == EntryRow.period_id)
            .outerjoin(DeficitRow, DeficitRow.id == EntryRow.deficit_id)
            .outerjoin(lacking, lacking.id == DeficitRow.account_id)
            .where(other_period | (lacking.id != AccountRow.id))
            .order_by(EntryRow.id)
        )
    )


def lopsided_transfers(work: UnitOfWork) -> list[Row[Any]]:
    """(id, kilograms, counterpart) of transfers whose two entries do not come to zero (rule 24)."""
    into = aliased(EntryRow)
    counterpart = func.coalesce(func.sum(into.kilograms), 0).label("counterpart")
    outward = (
        select(EntryRow.id, EntryRow.kilograms, counterpart)
        .outerjoin(into, (into.corrects_id == EntryRow.id) & (into.reason == Reason.TRANSFER_IN))
        .where(EntryRow.reason == Reason.TRANSFER_OUT)
        .group_by(EntryRow.id, EntryRow.kilograms)
        .having(counterpart != EntryRow.kilograms)
    )
    out = aliased(EntryRow)
    inward = (
        select(
            EntryRow.id, EntryRow.kilograms, func.coalesce(out.kilograms, 0).label("counterpart")
        )
        .outerjoin(out, (out.id == EntryRow.corrects_id) & (out.reason == Reason.TRANSFER_OUT))
        .where(EntryRow.reason == Reason.TRANSFER_IN, out.id.is_(None))
    )
    return [*work.session.execute(outward), *work.session.execute(inward)]


def overcovered_deficits(work: UnitOfWork) -> list[Row[Any]]:
    """(id, account, kilograms, covered) of deficits that entries cover by more than they are."""
    covered = func.sum(EntryRow.kilograms).label("covered")
    return list(
        work.session.execute(
            select(DeficitRow.id, AccountRow.name.label("account"), DeficitRow.kilograms, covered)
            .join(AccountRow, AccountRow.id == DeficitRow.account_id)
            .join(EntryRow, EntryRow.deficit_id == DeficitRow.id)
            .group_by(DeficitRow.id, AccountRow.name, DeficitRow.kilograms)
            .having(covered > DeficitRow.kilograms)
            .order_by(DeficitRow.id)
        )
    )


def receipts(work: UnitOfWork) -> list[ReceiptRow]:
    return list(work.session.scalars(select(ReceiptRow).order_by(ReceiptRow.id)))


def booked_kg(work: UnitOfWork) -> dict[int, int]:
    """What entries booked for each receipt, in kilograms."""
    rows = work.session.execute(
        select(BatchRow.receipt_id, func.sum(EntryRow.kilograms))
        .join(EntryRow, EntryRow.batch_id == BatchRow.id)
        .where(EntryRow.reason == Reason.BOOK_INPUT)
        .group_by(BatchRow.receipt_id)
    )
    return {receipt: int(kilograms) for receipt, kilograms in rows}


def struck_kg(work: UnitOfWork) -> dict[tuple[int, Reason], int]:
    """What was struck off for each receipt by reason, deficits included, in kilograms."""
    booked = aliased(EntryRow)
    entries = (
        select(BatchRow.receipt_id, EntryRow.reason, func.sum(EntryRow.kilograms))
        .join(booked, booked.id == EntryRow.corrects_id)
        .join(BatchRow, BatchRow.id == booked.batch_id)
        .where(EntryRow.reason.in_(STRIKES))
        .group_by(BatchRow.receipt_id, EntryRow.reason)
    )
    deficits = (
        select(ReceiptRow.id, DeficitRow.reason, func.sum(DeficitRow.kilograms))
        .join(ReceiptRow, ReceiptRow.id == DeficitRow.receipt_id)
        .group_by(ReceiptRow.id, DeficitRow.reason)
    )
    found: dict[tuple[int, Reason], int] = {}
    for query in (entries, deficits):
        for receipt, reason, kilograms in work.session.execute(query):
            found[receipt, reason] = found.get((receipt, reason), 0) + int(kilograms)
    return found


def periods(work: UnitOfWork) -> dict[tuple[str, str], list[PeriodRow]]:
    """Every period by boundary and metal, the first one first."""
    found: dict[tuple[str, str], list[PeriodRow]] = {}
    rows = work.session.scalars(
        select(PeriodRow).order_by(PeriodRow.boundary, PeriodRow.metal, PeriodRow.first_day)
    )
    for row in rows:
        found.setdefault((row.boundary, row.metal), []).append(row)
    return found


def returned_within_period(work: UnitOfWork) -> dict[int, int]:
    """Kilograms by period that came back from attributions of the same period."""
    taken = aliased(EntryRow)
    rows = work.session.execute(
        select(EntryRow.period_id, func.sum(EntryRow.kilograms))
        .join(taken, taken.id == EntryRow.corrects_id)
        .where(EntryRow.reason == Reason.RETURN, taken.period_id == EntryRow.period_id)
        .group_by(EntryRow.period_id)
    )
    return {period: int(kilograms) for period, kilograms in rows}


def production(work: UnitOfWork) -> dict[int, ProductionRecordRow]:
    """The newest record of each period's production."""
    newest = select(func.max(ProductionRecordRow.id)).group_by(ProductionRecordRow.period_id)
    rows = work.session.scalars(
        select(ProductionRecordRow).where(ProductionRecordRow.id.in_(newest))
    )
    return {row.period_id: row for row in rows}
