"""What was published of closed periods, and the shares that each account's sum is made of."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, Select, Text, func, select
from sqlalchemy.orm import Mapped, aliased, joinedload, mapped_column, relationship

from remine_portal.domain.credits import Reason
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declarations import DeclarationRow, visible_to
from remine_portal.persistence.imports import chunks
from remine_portal.persistence.ledger import AccountRow, BatchRow, DeficitRow, EntryRow
from remine_portal.persistence.periods import PeriodRow
from remine_portal.persistence.register import RegisterEntryRow
from remine_portal.persistence.schema import Kilograms, Row


class BalanceStatementRow(Row):
    """The statement of a closed period, to the byte. The database refuses to change it.

    Who knows the secret could guess who is behind a leaf, so it leaves the portal only as the
    random numbers of a declaration's own leaves.
    """

    __tablename__ = "balance_statement"
    __table_args__ = (CheckConstraint("length(secret) = 32", name="whole_secret"),)

    period_id: Mapped[int] = mapped_column(ForeignKey("balance_period.id"), primary_key=True)
    document: Mapped[str] = mapped_column(Text)
    secret: Mapped[bytes] = mapped_column(LargeBinary)
    entry_index: Mapped[int] = mapped_column(ForeignKey("register_entry.entry_index"), unique=True)

    period: Mapped[PeriodRow] = relationship(lazy="raise")
    entry: Mapped[RegisterEntryRow] = relationship(lazy="raise")

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.document.encode()).hexdigest()


class StatedShareRow(Row):
    """What a declaration takes from an account in a period, as of the closing. Never changed."""

    __tablename__ = "stated_share"
    __table_args__ = (CheckConstraint("kilograms > 0", name="takes_something"),)

    period_id: Mapped[int] = mapped_column(ForeignKey("balance_period.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("credit_account.id"), primary_key=True)
    declaration_id: Mapped[int] = mapped_column(
        ForeignKey("declaration.id"), primary_key=True, index=True
    )
    kilograms: Mapped[int] = mapped_column(Kilograms)

    period: Mapped[PeriodRow] = relationship(lazy="raise")
    account: Mapped[AccountRow] = relationship(lazy="raise")
    declaration: Mapped[DeclarationRow] = relationship(lazy="raise")


def statements(work: UnitOfWork) -> list[BalanceStatementRow]:
    """Every one with its period, the latest period first."""
    return list(
        work.session.scalars(_statements().order_by(PeriodRow.first_day.desc(), PeriodRow.boundary))
    )


def statement_of(
    work: UnitOfWork, boundary: str, metal: str, first_day: date
) -> BalanceStatementRow | None:
    """The statement of the period that begins on a day; None while it is not closed."""
    return work.session.scalar(
        _statements().where(
            PeriodRow.boundary == boundary,
            PeriodRow.metal == metal,
            PeriodRow.first_day == first_day,
        )
    )


def _statements() -> Select[BalanceStatementRow]:
    return (
        select(BalanceStatementRow)
        .join(BalanceStatementRow.period)
        .options(joinedload(BalanceStatementRow.period), joinedload(BalanceStatementRow.entry))
    )


def shares_in(work: UnitOfWork, period_id: int) -> list[StatedShareRow]:
    """All that a period's sums are made of, with accounts, declarations and the period."""
    return _shares(work, select(StatedShareRow).where(StatedShareRow.period_id == period_id))


def shares_of(work: UnitOfWork, drafts: Iterable[UUID]) -> list[StatedShareRow]:
    """What declarations issued from drafts have in published sums, of those the actor may see."""
    seen = visible_to(work.actor).where(DeclarationRow.draft_id.in_(list(drafts)))
    ids = seen.with_only_columns(DeclarationRow.id)
    return _shares(work, select(StatedShareRow).where(StatedShareRow.declaration_id.in_(ids)))


def _shares(work: UnitOfWork, query: Select[StatedShareRow]) -> list[StatedShareRow]:
    return list(
        work.session.scalars(
            query.order_by(
                StatedShareRow.period_id, StatedShareRow.account_id, StatedShareRow.declaration_id
            ).options(
                joinedload(StatedShareRow.period),
                joinedload(StatedShareRow.account),
                joinedload(StatedShareRow.declaration).load_only(DeclarationRow.number),
            )
        )
    )


def attributed_in(work: UnitOfWork, period: PeriodRow) -> dict[tuple[UUID, int], int]:
    """Kilograms by draft and account that shipments of the period have taken.

    Less what came back in it. What comes back later counts in the period in which it does.
    """
    returned = aliased(EntryRow)
    back = (
        select(returned.corrects_id, func.sum(returned.kilograms).label("kilograms"))
        .where(returned.period_id == period.id, returned.reason == Reason.RETURN)
        .group_by(returned.corrects_id)
        .subquery()
    )
    kilograms = func.sum(EntryRow.kilograms - func.coalesce(back.c.kilograms, 0))
    rows = work.session.execute(
        select(EntryRow.draft_id, BatchRow.account_id, kilograms)
        .join(BatchRow, BatchRow.id == EntryRow.batch_id)
        .outerjoin(back, back.c.corrects_id == EntryRow.id)
        .where(EntryRow.period_id == period.id, EntryRow.reason == Reason.ATTRIBUTE)
        .group_by(EntryRow.draft_id, BatchRow.account_id)
        .having(kilograms > 0)
    )
    return {(draft, account): int(taken) for draft, account, taken in rows if draft is not None}


def declared_from(work: UnitOfWork, drafts: Iterable[UUID]) -> dict[UUID, int]:
    """The declaration issued from each draft, by its id."""
    found: dict[UUID, int] = {}
    for chunk in chunks(set(drafts)):
        rows = work.session.execute(
            select(DeclarationRow.draft_id, DeclarationRow.id).where(
                DeclarationRow.draft_id.in_(chunk)
            )
        )
        found |= dict(rows.all())
    return found


def found_missing_in(work: UnitOfWork, period: PeriodRow) -> dict[int, int]:
    """Kilograms by account that corrections of the period found missing."""
    rows = work.session.execute(
        select(DeficitRow.account_id, func.sum(DeficitRow.kilograms))
        .where(DeficitRow.period_id == period.id)
        .group_by(DeficitRow.account_id)
    )
    return {account: int(kilograms) for account, kilograms in rows}
