"""The chart of balance periods: bars as high as their figures, on an axis that people read."""

import re
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest

from remine_portal.documents.ledger_pictures import Picture, period_chart
from remine_portal.documents.printing import press
from remine_portal.documents.wording import NBSP
from remine_portal.domain.credits import Reason
from remine_portal.domain.periods import BalancePeriod, PeriodBalance
from tests.ledger_reports import SPRING, TWO_PERIODS
from tests.papers import picture

SVG = "{http://www.w3.org/2000/svg}"


def chart(periods=TWO_PERIODS, language="en") -> Picture:
    drawn = period_chart(periods, language=language)
    assert drawn
    return drawn


def bars(drawn: Picture) -> list[Decimal]:
    """The heights of a chart's bars, without the squares of its legend."""
    root = ET.fromstring(drawn.svg)
    boxes = [box for box in root.findall(f"{SVG}rect") if Decimal(box.get("y", "")) > 60]
    return [Decimal(box.get("height", "")) for box in boxes]


def words(drawn: Picture) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", drawn.svg)


def test_a_chart_shows_what_came_in_what_went_out_and_the_balance():
    drawn = chart()

    assert drawn.summary == (
        f"Credits from 1{NBSP}April{NBSP}2026 to 30{NBSP}September{NBSP}2026: "
        f"330,000{NBSP}kg came in, 255,000{NBSP}kg went out, "
        f"and the balance at the end is 75,000{NBSP}kg."
    )
    assert drawn.rows == (
        ("2026-04-01", 0, 130_000, 100_000, 0, 30_000),
        ("2026-07-01", 30_000, 200_000, 150_000, 5_000, 75_000),
    )


def test_bars_are_as_high_as_their_figures():
    spring_in, spring_out, summer_in, summer_out, struck_off = bars(chart())

    for height, kilograms in (
        (spring_out, 100_000),
        (summer_in, 200_000),
        (summer_out, 150_000),
        (struck_off, 5_000),
    ):
        assert abs(height - spring_in * kilograms / 130_000) <= Decimal("0.02")


@pytest.mark.parametrize(
    ("kilograms", "levels"),
    [
        (7, [f"{each}{NBSP}kg" for each in range(8)]),
        (900, [f"{each}{NBSP}kg" for each in (0, 200, 400, 600, 800, "1,000")]),
        (40_000, [f"{each}{NBSP}t" for each in (0, 5, 10, 15, 20, 25, 30, 35, 40)]),
    ],
)
def test_the_axis_has_round_figures_with_their_unit(kilograms, levels):
    drawn = chart([(SPRING, PeriodBalance(0, {Reason.BOOK_INPUT: kilograms}))])

    assert [each for each in words(drawn) if NBSP in each] == levels


def test_kinds_that_never_moved_are_left_out():
    assert "Struck off" in words(chart())
    assert "Expired" not in words(chart())


def test_sixteen_periods_find_room():
    period, balance = TWO_PERIODS[1]
    drawn = chart([(period, balance)] * 16)

    lefts = re.findall(r'<rect x="([\d.]+)" y="(?:6[4-9]|[7-9]\d|\d{3})', drawn.svg)
    assert len(set(lefts)) == 16


def test_without_periods_there_is_no_chart():
    assert period_chart([], language="en") is None


def test_a_quiet_ledger_has_a_chart_of_nothing():
    assert bars(chart([(SPRING, PeriodBalance())])) == []


@pytest.mark.parametrize(
    ("count", "years"), [(2, ["2025", "2026"]), (5, ["2025", "2026"]), (16, ["2026", "2027"])]
)
def test_years_stand_below_their_first_periods_and_never_upon_each_other(count, years):
    """Of sixteen periods, the single one of 2025 has no room for its year."""
    quarters = [date(2025 + n // 4, 3 * (n % 4) + 1, 1) for n in range(3, 3 + count)]
    drawn = chart([(BalancePeriod(each, each), PeriodBalance(1_000)) for each in quarters])

    assert [each for each in words(drawn) if re.fullmatch("20..", each)][:2] == years


def test_looks_differ_in_grey():
    sheet = picture(press((f"<div>{chart().svg}</div>",))).convert("L")

    tones = {tone for _, tone in sheet.getcolors() or []}
    assert min(tones) < 60, "ink"
    assert any(100 < tone < 160 for tone in tones), "grey for what was booked"
    assert max(tones) == 255, "paper between the hatches"
