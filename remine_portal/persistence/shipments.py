"""Shipments with their lines in revisions, the contents of lots, and the imports they came by."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Select, String, UniqueConstraint, select, true
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload

from remine_portal.domain.mass import Mass
from remine_portal.domain.people import CUSTOMER_ROLES, Actor
from remine_portal.domain.recycled_content import RecycledContent
from remine_portal.domain.shipments import matching_key
from remine_portal.persistence.catalog import ProductRow
from remine_portal.persistence.customers import CustomerRow
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.schema import Key, MassColumn, Row, UtcDateTime


class ShipmentRow(Row):
    """Goods sent to one customer on one day. Head fields are those of its current lines."""

    __tablename__ = "shipment"
    __table_args__ = (
        Index("ix_shipment_customer", "customer_id", "ship_date", "id"),
        Index("ix_shipment_by_date", "ship_date", "id"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    shipment_no: Mapped[str] = mapped_column(String(64), unique=True)
    matching_no: Mapped[str] = mapped_column(String(200), unique=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    ship_date: Mapped[date]
    invoice_no: Mapped[str | None] = mapped_column(String(64))
    destination: Mapped[str | None] = mapped_column(String(200))
    search_text: Mapped[str] = mapped_column(String)
    sample: Mapped[bool] = mapped_column(default=False)

    customer: Mapped[CustomerRow] = relationship(lazy="raise")
    lines: Mapped[list[ShipmentLineRow]] = relationship(
        lazy="raise",
        primaryjoin=lambda: (
            (ShipmentRow.id == ShipmentLineRow.shipment_id) & ShipmentLineRow.is_current
        ),
        order_by=lambda: ShipmentLineRow.line_no,
        viewonly=True,
    )

    @property
    def net_mass(self) -> Mass:
        """Of the current lines, which must be loaded."""
        return Mass.total(line.net_mass for line in self.lines)


class ShipmentLineRow(Row):
    """One lot of a shipment, as one import wrote it. A change is a new revision; the old stays."""

    __tablename__ = "shipment_line"
    __table_args__ = (
        UniqueConstraint("shipment_id", "line_no", "revision", name="uq_shipment_line_revision"),
        Index("ix_shipment_line_lot", "lot_no"),
        # Not of the current lines alone: SQLite would not see that our queries ask for those.
        Index(
            "ix_shipment_line_output",
            *("site_code", "is_current", "ship_date", "product_code", "net_mass"),
        ),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    shipment_id: Mapped[int] = mapped_column(ForeignKey("shipment.id"), index=True)
    line_no: Mapped[int]
    revision: Mapped[int]
    is_current: Mapped[bool]
    ship_date: Mapped[date]
    invoice_no: Mapped[str | None] = mapped_column(String(64))
    destination: Mapped[str | None] = mapped_column(String(200))
    order_no: Mapped[str | None] = mapped_column(String(64))
    order_item: Mapped[str | None] = mapped_column(String(64))
    customer_po: Mapped[str | None] = mapped_column(String(64))
    product_code: Mapped[str] = mapped_column(ForeignKey("product.code"), index=True)
    lot_no: Mapped[str] = mapped_column(String(64))
    production_date: Mapped[date]
    site_code: Mapped[str | None] = mapped_column(ForeignKey("site.code"))
    net_mass: Mapped[Mass] = mapped_column(MassColumn)
    unit: Mapped[str] = mapped_column(String(2))
    import_id: Mapped[UUID] = mapped_column(ForeignKey("import_run.id"), index=True)

    product: Mapped[ProductRow] = relationship(lazy="raise")


class LotContentRow(Row):
    """What went into one lot, in revisions like a shipment's line."""

    __tablename__ = "lot_content"
    __table_args__ = (
        UniqueConstraint(
            "matching_lot", "product_code", "revision", name="uq_lot_content_revision"
        ),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    lot_no: Mapped[str] = mapped_column(String(64))
    matching_lot: Mapped[str] = mapped_column(
        String(200), default=lambda row: matching_key(row.get_current_parameters()["lot_no"])
    )
    product_code: Mapped[str] = mapped_column(ForeignKey("product.code"))
    revision: Mapped[int]
    is_current: Mapped[bool]
    product_mass: Mapped[Mass] = mapped_column(MassColumn)
    pre_consumer: Mapped[Mass] = mapped_column(MassColumn)
    post_consumer: Mapped[Mass] = mapped_column(MassColumn)
    same_process_returns: Mapped[Mass] = mapped_column(MassColumn)
    import_id: Mapped[UUID] = mapped_column(ForeignKey("import_run.id"), index=True)

    @property
    def content(self) -> RecycledContent:
        return RecycledContent(
            lot=self.lot_no,
            product=self.product_mass,
            pre_consumer=self.pre_consumer,
            post_consumer=self.post_consumer,
            same_process_returns=self.same_process_returns,
        )


class ImportRunRow(Row):
    """One file handed in: read and previewed, then applied or left. The file itself is kept."""

    __tablename__ = "import_run"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    file_name: Mapped[str] = mapped_column(String(200))
    file_sha256: Mapped[str] = mapped_column(String(64), index=True)
    handed_in_by: Mapped[str] = mapped_column(String(200))
    handed_in_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    applied_by: Mapped[str | None] = mapped_column(String(200))
    applied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    new_count: Mapped[int] = mapped_column(default=0)
    changed_count: Mapped[int] = mapped_column(default=0)
    unchanged_count: Mapped[int] = mapped_column(default=0)
    refused_count: Mapped[int] = mapped_column(default=0)
    sample: Mapped[bool] = mapped_column(default=False)


def visible_to(actor: Actor) -> Select[ShipmentRow]:
    """Shipments an actor may see: where every query for them starts (DOMAIN.md rule 40)."""
    own = ShipmentRow.customer_id == actor.customer_id if actor.role in CUSTOMER_ROLES else true()
    return select(ShipmentRow).where(own)


def find_shipment(work: UnitOfWork, shipment_no: str) -> ShipmentRow | None:
    """With customer, current lines and their products; None when it is not there, or not theirs."""
    return work.session.scalar(
        visible_to(work.actor)
        .where(ShipmentRow.shipment_no == shipment_no)
        .options(
            joinedload(ShipmentRow.customer),
            selectinload(ShipmentRow.lines).joinedload(ShipmentLineRow.product),
        )
    )


def contents_of_lots(
    work: UnitOfWork, lots: set[tuple[str, str]]
) -> dict[tuple[str, str], RecycledContent]:
    """Current contents on file, by (lot number, product code), however the lot is spelt there."""
    rows = work.session.scalars(
        select(LotContentRow).where(
            LotContentRow.is_current,
            LotContentRow.matching_lot.in_({matching_key(lot) for lot, _ in lots}),
        )
    )
    contents = {(row.matching_lot, row.product_code): row.content for row in rows}
    return {
        (lot, product): contents[matching_key(lot), product]
        for lot, product in lots
        if (matching_key(lot), product) in contents
    }
