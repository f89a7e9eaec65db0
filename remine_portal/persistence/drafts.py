"""Drafts: declarations in preparation, with the lines they cover and what they attribute."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKey, Select, String, Text, exists, select
from sqlalchemy.orm import Mapped, defer, joinedload, mapped_column, relationship, selectinload

from remine_portal.domain.credits import Characteristic
from remine_portal.domain.declarations import DocumentLanguage
from remine_portal.domain.endings import Cause
from remine_portal.persistence.customers import CustomerRow
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declarations import DeclarationLineRow, DeclarationRow
from remine_portal.persistence.people import PersonRow
from remine_portal.persistence.schema import (
    EnumColumn,
    PercentColumn,
    Row,
    UtcDateTime,
    where_given,
)
from remine_portal.persistence.shipments import ShipmentLineRow, ShipmentRow


class DraftRow(Row):
    """A declaration in preparation: whoever prepares it hands it over, a colleague issues it."""

    __tablename__ = "draft"
    __table_args__ = (
        where_given("ix_draft_reserved_until", "reserved_until IS NOT NULL", "reserved_until"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    shipment_id: Mapped[int] = mapped_column(ForeignKey("shipment.id"), index=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    language: Mapped[DocumentLanguage] = mapped_column(EnumColumn(DocumentLanguage))
    recipient_name: Mapped[str] = mapped_column(String(200))
    recipient_address: Mapped[str | None] = mapped_column(String(400))
    remarks: Mapped[str | None] = mapped_column(String(1000))
    prepared_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    prepared_at: Mapped[datetime] = mapped_column(UtcDateTime)
    handed_over_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    handed_over_sha256: Mapped[str | None] = mapped_column(String(64))
    handed_over_snapshot: Mapped[str | None] = mapped_column(Text)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reserved_until: Mapped[date | None]

    shipment: Mapped[ShipmentRow] = relationship(lazy="raise")
    customer: Mapped[CustomerRow] = relationship(lazy="raise")
    prepared_by: Mapped[PersonRow] = relationship(lazy="raise")
    lines: Mapped[list[DraftLineRow]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="DraftLineRow.line_no"
    )
    # Recycled material comes before end-of-life vehicles, as everywhere else.
    attributions: Mapped[list[DraftAttributionRow]] = relationship(
        lazy="raise",
        cascade="all, delete-orphan",
        order_by="DraftAttributionRow.characteristic.desc()",
    )
    replacement: Mapped[ReplacementRow | None] = relationship(
        lazy="raise", back_populates="draft", cascade="all, delete-orphan"
    )
    declaration: Mapped[DeclarationRow | None] = relationship(lazy="raise", viewonly=True)


class DraftLineRow(Row):
    """A line of the shipment that a draft covers, by its number."""

    __tablename__ = "draft_line"

    draft_id: Mapped[UUID] = mapped_column(ForeignKey("draft.id"), primary_key=True)
    line_no: Mapped[int] = mapped_column(primary_key=True)


class DraftAttributionRow(Row):
    """The percentage of the covered net mass to which a draft attributes one characteristic."""

    __tablename__ = "draft_attribution"

    draft_id: Mapped[UUID] = mapped_column(ForeignKey("draft.id"), primary_key=True)
    characteristic: Mapped[Characteristic] = mapped_column(
        EnumColumn(Characteristic), primary_key=True
    )
    percent: Mapped[Decimal] = mapped_column(PercentColumn)


class ReplacementRow(Row):
    """The declaration that a draft is to replace, and why: a new version (DOMAIN.md rule 34)."""

    __tablename__ = "replacement"

    draft_id: Mapped[UUID] = mapped_column(ForeignKey("draft.id"), primary_key=True)
    declaration_id: Mapped[int] = mapped_column(ForeignKey("declaration.id"), index=True)
    cause: Mapped[Cause] = mapped_column(EnumColumn(Cause))
    because: Mapped[str] = mapped_column(String(1000))

    draft: Mapped[DraftRow] = relationship(lazy="raise", back_populates="replacement")
    declaration: Mapped[DeclarationRow] = relationship(lazy="raise")


def find_draft(work: UnitOfWork, draft_id: UUID) -> DraftRow | None:
    """With shipment, customer, lines, preparer, and what was issued from it or it is to replace."""
    return work.session.scalar(_draft(draft_id))


def lock_draft(work: UnitOfWork, draft: DraftRow) -> DraftRow:
    """The draft as it stands now, as by `find_draft`.

    It and its shipment are ours until the transaction ends, so that two drafts for one lot are
    decided on one after the other. On SQLite all writers queue, and there is nothing to lock.
    """
    work.session.execute(
        select(DraftRow.id, ShipmentRow.id)
        .join(DraftRow.shipment)
        .where(DraftRow.id == draft.id)
        .with_for_update(key_share=True)
    )
    afresh = _draft(draft.id).execution_options(populate_existing=True)
    return work.session.scalars(afresh).one()


def _draft(draft_id: UUID) -> Select[DraftRow]:
    return (
        select(DraftRow)
        .where(DraftRow.id == draft_id)
        .options(
            joinedload(DraftRow.shipment).options(
                selectinload(ShipmentRow.lines).joinedload(ShipmentLineRow.product),
                joinedload(ShipmentRow.customer),
            ),
            joinedload(DraftRow.customer),
            joinedload(DraftRow.prepared_by),
            joinedload(DraftRow.declaration).defer(DeclarationRow.snapshot),
            joinedload(DraftRow.replacement)
            .joinedload(ReplacementRow.declaration)
            .options(defer(DeclarationRow.snapshot), joinedload(DeclarationRow.shipment)),
            selectinload(DraftRow.lines),
            selectinload(DraftRow.attributions),
        )
    )


def open_drafts(work: UnitOfWork, shipment: ShipmentRow | None = None) -> list[DraftRow]:
    """Neither issued nor withdrawn, the oldest first.

    With shipment, customer, preparer, what they attribute and what they are to replace.
    """
    issued = exists().where(DeclarationRow.draft_id == DraftRow.id)
    query = select(DraftRow).where(DraftRow.withdrawn_at.is_(None), ~issued)
    if shipment is not None:
        query = query.where(DraftRow.shipment_id == shipment.id)
    query = query.order_by(DraftRow.prepared_at, DraftRow.id).options(
        joinedload(DraftRow.shipment),
        joinedload(DraftRow.customer),
        joinedload(DraftRow.prepared_by),
        joinedload(DraftRow.replacement)
        .joinedload(ReplacementRow.declaration)
        .defer(DeclarationRow.snapshot),
        selectinload(DraftRow.attributions),
    )
    return list(work.session.scalars(query))


def versions_until(work: UnitOfWork, draft_id: UUID) -> list[UUID]:
    """A draft, and before it those that the versions which it replaces were issued from.

    The latest first. What is not written down yet replaces nothing.
    """
    versions = [draft_id]
    while (before := _replaced_by(work, versions[-1])) is not None:
        versions.append(before)
    return versions


def _replaced_by(work: UnitOfWork, draft_id: UUID) -> UUID | None:
    return work.session.scalar(
        select(DeclarationRow.draft_id)
        .join(ReplacementRow, ReplacementRow.declaration_id == DeclarationRow.id)
        .where(ReplacementRow.draft_id == draft_id)
    )


def shares_of_lots(
    work: UnitOfWork, shipment_id: int, *, without: Iterable[UUID]
) -> dict[int, list[Decimal]]:
    """What other drafts attribute to each of a shipment's lines, by reservation or declaration."""
    current = exists().where(
        DeclarationLineRow.declaration_id == DeclarationRow.id,
        DeclarationLineRow.line_no == DraftLineRow.line_no,
        DeclarationLineRow.is_current,
    )
    declared = exists().where(DeclarationRow.draft_id == DraftRow.id, current)
    reserving = DraftRow.withdrawn_at.is_(None) & (DraftRow.reserved_until >= work.today)
    rows = work.session.execute(
        select(DraftLineRow.line_no, DraftAttributionRow.percent)
        .join(DraftRow, DraftRow.id == DraftLineRow.draft_id)
        .join(DraftAttributionRow, DraftAttributionRow.draft_id == DraftRow.id)
        .where(
            DraftRow.shipment_id == shipment_id,
            DraftRow.id.not_in(list(without)),
            reserving | declared,
        )
    )
    shares: dict[int, list[Decimal]] = {}
    for line_no, percent in rows:
        shares.setdefault(line_no, []).append(percent)
    return shares
