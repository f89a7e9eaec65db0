"""Planning an attribution: what it would take of which account, before any credit moves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from remine_portal.domain.attribution import Attribution, NoShipment, refuse_impossible_shares
from remine_portal.domain.catalog import refuse_credits
from remine_portal.domain.credits import METALS, account_name, refuse_other_metal
from remine_portal.domain.mass import Mass
from remine_portal.domain.policy import Policy, SeveralBoundaries
from remine_portal.persistence import periods
from remine_portal.persistence.credit_positions import Taken
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.drafts import DraftRow
from remine_portal.persistence.shipments import ShipmentLineRow
from remine_portal.services.inheriting import Inheritance, inherited_by
from remine_portal.services.periods import policy_of


@dataclass(frozen=True)
class Plan:
    """What attributing to some lots of a shipment comes to, before any credit moves."""

    metal: str
    boundary: str
    policy: Policy
    net_mass: Mass
    attributions: tuple[Attribution, ...]
    inherited: Inheritance | None = None

    @property
    def debits(self) -> dict[str, int]:
        """Credits that the goods take, in kilograms, by account."""
        return {self.account(each): each.debit_kg(self.net_mass) for each in self.attributions}

    @property
    def needs(self) -> dict[str, int]:
        """What of them is to be taken yet: all, or what a new version needs more (rule 34)."""
        if self.inherited is None:
            return self.debits
        missing = {
            name: debit - self.inherited.kept_kg(name) for name, debit in self.debits.items()
        }
        return {name: kilograms for name, kilograms in missing.items() if kilograms > 0}

    @property
    def staying(self) -> list[Taken]:
        """What earlier versions attributed and the new one goes on with."""
        return self.inherited.staying(self.debits) if self.inherited else []

    @property
    def going(self) -> list[Taken]:
        """What goes back as soon as the new version is issued."""
        return self.inherited.going(self.debits) if self.inherited else []

    def account(self, attribution: Attribution) -> str:
        return account_name(self.boundary, self.metal, attribution.characteristic)


def plan_attribution(
    work: UnitOfWork,
    lines: Sequence[ShipmentLineRow],
    ship_date: date,
    attributions: Iterable[Attribution],
) -> Plan:
    """Reckon an attribution to lots, whose products must be loaded.

    Refuses credits without goods (rule 22), a product of the other series (rule 1), shares that
    cannot be, a day before the first policy, lots of no or of several boundaries (rule 24), and
    another metal than the account's (rule 23).
    """
    attributions = tuple(attributions)
    if not lines:
        raise NoShipment
    for line in lines:
        refuse_credits(line.product_code, line.product.series)
    refuse_impossible_shares(attributions)
    policy = policy_of(work, ship_date)
    boundaries = {policy.boundary_of(line.site_code) for line in lines}
    if len(boundaries) > 1:
        raise SeveralBoundaries(boundaries=", ".join(sorted(boundaries)))
    plan = Plan(
        metal=METALS[0],
        boundary=boundaries.pop(),
        policy=policy,
        net_mass=Mass.total(line.net_mass for line in lines),
        attributions=attributions,
    )
    for line in lines:
        for account in plan.debits:
            refuse_other_metal(account, account_metal=plan.metal, metal=line.product.element)
    return plan


def plan_of(work: UnitOfWork, draft: DraftRow) -> Plan:
    """The plan of a draft, by the current revisions of its lots and what it takes over."""
    wanted = {line.line_no for line in draft.lines}
    lines = [line for line in draft.shipment.lines if line.line_no in wanted]
    plan = plan_attribution(work, lines, draft.shipment.ship_date, attributions_of(draft))
    if draft.replacement is None:
        return plan
    period = periods.period_with(work, plan.boundary, plan.metal, draft.shipment.ship_date)
    return replace(plan, inherited=inherited_by(work, draft, period.id if period else None))


def attributions_of(draft: DraftRow) -> list[Attribution]:
    return [Attribution(each.characteristic, each.percent) for each in draft.attributions]
