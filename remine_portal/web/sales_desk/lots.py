"""Which lots of a shipment a draft may cover."""

from __future__ import annotations

from dataclasses import dataclass

from remine_portal.persistence import declarations
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.shipments import ShipmentRow
from remine_portal.services.assessing import LineAssessment, assess_lines


@dataclass(frozen=True)
class Lot:
    """A line that may be chosen for a draft, or the reason why not."""

    assessment: LineAssessment
    declared_in: str | None

    @property
    def is_open(self) -> bool:
        return self.assessment.declarable and self.declared_in is None


def lots_to_choose(work: UnitOfWork, shipment: ShipmentRow) -> list[Lot]:
    """Every lot of the shipment with its figure, its refusal, or the declaration it has."""
    numbers = declarations.current_numbers(work, [shipment.id]).get(shipment.id, {})
    return [
        Lot(each, numbers.get(each.line.line_no)) for each in assess_lines(work, shipment.lines)
    ]
