"""Lists of ledger entries: an account's, filtered, newest first, and what each refers to."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from remine_portal.domain.credits import Reason
from remine_portal.domain.periods import PeriodBalance
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declarations import DeclarationRow
from remine_portal.persistence.drafts import DraftRow
from remine_portal.persistence.imports import chunks
from remine_portal.persistence.ledger import AccountRow, BatchRow, DeficitRow, EntryRow
from remine_portal.persistence.paging import Page, Turn, page_of
from remine_portal.persistence.periods import PeriodRow, periods_of


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """What a list of entries is narrowed to; None leaves it open."""

    reason: Reason | None = None
    period_id: int | None = None


def page_of_entries(
    work: UnitOfWork, account_id: int, wanted: EntryFilter, turn: Turn
) -> Page[EntryRow]:
    """A page of an account with batches, receipts and periods; places are ids."""
    return page_of(work, _of_account(account_id, wanted), (EntryRow.id,), turn)


def entries_of_batches(work: UnitOfWork, batch_ids: Iterable[int]) -> list[EntryRow]:
    """All that ever happened to these batches, newest first."""
    query = _entries().where(EntryRow.batch_id.in_(list(batch_ids))).order_by(EntryRow.id.desc())
    return list(work.session.scalars(query))


def find_entry(work: UnitOfWork, entry_id: int) -> EntryRow | None:
    """With its period, and its batch with account and receipt."""
    return work.session.scalar(_entries().where(EntryRow.id == entry_id))


def last_day_posted_for(work: UnitOfWork) -> date | None:
    """The latest day on which an entry takes effect; None for an empty ledger."""
    return work.session.scalar(select(func.max(EntryRow.effective_on)))


def _entries() -> Select[EntryRow]:
    return select(EntryRow).options(
        joinedload(EntryRow.period),
        joinedload(EntryRow.batch).options(
            joinedload(BatchRow.account), joinedload(BatchRow.receipt)
        ),
    )


def _of_account(account_id: int, wanted: EntryFilter) -> Select[EntryRow]:
    query = _entries().where(EntryRow.batch.has(BatchRow.account_id == account_id))
    if wanted.reason is not None:
        query = query.where(EntryRow.reason == wanted.reason)
    if wanted.period_id is not None:
        query = query.where(EntryRow.period_id == wanted.period_id)
    return query


def corrections_of(work: UnitOfWork, entry_ids: Collection[int]) -> dict[int, list[int]]:
    """The entries that correct each of these, by its id; the earliest first."""
    found: dict[int, list[int]] = {}
    for chunk in chunks(entry_ids):
        rows = work.session.execute(
            select(EntryRow.corrects_id, EntryRow.id)
            .where(EntryRow.corrects_id.in_(chunk))
            .order_by(EntryRow.id)
        )
        for corrected, entry_id in rows:
            assert corrected is not None, "it was asked for by its number"
            found.setdefault(corrected, []).append(entry_id)
    return found


def drafts_of(work: UnitOfWork, entries: Iterable[EntryRow]) -> dict[UUID, DraftRow]:
    """The drafts that entries reserve or attribute for, with shipment and declaration."""
    found: dict[UUID, DraftRow] = {}
    for chunk in chunks({each.draft_id for each in entries if each.draft_id}):
        query = (
            select(DraftRow)
            .where(DraftRow.id.in_(chunk))
            .options(
                joinedload(DraftRow.shipment),
                joinedload(DraftRow.declaration).defer(DeclarationRow.snapshot),
            )
        )
        found |= {draft.id: draft for draft in work.session.scalars(query)}
    return found


def balances_of(work: UnitOfWork, account: AccountRow) -> list[tuple[PeriodRow, PeriodBalance]]:
    """An account period by period, the first one first, each opening with what the last left."""
    rows = work.session.execute(
        select(EntryRow.period_id, EntryRow.reason, func.sum(EntryRow.kilograms))
        .join(BatchRow, BatchRow.id == EntryRow.batch_id)
        .where(BatchRow.account_id == account.id)
        .group_by(EntryRow.period_id, EntryRow.reason)
    )
    moved: dict[int, dict[Reason, int]] = {}
    for period_id, reason, kilograms in rows:
        moved.setdefault(period_id, {})[reason] = int(kilograms)
    found: list[tuple[PeriodRow, PeriodBalance]] = []
    opening = 0
    for period in periods_of(work, account.boundary, account.metal):
        balance = PeriodBalance(opening, moved.get(period.id, {}))
        found.append((period, balance))
        opening = balance.closing_kg
    return found


def deficits_of_receipt(work: UnitOfWork, receipt_id: int) -> list[DeficitRow]:
    """What could not be struck off for an input, because it was gone already."""
    query = select(DeficitRow).where(DeficitRow.receipt_id == receipt_id).order_by(DeficitRow.id)
    return list(work.session.scalars(query))
