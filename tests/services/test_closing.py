"""What closing a period does to its credits: trued up, expired or carried over, as entries."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from remine_portal.domain.credits import (
    METALS,
    AccountFrozen,
    Characteristic,
    InsufficientCredits,
)
from remine_portal.domain.mass import Mass
from remine_portal.domain.policy import CarryOverCap
from remine_portal.persistence.credit_positions import balances_until
from remine_portal.services import closing
from remine_portal.services.credit_checking import differences
from remine_portal.services.periods import named_period
from tests.books import DEMO, ELV, Q2, Q3, RECYCLED
from tests.full_ledger import UNTIL_SUMMER, close_periods

AUTUMN, WINTER = UNTIL_SUMMER[:2]
"""The first two periods of the policy DEMO."""

FIGURES = {"output": "1000", "physical_stock": "60", "measured_yield": "0.970"}


@pytest.fixture(autouse=True)
def the_desk_works_when_the_books_are_kept(desk, books):
    desk.now = books.now


@pytest.fixture(autouse=True)
def the_books_agree_in_the_end(books, desk):
    yield
    with books.reading() as work:
        assert [str(each) for each in differences(work)] == []


def period_of(work, first_day):
    return named_period(work, "NAOSHIMA", METALS[0], first_day)


def simulated(books, first_day=AUTUMN):
    with books.reading() as work:
        return closing.simulate(work, period_of(work, first_day))


def balance(books, first_day, kind=RECYCLED):
    """Opening and closing, in tonnes."""
    with books.reading() as work:
        found = balances_until(work, period_of(work, first_day))[kind]
        return found.opening_kg // 1000, found.closing_kg // 1000


def sums(books):
    found = Counter()
    for entry in books.entries():
        found[entry.reason.value] += entry.kilograms
    return found


@pytest.fixture
def eighty_left(books, desk):
    """Opening 30 + issued 200 − allocated 150 t in the second quarter of 2026."""
    books.receive(kg=30_000, on=WINTER)
    books.receive(kg=200_000, on=Q2)
    books.ship(tonnes="150", on=Q2)
    desk.declare(attributions={RECYCLED: "100"})


def policy(books, **terms):
    books.enter(replace(DEMO, name="OTHER", effective_from=Q2, **terms))


def test_what_is_left_opens_the_next_period(books, eighty_left):
    """26. Roll-over: opening 30 + issued 200 − allocated 150 = 80 → next opening 80."""
    close_periods(books, UNTIL_SUMMER)

    books.receive(kg=1_000, on=Q3)
    assert balance(books, Q2) == (30, 80)
    assert balance(books, Q3) == (80, 81)
    assert books.available() == 81_000
    assert sums(books)["expire"] == 0


def test_what_is_carried_over_stands_in_the_next_period_as_an_entry(books, eighty_left):
    """26. Roll-over, batch by batch."""
    close_periods(books, UNTIL_SUMMER)

    carried = [each for each in books.entries("carry-over") if each.effective_on == Q3]
    assert sum(each.kilograms for each in carried) == 80_000


@pytest.fixture
def eighty_left_without_carry_over(books, desk):
    policy(books, carry_over=False)
    books.receive(kg=230_000, on=Q2)
    books.ship(tonnes="150", on=Q2)
    desk.declare(attributions={RECYCLED: "100"})


def test_carry_over_off(books, eighty_left_without_carry_over):
    """26. Roll-over: carry-over off → 80 expire as an entry."""
    close_periods(books, UNTIL_SUMMER)

    [expired] = books.entries("expire")
    assert (expired.kilograms, expired.effective_on) == (80_000, Q3 - timedelta(days=1))
    assert balance(books, Q2) == (0, 0)
    assert (books.available(), books.position().expired_kg) == (0, 80_000)


@pytest.mark.parametrize(
    ("stock", "carried", "expired"), [("60", 60, 20), ("80", 80, 0), ("0", 0, 80)]
)
def test_carry_over_is_capped_by_the_physical_stock(books, desk, stock, carried, expired):
    """27. Capped carry-over: closing 80, physical stock 60 → carry 60, expire 20."""
    policy(books, carry_over_cap=CarryOverCap.PHYSICAL_STOCK)
    books.receive(kg=230_000, on=Q2)
    books.ship(tonnes="150", on=Q2)
    desk.declare(attributions={RECYCLED: "100"})

    close_periods(books, UNTIL_SUMMER, physical_stock=stock)

    assert books.available() == carried * 1000
    assert books.position().expired_kg == expired * 1000


def test_all_kinds_of_credits_share_one_stock(books):
    """27. Capped carry-over: 50 and 30 t, of which those that end first expire."""
    policy(books, carry_over_cap=CarryOverCap.PHYSICAL_STOCK)
    books.receive(kg=50_000, kind=ELV, on=Q2)
    books.receive(kg=30_000, on=Q2 + timedelta(days=1))

    close_periods(books, UNTIL_SUMMER)

    assert books.available("NAOSHIMA-CU-elv") == 30_000
    assert books.available("NAOSHIMA-CU-recycled") == 30_000


@pytest.fixture
def twelve_left(books, desk):
    """1,000 t of copper received at 0.970, of which 12 t of credits are left."""
    books.receive(gross="1000", on=Q2)
    books.ship(tonnes="958", on=Q2)
    desk.declare(attributions={RECYCLED: "100"})


def test_a_measured_yield_below_the_factor_is_trued_up(books, desk, twelve_left):
    """32. True-up: yield 0.955 → over-issue 15; balance 12 → deficit 3 → freeze."""
    close_periods(books, UNTIL_SUMMER, measured_yield="0.955")

    assert sums(books)["true-up"] == 12_000
    assert (books.available(), books.position().deficit_kg) == (0, 3_000)
    books.ship("SH-2", "0.001")
    with pytest.raises(AccountFrozen, match="lacks 3000 kg"):
        desk.prepare("SH-2", attributions={RECYCLED: "100"})


def test_a_measured_yield_above_the_factor_adds_nothing(books, twelve_left):
    """32. True-up: a claim may say too little, never too much."""
    close_periods(books, UNTIL_SUMMER, measured_yield="0.990")

    assert sums(books)["true-up"] == 0
    assert books.available() == 12_000


def test_a_true_up_is_linked_to_the_input_it_corrects(books, twelve_left):
    """32. True-up, in the period that it closes."""
    close_periods(books, UNTIL_SUMMER, measured_yield="0.969")

    [booked], [struck] = books.entries("book-input"), books.entries("true-up")
    assert (struck.kilograms, struck.corrects_id) == (1_000, booked.id)
    assert struck.period_id == booked.period_id


def test_each_period_is_trued_up_to_its_own_yield(books):
    """32. True-up: what an earlier period brought in is not measured again."""
    books.receive(gross="1000", on=WINTER)
    books.receive(gross="100", on=Q2)
    close_periods(books, [AUTUMN, WINTER])

    close_periods(books, [Q2], measured_yield="0.955")

    assert sums(books)["true-up"] == 1_500


def test_later_input_covers_the_deficit_of_a_true_up(books, desk, twelve_left):
    """32. True-up, when the next quarter has brought in 5 t already: no freeze, 2 t left."""
    books.receive(kg=5_000, on=Q3)

    close_periods(books, UNTIL_SUMMER, measured_yield="0.955")

    assert (books.available(), books.position().deficit_kg) == (2_000, 0)


def test_true_up_comes_before_the_cap(books):
    """27. and 32.: of 970, 15 are struck off, and 955 meet a stock of 900."""
    policy(books, carry_over_cap=CarryOverCap.PHYSICAL_STOCK)
    books.receive(gross="1000", on=Q2)

    close_periods(books, UNTIL_SUMMER, measured_yield="0.955", physical_stock="900")

    assert (sums(books)["true-up"], sums(books)["expire"]) == (15_000, 55_000)
    assert books.available() == 900_000


def test_a_simulation_says_what_closing_does_and_changes_nothing(books, twelve_left):
    """32. True-up: struck 12, missing 3."""
    close_periods(books, [AUTUMN, WINTER])
    books.produce(Q2, **{**FIGURES, "measured_yield": "0.955"})
    before = sums(books)

    found = simulated(books, Q2)

    assert [each.kilograms for each in found.closing.struck] == [12_000]
    assert [each.kilograms for each in found.closing.deficits] == [3_000]
    assert sums(books) == before


def test_credits_of_a_period_wait_for_its_closing_where_not_all_is_carried_over(books, desk):
    """26. Roll-over: credits that may expire at the closing are not spent in the next period."""
    policy(books, carry_over=False)
    books.receive(kg=10_000, on=Q2)
    books.receive(kg=5_000, on=Q3)
    books.ship(tonnes="10", on=Q3)

    with pytest.raises(InsufficientCredits, match="5000 kg can be used"):
        desk.prepare(attributions={RECYCLED: "100"})


def test_every_kind_of_credits_is_closed(books):
    """26. Roll-over, of both accounts."""
    books.receive(kg=10_000, on=AUTUMN)
    books.receive(kg=20_000, on=AUTUMN, kind=ELV)

    close_periods(books, UNTIL_SUMMER)

    books.produce(Q3, output="1")
    assert [balance(books, Q3, kind) for kind in Characteristic] == [(10, 10), (20, 20)]


def test_credits_that_ended_before_the_closing_are_not_carried_further(books):
    """28. Oldest expiry: of a quarter closed two years late, nothing is left to take."""
    policy(books, carry_over=False)
    books.receive(kg=10_000, on=Q2)
    books.now = datetime(2028, 5, 1, 3, tzinfo=UTC)

    close_periods(books, UNTIL_SUMMER)

    assert (books.available(), books.position().expired_kg) == (0, 10_000)
    assert sums(books)["expire"] == 10_000


def test_a_stock_finer_than_a_kilogram_carries_whole_ones(books):
    """27. Capped carry-over, rounded down."""
    policy(books, carry_over_cap=CarryOverCap.PHYSICAL_STOCK)
    books.receive(kg=80_000, on=Q2)

    close_periods(books, UNTIL_SUMMER, physical_stock="60.0009")

    assert books.available() == int(Mass.of("60.0009", "t").in_unit("kg"))
