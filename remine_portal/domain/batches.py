"""Batches: credits with one last day. Which is spent first, when one expires, how much is credited.

Fractions, because a mass times an assay times a factor has more digits than a decimal keeps.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from remine_portal.domain.credits import InsufficientCredits
from remine_portal.domain.mass import MILLIGRAMS, Mass


@dataclass(frozen=True, order=True, slots=True)
class Batch:
    """Credits that one input brought in and that end on one day, which is the last they count.

    In order of expiry, and of one day in order of booking.
    """

    expires_on: date
    id: int
    available_kg: int


def contained_kg(gross: Mass, assay_percent: Decimal) -> Fraction:
    """The metal in an input, exact: gross mass × assay (DOMAIN.md rule 12)."""
    return Fraction(gross.milligrams, MILLIGRAMS["kg"]) * Fraction(assay_percent) / 100


def credited_kg(gross: Mass, assay_percent: Decimal, factor: Decimal) -> int:
    """Credits for an input: contained metal × conversion factor, rounded down (rules 12 and 19)."""
    return int(contained_kg(gross, assay_percent) * Fraction(factor))


def last_day_of(booked_on: date, validity_months: int) -> date:
    """The last day of credits booked on a day, itself included (DOMAIN.md rules 28 and 29)."""
    return add_months(booked_on, validity_months)


def add_months(day: date, months: int) -> date:
    """The same day so many months on, or the last of its month where that month is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def split_over(
    oldest_first: Iterable[Batch], kilograms: int, *, account: str
) -> list[tuple[Batch, int]]:
    """Take so much from batches given in their order, the oldest expiry first (rule 28).

    Reads no further than it needs to. Refuses when all of them together hold less (rules 15, 20).
    """
    taken: list[tuple[Batch, int]] = []
    missing = kilograms
    for batch in oldest_first:
        assert not taken or taken[-1][0] < batch, "the oldest expiry is spent first"
        share = min(batch.available_kg, missing)
        taken.append((batch, share))
        missing -= share
        if not missing:
            return taken
    raise InsufficientCredits(wanted=kilograms, account=account, available=kilograms - missing)
