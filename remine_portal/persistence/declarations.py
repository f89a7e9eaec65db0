"""Drafts, issued declarations with the lines they cover, and who downloaded them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Select, String, Text, exists, select, text, true, update
from sqlalchemy.orm import Mapped, defer, joinedload, mapped_column, relationship, selectinload

from remine_portal.domain.catalog import Series
from remine_portal.domain.declarations import DocumentLanguage, Status
from remine_portal.domain.people import CUSTOMER_ROLES, Actor
from remine_portal.persistence.catalog import ProductRow
from remine_portal.persistence.customers import CustomerRow
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.people import PersonRow
from remine_portal.persistence.schema import EnumColumn, Key, Row, UtcDateTime
from remine_portal.persistence.shipments import ShipmentLineRow, ShipmentRow


class DraftRow(Row):
    """A declaration in preparation: whoever prepares it hands it over, a colleague issues it."""

    __tablename__ = "draft"

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

    shipment: Mapped[ShipmentRow] = relationship(lazy="raise")
    customer: Mapped[CustomerRow] = relationship(lazy="raise")
    prepared_by: Mapped[PersonRow] = relationship(lazy="raise")
    lines: Mapped[list[DraftLineRow]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="DraftLineRow.line_no"
    )
    declaration: Mapped[DeclarationRow | None] = relationship(lazy="raise", viewonly=True)


class DraftLineRow(Row):
    """A line of the shipment that a draft covers, by its number."""

    __tablename__ = "draft_line"

    draft_id: Mapped[UUID] = mapped_column(ForeignKey("draft.id"), primary_key=True)
    line_no: Mapped[int] = mapped_column(primary_key=True)


class DeclarationRow(Row):
    """An issued declaration. The database refuses to change or delete what was said (rule 33)."""

    __tablename__ = "declaration"
    __table_args__ = (Index("ix_declaration_customer", "customer_id", "id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    number: Mapped[str] = mapped_column(String(16), unique=True)
    verification_id: Mapped[str] = mapped_column(String(26), unique=True)
    code: Mapped[str] = mapped_column(String(8))
    status: Mapped[Status] = mapped_column(EnumColumn(Status))
    series: Mapped[Series] = mapped_column(EnumColumn(Series))
    product_code: Mapped[str] = mapped_column(ForeignKey("product.code"))
    language: Mapped[DocumentLanguage] = mapped_column(EnumColumn(DocumentLanguage))
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    shipment_id: Mapped[int] = mapped_column(ForeignKey("shipment.id"), index=True)
    draft_id: Mapped[UUID] = mapped_column(ForeignKey("draft.id"), unique=True)
    prepared_by: Mapped[str] = mapped_column(String(100))
    issued_by: Mapped[str] = mapped_column(String(100))
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    snapshot: Mapped[str] = mapped_column(Text)
    snapshot_sha256: Mapped[str] = mapped_column(String(64))
    pdf_sha256: Mapped[str] = mapped_column(String(64), index=True)
    pdf_bytes: Mapped[int]
    sample: Mapped[bool]

    product: Mapped[ProductRow] = relationship(lazy="raise")
    customer: Mapped[CustomerRow] = relationship(lazy="raise")
    shipment: Mapped[ShipmentRow] = relationship(lazy="raise")
    lines: Mapped[list[DeclarationLineRow]] = relationship(
        lazy="raise", order_by="DeclarationLineRow.line_no"
    )


class DeclarationLineRow(Row):
    """A shipment's line under a declaration; at most one current declaration a line."""

    __tablename__ = "declaration_line"
    __table_args__ = (
        Index(
            "uq_declaration_line_current",
            "shipment_id",
            "line_no",
            unique=True,
            sqlite_where=text("is_current"),
            postgresql_where=text("is_current"),
        ),
    )

    declaration_id: Mapped[int] = mapped_column(ForeignKey("declaration.id"), primary_key=True)
    line_no: Mapped[int] = mapped_column(primary_key=True)
    shipment_id: Mapped[int] = mapped_column(ForeignKey("shipment.id"))
    shipment_line_id: Mapped[int] = mapped_column(ForeignKey("shipment_line.id"))
    is_current: Mapped[bool]

    shipment_line: Mapped[ShipmentLineRow] = relationship(lazy="raise")


class DownloadRow(Row):
    """Who took which document, when."""

    __tablename__ = "download"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    declaration_id: Mapped[int] = mapped_column(ForeignKey("declaration.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    downloaded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class NumberSeriesRow(Row):
    """The last number of a year's series, counted on inside the issuing transaction: no gaps."""

    __tablename__ = "number_series"

    name: Mapped[str] = mapped_column(String(16), primary_key=True)
    last: Mapped[int]


def next_number(work: UnitOfWork, issued_on: date) -> str:
    """RM-YYYY-NNNNNN, the year in Japan time. Undone with its transaction: no gap, no reuse."""
    name = f"RM-{issued_on.year}"
    work.session.execute(
        text("INSERT INTO number_series (name, last) VALUES (:name, 0) ON CONFLICT DO NOTHING"),
        {"name": name},
    )
    last = work.session.scalar(
        update(NumberSeriesRow)
        .where(NumberSeriesRow.name == name)
        .values(last=NumberSeriesRow.last + 1)
        .returning(NumberSeriesRow.last)
    )
    return f"{name}-{last:06d}"


def visible_to(actor: Actor) -> Select[DeclarationRow]:
    """Declarations an actor may see: where every query for them starts (DOMAIN.md rule 40)."""
    own = (
        DeclarationRow.customer_id == actor.customer_id if actor.role in CUSTOMER_ROLES else true()
    )
    return select(DeclarationRow).where(own)


def find_declaration(work: UnitOfWork, number: str) -> DeclarationRow | None:
    """With product, customer, shipment and lines; None when not there, or not theirs."""
    return work.session.scalar(
        visible_to(work.actor)
        .where(DeclarationRow.number == number)
        .options(
            joinedload(DeclarationRow.product),
            joinedload(DeclarationRow.customer),
            joinedload(DeclarationRow.shipment),
            selectinload(DeclarationRow.lines).joinedload(DeclarationLineRow.shipment_line),
        )
    )


def find_draft(work: UnitOfWork, draft_id: UUID) -> DraftRow | None:
    """With shipment, customer, lines, preparer and the declaration issued from it, if any."""
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
            selectinload(DraftRow.lines),
        )
    )


def open_drafts(work: UnitOfWork, shipment: ShipmentRow | None = None) -> list[DraftRow]:
    """Neither issued nor withdrawn, with shipment, customer and preparer; the oldest first."""
    issued = exists().where(DeclarationRow.draft_id == DraftRow.id)
    query = select(DraftRow).where(DraftRow.withdrawn_at.is_(None), ~issued)
    if shipment is not None:
        query = query.where(DraftRow.shipment_id == shipment.id)
    query = query.order_by(DraftRow.prepared_at, DraftRow.id).options(
        joinedload(DraftRow.shipment),
        joinedload(DraftRow.customer),
        joinedload(DraftRow.prepared_by),
    )
    return list(work.session.scalars(query))


def covering_lines(
    work: UnitOfWork, shipment_id: int, line_nos: set[int]
) -> dict[int, DeclarationRow]:
    """The current declaration of each of a shipment's lines that has one, by line number."""
    found = work.session.execute(
        select(DeclarationLineRow.line_no, DeclarationRow)
        .join(DeclarationRow, DeclarationRow.id == DeclarationLineRow.declaration_id)
        .where(
            DeclarationLineRow.shipment_id == shipment_id,
            DeclarationLineRow.is_current,
            DeclarationLineRow.line_no.in_(line_nos),
        )
        .options(defer(DeclarationRow.snapshot))
    )
    return dict(found.all())


def current_numbers(work: UnitOfWork, shipment_ids: Iterable[int]) -> dict[int, dict[int, str]]:
    """The number of the current declaration of each line that has one, by shipment and line."""
    found = work.session.execute(
        select(DeclarationLineRow.shipment_id, DeclarationLineRow.line_no, DeclarationRow.number)
        .join(DeclarationRow, DeclarationRow.id == DeclarationLineRow.declaration_id)
        .where(
            DeclarationLineRow.shipment_id.in_(list(shipment_ids)), DeclarationLineRow.is_current
        )
    )
    numbers: dict[int, dict[int, str]] = {}
    for shipment_id, line_no, number in found:
        numbers.setdefault(shipment_id, {})[line_no] = number
    return numbers


def declared_lines(
    work: UnitOfWork, shipment_ids: Iterable[int]
) -> list[tuple[DeclarationLineRow, DeclarationRow]]:
    """Every declared line of the shipments with its declaration, the newest declaration first."""
    found = work.session.execute(
        select(DeclarationLineRow, DeclarationRow)
        .join(DeclarationRow, DeclarationRow.id == DeclarationLineRow.declaration_id)
        .where(DeclarationLineRow.shipment_id.in_(list(shipment_ids)))
        .order_by(DeclarationRow.id.desc(), DeclarationLineRow.line_no)
        .options(defer(DeclarationRow.snapshot))
    )
    return [(line, declaration) for line, declaration in found]


def downloads_of(
    work: UnitOfWork, declaration: DeclarationRow
) -> list[tuple[DownloadRow, PersonRow]]:
    """Who took the document, the latest first, with their company."""
    found = work.session.execute(
        select(DownloadRow, PersonRow)
        .join(PersonRow, PersonRow.id == DownloadRow.person_id)
        .where(DownloadRow.declaration_id == declaration.id)
        .order_by(DownloadRow.id.desc())
        .options(joinedload(PersonRow.customer))
    )
    return [(download, person) for download, person in found]
