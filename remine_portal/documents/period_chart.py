"""The chart of balance periods: bars up for what came in, down for what went out, and the balance.

All three in one scale, in kilograms or tonnes of credits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import count

from markupsafe import Markup

from remine_portal.documents import ledger_wording as wording
from remine_portal.documents.drawing import Box, Look, drawing, drawn, line, words
from remine_portal.documents.ledger_wording import written_level
from remine_portal.domain.catalog import Text
from remine_portal.domain.credits import Reason
from remine_portal.domain.periods import BalancePeriod, PeriodBalance

WIDTH = 720
LEFT, RIGHT = 72, 712
"""The plot, between the figures of the axis and the edge."""

TOP = 64
"""Room for the legend, a line for what comes in and one for what goes out."""

PLOT_HEIGHT = 260
FOOT = 44
BAR_WIDTH = Decimal(26)
YEAR_WIDTH = 48
"""Of a year in words: that of a single narrow period would run into the next."""

MOST_LEVELS = 8

ITEM_WIDTH = 140
SWATCH = Decimal(13)

Periods = Sequence[tuple[BalancePeriod, PeriodBalance]]


@dataclass(frozen=True, slots=True)
class Kind:
    """Movements that are drawn and told as one."""

    name: Text
    reasons: tuple[Reason, ...]
    look: Look

    def of(self, balance: PeriodBalance) -> int:
        """So many kilograms of a balance."""
        return sum(balance.moved.get(reason, 0) for reason in self.reasons)


Kinds = Sequence[Kind]


def met(kinds: Iterable[Kind], balances: Sequence[PeriodBalance]) -> tuple[Kind, ...]:
    """The kinds of which anything moved at all."""
    return tuple(kind for kind in kinds if any(kind.of(balance) for balance in balances))


@dataclass(frozen=True, slots=True)
class _Plot:
    """The axis, from its lowest level to its highest in steps, and how wide each period is."""

    highest: int
    lowest: int
    step: int
    slot: Decimal

    @classmethod
    def of(cls, balances: Sequence[PeriodBalance]) -> _Plot:
        highest = max(max(each.opening_kg, each.closing_kg, each.came_in_kg) for each in balances)
        most_out = max(each.went_out_kg for each in balances)
        step = next(
            each for each in _steps() if _ceil(highest, each) + _ceil(most_out, each) <= MOST_LEVELS
        )
        return cls(
            highest=max(1, _ceil(highest, step)) * step,
            lowest=-_ceil(most_out, step) * step,
            step=step,
            slot=Decimal(RIGHT - LEFT) / len(balances),
        )

    def y(self, kilograms: int) -> Decimal:
        return TOP + Decimal(PLOT_HEIGHT) * (self.highest - kilograms) / (
            self.highest - self.lowest
        )

    def x(self, place: int) -> Decimal:
        """Where a period begins."""
        return LEFT + self.slot * place


def period_drawing(
    periods: Periods, kinds: tuple[Kinds, Kinds], *, label: str, language: str
) -> Markup:
    """What came in and what went out of each period, of at least one, the earliest first.

    `label` says the picture to those who cannot see it.
    """
    balances = [balance for _, balance in periods]
    plot = _Plot.of(balances)
    came_in, went_out = kinds
    parts = [*_legend(came_in, went_out, language), *_axis(plot)]
    for place, balance in enumerate(balances):
        parts += _stack(came_in, balance, plot=plot, place=place, sign=1)
        parts += _stack(went_out, balance, plot=plot, place=place, sign=-1)
    parts += [line((LEFT, plot.y(0)), (RIGHT, plot.y(0))), _balance(balances, plot)]
    parts += _names([period.first_day for period, _ in periods], plot, language)
    return drawing(parts, width=WIDTH, height=TOP + PLOT_HEIGHT + FOOT, label=label)


def _ceil(kilograms: int, step: int) -> int:
    """How many steps reach at least so far."""
    return -(-kilograms // step)


def _steps() -> Iterator[int]:
    """1, 2, 5, 10, 20, 50 and so on: levels that people read at a glance."""
    for power in count():
        yield from (10**power, 2 * 10**power, 5 * 10**power)


def _axis(plot: _Plot) -> Iterator[Markup]:
    for level in range(plot.lowest, plot.highest + 1, plot.step):
        y = plot.y(level)
        yield line((LEFT, y), (RIGHT, y), weight="hair")
        figure = written_level(level, in_tonnes=plot.step % 1000 == 0)
        yield words(figure, LEFT - 8, y + 4, anchor="end")


def _stack(
    kinds: Kinds, balance: PeriodBalance, *, plot: _Plot, place: int, sign: int
) -> Iterator[Markup]:
    """What moved in a period, one kind upon the other, away from the line of zero."""
    width = min(BAR_WIDTH, plot.slot / 2)
    left = plot.x(place) + (plot.slot - width) / 2
    level = 0
    for kind in kinds:
        if kilograms := kind.of(balance):
            ends = plot.y(sign * level), plot.y(sign * (level + kilograms))
            yield drawn(Box(left, min(ends), width, max(ends) - min(ends)), kind.look)
            level += kilograms


def _balance(balances: Sequence[PeriodBalance], plot: _Plot) -> Markup:
    """From the first opening balance to each closing one, at the border of the periods."""
    levels = [balances[0].opening_kg, *(each.closing_kg for each in balances)]
    points = ((plot.x(place), plot.y(level)) for place, level in enumerate(levels))
    return line(*points, weight="thick")


def _names(first_days: Sequence[date], plot: _Plot, language: str) -> Iterator[Markup]:
    """Each period by its first day, with the year where it changes and has room."""
    years = [day.year for day in first_days]
    for place, day in enumerate(first_days):
        x, y = plot.x(place) + plot.slot / 2, TOP + PLOT_HEIGHT + 18
        yield words(_short(day, language), x, y, anchor="middle")
        changes = place == 0 or years[place - 1] != day.year
        has_room = plot.slot >= YEAR_WIDTH or years[place + 1 : place + 2] in ([], [day.year])
        if changes and has_room:
            year = f"{day.year}年" if language == "ja" else f"{day.year}"
            yield words(year, x, y + 16, anchor="middle")


def _short(day: date, language: str) -> str:
    """`Oct`, or `16 Oct` for a day within the month: sixteen of them stand side by side."""
    if language == "ja":
        return f"{day.month}月" if day.day == 1 else f"{day.month}月{day.day}日"
    return f"{day:%b}" if day.day == 1 else f"{day.day} {day:%b}"


def _legend(came_in: Kinds, went_out: Kinds, language: str) -> Iterator[Markup]:
    for y, head, kinds in ((4, wording.COMES_IN, came_in), (28, wording.GOES_OUT, went_out)):
        yield words(head.in_language(language), LEFT - 8, y + 11, anchor="end")
        for place, kind in enumerate(kinds):
            x = Decimal(LEFT + ITEM_WIDTH * place)
            yield drawn(Box(x, Decimal(y), SWATCH, SWATCH), kind.look)
            yield words(kind.name.in_language(language), x + 20, y + 11)
    x = Decimal(LEFT + ITEM_WIDTH * len(came_in))
    yield line((x, 10), (x + 20, 10), weight="thick")
    yield words(wording.BALANCE.in_language(language), x + 28, 15)
