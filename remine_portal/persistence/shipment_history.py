"""What the ERP said of a shipment at first, and what it said later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.shipments import ImportRunRow, ShipmentLineRow, ShipmentRow


@dataclass(frozen=True, slots=True)
class Revision:
    """A line as one import wrote it."""

    line: ShipmentLineRow
    run: ImportRunRow

    @property
    def written_at(self) -> datetime:
        return self.run.applied_at or self.run.handed_in_at


def revisions_of(work: UnitOfWork, shipment: ShipmentRow) -> dict[int, list[Revision]]:
    """Every revision of each line, oldest first, by line number."""
    found = work.session.execute(
        select(ShipmentLineRow, ImportRunRow)
        .join(ImportRunRow, ImportRunRow.id == ShipmentLineRow.import_id)
        .where(ShipmentLineRow.shipment_id == shipment.id)
        .order_by(ShipmentLineRow.line_no, ShipmentLineRow.revision)
    )
    revisions: dict[int, list[Revision]] = {}
    for line, run in found:
        revisions.setdefault(line.line_no, []).append(Revision(line, run))
    return revisions
