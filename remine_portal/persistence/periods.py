"""Balance periods, and what staff book of each from production records."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    String,
    UniqueConstraint,
    func,
    select,
    type_coerce,
)
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from remine_portal.domain.mass import MILLIGRAMS, Mass
from remine_portal.domain.periods import BalancePeriod
from remine_portal.persistence.catalog import ProductRow
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.people import PersonRow
from remine_portal.persistence.schema import (
    FactorColumn,
    Key,
    Kilograms,
    MassColumn,
    Row,
    UtcDateTime,
)
from remine_portal.persistence.shipments import ShipmentLineRow


class PeriodRow(Row):
    """One period of a boundary and metal. Reserved and attributed are moved by entries alone."""

    __tablename__ = "balance_period"
    __table_args__ = (
        UniqueConstraint("boundary", "metal", "first_day", name="uq_balance_period_boundary"),
        CheckConstraint("first_day <= last_day", name="days_in_order"),
        CheckConstraint("reserved_kg >= 0 AND attributed_kg >= 0", name="never_below_zero"),
        CheckConstraint(
            "closed_at IS NULL OR (proposed_by_id IS NOT NULL AND closed_by_id IS NOT NULL "
            "AND closed_by_id <> proposed_by_id)",
            name="closed_by_two",
        ),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    boundary: Mapped[str] = mapped_column(String(64))
    metal: Mapped[str] = mapped_column(String(2))
    first_day: Mapped[date]
    last_day: Mapped[date]
    reserved_kg: Mapped[int] = mapped_column(Kilograms, default=0)
    attributed_kg: Mapped[int] = mapped_column(Kilograms, default=0)
    last_entry_id: Mapped[int] = mapped_column(BigInteger, default=0)
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    proposed_sha256: Mapped[str | None] = mapped_column(String(64))
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    proposed_by: Mapped[PersonRow | None] = relationship(
        lazy="raise", foreign_keys=[proposed_by_id]
    )
    closed_by: Mapped[PersonRow | None] = relationship(lazy="raise", foreign_keys=[closed_by_id])

    @property
    def period(self) -> BalancePeriod:
        return BalancePeriod(self.first_day, self.last_day)

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def used_kg(self) -> int:
        """Attributed or reserved to shipments of the period."""
        return self.reserved_kg + self.attributed_kg


class ProductionRecordRow(Row):
    """Output, physical stock and measured yield of a period; of several, the newest counts."""

    __tablename__ = "production_record"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    period_id: Mapped[int] = mapped_column(ForeignKey("balance_period.id"), index=True)
    output: Mapped[Mass | None] = mapped_column(MassColumn)
    physical_stock: Mapped[Mass | None] = mapped_column(MassColumn)
    measured_yield: Mapped[Decimal | None] = mapped_column("yield_millionths", FactorColumn())
    sample: Mapped[bool] = mapped_column(default=False)
    booked_by: Mapped[str] = mapped_column(String(200))
    booked_at: Mapped[datetime] = mapped_column(UtcDateTime)


def periods_of(work: UnitOfWork, boundary: str, metal: str) -> list[PeriodRow]:
    """Every period of a boundary, the first one first, with who proposed and who closed it."""
    return list(
        work.session.scalars(
            select(PeriodRow)
            .where(PeriodRow.boundary == boundary, PeriodRow.metal == metal)
            .order_by(PeriodRow.first_day)
            .options(joinedload(PeriodRow.proposed_by), joinedload(PeriodRow.closed_by))
        )
    )


def period_with(work: UnitOfWork, boundary: str, metal: str, day: date) -> PeriodRow | None:
    """The period of a boundary that a day lies in, if it has been opened, as it stands now."""
    return work.session.scalar(
        select(PeriodRow)
        .where(
            PeriodRow.boundary == boundary,
            PeriodRow.metal == metal,
            PeriodRow.first_day <= day,
            PeriodRow.last_day >= day,
        )
        .execution_options(populate_existing=True)
    )


def last_period(work: UnitOfWork, boundary: str, metal: str) -> PeriodRow | None:
    return work.session.scalar(
        select(PeriodRow)
        .where(PeriodRow.boundary == boundary, PeriodRow.metal == metal)
        .order_by(PeriodRow.first_day.desc())
        .limit(1)
    )


def first_open_period(
    work: UnitOfWork, boundary: str, metal: str, not_before: date = date.min
) -> PeriodRow | None:
    """The earliest period that is not closed and does not end before a day."""
    return work.session.scalar(
        select(PeriodRow)
        .where(
            PeriodRow.boundary == boundary,
            PeriodRow.metal == metal,
            PeriodRow.closed_at.is_(None),
            PeriodRow.last_day >= not_before,
        )
        .order_by(PeriodRow.first_day)
        .limit(1)
    )


def closed_periods(work: UnitOfWork, metal: str) -> list[PeriodRow]:
    """Those of every boundary."""
    closed = PeriodRow.closed_at.is_not(None)
    return list(work.session.scalars(select(PeriodRow).where(PeriodRow.metal == metal, closed)))


def open_periods_before(work: UnitOfWork, period: PeriodRow) -> list[PeriodRow]:
    """Earlier periods of the same boundary that are not closed, the first one first."""
    return list(
        work.session.scalars(
            select(PeriodRow)
            .where(
                PeriodRow.boundary == period.boundary,
                PeriodRow.metal == period.metal,
                PeriodRow.first_day < period.first_day,
                PeriodRow.closed_at.is_(None),
            )
            .order_by(PeriodRow.first_day)
        )
    )


def production_of(work: UnitOfWork, period: PeriodRow) -> ProductionRecordRow | None:
    """What is booked of a period's production."""
    return work.session.scalar(
        select(ProductionRecordRow)
        .where(ProductionRecordRow.period_id == period.id)
        .order_by(ProductionRecordRow.id.desc())
        .limit(1)
    )


NET_MILLIGRAMS = type_coerce(ShipmentLineRow.net_mass, BigInteger)
"""Without the column's type: on PostgreSQL the sum of 64-bit integers is a decimal."""


def shipped_in(work: UnitOfWork, period: PeriodRow, sites: tuple[str, ...]) -> Mass:
    """The metal that sites shipped in a period, by the current lines of the ERP."""
    return Mass(_shipped(work, period, sites, NET_MILLIGRAMS))


def shipped_kg_in(work: UnitOfWork, period: PeriodRow, sites: tuple[str, ...]) -> int:
    """The same in whole kilograms, each lot rounded up: what all of it could take in credits."""
    whole = (NET_MILLIGRAMS + MILLIGRAMS["kg"] - 1) // MILLIGRAMS["kg"]
    return _shipped(work, period, sites, whole)


def _shipped(
    work: UnitOfWork, period: PeriodRow, sites: tuple[str, ...], figure: ColumnElement[int]
) -> int:
    products = select(ProductRow.code).where(ProductRow.element == period.metal)
    shipped = work.session.scalar(
        select(func.sum(figure)).where(
            ShipmentLineRow.site_code.in_(sites),
            ShipmentLineRow.ship_date.between(period.first_day, period.last_day),
            ShipmentLineRow.product_code.in_(products),
            ShipmentLineRow.is_current,
        )
    )
    return int(shipped or 0)
