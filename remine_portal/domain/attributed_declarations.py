"""The attributed declaration: credits attributed to copper by mass balance (ISO 22095 Series).

It has no place for a content: an attributed share is an entitlement, and nothing physical.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from remine_portal.domain.attribution import unattributed
from remine_portal.domain.catalog import Text
from remine_portal.domain.credits import CHARACTERISTIC_NAMES, Characteristic
from remine_portal.domain.declarations import DeclarationSnapshot, DeclaredLot
from remine_portal.domain.mass import Mass
from remine_portal.domain.periods import BalancePeriod
from remine_portal.domain.policy import Guideline


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributedShare:
    """One characteristic attributed to the lots together; shares are never added up.

    `attributed_kg` is the printed mass, rounded down; `debit_kg` the credits taken, rounded up.
    """

    characteristic: Characteristic
    definition: Text
    percent: Decimal
    attributed_kg: int
    debit_kg: int
    account: str

    @property
    def name(self) -> Text:
        return CHARACTERISTIC_NAMES[self.characteristic]

    @property
    def attributed_t(self) -> Decimal:
        """In tonnes with three decimals."""
        return Decimal(self.attributed_kg).scaleb(-3)


@dataclass(frozen=True, slots=True)
class FactorNamed:
    """A conversion factor by which credits used here were booked, and the policy that set it."""

    factor: Decimal
    policy: str
    effective_from: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributedSnapshot(DeclarationSnapshot):
    """Everything an attributed declaration says. `entries` name the ledger once it is issued."""

    lines: tuple[DeclaredLot, ...]
    shares: tuple[AttributedShare, ...]
    standards: tuple[str, ...]
    guideline: Guideline
    policy: str
    policy_from: date
    period_first_day: date
    period_last_day: date
    boundary: str
    boundary_sites: tuple[Text, ...]
    factors: tuple[FactorNamed, ...]
    entries: tuple[str, ...] = ()

    @property
    def unattributed(self) -> Mass:
        """Net mass less the printed attributed masses, never below zero (DOMAIN.md 7a)."""
        return unattributed(self.net_mass, (each.attributed_kg for each in self.shares))


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedAttribution:
    """What a declaration states of its attribution, read back from its canonical form."""

    shares: tuple[AttributedShare, ...]
    standards: tuple[str, ...]
    lots: tuple[str, ...]
    net_mass: Mass
    boundary: str
    boundary_sites: tuple[Text, ...]
    period: BalancePeriod
    entries: tuple[str, ...]

    @property
    def unattributed(self) -> Mass:
        return unattributed(self.net_mass, (each.attributed_kg for each in self.shares))


def attribution_in(canonical: str) -> StatedAttribution:
    """What a snapshot in canonical form states of its attribution."""
    stated = json.loads(canonical)
    return StatedAttribution(
        shares=tuple(_share(each) for each in stated["shares"]),
        standards=tuple(stated["standards"]),
        lots=tuple(each["lot_no"] for each in stated["lines"]),
        net_mass=Mass.total(Mass(each["net_mass"]["milligrams"]) for each in stated["lines"]),
        boundary=stated["boundary"],
        boundary_sites=tuple(Text(**each) for each in stated["boundary_sites"]),
        period=BalancePeriod(
            date.fromisoformat(stated["period_first_day"]),
            date.fromisoformat(stated["period_last_day"]),
        ),
        entries=tuple(stated["entries"]),
    )


def shares_of(canonical: str) -> list[AttributedShare]:
    """The shares that a snapshot in canonical form states, in its order."""
    return list(attribution_in(canonical).shares)


def _share(stated: dict[str, Any]) -> AttributedShare:
    return AttributedShare(
        characteristic=Characteristic(stated["characteristic"]),
        definition=Text(**stated["definition"]),
        percent=Decimal(stated["percent"]),
        attributed_kg=stated["attributed_kg"],
        debit_kg=stated["debit_kg"],
        account=stated["account"],
    )
