"""What a reconciliation lists of a period: its entries, and the shipments credits went to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from remine_portal.domain.credits import Characteristic, Reason
from remine_portal.persistence.customers import CustomerRow
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declarations import DeclarationRow
from remine_portal.persistence.drafts import DraftRow
from remine_portal.persistence.ledger import AccountRow, BatchRow, EntryRow
from remine_portal.persistence.periods import PeriodRow
from remine_portal.persistence.receipts import ReceiptRow
from remine_portal.persistence.shipments import ShipmentRow


def entries_in(work: UnitOfWork, period: PeriodRow) -> Sequence[Any]:
    """Every entry that counts in the period, with account, receipt, shipment and declaration."""
    return work.session.execute(
        select(
            EntryRow,
            AccountRow.name,
            ReceiptRow.receipt_no,
            ShipmentRow.shipment_no,
            DeclarationRow.number,
        )
        .join(BatchRow, BatchRow.id == EntryRow.batch_id)
        .join(AccountRow, AccountRow.id == BatchRow.account_id)
        .join(ReceiptRow, ReceiptRow.id == BatchRow.receipt_id)
        .outerjoin(DraftRow, DraftRow.id == EntryRow.draft_id)
        .outerjoin(ShipmentRow, ShipmentRow.id == DraftRow.shipment_id)
        .outerjoin(DeclarationRow, DeclarationRow.draft_id == DraftRow.id)
        .where(EntryRow.period_id == period.id)
        .order_by(EntryRow.id)
    ).all()


def attributed_in(work: UnitOfWork, period: PeriodRow) -> Sequence[Any]:
    """Credits attributed in the period by characteristic and shipment, the largest first."""
    kilograms = func.sum(EntryRow.kilograms)
    return work.session.execute(
        select(
            AccountRow.characteristic,
            kilograms.label("kilograms"),
            ShipmentRow.shipment_no,
            ShipmentRow.ship_date,
            CustomerRow,
            DeclarationRow.number,
        )
        .join(BatchRow, BatchRow.id == EntryRow.batch_id)
        .join(AccountRow, AccountRow.id == BatchRow.account_id)
        .join(DraftRow, DraftRow.id == EntryRow.draft_id)
        .join(ShipmentRow, ShipmentRow.id == DraftRow.shipment_id)
        .join(CustomerRow, CustomerRow.id == DraftRow.customer_id)
        .outerjoin(DeclarationRow, DeclarationRow.draft_id == DraftRow.id)
        .where(EntryRow.period_id == period.id, EntryRow.reason == Reason.ATTRIBUTE)
        .group_by(
            AccountRow.characteristic,
            ShipmentRow.shipment_no,
            ShipmentRow.ship_date,
            CustomerRow.id,
            DeclarationRow.number,
        )
        .order_by(kilograms.desc(), ShipmentRow.shipment_no)
    ).all()


def moved_until(work: UnitOfWork, period: PeriodRow) -> dict[Characteristic, dict[Reason, int]]:
    """What has moved in the period and before it, by characteristic and reason."""
    rows = work.session.execute(
        select(AccountRow.characteristic, EntryRow.reason, func.sum(EntryRow.kilograms))
        .join(BatchRow, BatchRow.id == EntryRow.batch_id)
        .join(AccountRow, AccountRow.id == BatchRow.account_id)
        .join(PeriodRow, PeriodRow.id == EntryRow.period_id)
        .where(
            AccountRow.boundary == period.boundary,
            AccountRow.metal == period.metal,
            PeriodRow.first_day <= period.first_day,
        )
        .group_by(AccountRow.characteristic, EntryRow.reason)
    )
    moved: dict[Characteristic, dict[Reason, int]] = {each: {} for each in Characteristic}
    for characteristic, reason, kilograms in rows:
        moved[characteristic][reason] = int(kilograms)
    return moved
