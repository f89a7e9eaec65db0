"""The steps of closing a period: its checklist, a simulation, and two people."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from remine_portal.domain.credits import METALS
from remine_portal.domain.periods import PeriodClosed
from remine_portal.services import closing
from remine_portal.services.closing import (
    EARLIER_CLOSED,
    ENDED,
    NOTHING_RESERVED,
    OUTPUT_BOOKED,
    STOCK_BOOKED,
    WITHIN_OUTPUT,
    YIELD_BOOKED,
    ClosingStale,
    NothingProposed,
    NotReadyToClose,
    SameCloser,
)
from remine_portal.services.periods import named_period
from tests.books import DEMO, Q2, RECYCLED
from tests.full_ledger import UNTIL_SUMMER, close_periods

AUTUMN, WINTER = UNTIL_SUMMER[:2]
"""The first two periods of the policy DEMO."""

FIGURES = {"output": "1000", "physical_stock": "60", "measured_yield": "0.970"}
LAST_SECOND = datetime(2025, 12, 31, 14, 59, 59, tzinfo=UTC)
"""Of 31 December 2025 in Japan."""


@pytest.fixture(autouse=True)
def the_desk_works_when_the_books_are_kept(desk, books):
    desk.now = books.now


@pytest.fixture
def emi(books):
    return books.hire()


@pytest.fixture
def ryo(books):
    return books.hire()


def period_of(work, first_day):
    return named_period(work, "NAOSHIMA", METALS[0], first_day)


def propose(books, person, first_day=AUTUMN):
    with books.writing(person) as work:
        return closing.propose_closing(work, period_of(work, first_day))


def confirm(books, person, first_day=AUTUMN):
    with books.writing(person) as work:
        period = period_of(work, first_day)
        return closing.confirm_closing(work, period, office=books.office)


def simulated(books, first_day=AUTUMN):
    with books.reading() as work:
        return closing.simulate(work, period_of(work, first_day))


def missing(books, first_day=AUTUMN):
    return {point for point, there in simulated(books, first_day).checks.items() if not there}


def test_a_closed_period_is_closed(books, desk, emi, ryo):
    """30. Closed period: nothing is attributed to its shipments, and it is not closed again."""
    books.receive(kg=10_000, on=AUTUMN)
    books.ship("SH-1", "10", on=AUTUMN)
    close_periods(books, [AUTUMN])

    with pytest.raises(PeriodClosed, match="2025-10-01 to 2025-12-31"):
        desk.prepare("SH-1", attributions={RECYCLED: "40"})
    with pytest.raises(PeriodClosed):
        propose(books, emi)
    with pytest.raises(PeriodClosed):
        confirm(books, ryo)


def test_nobody_closes_a_period_alone(books, emi, ryo):
    """39. Four eyes, for the books."""
    books.produce(AUTUMN, **FIGURES)
    propose(books, emi)

    with pytest.raises(SameCloser):
        confirm(books, emi)

    confirm(books, ryo)
    with books.reading() as work:
        period = period_of(work, AUTUMN)
        assert (period.proposed_by_id, period.closed_by_id) == (emi.id, ryo.id)


def test_what_nobody_has_proposed_is_not_confirmed(books, ryo):
    """39. Four eyes, for the books."""
    books.produce(AUTUMN, **FIGURES)

    with pytest.raises(NothingProposed):
        confirm(books, ryo)


def test_what_is_confirmed_is_what_was_proposed(books, emi, ryo):
    """39. Four eyes: both have seen the same figures."""
    books.produce(AUTUMN, **FIGURES)
    books.receive(kg=100, on=AUTUMN)
    propose(books, emi)
    books.receive(kg=1, on=AUTUMN)

    with pytest.raises(ClosingStale):
        confirm(books, ryo)

    propose(books, ryo)
    confirm(books, emi)
    assert [each.kilograms for each in books.entries("carry-over")] == [100, 1]


@pytest.mark.parametrize(
    ("figures", "lacking"),
    [
        ({}, {OUTPUT_BOOKED, STOCK_BOOKED, YIELD_BOOKED}),
        ({"output": "0"}, {STOCK_BOOKED, YIELD_BOOKED}),
        ({"output": "1000", "measured_yield": "0.9"}, {STOCK_BOOKED}),
        ({"physical_stock": "0", "measured_yield": "0.9"}, {OUTPUT_BOOKED}),
        (FIGURES, set()),
    ],
)
def test_a_period_needs_its_production_before_it_is_closed(books, emi, figures, lacking):
    books.receive(kg=100, on=AUTUMN)
    books.produce(AUTUMN, **figures)

    assert missing(books) == lacking

    if lacking:
        with pytest.raises(NotReadyToClose):
            propose(books, emi)


def test_a_period_without_output_and_inputs_is_closed_without_a_yield(books, emi, ryo):
    """None can be measured, and none is made up."""
    books.produce(AUTUMN, output="0", physical_stock="0")

    propose(books, emi)
    confirm(books, ryo)

    assert books.entries() == []


def test_more_than_the_output_cannot_be_closed_away(books, desk):
    """21. Output limit, where the output turns out smaller than was thought."""
    books.receive(kg=10_000, on=AUTUMN)
    books.ship(tonnes="10", on=AUTUMN)
    desk.declare(attributions={RECYCLED: "100"})
    books.produce(AUTUMN, **{**FIGURES, "output": "9.999"})
    assert missing(books) == {WITHIN_OUTPUT}

    books.produce(AUTUMN, output="10")

    assert missing(books) == set()


def test_a_draft_that_holds_credits_keeps_its_period_open(books, desk):
    """38. Draft reservation: until it is withdrawn."""
    books.receive(kg=10_000, on=AUTUMN)
    books.ship(tonnes="10", on=AUTUMN)
    draft_id = desk.prepare(attributions={RECYCLED: "100"})
    books.produce(AUTUMN, **FIGURES)
    assert missing(books) == {NOTHING_RESERVED}

    desk.withdraw(draft_id)

    assert missing(books) == set()


def test_a_draft_that_has_lapsed_keeps_no_period_open(books, desk, emi):
    """38. Draft reservation: after 7 days, whether anybody posted or not."""
    books.enter(replace(DEMO, effective_from=Q2, carry_over=False))
    books.receive(kg=10_000, on=Q2)
    books.ship(tonnes="10", on=Q2)
    desk.prepare(attributions={RECYCLED: "100"})
    close_periods(books, [AUTUMN, WINTER])
    books.produce(Q2, **FIGURES)
    books.now += timedelta(days=7)

    seen = simulated(books, Q2)

    assert seen.ready
    assert [each.kilograms for each in seen.closing.expired] == [10_000]
    assert seen.closing == propose(books, emi, Q2).closing


def test_periods_are_closed_one_after_the_other(books, emi):
    """25. Contiguous periods."""
    books.produce(WINTER, **FIGURES)

    assert missing(books, WINTER) == {EARLIER_CLOSED}
    with pytest.raises(NotReadyToClose):
        propose(books, emi, WINTER)


@pytest.mark.parametrize(("seconds", "lacking"), [(0, {ENDED}), (1, set())])
def test_a_period_ends_with_its_last_day_in_japan(books, seconds, lacking):
    """30. Closed period: not before it has ended."""
    books.produce(AUTUMN, **FIGURES)

    books.now = LAST_SECOND + timedelta(seconds=seconds)

    assert missing(books) == lacking
