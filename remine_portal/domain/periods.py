"""Balance periods: contiguous, closed by two people, trued up to what was measured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from remine_portal.domain.batches import add_months, credited_kg
from remine_portal.domain.credits import Reason
from remine_portal.domain.errors import N_, Refusal
from remine_portal.domain.mass import Mass

ONE_DAY = timedelta(days=1)


class NoPeriod(Refusal):
    """DOMAIN.md 7a: shipments of a date before the first policy cannot have credits."""

    code = "NO_PERIOD"
    sentence = N_(
        "{day} is before the first balance period, which begins on {first_day}. "
        "Credits cannot be attributed or booked for that day."
    )


class PeriodUnknown(NoPeriod):
    sentence = N_(
        "{boundary} has no balance period that begins on {first_day}. "
        "Name the period by its first day, like 2026-07-01."
    )


class PeriodNotContiguous(Refusal):
    """DOMAIN.md rule 25."""

    code = "PERIOD_NOT_CONTIGUOUS"
    sentence = N_(
        "The period would begin on {first_day}, but the one before it ends on {last_day}. "
        "Begin it on the day after, without a gap or an overlap."
    )


class PeriodClosed(Refusal):
    """DOMAIN.md rule 30."""

    code = "PERIOD_CLOSED"
    sentence = N_(
        "The balance period from {first_day} to {last_day} is closed and takes no more entries. "
        "Post an adjustment in the open period instead."
    )


class ShippedInClosedPeriod(PeriodClosed):
    """The same for whoever would attribute, and cannot post an adjustment."""

    sentence = N_(
        "The balance period from {first_day} to {last_day}, in which the shipment left, is closed. "
        "Nothing more can be attributed to it."
    )


class OutputLimit(Refusal):
    """DOMAIN.md rule 21."""

    code = "OUTPUT_LIMIT"
    sentence = N_(
        "{wanted} kg cannot be attributed: {used} kg of the {output} kg of copper that {boundary} "
        "put out in the period are attributed or reserved already. Attribute a smaller share."
    )


@dataclass(frozen=True, order=True, slots=True)
class BalancePeriod:
    """From the first to the last day, both inclusive; named by its first day."""

    first_day: date
    last_day: date

    @classmethod
    def beginning(cls, first_day: date, months: int) -> BalancePeriod:
        """So many calendar months from a day on."""
        return cls(first_day, add_months(first_day, months) - ONE_DAY)

    def __contains__(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day

    def refuse_gap_before(self, following: BalancePeriod) -> None:
        """Refuse a next period that leaves a gap or overlaps (DOMAIN.md rule 25)."""
        if following.first_day != self.last_day + ONE_DAY:
            raise PeriodNotContiguous(first_day=following.first_day, last_day=self.last_day)


COMING_IN = (Reason.BOOK_INPUT, Reason.TRANSFER_IN, Reason.RETURN)
GOING_OUT = (
    Reason.ATTRIBUTE,
    Reason.EXPIRE,
    Reason.TRUE_UP,
    Reason.DISALLOW,
    Reason.SETTLE,
    Reason.TRANSFER_OUT,
)
"""What changes the balance of a period. To reserve and to release leaves it as it is."""


@dataclass(frozen=True, slots=True)
class PeriodBalance:
    """One account in one period, in kilograms: how it opened and what moved, by reason.

    The balance is what is available or reserved.
    """

    opening_kg: int = 0
    moved: Mapping[Reason, int] = field(default_factory=dict)

    @property
    def came_in_kg(self) -> int:
        return sum(self.moved.get(reason, 0) for reason in COMING_IN)

    @property
    def went_out_kg(self) -> int:
        return sum(self.moved.get(reason, 0) for reason in GOING_OUT)

    @property
    def closing_kg(self) -> int:
        """Opening + what came in − what went out."""
        return self.opening_kg + self.came_in_kg - self.went_out_kg


def beyond_carry_over(closing_kg: int, *, carry_over: bool, cap: Mass | None) -> int:
    """What must expire at closing: all without carry-over, else what is above the physical stock.

    The stock counts in whole kilograms, rounded down (DOMAIN.md rules 26 and 27).
    """
    if not carry_over:
        return closing_kg
    if cap is None:
        return 0
    return max(0, closing_kg - int(cap.in_unit("kg")))


def over_issued_kg(
    booked_kg: int, *, gross: Mass, assay_percent: Decimal, measured_yield: Decimal
) -> int:
    """Credits an input brought in above what the measured yield carries (DOMAIN.md rule 32).

    Never below zero: a better yield than the policy's factor adds no credits. A claim may say too
    little, never too much.
    """
    return max(0, booked_kg - credited_kg(gross, assay_percent, measured_yield))
