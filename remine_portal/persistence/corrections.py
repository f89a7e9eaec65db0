"""What happened after issue: goods that came back, and a buyer's word of onward use."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, exists, func, select
from sqlalchemy.orm import Mapped, defer, joinedload, mapped_column

from remine_portal.domain.credits import Reason
from remine_portal.domain.mass import Mass
from remine_portal.persistence.credit_positions import taken_by
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declarations import DeclarationRow
from remine_portal.persistence.endings import EndingRow
from remine_portal.persistence.ledger import AccountRow, BatchRow, DeficitRow, EntryRow
from remine_portal.persistence.receipts import ReceiptRow
from remine_portal.persistence.schema import Key, MassColumn, Row, UtcDateTime


class GoodsReturnRow(Row):
    """Goods of a declared shipment that came back, under the reference of their return."""

    __tablename__ = "goods_return"
    __table_args__ = (
        UniqueConstraint("draft_id", "reference", name="uq_goods_return_draft_id"),
        CheckConstraint("net_mass > 0", name="weighs_something"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    draft_id: Mapped[UUID] = mapped_column(ForeignKey("draft.id"))
    net_mass: Mapped[Mass] = mapped_column(MassColumn)
    returned_on: Mapped[date]
    reference: Mapped[str] = mapped_column(String(200))
    booked_by: Mapped[str] = mapped_column(String(200))
    booked_at: Mapped[datetime] = mapped_column(UtcDateTime)


class OnwardUseRow(Row):
    """A buyer's confirmation that they have relied on a declaration: its credits stay consumed."""

    __tablename__ = "onward_use"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    draft_id: Mapped[UUID] = mapped_column(ForeignKey("draft.id"), unique=True)
    confirmed_on: Mapped[date]
    confirmed_by: Mapped[str] = mapped_column(String(200))
    booked_by: Mapped[str] = mapped_column(String(200))
    booked_at: Mapped[datetime] = mapped_column(UtcDateTime)


def returns_of(work: UnitOfWork, draft_id: UUID) -> list[GoodsReturnRow]:
    return list(
        work.session.scalars(
            select(GoodsReturnRow)
            .where(GoodsReturnRow.draft_id == draft_id)
            .order_by(GoodsReturnRow.id)
        )
    )


def onward_use_of(work: UnitOfWork, draft_id: UUID) -> OnwardUseRow | None:
    return work.session.scalar(select(OnwardUseRow).where(OnwardUseRow.draft_id == draft_id))


def relied_on(work: UnitOfWork, draft_ids: Iterable[UUID]) -> bool:
    """Whether a buyer has confirmed onward use of one of the drafts' declarations."""
    confirmed = exists().where(OnwardUseRow.draft_id.in_(list(draft_ids)))
    return bool(work.session.scalar(select(confirmed)))


def declarations_drawing_on(work: UnitOfWork, batch_ids: Iterable[int]) -> list[DeclarationRow]:
    """Declarations that credits of these batches were attributed to, the oldest first.

    With the new versions that go on with such credits.
    """
    batch_ids = set(batch_ids)
    drawn = select(EntryRow.draft_id).where(
        EntryRow.batch_id.in_(batch_ids), EntryRow.reason == Reason.ATTRIBUTE
    )
    first = dict(
        work.session.execute(
            select(DeclarationRow.draft_id, DeclarationRow.id).where(
                DeclarationRow.draft_id.in_(drawn)
            )
        ).all()
    )
    left = {each.draft_id for each in taken_by(work, first) if each.batch_id in batch_ids}
    found, going_on = set(first.values()), {first[draft_id] for draft_id in left}
    while going_on:
        following = select(EndingRow.successor_id).where(EndingRow.declaration_id.in_(going_on))
        going_on = {each for each in work.session.scalars(following) if each is not None}
        found |= going_on
    return list(
        work.session.scalars(
            select(DeclarationRow)
            .where(DeclarationRow.id.in_(found))
            .order_by(DeclarationRow.id)
            .options(defer(DeclarationRow.snapshot))
        )
    )


def batches_of_receipt(work: UnitOfWork, receipt_id: int) -> list[BatchRow]:
    """Its batch, and those that transfers made of it, as they stand now."""
    return list(
        work.session.scalars(
            select(BatchRow)
            .where(BatchRow.receipt_id == receipt_id)
            .order_by(BatchRow.id)
            .execution_options(populate_existing=True)
        )
    )


def receipts_of_batches(work: UnitOfWork, batch_ids: Iterable[int]) -> list[ReceiptRow]:
    """The inputs that brought batches in, with their policies."""
    return list(
        work.session.scalars(
            select(ReceiptRow)
            .join(BatchRow, BatchRow.receipt_id == ReceiptRow.id)
            .where(BatchRow.id.in_(list(batch_ids)))
            .order_by(ReceiptRow.id)
            .options(joinedload(ReceiptRow.policy))
            .distinct()
        )
    )


def struck_off_kg(work: UnitOfWork, receipt_id: int) -> int:
    """What has been struck off for an input already, deficits included."""
    booked = (
        select(EntryRow.id)
        .join(BatchRow, BatchRow.id == EntryRow.batch_id)
        .where(BatchRow.receipt_id == receipt_id, EntryRow.reason == Reason.BOOK_INPUT)
    )
    struck = select(func.coalesce(func.sum(EntryRow.kilograms), 0)).where(
        EntryRow.corrects_id.in_(booked), EntryRow.reason.in_([Reason.DISALLOW, Reason.TRUE_UP])
    )
    lacking = select(func.coalesce(func.sum(DeficitRow.kilograms), 0)).where(
        DeficitRow.receipt_id == receipt_id
    )
    return int(work.session.scalar(struck) or 0) + int(work.session.scalar(lacking) or 0)


def boundaries_drawn_on(work: UnitOfWork, draft_ids: Iterable[UUID]) -> list[str]:
    """Where the declarations of drafts have credits from, in the order in which books are held."""
    found = (
        select(AccountRow.boundary)
        .join(BatchRow, BatchRow.account_id == AccountRow.id)
        .join(EntryRow, EntryRow.batch_id == BatchRow.id)
        .where(EntryRow.draft_id.in_(list(draft_ids)), EntryRow.reason == Reason.ATTRIBUTE)
    )
    return sorted(set(work.session.scalars(found)))
