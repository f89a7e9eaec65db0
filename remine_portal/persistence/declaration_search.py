"""Lists of declarations: by number, shipment, order or lot, filtered, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import defer, joinedload, undefer

from remine_portal.domain.catalog import Series
from remine_portal.domain.declarations import DocumentLanguage, Status
from remine_portal.persistence.database import JAPAN, UnitOfWork
from remine_portal.persistence.declarations import DeclarationRow, visible_to
from remine_portal.persistence.paging import Page, Turn, page_of
from remine_portal.persistence.shipment_search import found_by, searchable
from remine_portal.persistence.shipments import ShipmentRow


@dataclass(frozen=True, slots=True)
class DeclarationFilter:
    """What a list of declarations is narrowed to; None leaves it open. Days are those of Japan."""

    text: str | None = None
    statuses: tuple[Status, ...] | None = None
    product_code: str | None = None
    customer_id: int | None = None
    series: Series | None = None
    language: DocumentLanguage | None = None
    issued_from: date | None = None
    issued_to: date | None = None


def page_of_declarations(
    work: UnitOfWork, wanted: DeclarationFilter, turn: Turn, *, snapshots: bool = False
) -> Page[DeclarationRow]:
    """A page with products, customers and shipments, and with what they say; places are ids."""
    query = _narrowed(work, wanted).options(
        undefer(DeclarationRow.snapshot) if snapshots else defer(DeclarationRow.snapshot),
        joinedload(DeclarationRow.product),
        joinedload(DeclarationRow.customer),
        joinedload(DeclarationRow.shipment),
    )
    return page_of(work, query, (DeclarationRow.id,), turn)


def numbers_of_declarations(work: UnitOfWork, wanted: DeclarationFilter, at_most: int) -> list[str]:
    """The numbers of all that the filter leaves, but no more than so many."""
    query = _narrowed(work, wanted).with_only_columns(DeclarationRow.number)
    return list(work.session.scalars(query.order_by(DeclarationRow.id.desc()).limit(at_most)))


def _narrowed(work: UnitOfWork, wanted: DeclarationFilter) -> Select[DeclarationRow]:
    query = visible_to(work.actor)
    if wanted.text:
        shipments = select(ShipmentRow.id).where(found_by(work, wanted.text))
        number = DeclarationRow.number.contains(searchable(wanted.text).upper(), autoescape=True)
        query = query.where(or_(number, DeclarationRow.shipment_id.in_(shipments)))
    if wanted.statuses is not None:
        query = query.where(DeclarationRow.status.in_(wanted.statuses))
    return query.where(*_alike(wanted), *_issued(wanted.issued_from, wanted.issued_to))


def _alike(wanted: DeclarationFilter) -> list[ColumnElement[bool]]:
    """What a declaration must have in common with the filter."""
    alike = {
        DeclarationRow.product_code: wanted.product_code,
        DeclarationRow.customer_id: wanted.customer_id,
        DeclarationRow.series: wanted.series,
        DeclarationRow.language: wanted.language,
    }
    return [column == value for column, value in alike.items() if value is not None]


def _issued(first_day: date | None, last_day: date | None) -> list[ColumnElement[bool]]:
    """The first day there is narrows nothing, and has in UTC a day before it that there is not."""
    found = []
    if first_day and first_day > date.min:
        found.append(DeclarationRow.issued_at >= datetime.combine(first_day, time.min, JAPAN))
    if last_day:
        found.append(DeclarationRow.issued_at <= datetime.combine(last_day, time.max, JAPAN))
    return found


def has_ended(work: UnitOfWork) -> bool:
    """Whether the actor may see a declaration that is superseded or revoked."""
    query = visible_to(work.actor).where(DeclarationRow.status != Status.ISSUED)
    return work.session.scalar(query.with_only_columns(DeclarationRow.id).limit(1)) is not None


def number_of_declaration(work: UnitOfWork, typed: str) -> str | None:
    """The declaration whose number this is, in whatever width and case it was typed."""
    query = visible_to(work.actor).where(DeclarationRow.number == searchable(typed).upper())
    return work.session.scalar(query.with_only_columns(DeclarationRow.number))
