"""What current declarations attribute to a shipment, each with the flow of its credits."""

from __future__ import annotations

from dataclasses import dataclass

from remine_portal.documents.ledger_pictures import Picture, shipment_sankey
from remine_portal.documents.pictures import Bar, attributed_bar
from remine_portal.domain.attributed_declarations import (
    AttributedShare,
    StatedAttribution,
    attribution_in,
)
from remine_portal.domain.attribution import Attribution
from remine_portal.domain.credits import METALS
from remine_portal.domain.mass import Mass
from remine_portal.domain.people import Actor, Role
from remine_portal.persistence.attributions import attributing_declarations
from remine_portal.persistence.corrections import GoodsReturnRow, returns_of
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declarations import DeclarationRow
from remine_portal.persistence.periods import periods_of
from remine_portal.persistence.shipments import ShipmentRow
from remine_portal.services.reconciling import reconcile
from remine_portal.web.languages import language


@dataclass(frozen=True)
class Attributed:
    """What one declaration attributes; the bars in the order of its shares."""

    declaration: DeclarationRow
    stated: StatedAttribution
    bars: tuple[Bar, ...]
    flow: Picture | None
    returns: list[GoodsReturnRow]

    @property
    def staying(self) -> list[tuple[AttributedShare, int]]:
        """Kilograms that stay attributed to the goods that did not come back (rule 35)."""
        kept = self.stated.net_mass - Mass.total(each.net_mass for each in self.returns)
        return [
            (each, Attribution(each.characteristic, each.percent).printed_kg(kept))
            for each in self.stated.shares
        ]


def attributed_to(work: UnitOfWork, shipment: ShipmentRow) -> list[Attributed]:
    """By current declarations that the actor may see."""
    return [
        _of(work, shipment, declaration)
        for declaration in attributing_declarations(work, shipment.id)
    ]


def _of(work: UnitOfWork, shipment: ShipmentRow, declaration: DeclarationRow) -> Attributed:
    stated = attribution_in(declaration.snapshot)
    [period] = [
        each
        for each in periods_of(work, stated.boundary, METALS[0])
        if each.first_day == stated.period.first_day
    ]
    report = reconcile(work, period, reader=_customer_of(declaration))
    return Attributed(
        declaration=declaration,
        stated=stated,
        bars=tuple(attributed_bar(each.percent, language=language()) for each in stated.shares),
        flow=shipment_sankey(report, shipment_no=shipment.shipment_no, language=language()),
        returns=returns_of(work, declaration.draft_id),
    )


def _customer_of(declaration: DeclarationRow) -> Actor:
    """Whose picture it is. The desks look at what the customer sees, and nobody sees more."""
    return Actor(name="customer", role=Role.BUYER, customer_id=declaration.customer_id)
