"""Every declaration with all that must agree with it, for checking."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declarations import DeclarationLineRow, DeclarationRow
from remine_portal.persistence.drafts import DraftRow
from remine_portal.persistence.register import RegisterEntryRow

AT_A_TIME = 200


@dataclass(frozen=True, slots=True)
class Audited:
    """A declaration, the draft it says it is of, and what the register says of it, in order."""

    declaration: DeclarationRow
    draft: DraftRow | None
    entries: list[RegisterEntryRow]


def every_declaration(work: UnitOfWork) -> Iterator[Audited]:
    """All of them by their order, some hundreds in memory at a time."""
    last = 0
    while found := _after(work, last):
        entries: dict[int, list[RegisterEntryRow]] = {each.id: [] for each, _ in found}
        of_these = (
            select(RegisterEntryRow)
            .where(RegisterEntryRow.declaration_id.in_(list(entries)))
            .order_by(RegisterEntryRow.index)
        )
        for row in work.session.scalars(of_these):
            assert row.declaration_id is not None, "it was asked for by its declaration"
            entries[row.declaration_id].append(row)
        for declaration, draft in found:
            yield Audited(declaration, draft, entries[declaration.id])
        last = found[-1][0].id
        work.session.expunge_all()


def entries_of_nothing(work: UnitOfWork) -> list[int]:
    """The indexes of entries whose declaration is not there."""
    return list(
        work.session.scalars(
            select(RegisterEntryRow.index)
            .outerjoin(DeclarationRow, DeclarationRow.id == RegisterEntryRow.declaration_id)
            .where(RegisterEntryRow.declaration_id.is_not(None), DeclarationRow.id.is_(None))
            .order_by(RegisterEntryRow.index)
        )
    )


def _after(work: UnitOfWork, last: int) -> list[tuple[DeclarationRow, DraftRow | None]]:
    found = work.session.execute(
        select(DeclarationRow, DraftRow)
        .outerjoin(DraftRow, DraftRow.id == DeclarationRow.draft_id)
        .where(DeclarationRow.id > last)
        .order_by(DeclarationRow.id)
        .limit(AT_A_TIME)
        .options(
            joinedload(DeclarationRow.shipment),
            selectinload(DeclarationRow.lines).joinedload(DeclarationLineRow.shipment_line),
            selectinload(DraftRow.lines),
        )
    )
    return [(declaration, draft) for declaration, draft in found]
