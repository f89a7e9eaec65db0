"""What a customer received in a year: its declarations, and the lots that none of them covers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import joinedload

from remine_portal.domain.declarations import Status
from remine_portal.domain.fiscal_years import FiscalYear
from remine_portal.domain.mass import Mass
from remine_portal.persistence.corrections import GoodsReturnRow
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declarations import DeclarationLineRow, DeclarationRow
from remine_portal.persistence.imports import chunks
from remine_portal.persistence.shipments import ShipmentLineRow, ShipmentRow, visible_to
from remine_portal.persistence.statements import shipped_between

SLICE = 500
"""Snapshots that are read at a time."""


class Snapshot(NamedTuple):
    """A current declaration with what it says in canonical form."""

    declaration_id: int
    draft_id: UUID
    canonical: str


def first_ship_date(work: UnitOfWork) -> date | None:
    """Of all shipments that the actor may see; None where there is none."""
    return work.session.scalar(
        visible_to(work.actor).with_only_columns(func.min(ShipmentRow.ship_date))
    )


def declared_in(work: UnitOfWork, customer_id: int, year: FiscalYear) -> Iterator[Snapshot]:
    """Current declarations to a customer whose goods left in a year, as they state it."""
    rows = work.session.execute(
        select(DeclarationRow.id, DeclarationRow.draft_id, DeclarationRow.snapshot)
        .where(
            DeclarationRow.customer_id == customer_id,
            DeclarationRow.status == Status.ISSUED,
            shipped_between(year.first_day, year.last_day),
        )
        .order_by(DeclarationRow.id)
        .execution_options(yield_per=SLICE)
    )
    return (Snapshot(*row) for row in rows)


def undeclared_in(
    work: UnitOfWork, customer_id: int, year: FiscalYear
) -> list[tuple[ShipmentRow, ShipmentLineRow]]:
    """Lots that left for a customer in a year and have no current declaration, by ship date."""
    covered = exists().where(
        DeclarationLineRow.shipment_id == ShipmentLineRow.shipment_id,
        DeclarationLineRow.line_no == ShipmentLineRow.line_no,
        DeclarationLineRow.is_current,
    )
    rows = work.session.execute(
        select(ShipmentRow, ShipmentLineRow)
        .join(ShipmentLineRow, ShipmentLineRow.shipment_id == ShipmentRow.id)
        .where(
            ShipmentRow.customer_id == customer_id,
            ShipmentRow.ship_date.between(year.first_day, year.last_day),
            ShipmentLineRow.is_current,
            ~covered,
        )
        .order_by(ShipmentRow.ship_date, ShipmentRow.id, ShipmentLineRow.line_no)
        .options(joinedload(ShipmentLineRow.product))
    )
    return [(shipment, line) for shipment, line in rows]


def returned_under(work: UnitOfWork, draft_ids: Iterable[UUID]) -> Mapping[UUID, Mass]:
    """The mass of goods that came back under declarations, by their drafts; only where some did."""
    found: dict[UUID, Mass] = {}
    for some in chunks(set(draft_ids)):
        rows = work.session.execute(
            select(GoodsReturnRow.draft_id, func.sum(GoodsReturnRow.net_mass))
            .where(GoodsReturnRow.draft_id.in_(some))
            .group_by(GoodsReturnRow.draft_id)
        )
        found |= {draft_id: mass for draft_id, mass in rows}
    return found
