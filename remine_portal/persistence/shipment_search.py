"""Lists of shipments: by any part of their numbers, filtered, newest first."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, column, exists, func, literal, select, table
from sqlalchemy.orm import joinedload, selectinload

from remine_portal.domain.catalog import Series
from remine_portal.domain.shipments import matching_key
from remine_portal.persistence.catalog import ProductRow
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declarations import DeclarationLineRow
from remine_portal.persistence.evidence import VerificationRow
from remine_portal.persistence.imports import chunks
from remine_portal.persistence.paging import Page, Turn, page_of
from remine_portal.persistence.shipments import ShipmentLineRow, ShipmentRow, visible_to

LONGEST_TEXT = 200
TRIGRAM = 3
FEW = 5_000


@dataclass(frozen=True, slots=True)
class ShipmentFilter:
    """What a list of shipments is narrowed to; None leaves it open."""

    text: str | None = None
    product_code: str | None = None
    shipped_from: date | None = None
    shipped_to: date | None = None
    declared: bool | None = None
    customer_id: int | None = None


def page_of_shipments(work: UnitOfWork, wanted: ShipmentFilter, turn: Turn) -> Page[ShipmentRow]:
    """A page with customers, current lines and their products; places are (ship date, id)."""
    query = _narrowed(work, visible_to(work.actor), wanted).options(
        joinedload(ShipmentRow.customer),
        selectinload(ShipmentRow.lines).joinedload(ShipmentLineRow.product),
    )
    return page_of(work, query, (ShipmentRow.ship_date, ShipmentRow.id), turn)


def waiting_for_a_declaration(work: UnitOfWork, at_most: int) -> list[ShipmentRow]:
    """Shipments with a lot that a verification in force covers and no declaration does.

    Loaded as a page is. Whether the lot's contents reach the verified figure is not asked here.
    """
    return _newest(work, _has_line(~_is_covered(), _is_verified()), at_most=at_most)


def copper_without_declaration(
    work: UnitOfWork, first_day: date, at_most: int
) -> list[ShipmentRow]:
    """Shipments since a day with a lot of the ISO 22095 Series that no declaration covers.

    Loaded as a page is.
    """
    of_series = exists().where(
        ProductRow.code == ShipmentLineRow.product_code, ProductRow.series == Series.ISO_22095
    )
    wanted = _has_line(~_is_covered(), of_series), ShipmentRow.ship_date >= first_day
    return _newest(work, *wanted, at_most=at_most)


def _newest(work: UnitOfWork, *conditions: ColumnElement[bool], at_most: int) -> list[ShipmentRow]:
    query = (
        visible_to(work.actor)
        .where(*conditions)
        .order_by(ShipmentRow.ship_date.desc(), ShipmentRow.id.desc())
        .limit(at_most)
        .options(
            joinedload(ShipmentRow.customer),
            selectinload(ShipmentRow.lines).joinedload(ShipmentLineRow.product),
        )
    )
    return list(work.session.scalars(query))


def number_of_shipment(work: UnitOfWork, typed: str) -> str | None:
    """The shipment whose number this is, in whatever width and case it was typed."""
    query = visible_to(work.actor).where(ShipmentRow.matching_no == searchable(typed))
    return work.session.scalar(query.with_only_columns(ShipmentRow.shipment_no))


def shipments_numbered(work: UnitOfWork, typed: Iterable[str]) -> dict[str, ShipmentRow]:
    """The shipments with exactly these numbers, in whatever width and case, by what was typed.

    Loaded as by `find_shipment`; what is not there, or not theirs, is left out.
    """
    sought = {each: searchable(each) for each in typed}
    found: dict[str, ShipmentRow] = {}
    for some in chunks(set(sought.values())):
        query = visible_to(work.actor).where(ShipmentRow.matching_no.in_(some))
        rows = work.session.scalars(
            query.options(
                joinedload(ShipmentRow.customer),
                selectinload(ShipmentRow.lines).joinedload(ShipmentLineRow.product),
            )
        )
        found |= {row.matching_no: row for row in rows}
    return {each: found[key] for each, key in sought.items() if key in found}


def products_shipped(work: UnitOfWork) -> list[ProductRow]:
    """Every product, in catalogue order and without its facts: what a list can be narrowed to."""
    return list(work.session.scalars(select(ProductRow).order_by(ProductRow.position)))


def searchable(typed: str) -> str:
    """The matching form of what somebody typed, without what no number can contain."""
    plain = "".join(each for each in typed if unicodedata.category(each) not in ("Cc", "Cs"))
    return matching_key(plain[:LONGEST_TEXT])


def found_by(work: UnitOfWork, typed: str) -> ColumnElement[bool]:
    """Shipments with this in their number, order, PO, lot or invoice.

    The index knows trigrams; what is shorter is looked for at the beginning of the number. SQLite
    is asked with a phrase, for which every sign stands for itself, because LIKE with an escape
    would go round its index.
    """
    sought = searchable(typed)
    if len(sought) < TRIGRAM:
        return ShipmentRow.matching_no.startswith(sought, autoescape=True)
    if work.session.get_bind().dialect.name == "postgresql":
        return ShipmentRow.search_text.contains(sought, autoescape=True)
    phrase = '"' + sought.replace('"', '""') + '"'
    index = table("shipment_search", column("rowid"), column("shipment_search"))
    return ShipmentRow.id.in_(
        select(index.c.rowid).where(index.c.shipment_search.op("MATCH")(literal(phrase)))
    )


def _narrowed(
    work: UnitOfWork, query: Select[ShipmentRow], wanted: ShipmentFilter
) -> Select[ShipmentRow]:
    if wanted.text:
        query = query.where(found_by(work, wanted.text))
    if wanted.product_code:
        of_product = ShipmentLineRow.product_code == wanted.product_code
        lines = select(ShipmentLineRow.shipment_id).where(of_product)
        query = _reduced(work, query, lines).where(_has_line(of_product))
    if wanted.shipped_from:
        query = query.where(ShipmentRow.ship_date >= wanted.shipped_from)
    if wanted.shipped_to:
        query = query.where(ShipmentRow.ship_date <= wanted.shipped_to)
    if wanted.customer_id is not None:
        query = query.where(ShipmentRow.customer_id == wanted.customer_id)
    if wanted.declared:
        covered = select(DeclarationLineRow.shipment_id).where(DeclarationLineRow.is_current)
        query = _reduced(work, query, covered).where(~_has_line(~_is_covered()))
    elif wanted.declared is not None:
        query = query.where(_has_line(~_is_covered()))
    return query


def _reduced(work: UnitOfWork, query: Select[ShipmentRow], ids: Select[int]) -> Select[ShipmentRow]:
    """Only shipments among `ids`, where these are few enough to be looked up one by one.

    Many are met soon on the way down the list; few would let us walk through all of it.
    """
    counted = select(func.count()).select_from(ids.limit(FEW).subquery())
    if (work.session.scalar(counted) or 0) < FEW:
        return query.where(ShipmentRow.id.in_(ids))
    return query


def _has_line(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(
        ShipmentLineRow.shipment_id == ShipmentRow.id, ShipmentLineRow.is_current, *conditions
    )


def _is_covered() -> ColumnElement[bool]:
    return exists().where(
        DeclarationLineRow.shipment_id == ShipmentLineRow.shipment_id,
        DeclarationLineRow.line_no == ShipmentLineRow.line_no,
        DeclarationLineRow.is_current,
    )


def _is_verified() -> ColumnElement[bool]:
    return exists().where(
        VerificationRow.product_code == ShipmentLineRow.product_code,
        VerificationRow.site_code == ShipmentLineRow.site_code,
        VerificationRow.valid_from <= ShipmentLineRow.production_date,
        ShipmentLineRow.production_date <= VerificationRow.valid_to,
        ShipmentLineRow.product_code == ProductRow.code,
        ProductRow.series == Series.ISO_14021,
    )
