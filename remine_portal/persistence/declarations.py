"""Issued declarations with the lines they cover, and who downloaded them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Select, String, Text, select, text, true, update
from sqlalchemy.orm import Mapped, defer, joinedload, mapped_column, relationship, selectinload

from remine_portal.domain.catalog import Series
from remine_portal.domain.declarations import DocumentLanguage, Status
from remine_portal.domain.mass import Mass
from remine_portal.domain.people import CUSTOMER_ROLES, Actor
from remine_portal.persistence.catalog import ProductRow
from remine_portal.persistence.customers import CustomerRow
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.people import PersonRow
from remine_portal.persistence.schema import (
    EnumColumn,
    Key,
    Row,
    UtcDateTime,
    where_given,
)
from remine_portal.persistence.shipments import ShipmentLineRow, ShipmentRow


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
        where_given(
            "uq_declaration_line_current", "is_current", "shipment_id", "line_no", unique=True
        ),
        Index("ix_declaration_line_shipment_id", "shipment_id", "line_no"),
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
    """The last number of a series, counted on inside the issuing transaction: no gaps."""

    __tablename__ = "number_series"

    name: Mapped[str] = mapped_column(String(16), primary_key=True)
    last: Mapped[int]


def next_number(work: UnitOfWork, issued_on: date) -> str:
    """RM-YYYY-NNNNNN, the year in Japan time. Undone with its transaction: no gap, no reuse."""
    name = f"RM-{issued_on.year}"
    return f"{name}-{next_in_series(work, name):06d}"


def next_in_series(work: UnitOfWork, name: str) -> int:
    """The next number of a series, from 1 on. Whoever asks meanwhile waits for this transaction."""
    work.session.execute(
        text("INSERT INTO number_series (name, last) VALUES (:name, 0) ON CONFLICT DO NOTHING"),
        {"name": name},
    )
    last: int | None = work.session.scalar(
        update(NumberSeriesRow)
        .where(NumberSeriesRow.name == name)
        .values(last=NumberSeriesRow.last + 1)
        .returning(NumberSeriesRow.last)
    )
    assert last is not None, "the series is there"
    return last


def counted(work: UnitOfWork, series: str) -> int:
    """The last number that a series has given out; 0 before the first."""
    row = work.session.get(NumberSeriesRow, series)
    return 0 if row is None else row.last


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
    """The number of the current declaration of each line that has one, by shipment and line.

    Customers learn none of what was declared to the company that had the shipment before them.
    """
    found = work.session.execute(
        visible_to(work.actor)
        .with_only_columns(
            DeclarationLineRow.shipment_id, DeclarationLineRow.line_no, DeclarationRow.number
        )
        .join(DeclarationLineRow, DeclarationLineRow.declaration_id == DeclarationRow.id)
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
    """Every declared line of the shipments with its declaration, the newest declaration first.

    Customers get those of declarations to their own company, as by `current_numbers`.
    """
    found = work.session.execute(
        visible_to(work.actor)
        .with_only_columns(DeclarationLineRow, DeclarationRow)
        .join(DeclarationLineRow, DeclarationLineRow.declaration_id == DeclarationRow.id)
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


def declared_mass(work: UnitOfWork, draft_id: UUID) -> Mass:
    """The net mass that a draft's declaration states, whatever the ERP says since."""
    masses = work.session.scalars(
        select(ShipmentLineRow.net_mass)
        .join(DeclarationLineRow, DeclarationLineRow.shipment_line_id == ShipmentLineRow.id)
        .join(DeclarationRow, DeclarationRow.id == DeclarationLineRow.declaration_id)
        .where(DeclarationRow.draft_id == draft_id)
    )
    return Mass.total(masses)
