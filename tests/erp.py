"""The ERP of the tests: it sends one file after the other, and looks at what is on file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from remine_portal.domain.people import COMMAND_LINE
from remine_portal.persistence.customers import CustomerRow, NameProposalRow
from remine_portal.persistence.database import Database, UnitOfWork
from remine_portal.persistence.shipments import (
    ImportRunRow,
    LotContentRow,
    ShipmentLineRow,
    ShipmentRow,
)
from remine_portal.services import importing
from remine_portal.services.import_previews import Counts, Preview
from remine_portal.services.importing import ImportFile, ImportKind
from tests.erp_files import LOT, SHIPMENT, a_csv

KEYS = {"id", "customer_id", "shipment_id", "import_id", "proposed_at"}
BEFORE_ALL = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)

A_TIN_LINE = {
    "order_no": "SO-1",
    "customer_po": "PO-1",
    "invoice_no": "INV-1",
    "ship_date": "2026-06-01",
    "product_code": "REM-SN",
    "lot_no": "LOT-1",
    "production_date": "2026-05-10",
    "site_code": "IKUNO",
    "net_mass": "2000",
    "unit": "kg",
}
"""What the ERP says of the line of `factories.a_shipment`, number and customer aside."""


def shipments_file(*changes: Mapping[str, object]) -> bytes:
    """A good line a change, each made different by its change."""
    return a_csv(SHIPMENT, *({**SHIPMENT, **change}.values() for change in changes))


def lots_file(*changes: Mapping[str, object]) -> bytes:
    return a_csv(LOT, *({**LOT, **change}.values() for change in changes))


@dataclass
class Erp:
    """Every file comes a minute after the one before."""

    database: Database
    now: datetime = BEFORE_ALL

    def ship(self, *changes: Mapping[str, object], **options: Any) -> Counts:
        """Hand in and apply a file of these lines."""
        return self.send(shipments_file(*changes), **options)

    def send(self, content: bytes, name: str = "erp.csv", **options: Any) -> Counts:
        self.now += timedelta(minutes=1)
        with self.database.writing(COMMAND_LINE, self.now) as work:
            run = importing.apply_file(
                work, ImportKind.SHIPMENTS, ImportFile(name, content), **options
            )
            repeated = importing.is_repeated(work, run)
            return Counts(0, 0, 0, 0) if repeated else importing.counts_of(run)

    def send_lots(self, content: bytes, name: str = "lots.csv", **options: Any) -> Counts:
        self.now += timedelta(minutes=1)
        with self.database.writing(COMMAND_LINE, self.now) as work:
            return importing.counts_of(
                importing.apply_file(work, ImportKind.LOTS, ImportFile(name, content), **options)
            )

    def preview(self, *changes: Mapping[str, object]) -> Preview[Any]:
        with self.database.reading(COMMAND_LINE, self.now) as work:
            return importing.preview(
                work, ImportKind.SHIPMENTS, shipments_file(*changes), "erp.csv"
            )

    def rows(self, kind: type[Any], *order: Any, **what: Any) -> list[Any]:
        """Rows of one table where all of `what` holds."""
        with self.database.reading(COMMAND_LINE) as work:
            query = select(kind).filter_by(**what).order_by(*(order or (kind.id,)))
            return list(work.session.scalars(query))

    @property
    def lines(self) -> list[ShipmentLineRow]:
        """Current and earlier revisions, by number."""
        return self.rows(ShipmentLineRow, ShipmentLineRow.line_no, ShipmentLineRow.revision)

    @property
    def proposals(self) -> list[NameProposalRow]:
        return self.rows(NameProposalRow)

    def everything(self) -> dict[str, list[tuple[Any, ...]]]:
        with self.database.reading(COMMAND_LINE) as work:
            return on_file(work)

    @property
    def runs(self) -> list[ImportRunRow]:
        return self.rows(ImportRunRow, ImportRunRow.handed_in_at)


def on_file(work: UnitOfWork) -> dict[str, list[tuple[Any, ...]]]:
    """All that files leave behind, in the order it was written, without the keys of rows."""
    owned = {ShipmentRow: CustomerRow, ShipmentLineRow: ShipmentRow, NameProposalRow: CustomerRow}
    names = {CustomerRow: CustomerRow.code, ShipmentRow: ShipmentRow.shipment_no}
    found = {}
    for kind in (CustomerRow, NameProposalRow, ShipmentRow, ShipmentLineRow, LotContentRow):
        columns = [each for each in kind.__table__.columns if each.key not in KEYS]
        query = select(*columns).order_by(kind.id)
        if owner := owned.get(kind):
            query = query.add_columns(names[owner]).join_from(kind, owner)
        found[kind.__tablename__] = [tuple(row) for row in work.session.execute(query)]
    return found
