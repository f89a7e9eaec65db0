"""What drafts hold and declarations attribute, by the entries and by what is written of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Row, case, func, select, type_coerce
from sqlalchemy.orm import aliased

from remine_portal.domain.catalog import Series
from remine_portal.domain.credits import Reason
from remine_portal.domain.declarations import Status
from remine_portal.domain.mass import Mass
from remine_portal.persistence.corrections import GoodsReturnRow, OnwardUseRow
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declarations import DeclarationRow
from remine_portal.persistence.drafts import DraftRow
from remine_portal.persistence.endings import EndingRow
from remine_portal.persistence.ledger import AccountRow, BatchRow, EntryRow

AT_A_TIME = 200


def held(work: UnitOfWork) -> list[Row[Any]]:
    """(draft_id, batch_id, kilograms, reserved_until, withdrawn_at, number) of what drafts hold.

    Less than nothing where more was released or attributed than had been reserved.
    """
    kilograms = func.sum(
        case(
            (EntryRow.reason == Reason.RESERVE, EntryRow.kilograms),
            (EntryRow.reason.in_([Reason.RELEASE, Reason.ATTRIBUTE]), -EntryRow.kilograms),
            else_=0,
        )
    )
    of_draft = (DraftRow.reserved_until, DraftRow.withdrawn_at, DeclarationRow.number)
    return list(
        work.session.execute(
            select(EntryRow.draft_id, EntryRow.batch_id, kilograms.label("kilograms"), *of_draft)
            .join(DraftRow, DraftRow.id == EntryRow.draft_id)
            .outerjoin(DeclarationRow, DeclarationRow.draft_id == DraftRow.id)
            .group_by(EntryRow.draft_id, EntryRow.batch_id, *of_draft)
            .having(kilograms != 0)
            .order_by(EntryRow.batch_id)
        )
    )


@dataclass(frozen=True, slots=True)
class Attributing:
    """An entry that attributes, and what of it has not come back."""

    account: str
    entry: int
    kilograms: int

    @property
    def name(self) -> str:
        """As declarations name it."""
        return f"{self.account} {self.entry}"


def attributing_entries(work: UnitOfWork) -> dict[UUID, list[Attributing]]:
    """The entries that attribute for each draft."""
    returned = aliased(EntryRow)
    back = (
        select(returned.corrects_id, func.sum(returned.kilograms).label("kilograms"))
        .where(returned.reason == Reason.RETURN)
        .group_by(returned.corrects_id)
        .subquery()
    )
    rows = work.session.execute(
        select(
            EntryRow.draft_id,
            AccountRow.name,
            EntryRow.id,
            EntryRow.kilograms - func.coalesce(back.c.kilograms, 0),
        )
        .join(BatchRow, BatchRow.id == EntryRow.batch_id)
        .join(AccountRow, AccountRow.id == BatchRow.account_id)
        .outerjoin(back, back.c.corrects_id == EntryRow.id)
        .where(EntryRow.reason == Reason.ATTRIBUTE)
        .order_by(EntryRow.id)
    )
    found: dict[UUID, list[Attributing]] = {}
    for draft, account, entry, left in rows:
        if draft is not None:
            found.setdefault(draft, []).append(Attributing(account, entry, int(left)))
    return found


def successors(work: UnitOfWork) -> dict[UUID, UUID]:
    """The draft of the new version, by that of the declaration which it replaced."""
    old, new = aliased(DeclarationRow), aliased(DeclarationRow)
    rows = work.session.execute(
        select(old.draft_id, new.draft_id)
        .select_from(EndingRow)
        .join(old, old.id == EndingRow.declaration_id)
        .join(new, new.id == EndingRow.successor_id)
    )
    return dict(rows.all())


def declarations(work: UnitOfWork) -> Iterable[tuple[str, Status, UUID, str]]:
    """(number, status, draft_id, snapshot) of every attributed declaration, a few at a time.

    A version comes before those that replace it.
    """
    return work.session.execute(
        select(
            DeclarationRow.number,
            DeclarationRow.status,
            DeclarationRow.draft_id,
            DeclarationRow.snapshot,
        )
        .where(DeclarationRow.series == Series.ISO_22095)
        .order_by(DeclarationRow.id)
        .execution_options(yield_per=AT_A_TIME)
    )


def returned_mass(work: UnitOfWork) -> dict[UUID, Mass]:
    """The goods that came back, by the draft their declaration was issued from."""
    milligrams = func.sum(type_coerce(GoodsReturnRow.net_mass, BigInteger))
    rows = work.session.execute(
        select(GoodsReturnRow.draft_id, milligrams).group_by(GoodsReturnRow.draft_id)
    )
    return {draft: Mass(int(mass)) for draft, mass in rows}


def relied_on(work: UnitOfWork) -> set[UUID]:
    """Drafts whose declaration a buyer has relied on."""
    return set(work.session.scalars(select(OnwardUseRow.draft_id)))
