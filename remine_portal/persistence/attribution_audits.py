"""What drafts hold and declarations attribute, by the entries and by what is written of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Row, case, func, select, type_coerce

from remine_portal.domain.catalog import Series
from remine_portal.domain.credits import Reason
from remine_portal.domain.declarations import Status
from remine_portal.domain.mass import Mass
from remine_portal.persistence.corrections import GoodsReturnRow, OnwardUseRow
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declarations import DeclarationRow
from remine_portal.persistence.drafts import DraftRow
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


def attributed_kg(work: UnitOfWork) -> dict[UUID, dict[str, int]]:
    """What entries attribute for each draft from each account, less what returned."""
    signed = case(
        (EntryRow.reason == Reason.ATTRIBUTE, EntryRow.kilograms), else_=-EntryRow.kilograms
    )
    rows = work.session.execute(
        select(EntryRow.draft_id, AccountRow.name, func.sum(signed))
        .join(BatchRow, BatchRow.id == EntryRow.batch_id)
        .join(AccountRow, AccountRow.id == BatchRow.account_id)
        .where(EntryRow.reason.in_([Reason.ATTRIBUTE, Reason.RETURN]))
        .group_by(EntryRow.draft_id, AccountRow.name)
        .order_by(EntryRow.draft_id, AccountRow.name)
    )
    found: dict[UUID, dict[str, int]] = {}
    for draft, account, kilograms in rows:
        if draft is not None:
            found.setdefault(draft, {})[account] = int(kilograms)
    return found


def attributing_entries(work: UnitOfWork) -> dict[UUID, set[str]]:
    """The entries that attribute for each draft, each named by account and number."""
    rows = work.session.execute(
        select(EntryRow.draft_id, AccountRow.name, EntryRow.id)
        .join(BatchRow, BatchRow.id == EntryRow.batch_id)
        .join(AccountRow, AccountRow.id == BatchRow.account_id)
        .where(EntryRow.reason == Reason.ATTRIBUTE)
    )
    found: dict[UUID, set[str]] = {}
    for draft, account, entry in rows:
        if draft is not None:
            found.setdefault(draft, set()).add(f"{account} {entry}")
    return found


def declarations(work: UnitOfWork) -> Iterable[tuple[str, Status, UUID, str]]:
    """(number, status, draft_id, snapshot) of every attributed declaration, a few at a time."""
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
