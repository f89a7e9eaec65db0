"""For which shipments a declaration can be had, and what stands in the way of the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from remine_portal.domain.catalog import Series
from remine_portal.domain.credits import METALS
from remine_portal.domain.errors import Refusal
from remine_portal.domain.periods import ShippedInClosedPeriod
from remine_portal.domain.policy import Policy
from remine_portal.domain.recycled_content import EntityNotKnown
from remine_portal.persistence import declarations
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.periods import PeriodRow, closed_periods
from remine_portal.persistence.policies import all_policies
from remine_portal.persistence.requests import open_requests_for
from remine_portal.persistence.shipments import ShipmentRow
from remine_portal.services.assessing import LineAssessment, assess_shipments
from remine_portal.services.periods import policy_among


@dataclass(frozen=True)
class LotStanding:
    """One lot: declared already, or refused, or else open to be declared."""

    assessment: LineAssessment
    declared_in: str | None
    refusal: Refusal | None

    @property
    def is_open(self) -> bool:
        return self.declared_in is None and self.refusal is None


@dataclass(frozen=True)
class ShipmentStanding:
    """The lots of a shipment, and the open request that names it already."""

    shipment: ShipmentRow
    lots: tuple[LotStanding, ...]
    requested_in: str | None

    @property
    def has_open_lots(self) -> bool:
        return any(each.is_open for each in self.lots)

    @property
    def can_be_requested(self) -> bool:
        return self.has_open_lots and self.requested_in is None

    @property
    def is_declared(self) -> bool:
        """Whether everything of it that can be declared is declared now."""
        return bool(self.numbers) and not self.has_open_lots

    @property
    def numbers(self) -> list[str]:
        """Of the current declarations, in the order of the lots."""
        return list(dict.fromkeys(each.declared_in for each in self.lots if each.declared_in))


def standings(work: UnitOfWork, sent: Iterable[ShipmentRow]) -> list[ShipmentStanding]:
    """How shipments stand by the evidence on file now; loaded as by `find_shipment`.

    Whether the credits of an account suffice is not asked: that is the desk's to see alone.
    """
    sent = list(sent)
    ids = [each.id for each in sent]
    assessed = assess_shipments(work, sent)
    declared = declarations.current_numbers(work, ids)
    requested = open_requests_for(work, ids)
    policies, closed = all_policies(work), closed_periods(work, METALS[0])
    return [
        ShipmentStanding(
            shipment=each,
            lots=tuple(
                LotStanding(
                    assessment=lot,
                    declared_in=declared.get(each.id, {}).get(lot.line.line_no),
                    refusal=_refusal(each, lot, policies, closed),
                )
                for lot in assessed[each.id].lines
            ),
            requested_in=requested.get(each.id),
        )
        for each in sent
    ]


def _refusal(
    shipment: ShipmentRow,
    lot: LineAssessment,
    policies: Sequence[Policy],
    closed: Sequence[PeriodRow],
) -> Refusal | None:
    """What forbids to declare the content of a lot, or to attribute credits to it."""
    if lot.line.product.series is not Series.ISO_22095:
        return lot.refusal
    try:
        boundary = policy_among(policies, shipment.ship_date).boundary_of(lot.line.site_code)
    except Refusal as refusal:
        return refusal
    for each in closed:
        if each.boundary == boundary and shipment.ship_date in each.period:
            return ShippedInClosedPeriod(first_day=each.first_day, last_day=each.last_day)
    if lot.entity is None:
        return EntityNotKnown(
            site=lot.line.site_code, produced_on=lot.line.production_date, lot=lot.line.lot_no
        )
    return None
