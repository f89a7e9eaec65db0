"""What current declarations attribute to shipments, and what of an account a shipment may use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, select

from remine_portal.domain.catalog import Series
from remine_portal.domain.credits import Characteristic, Reason
from remine_portal.domain.declarations import Status
from remine_portal.persistence.credit_positions import held_by, lapsed_drafts
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declarations import (
    DeclarationLineRow,
    DeclarationRow,
    visible_to,
)
from remine_portal.persistence.drafts import DraftAttributionRow
from remine_portal.persistence.endings import EndingRow
from remine_portal.persistence.ledger import AccountRow, BatchRow, EntryRow
from remine_portal.persistence.periods import PeriodRow

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
    """Credits of the periods of a day on a customer's shipments, in kilograms, less returns.

    What a new version goes on with is its customer's, whoever the version before was addressed to.
    """
    signed = case((EntryRow.reason == Reason.RETURN, -EntryRow.kilograms), else_=EntryRow.kilograms)
    rows = work.session.execute(
        select(AccountRow.characteristic, func.sum(signed))
        .join(BatchRow, BatchRow.account_id == AccountRow.id)
        .join(EntryRow, EntryRow.batch_id == BatchRow.id)
        .join(PeriodRow, PeriodRow.id == EntryRow.period_id)
        .where(
            EntryRow.draft_id.in_(_drafts_behind(customer_id)),
            EntryRow.reason.in_([Reason.ATTRIBUTE, Reason.RETURN]),
            PeriodRow.first_day <= day,
            PeriodRow.last_day >= day,
        )
        .group_by(AccountRow.characteristic)
        .order_by(AccountRow.characteristic.desc())
    )
    return {characteristic: int(kilograms) for characteristic, kilograms in rows}


def _drafts_behind(customer_id: int) -> Select[UUID]:
    """Drafts of a customer's attributed declarations, and of the versions that these replaced."""
    latest = (
        select(DeclarationRow.id, DeclarationRow.draft_id)
        .where(
            DeclarationRow.customer_id == customer_id,
            DeclarationRow.series == Series.ISO_22095,
            DeclarationRow.status != Status.SUPERSEDED,
        )
        .cte("behind", recursive=True)
    )
    behind = latest.union_all(
        select(DeclarationRow.id, DeclarationRow.draft_id)
        .join(EndingRow, EndingRow.declaration_id == DeclarationRow.id)
        .join(latest, latest.c.id == EndingRow.successor_id)
    )
    return select(behind.c.draft_id)


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
