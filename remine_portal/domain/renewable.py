"""Whether the evidence of a facility covers the electricity of a production date."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal

from remine_portal.domain.errors import N_, Refusal

HUNDREDTH = Decimal("0.01")


class CoverageBelowClaim(Refusal):
    """DOMAIN.md rule 43."""

    code = "COVERAGE_BELOW_CLAIM"
    sentence = N_(
        "{covered} of {consumed} MWh are covered by retired certificates, which is less than "
        "100 %. A statement of 100 % renewable electricity needs full coverage."
    )


class EnergyOutOfBounds(Refusal):
    """A facility that runs consumes something, and meters count whole kilowatt-hours."""

    sentence = N_(
        "The consumption must be above 0 MWh. Enter both figures with at most three decimals."
    )


def kilowatt_hours(megawatt_hours: Decimal) -> int:
    """Exact. Refuses less than nothing and a finer figure, rather than rounding it."""
    exact = megawatt_hours * 1000
    if exact < 0 or exact != exact.to_integral_value():
        raise EnergyOutOfBounds
    return int(exact)


def megawatt_hours(kilowatt_hours: int) -> Decimal:
    """Exact, without zeros at the end."""
    value = Decimal(kilowatt_hours) / 1000
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


NO_RENEWABLE_STATEMENT = frozenset({"W", "Cu"})
"""Elements for which no renewable-electricity statement was ever published (rule 42)."""


@dataclass(frozen=True, slots=True)
class ElectricityEvidence:
    """What one facility consumed in a range of days, and how much of it was covered, in kWh."""

    site_code: str
    first_day: date
    last_day: date
    consumed_kwh: int
    covered_kwh: int
    sample: bool = False

    @property
    def covers_everything(self) -> bool:
        return self.covered_kwh >= self.consumed_kwh > 0

    @property
    def covered_percent(self) -> Decimal:
        """Rounded down to a hundredth, so that 100 means all of it."""
        exact = Decimal(self.covered_kwh) * 100 / Decimal(self.consumed_kwh)
        return min(exact.quantize(HUNDREDTH, rounding=ROUND_DOWN), Decimal(100))

    def days_known_on(self, day: date) -> tuple[date, date]:
        """The range a note written on `day` may name: never a future one (DOMAIN.md 7a)."""
        return self.first_day, min(self.last_day, day)

    def refuse_less_than_everything(self) -> None:
        """Refuse a 100 % statement that the certificates do not carry (rule 43)."""
        if not self.covers_everything:
            raise CoverageBelowClaim(
                covered=megawatt_hours(self.covered_kwh),
                consumed=megawatt_hours(self.consumed_kwh),
            )


@dataclass(frozen=True, slots=True)
class ElectricityRecord:
    """What a facility consumed in a range of days, and the certificates that cover it."""

    site_code: str
    first_day: date
    last_day: date
    consumed_mwh: Decimal
    covered_mwh: Decimal
    instrument: str
    certificate_ids: str
    retired_on: date | None = None
    document: str | None = None


def renewable_evidence_for(
    evidence: Iterable[ElectricityEvidence],
    *,
    element: str,
    site_code: str | None,
    produced_on: date,
) -> ElectricityEvidence | None:
    """The evidence that lets the note be printed for a line, or None (DOMAIN.md rule 42).

    It must be of the facility, contain the production date and cover all of the consumption. Of
    several for that day the first given decides: evidence is never changed, the newest counts.
    """
    if element in NO_RENEWABLE_STATEMENT:
        return None
    newest = next(
        (
            each
            for each in evidence
            if each.site_code == site_code and each.first_day <= produced_on <= each.last_day
        ),
        None,
    )
    return newest if newest and newest.covers_everything else None
