"""Which lots of a shipment a draft may cover."""

from __future__ import annotations

from dataclasses import dataclass

from remine_portal.domain.errors import Refusal
from remine_portal.persistence import declarations
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.shipments import ShipmentRow
from remine_portal.services.assessing import LineAssessment, assess_lines
from remine_portal.services.attribution_outlook import Outlook


@dataclass(frozen=True)
class Lot:
    """A line that may be chosen for a draft, or the reason why not."""

    assessment: LineAssessment
    declared_in: str | None
    refusal: Refusal | None
    boundary: str | None = None

    @property
    def is_open(self) -> bool:
        return self.refusal is None and self.declared_in is None


def lots_to_choose(
    work: UnitOfWork, shipment: ShipmentRow, outlook: Outlook, *, replacing: str | None = None
) -> list[Lot]:
    """Every lot of the shipment with its figure, its refusal, or the declaration it has.

    Copper has no figure: it can be chosen where its boundary has a period to attribute in. What
    the declaration to be replaced declares can be chosen again.
    """
    numbers = declarations.current_numbers(work, [shipment.id]).get(shipment.id, {})
    boundaries = {line.line_no: each.boundary for each in outlook.boundaries for line in each.lines}
    lots = []
    for each in assess_lines(work, shipment.lines):
        number = each.line.line_no
        boundary = boundaries.get(number)
        refusal = None if boundary else outlook.refusals.get(number, each.refusal)
        declared_in = numbers.get(number)
        lots.append(Lot(each, declared_in if declared_in != replacing else None, refusal, boundary))
    return lots
