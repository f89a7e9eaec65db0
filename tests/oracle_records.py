"""What the oracle keeps: inputs, batches, lots, drafts and terms, and how it reckons with days."""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

Account = tuple[str, str]
"""Boundary and characteristic."""


class Refused(Exception):
    """By the names of all reasons that stand: the rules do not say which is heard first."""

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__(*names)
        self.names = set(names)


def refuse(**reasons: object) -> None:
    if names := [name for name, stands in reasons.items() if stands]:
        raise Refused(names)


@dataclass
class Terms:
    first_day: date
    factor: Fraction
    validity_months: int
    reservation_days: int
    carry_over: bool
    capped: bool


@dataclass
class Input:
    account: Account
    metal: Fraction
    credited: int
    period: date
    received_on: date
    struck: int = 0


@dataclass
class Batch:
    """Credits of one input, some held by drafts and some taken by what was issued from them.

    `standing` is what each period added to what can be used or is held, or took from it; a period
    is named by its first day.
    """

    account: Account
    source: str
    begins: date
    last_day: date
    available: int = 0
    expired: int = 0
    held: dict[str, int] = field(default_factory=dict)
    taken: dict[str, int] = field(default_factory=dict)
    standing: dict[date, int] = field(default_factory=dict)

    def move(self, period: date, kilograms: int) -> None:
        """Bring in what can be used, or take it out."""
        self.available += kilograms
        self.count(period, kilograms)

    def count(self, period: date, kilograms: int) -> None:
        self.standing[period] = self.standing.get(period, 0) + kilograms

    def expire(self, period: date, kilograms: int) -> None:
        self.move(period, -kilograms)
        self.expired += kilograms

    def stood_after(self, period: date) -> int:
        return sum(kilograms for each, kilograms in self.standing.items() if each <= period)


@dataclass
class Deficit:
    account: Account
    kilograms: int


@dataclass
class Lot:
    """A shipment of one lot."""

    boundary: str
    ship_day: date
    mass: Fraction

    @property
    def period(self) -> date:
        return quarter(self.ship_day)


@dataclass
class Draft:
    lot: Lot
    shares: dict[str, Fraction]
    until: date | None = None
    handed_over: bool = False
    withdrawn: bool = False
    declared: bool = False
    returned: Fraction = Fraction(0)
    replaces: str | None = None
    ended: str = ""
    relied_on: bool = False

    @property
    def is_current(self) -> bool:
        return self.declared and not self.ended


def quarter(day: date) -> date:
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def quarter_after(period: date) -> date:
    return months_after(period, 3)


def quarters(first: date, until: date) -> Iterator[date]:
    """From a quarter on, up to another and without it."""
    while first < until:
        yield first
        first = quarter_after(first)


def months_after(day: date, months: int) -> date:
    """Rule 29: the last of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    last = monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))


def day_after(day: date) -> date:
    return day + timedelta(days=1)


def spent(oldest_first: Iterable[Batch], kilograms: int) -> Iterator[tuple[Batch, int]]:
    """Rule 28: how much of each batch, until there is enough."""
    for batch in oldest_first:
        if share := min(batch.available, kilograms):
            kilograms -= share
            yield batch, share
