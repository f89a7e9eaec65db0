"""The policy of the credit ledger: versioned by its first day, entered by staff, never a constant.

The guideline's own figures are not known (DOMAIN.md), so none stands in the code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from remine_portal.domain.catalog import Text
from remine_portal.domain.credits import Characteristic
from remine_portal.domain.errors import N_, Refusal


class CarryOverCap(StrEnum):
    """What limits the credits carried into the next period."""

    NONE = "none"
    PHYSICAL_STOCK = "physical-stock"


CAP_NAMES: Mapping[CarryOverCap, str] = {
    CarryOverCap.NONE: N_("No cap"),
    CarryOverCap.PHYSICAL_STOCK: N_("At most the physical stock at the end of the period"),
}


class NoPolicy(Refusal):
    code = "NO_POLICY"
    sentence = N_(
        "No policy of the credit ledger is in force on {day}. "
        "Enter the policy that covers it first."
    )


class OutsideBoundary(Refusal):
    """DOMAIN.md rule 24."""

    code = "OUTSIDE_BOUNDARY"
    sentence = N_(
        "Site {site} is in no system boundary of policy {policy}, so its metal cannot have "
        "credits. Choose lots of a site inside a boundary."
    )


class SeveralBoundaries(OutsideBoundary):
    """One account belongs to one boundary, and so does what it is attributed to."""

    sentence = N_(
        "The lots come from several system boundaries ({boundaries}), and credits of one cannot "
        "be attributed to metal of another. Prepare a draft for each."
    )


class TransferNotAllowed(OutsideBoundary):
    sentence = N_(
        "Policy {policy} declares no transfer between {source} and {target}. "
        "Credits stay in the boundary whose input brought them in."
    )


@dataclass(frozen=True, slots=True)
class Guideline:
    """The rulebook: what the third party verified, and never a shipment (DOMAIN.md rule 45)."""

    title: Text
    version: str
    verified_by: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The terms in force from a day on, until the next policy's first day.

    Conversion factors by metal; boundaries with the codes of their sites; each characteristic
    with its definition, because the chain of custody standards supply none.
    """

    name: str
    effective_from: date
    period_months: int
    validity_months: int
    reservation_days: int
    conversion_factors: Mapping[str, Decimal]
    carry_over: bool
    carry_over_cap: CarryOverCap
    transfers: bool
    boundaries: Mapping[str, tuple[str, ...]]
    guideline: Guideline
    standards: tuple[str, ...]
    characteristics: Mapping[Characteristic, Text]
    sample: bool = False

    @property
    def caps(self) -> bool:
        return self.carry_over and self.carry_over_cap is CarryOverCap.PHYSICAL_STOCK

    def boundary_of(self, site_code: str | None) -> str:
        """The boundary a site belongs to; refuses one outside every boundary (rule 24)."""
        for boundary, sites in self.boundaries.items():
            if site_code in sites:
                return boundary
        raise OutsideBoundary(site=site_code or "–", policy=self.name)

    def refuse_transfer(self, source: str, target: str) -> None:
        """Refuse a transfer between boundaries unless it is declared (DOMAIN.md rule 24)."""
        if not self.transfers:
            raise TransferNotAllowed(policy=self.name, source=source, target=target)


def policy_on(policies: Iterable[Policy], day: date) -> Policy:
    """The policy in force on a day; refuses a day before the first one (DOMAIN.md rule 31)."""
    in_force = [each for each in policies if each.effective_from <= day]
    if not in_force:
        raise NoPolicy(day=day)
    return max(in_force, key=lambda each: each.effective_from)
