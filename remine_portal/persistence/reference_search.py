"""The shipments and declarations of one company that a list of numbers may mean, all at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased, defer, joinedload, selectinload

from remine_portal.domain.references import grouped, rough
from remine_portal.persistence import declarations
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declarations import DeclarationLineRow, DeclarationRow
from remine_portal.persistence.endings import EndingRow
from remine_portal.persistence.imports import chunks
from remine_portal.persistence.shipments import ShipmentLineRow, ShipmentRow, visible_to

AT_ONCE = 1_000
"""Shipments that are in memory with their lines."""


@dataclass(frozen=True, slots=True)
class DeclaredPart:
    """A lot as a declaration states it: the revision that it was issued from, and its product."""

    declaration: DeclarationRow
    shipment: ShipmentRow
    line: ShipmentLineRow
    is_current: bool

    @property
    def place(self) -> tuple[int, int]:
        """Where the ERP has the lot, in whatever revision."""
        return self.line.shipment_id, self.line.line_no


def shipments_meant(
    work: UnitOfWork, customer_id: int, references: Iterable[str], besides: Iterable[int] = ()
) -> Iterator[list[ShipmentRow]]:
    """A company's shipments that references may mean, and some besides, loaded as a page is.

    They come some at a time, and more than are meant. The numbers of all shipments of the company
    are gone through once: about a second for 300,000, however many references there are.
    """
    wanted = {rough(grouped(each)) for each in references}
    own = visible_to(work.actor).where(ShipmentRow.customer_id == customer_id)
    numbers = work.session.execute(
        own.with_only_columns(ShipmentRow.id, ShipmentRow.search_text).execution_options(
            yield_per=10 * AT_ONCE
        )
    )
    named = {key for key, text in numbers if not wanted.isdisjoint(rough(text).split("\n"))}
    loaded = own.options(selectinload(ShipmentRow.lines).joinedload(ShipmentLineRow.product))
    for some in chunks(sorted(named | set(besides)), AT_ONCE):
        yield list(work.session.scalars(loaded.where(ShipmentRow.id.in_(some))))


def parts_of_shipments(
    work: UnitOfWork, customer_id: int, shipment_ids: Collection[int]
) -> list[DeclaredPart]:
    """All that was ever declared to a company of some shipments, the newest declaration first."""
    return _parts(work, customer_id, DeclarationRow.shipment_id.in_(shipment_ids))


def parts_of_declarations(
    work: UnitOfWork, customer_id: int, numbers: Collection[str]
) -> list[DeclaredPart]:
    """What declarations with these numbers state, where they were issued to the company."""
    return [
        part
        for some in chunks(numbers)
        for part in _parts(work, customer_id, DeclarationRow.number.in_(some))
    ]


def _parts(work: UnitOfWork, customer_id: int, wanted: ColumnElement[bool]) -> list[DeclaredPart]:
    found = work.session.execute(
        declarations.visible_to(work.actor)
        .where(DeclarationRow.customer_id == customer_id, wanted)
        .join(DeclarationLineRow, DeclarationLineRow.declaration_id == DeclarationRow.id)
        .join(ShipmentLineRow, ShipmentLineRow.id == DeclarationLineRow.shipment_line_id)
        .join(ShipmentRow, ShipmentRow.id == DeclarationRow.shipment_id)
        .order_by(DeclarationRow.id.desc(), DeclarationLineRow.line_no)
        .with_only_columns(
            DeclarationRow, ShipmentRow, ShipmentLineRow, DeclarationLineRow.is_current
        )
        .options(defer(DeclarationRow.snapshot), joinedload(ShipmentLineRow.product))
    )
    return [DeclaredPart(*row) for row in found]


def successors_of(
    work: UnitOfWork, customer_id: int, numbers: Collection[str]
) -> dict[str, DeclarationRow]:
    """The company's version that replaced each of some declarations, by the number replaced."""
    replaced = aliased(DeclarationRow)
    found = work.session.execute(
        declarations.visible_to(work.actor)
        .where(DeclarationRow.customer_id == customer_id, replaced.number.in_(numbers))
        .join(EndingRow, EndingRow.successor_id == DeclarationRow.id)
        .join(replaced, replaced.id == EndingRow.declaration_id)
        .with_only_columns(replaced.number, DeclarationRow)
        .options(defer(DeclarationRow.snapshot))
    )
    return dict(found.all())
