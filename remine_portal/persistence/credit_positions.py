"""What the ledger's entries come to: held by a draft, open of a deficit, moved in a period."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import case, func, select, update
from sqlalchemy.orm import aliased

from remine_portal.domain.credits import Characteristic, Reason
from remine_portal.domain.periods import PeriodBalance
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.drafts import DraftRow
from remine_portal.persistence.ledger import AccountRow, BatchRow, DeficitRow, EntryRow
from remine_portal.persistence.periods import PeriodRow


@dataclass(frozen=True, slots=True)
class Held:
    """Credits of one batch that a draft has reserved."""

    draft_id: UUID
    batch_id: int
    account_id: int
    period_id: int
    kilograms: int


@dataclass(frozen=True, slots=True)
class Taken:
    """Credits of one batch that a draft's declaration attributes: its entry, less what returned."""

    entry_id: int
    batch_id: int
    boundary: str
    account: str
    characteristic: Characteristic
    draft_id: UUID
    period_id: int
    expires_on: date
    kilograms: int


def held_by(work: UnitOfWork, draft_ids: Iterable[UUID]) -> list[Held]:
    """What drafts have reserved, and neither released nor attributed, by batch."""
    signed = case(
        (EntryRow.reason == Reason.RESERVE, EntryRow.kilograms),
        (EntryRow.reason.in_([Reason.RELEASE, Reason.ATTRIBUTE]), -EntryRow.kilograms),
        else_=0,
    )
    kilograms = func.sum(signed)
    rows = work.session.execute(
        select(
            EntryRow.draft_id, EntryRow.batch_id, BatchRow.account_id, EntryRow.period_id, kilograms
        )
        .join(BatchRow, BatchRow.id == EntryRow.batch_id)
        .where(EntryRow.draft_id.in_(list(draft_ids)))
        .group_by(EntryRow.draft_id, EntryRow.batch_id, BatchRow.account_id, EntryRow.period_id)
        .having(kilograms > 0)
        .order_by(EntryRow.batch_id)
    )
    return [
        Held(draft, batch, account, period, int(held))
        for draft, batch, account, period, held in rows
    ]


def taken_by(work: UnitOfWork, draft_ids: Iterable[UUID]) -> list[Taken]:
    """What the declarations of drafts attribute still, the batch that expires first, first."""
    returned = aliased(EntryRow)
    back = (
        select(func.coalesce(func.sum(returned.kilograms), 0))
        .where(returned.corrects_id == EntryRow.id, returned.reason == Reason.RETURN)
        .correlate(EntryRow)
        .scalar_subquery()
    )
    rows = work.session.execute(
        select(
            EntryRow.id,
            EntryRow.batch_id,
            AccountRow.boundary,
            AccountRow.name,
            AccountRow.characteristic,
            EntryRow.draft_id,
            EntryRow.period_id,
            BatchRow.expires_on,
            EntryRow.kilograms - back,
        )
        .join(BatchRow, BatchRow.id == EntryRow.batch_id)
        .join(AccountRow, AccountRow.id == BatchRow.account_id)
        .where(EntryRow.draft_id.in_(list(draft_ids)), EntryRow.reason == Reason.ATTRIBUTE)
        .order_by(BatchRow.expires_on, BatchRow.id, EntryRow.id)
    )
    return [
        Taken(entry, batch, boundary, account, characteristic, draft, period, last_day, int(left))
        for entry, batch, boundary, account, characteristic, draft, period, last_day, left in rows
        if draft is not None and left
    ]


def lapsed_drafts(work: UnitOfWork, today: date) -> list[UUID]:
    """Drafts whose reservation has ended by its age (DOMAIN.md rule 38)."""
    return list(work.session.scalars(select(DraftRow.id).where(DraftRow.reserved_until < today)))


def lapsed_kg(work: UnitOfWork, period: PeriodRow) -> int:
    """What drafts of a period still hold though their reservation has ended by its age."""
    lapsed = held_by(work, lapsed_drafts(work, work.today))
    return sum(each.kilograms for each in lapsed if each.period_id == period.id)


def boundaries_reserved_in(work: UnitOfWork, draft_id: UUID) -> list[str]:
    """Where a draft has credits reserved, in the order in which books are held."""
    accounts = {each.account_id for each in held_by(work, [draft_id])}
    found = select(AccountRow.boundary).where(AccountRow.id.in_(accounts))
    return sorted(set(work.session.scalars(found)))


def drafts_holding(work: UnitOfWork, batch_ids: Iterable[int]) -> list[UUID]:
    """Drafts that have reserved something of these batches, and neither released nor attributed."""
    batch_ids = set(batch_ids)
    reserving = select(EntryRow.draft_id).where(
        EntryRow.batch_id.in_(batch_ids), EntryRow.reason == Reason.RESERVE
    )
    drafts = {each for each in work.session.scalars(reserving) if each is not None}
    return sorted({each.draft_id for each in held_by(work, drafts) if each.batch_id in batch_ids})


def forget_reservations(work: UnitOfWork, draft_ids: Iterable[UUID]) -> None:
    """Note that drafts hold nothing any more."""
    work.session.execute(
        update(DraftRow).where(DraftRow.id.in_(list(draft_ids))).values(reserved_until=None)
    )


def open_deficits(work: UnitOfWork, account_ids: Iterable[int]) -> list[tuple[DeficitRow, int]]:
    """Deficits that entries have not covered yet, with what is open, the oldest first."""
    covered = (
        select(func.coalesce(func.sum(EntryRow.kilograms), 0))
        .where(EntryRow.deficit_id == DeficitRow.id)
        .correlate(DeficitRow)
        .scalar_subquery()
    )
    rows = work.session.execute(
        select(DeficitRow, DeficitRow.kilograms - covered)
        .where(DeficitRow.account_id.in_(list(account_ids)), DeficitRow.kilograms > covered)
        .order_by(DeficitRow.id)
    )
    return [(deficit, int(open_kg)) for deficit, open_kg in rows]


@dataclass(frozen=True, slots=True)
class Position:
    """One account as of a day, in kilograms, with what falls due by that day already moved."""

    available_kg: int = 0
    reserved_kg: int = 0
    attributed_kg: int = 0
    expired_kg: int = 0
    deficit_kg: int = 0


def positions_on(work: UnitOfWork, today: date) -> dict[int, Position]:
    """Every account by its id. Expiry and release count by their date, posted or not (7a)."""
    usable = BatchRow.expires_on >= today
    sums = work.session.execute(
        select(
            BatchRow.account_id,
            func.sum(case((usable, BatchRow.available_kg), else_=0)),
            func.sum(BatchRow.reserved_kg),
            func.sum(BatchRow.attributed_kg),
            func.sum(BatchRow.expired_kg + case((usable, 0), else_=BatchRow.available_kg)),
        ).group_by(BatchRow.account_id)
    )
    found = {row[0]: [int(each) for each in row[1:]] for row in sums}
    lapsed = held_by(work, lapsed_drafts(work, today))
    last_days = _last_days(work, {each.batch_id for each in lapsed})
    for each in lapsed:
        position = found[each.account_id]
        position[1] -= each.kilograms
        position[0 if last_days[each.batch_id] >= today else 3] += each.kilograms
    deficits: dict[int, int] = {}
    for deficit, open_kg in open_deficits(work, found):
        deficits[deficit.account_id] = deficits.get(deficit.account_id, 0) + open_kg
    return {
        key: _covered(Position(available, reserved, attributed, expired, deficits.get(key, 0)))
        for key, (available, reserved, attributed, expired) in found.items()
    }


def _covered(position: Position) -> Position:
    """With what is available set against the deficit, as the next posting will do."""
    covered = min(position.available_kg, position.deficit_kg)
    return replace(
        position,
        available_kg=position.available_kg - covered,
        deficit_kg=position.deficit_kg - covered,
    )


def _last_days(work: UnitOfWork, batch_ids: set[int]) -> dict[int, date]:
    found = work.session.execute(
        select(BatchRow.id, BatchRow.expires_on).where(BatchRow.id.in_(batch_ids))
    )
    return dict(found.all())


def balances_until(work: UnitOfWork, period: PeriodRow) -> dict[Characteristic, PeriodBalance]:
    """Each account of the period's boundary: what its entries moved, and all before, as opening."""
    before = PeriodRow.first_day < period.first_day
    rows = work.session.execute(
        select(AccountRow.characteristic, EntryRow.reason, before, func.sum(EntryRow.kilograms))
        .join(BatchRow, BatchRow.id == EntryRow.batch_id)
        .join(AccountRow, AccountRow.id == BatchRow.account_id)
        .join(PeriodRow, PeriodRow.id == EntryRow.period_id)
        .where(
            AccountRow.boundary == period.boundary,
            AccountRow.metal == period.metal,
            PeriodRow.first_day <= period.first_day,
        )
        .group_by(AccountRow.characteristic, EntryRow.reason, before)
    )
    earlier: dict[Characteristic, dict[Reason, int]] = {each: {} for each in Characteristic}
    within: dict[Characteristic, dict[Reason, int]] = {each: {} for each in Characteristic}
    for characteristic, reason, is_before, kilograms in rows:
        (earlier if is_before else within)[characteristic][reason] = int(kilograms)
    return {
        each: PeriodBalance(PeriodBalance(0, earlier[each]).closing_kg, within[each])
        for each in Characteristic
    }
