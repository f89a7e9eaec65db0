"""What current declarations attribute to shipments, and what of an account a shipment may use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, and_, exists, func, select

from remine_portal.domain.attribution import Attribution
from remine_portal.domain.catalog import Series
from remine_portal.domain.credits import Characteristic
from remine_portal.domain.declarations import Status
from remine_portal.domain.mass import Mass
from remine_portal.persistence.credit_positions import held_by, lapsed_drafts
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declarations import (
    DeclarationLineRow,
    DeclarationRow,
    visible_to,
)
from remine_portal.persistence.drafts import DraftAttributionRow
from remine_portal.persistence.ledger import BatchRow
from remine_portal.persistence.periods import PeriodRow
from remine_portal.persistence.shipments import ShipmentLineRow
from remine_portal.persistence.shipped_years import returned_under

Shares = Mapping[Characteristic, Decimal]


def _is_current() -> ColumnElement[bool]:
    return exists().where(
        DeclarationLineRow.declaration_id == DeclarationRow.id, DeclarationLineRow.is_current
    )


def shares_declared(work: UnitOfWork, shipment_ids: Iterable[int]) -> dict[int, dict[str, Shares]]:
    """What current declarations attribute in percent, by shipment and declaration number."""
    rows = work.session.execute(
        visible_to(work.actor)
        .with_only_columns(
            DeclarationRow.shipment_id,
            DeclarationRow.number,
            DraftAttributionRow.characteristic,
            DraftAttributionRow.percent,
        )
        .join(DraftAttributionRow, DraftAttributionRow.draft_id == DeclarationRow.draft_id)
        .where(DeclarationRow.shipment_id.in_(list(shipment_ids)), _is_current())
        .order_by(DeclarationRow.id, DraftAttributionRow.characteristic.desc())
    )
    found: dict[int, dict[str, dict[Characteristic, Decimal]]] = {}
    for shipment_id, number, characteristic, percent in rows:
        found.setdefault(shipment_id, {}).setdefault(number, {})[characteristic] = percent
    return {each: dict(of_shipment) for each, of_shipment in found.items()}


def attributing_declarations(work: UnitOfWork, shipment_id: int) -> list[DeclarationRow]:
    """The current declarations of a shipment that attribute credits, with their snapshots."""
    return list(
        work.session.scalars(
            visible_to(work.actor)
            .where(
                DeclarationRow.shipment_id == shipment_id,
                DeclarationRow.series == Series.ISO_22095,
                _is_current(),
            )
            .order_by(DeclarationRow.id)
        )
    )


def attributed_to(work: UnitOfWork, customer_id: int, day: date) -> dict[Characteristic, int]:
    """Kilograms that current declarations print for a customer's copper of the periods of a day.

    Each is rounded down, as on its document, and for the goods that did not come back: the credits
    debited for it may be a kilogram more (DOMAIN.md 7a).
    """
    shipped_then = exists().where(
        PeriodRow.first_day <= day,
        PeriodRow.last_day >= day,
        ShipmentLineRow.ship_date.between(PeriodRow.first_day, PeriodRow.last_day),
    )
    share = (DraftAttributionRow.characteristic, DraftAttributionRow.percent)
    rows = work.session.execute(
        select(DeclarationRow.draft_id, *share, func.sum(ShipmentLineRow.net_mass))
        .join(DraftAttributionRow, DraftAttributionRow.draft_id == DeclarationRow.draft_id)
        .join(DeclarationLineRow, DeclarationLineRow.declaration_id == DeclarationRow.id)
        .join(ShipmentLineRow, ShipmentLineRow.id == DeclarationLineRow.shipment_line_id)
        .where(
            DeclarationRow.customer_id == customer_id,
            DeclarationRow.status == Status.ISSUED,
            shipped_then,
        )
        .group_by(DeclarationRow.draft_id, *share)
        .order_by(DraftAttributionRow.characteristic.desc())
    ).all()
    returned = returned_under(work, [draft_id for draft_id, *_ in rows])
    found: dict[Characteristic, int] = {}
    for draft_id, characteristic, percent, declared in rows:
        kept = declared - returned.get(draft_id, Mass(0))
        printed = Attribution(characteristic, percent).printed_kg(kept)
        found[characteristic] = found.get(characteristic, 0) + printed
    return found


def usable_kg(
    work: UnitOfWork, account_ids: Iterable[int], *, first_day: date, last_day: date
) -> dict[int, int]:
    """What accounts hold today of batches that were booked for a period beginning in these days.

    What falls due by today counts as moved, posted or not: expired batches hold nothing, and a
    reservation that has lapsed is available again.
    """
    usable = and_(
        BatchRow.account_id.in_(list(account_ids)),
        BatchRow.period_from.between(first_day, last_day),
        BatchRow.expires_on >= work.today,
    )
    available = work.session.execute(
        select(BatchRow.account_id, func.sum(BatchRow.available_kg))
        .where(usable)
        .group_by(BatchRow.account_id)
    )
    found = {account_id: int(kilograms) for account_id, kilograms in available}
    lapsed = held_by(work, lapsed_drafts(work, work.today))
    batches = select(BatchRow.id).where(usable, BatchRow.id.in_({each.batch_id for each in lapsed}))
    free = set(work.session.scalars(batches))
    for each in lapsed:
        if each.batch_id in free:
            found[each.account_id] += each.kilograms
    return found
