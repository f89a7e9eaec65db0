"""Inputs booked with weight ticket and assay. Never changed: one input, one claim."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, String, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from remine_portal.domain.credits import Characteristic
from remine_portal.domain.mass import Mass
from remine_portal.domain.shipments import matching_key
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.imports import chunks
from remine_portal.persistence.policies import PolicyRow
from remine_portal.persistence.schema import (
    EnumColumn,
    FactorColumn,
    Key,
    Kilograms,
    MassColumn,
    PercentColumn,
    Row,
    UtcDateTime,
)


class ReceiptRow(Row):
    """One input as weighed and assayed, and the credits it brought in, if it has any."""

    __tablename__ = "input_receipt"
    __table_args__ = (
        CheckConstraint("gross_mass > 0", name="weighs_something"),
        CheckConstraint("assay_percent >= 0 AND assay_percent <= 100000", name="assay_in_bounds"),
        CheckConstraint(
            "credited_kg >= 0 AND (characteristic IS NOT NULL OR credited_kg = 0)",
            name="credits_need_a_characteristic",
        ),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    receipt_no: Mapped[str] = mapped_column(String(64))
    matching_no: Mapped[str] = mapped_column(String(200), unique=True)
    matching_ticket: Mapped[str] = mapped_column(String(402), unique=True)
    boundary: Mapped[str] = mapped_column(String(64))
    site_code: Mapped[str] = mapped_column(ForeignKey("site.code"))
    metal: Mapped[str] = mapped_column(String(2))
    received_on: Mapped[date]
    material: Mapped[str] = mapped_column(String(200))
    characteristic: Mapped[Characteristic | None] = mapped_column(EnumColumn(Characteristic))
    supplier_ref: Mapped[str] = mapped_column(String(64))
    gross_mass: Mapped[Mass] = mapped_column(MassColumn)
    unit: Mapped[str] = mapped_column(String(2))
    assay_percent: Mapped[Decimal] = mapped_column(PercentColumn)
    weight_ticket: Mapped[str] = mapped_column(String(64))
    assay_report: Mapped[str] = mapped_column(String(64))
    policy_id: Mapped[int] = mapped_column(ForeignKey("credit_policy.id"))
    factor: Mapped[Decimal] = mapped_column("factor_millionths", FactorColumn())
    credited_kg: Mapped[int] = mapped_column(Kilograms)
    period_id: Mapped[int] = mapped_column(ForeignKey("balance_period.id"), index=True)
    sample: Mapped[bool] = mapped_column(default=False)
    booked_by: Mapped[str] = mapped_column(String(200))
    booked_at: Mapped[datetime] = mapped_column(UtcDateTime)

    policy: Mapped[PolicyRow] = relationship(lazy="raise")


def matching_ticket(supplier_ref: str, weight_ticket: str) -> str:
    """The key under which one weighing of one supplier is known, however it is spelt."""
    return f"{matching_key(supplier_ref)}\n{matching_key(weight_ticket)}"


def find_receipt(work: UnitOfWork, receipt_no: str) -> ReceiptRow | None:
    """By its number, however it is spelt; with its policy."""
    return work.session.scalar(
        select(ReceiptRow)
        .where(ReceiptRow.matching_no == matching_key(receipt_no))
        .options(joinedload(ReceiptRow.policy))
    )


def receipts_on_file(
    work: UnitOfWork, numbers: Collection[str], tickets: Collection[str]
) -> list[ReceiptRow]:
    """The receipts known under any of these matching numbers or matching tickets."""
    found: dict[int, ReceiptRow] = {}
    for column, keys in ((ReceiptRow.matching_no, numbers), (ReceiptRow.matching_ticket, tickets)):
        for chunk in chunks(keys):
            query = select(ReceiptRow).where(column.in_(chunk))
            found |= {row.id: row for row in work.session.scalars(query)}
    return list(found.values())


def receipts_of(work: UnitOfWork, period_id: int) -> list[ReceiptRow]:
    """What was booked for a period, in the order of receipt, with its policy."""
    return list(
        work.session.scalars(
            select(ReceiptRow)
            .where(ReceiptRow.period_id == period_id)
            .order_by(ReceiptRow.received_on, ReceiptRow.id)
            .options(joinedload(ReceiptRow.policy))
        )
    )
