"""Yearly statements as they were made, and what has changed under them since."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    String,
    Text,
    UniqueConstraint,
    exists,
    func,
    select,
    true,
)
from sqlalchemy.orm import Mapped, aliased, defer, joinedload, mapped_column, relationship

from remine_portal.domain.declarations import Status
from remine_portal.domain.fiscal_years import FiscalYear
from remine_portal.domain.people import CUSTOMER_ROLES, Actor
from remine_portal.persistence.corrections import GoodsReturnRow
from remine_portal.persistence.customers import CustomerRow
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declarations import DeclarationLineRow, DeclarationRow
from remine_portal.persistence.paging import Page, Turn, page_of
from remine_portal.persistence.schema import Key, Row, UtcDateTime
from remine_portal.persistence.shipments import ShipmentLineRow


class StatementRow(Row):
    """A statement of one fiscal year with its frozen figures and its two papers. Never changed."""

    __tablename__ = "statement"
    __table_args__ = (
        UniqueConstraint("customer_id", "figures_sha256", name="uq_statement_customer_id"),
        CheckConstraint("first_day < last_day", name="days_in_order"),
        Index("ix_statement_year", "customer_id", "first_day", "id"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    first_day: Mapped[date]
    last_day: Mapped[date]
    until: Mapped[date]
    figures: Mapped[str] = mapped_column(Text)
    figures_sha256: Mapped[str] = mapped_column(String(64))
    pdf_ja_sha256: Mapped[str] = mapped_column(String(64))
    pdf_en_sha256: Mapped[str] = mapped_column(String(64))
    sample: Mapped[bool]
    made_by: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)

    customer: Mapped[CustomerRow] = relationship(lazy="raise")

    @property
    def year(self) -> FiscalYear:
        return FiscalYear(self.first_day)

    def pdf_sha256(self, language: str) -> str:
        return {"ja": self.pdf_ja_sha256, "en": self.pdf_en_sha256}[language]


class StatedDeclarationRow(Row):
    """A declaration that a statement rests on."""

    __tablename__ = "stated_declaration"

    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"), primary_key=True)
    declaration_id: Mapped[int] = mapped_column(
        ForeignKey("declaration.id"), primary_key=True, index=True
    )


def visible_to(actor: Actor) -> Select[StatementRow]:
    """Statements an actor may see: where every query for them starts (DOMAIN.md rule 40)."""
    own = StatementRow.customer_id == actor.customer_id if actor.role in CUSTOMER_ROLES else true()
    return select(StatementRow).where(own)


def page_of_statements(work: UnitOfWork, customer_id: int | None, turn: Turn) -> Page[StatementRow]:
    """A page with companies and without figures, of one company or of all; places are ids."""
    query = visible_to(work.actor)
    if customer_id is not None:
        query = query.where(StatementRow.customer_id == customer_id)
    query = query.options(defer(StatementRow.figures), joinedload(StatementRow.customer))
    return page_of(work, query, (StatementRow.id,), turn)


def find_statement(work: UnitOfWork, statement_id: int) -> StatementRow | None:
    """With its company; None when it is not there, or not theirs."""
    return work.session.scalar(
        visible_to(work.actor)
        .where(StatementRow.id == statement_id)
        .options(joinedload(StatementRow.customer))
    )


def same_statement(work: UnitOfWork, customer_id: int, figures_sha256: str) -> StatementRow | None:
    return work.session.scalar(
        visible_to(work.actor).where(
            StatementRow.customer_id == customer_id, StatementRow.figures_sha256 == figures_sha256
        )
    )


def newest_of_years(work: UnitOfWork, statements: Iterable[StatementRow]) -> dict[int, int]:
    """By statement, the newest one for the same company and year."""
    newer = aliased(StatementRow)
    found = work.session.execute(
        select(StatementRow.id, func.max(newer.id))
        .join(newer, _same_year(newer))
        .where(StatementRow.id.in_([each.id for each in statements]))
        .group_by(StatementRow.id)
    )
    return dict(found.all())


def newest_naming(work: UnitOfWork, declaration_id: int) -> list[int]:
    """Statements that rest on a declaration, and are the newest for their company and year."""
    newer = aliased(StatementRow)
    replaced = exists().where(_same_year(newer), newer.id > StatementRow.id)
    return list(
        work.session.scalars(
            select(StatementRow.id)
            .join(StatedDeclarationRow, StatedDeclarationRow.statement_id == StatementRow.id)
            .where(StatedDeclarationRow.declaration_id == declaration_id, ~replaced)
            .order_by(StatementRow.id)
        )
    )


def _same_year(other: type[StatementRow]) -> ColumnElement[bool]:
    return (other.customer_id == StatementRow.customer_id) & (
        other.first_day == StatementRow.first_day
    )


def ended_since(
    work: UnitOfWork, statement_ids: Iterable[int]
) -> dict[int, list[tuple[str, Status]]]:
    """By statement, its declarations that are current no more, each with what became of it."""
    rows = work.session.execute(
        select(StatedDeclarationRow.statement_id, DeclarationRow.number, DeclarationRow.status)
        .join(DeclarationRow, DeclarationRow.id == StatedDeclarationRow.declaration_id)
        .where(
            StatedDeclarationRow.statement_id.in_(list(statement_ids)),
            DeclarationRow.status != Status.ISSUED,
        )
        .order_by(DeclarationRow.id)
    )
    found: dict[int, list[tuple[str, Status]]] = {}
    for statement_id, number, status in rows:
        found.setdefault(statement_id, []).append((number, status))
    return found


def issued_since(work: UnitOfWork, statement_ids: Iterable[int]) -> dict[int, list[str]]:
    """By statement, current declarations of its year that it does not rest on."""
    stated = exists().where(
        StatedDeclarationRow.statement_id == StatementRow.id,
        StatedDeclarationRow.declaration_id == DeclarationRow.id,
    )
    rows = work.session.execute(
        select(StatementRow.id, DeclarationRow.number)
        .join(DeclarationRow, DeclarationRow.customer_id == StatementRow.customer_id)
        .where(
            StatementRow.id.in_(list(statement_ids)),
            DeclarationRow.status == Status.ISSUED,
            shipped_between(StatementRow.first_day, StatementRow.last_day),
            ~stated,
        )
        .order_by(DeclarationRow.id)
    )
    found: dict[int, list[str]] = {}
    for statement_id, number in rows:
        found.setdefault(statement_id, []).append(number)
    return found


def returned_since(work: UnitOfWork, statement_ids: Iterable[int]) -> dict[int, list[str]]:
    """By statement, those of its declarations under which goods came back after it was made."""
    came_back = exists().where(
        GoodsReturnRow.draft_id == DeclarationRow.draft_id,
        GoodsReturnRow.booked_at > StatementRow.made_at,
    )
    rows = work.session.execute(
        select(StatementRow.id, DeclarationRow.number)
        .join(StatedDeclarationRow, StatedDeclarationRow.statement_id == StatementRow.id)
        .join(DeclarationRow, DeclarationRow.id == StatedDeclarationRow.declaration_id)
        .where(StatementRow.id.in_(list(statement_ids)), came_back)
        .order_by(DeclarationRow.id)
    )
    found: dict[int, list[str]] = {}
    for statement_id, number in rows:
        found.setdefault(statement_id, []).append(number)
    return found


def shipped_between(first_day: Any, last_day: Any) -> ColumnElement[bool]:
    """By the ship date of the lines as they were declared, whatever the ERP says since."""
    return exists().where(
        DeclarationLineRow.declaration_id == DeclarationRow.id,
        ShipmentLineRow.id == DeclarationLineRow.shipment_line_id,
        ShipmentLineRow.ship_date.between(first_day, last_day),
    )
