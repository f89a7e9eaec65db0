"""Balance periods: without a gap, and what each of them opens, closes and carries over with."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remine_portal.domain.batches import credited_kg
from remine_portal.domain.credits import Reason
from remine_portal.domain.mass import Mass
from remine_portal.domain.periods import (
    BalancePeriod,
    PeriodBalance,
    PeriodNotContiguous,
    beyond_carry_over,
    over_issued_kg,
)

FIRST_QUARTER = BalancePeriod(date(2026, 4, 1), date(2026, 6, 30))


@pytest.mark.parametrize("first_day", [date(2026, 7, 2), date(2026, 6, 30), date(2026, 4, 1)])
def test_a_period_begins_on_the_day_after_the_one_before(first_day):
    """25. Contiguous periods: no gap, no overlap, and not the same one twice."""
    following = BalancePeriod.beginning(first_day, 3)

    with pytest.raises(PeriodNotContiguous, match=f"{first_day}.* ends on 2026-06-30"):
        FIRST_QUARTER.refuse_gap_before(following)


@pytest.mark.parametrize("months", [1, 3, 12])
def test_a_period_of_another_length_may_follow(months):
    """25. Contiguous periods, when a new policy makes them shorter or longer."""
    FIRST_QUARTER.refuse_gap_before(BalancePeriod.beginning(date(2026, 7, 1), months))


@pytest.mark.parametrize(
    ("first_day", "months", "last_day"),
    [
        (date(2025, 10, 1), 3, date(2025, 12, 31)),
        (date(2026, 4, 1), 3, date(2026, 6, 30)),
        (date(2028, 2, 1), 1, date(2028, 2, 29)),
        (date(2027, 12, 1), 3, date(2028, 2, 29)),
        (date(2026, 4, 1), 12, date(2027, 3, 31)),
    ],
)
def test_a_period_ends_with_its_last_month(first_day, months, last_day):
    period = BalancePeriod.beginning(first_day, months)

    assert period.last_day == last_day
    assert first_day in period
    assert last_day in period


@given(day=st.dates(date(2025, 10, 1), date(2100, 1, 1)), months=st.integers(1, 12))
def test_periods_follow_each_other_from_any_day(day, months):
    """25. For every first day there can be, the 29th to 31st included."""
    period = BalancePeriod.beginning(day, months)
    following = BalancePeriod.beginning(date.fromordinal(period.last_day.toordinal() + 1), months)

    period.refuse_gap_before(following)
    assert period.first_day <= period.last_day < following.first_day


def test_what_is_left_opens_the_next_period():
    """26. Opening 30 + issued 200 − allocated 150 = 80 → next opening 80."""
    balance = PeriodBalance(30, {Reason.BOOK_INPUT: 200, Reason.ATTRIBUTE: 150})

    assert balance.closing_kg == 80
    assert PeriodBalance(balance.closing_kg).closing_kg == 80


def test_to_reserve_and_to_carry_over_leave_the_balance_as_it_is():
    """26. Roll-over: only what comes in or goes out counts."""
    still = {Reason.RESERVE: 70, Reason.RELEASE: 20, Reason.CARRY_OVER: 30}

    assert PeriodBalance(30, still).closing_kg == 30


def test_whatever_else_moves_credits_is_in_the_balance():
    """26. Roll-over, by every reason there is."""
    moved = {
        Reason.BOOK_INPUT: 100,
        Reason.TRANSFER_IN: 7,
        Reason.RETURN: 8,
        Reason.EXPIRE: 5,
        Reason.TRUE_UP: 15,
        Reason.DISALLOW: 20,
        Reason.SETTLE: 3,
        Reason.TRANSFER_OUT: 2,
    }

    balance = PeriodBalance(0, moved)

    assert (balance.came_in_kg, balance.went_out_kg, balance.closing_kg) == (115, 45, 70)


def test_without_carry_over_all_of_it_expires():
    """26. Carry-over off: 80 expire, whatever stands in the yard."""
    assert beyond_carry_over(80, carry_over=False, cap=None) == 80
    assert beyond_carry_over(80, carry_over=False, cap=Mass.of(100, "kg")) == 80


@pytest.mark.parametrize(
    ("stock", "expires"), [("60", 20), ("80", 0), ("200", 0), ("0", 80), ("60.999999", 20)]
)
def test_what_is_above_the_physical_stock_expires(stock, expires):
    """27. Closing 80, physical stock 60 → carry 60, expire 20; stock counts whole, rounded down."""
    assert beyond_carry_over(80, carry_over=True, cap=Mass.of(stock, "kg")) == expires


def test_without_a_cap_all_of_it_is_carried_over():
    """27. Capped carry-over, where the policy has no cap."""
    assert beyond_carry_over(80, carry_over=True, cap=None) == 0


def over_issued(tonnes, measured, *, booked=None, assay="100"):
    gross, factor = Mass.of(tonnes, "t"), Decimal("0.970")
    return over_issued_kg(
        credited_kg(gross, Decimal(assay), factor) if booked is None else booked,
        gross=gross,
        assay_percent=Decimal(assay),
        measured_yield=Decimal(measured),
    )


@pytest.mark.parametrize(
    ("measured", "kilograms"),
    [("0.955", 15_000), ("0.970", 0), ("0.990", 0), ("1", 0), ("0.969999", 1)],
)
def test_credits_above_the_measured_yield_were_one_too_many(measured, kilograms):
    """32. 1,000 t at 0.970, measured 0.955 → over-issue 15 t; a better yield adds nothing."""
    assert over_issued("1000", measured) == kilograms


def test_what_the_measured_yield_carries_is_rounded_down_as_well():
    """32. True-up of 1.001 t at 50 %: 485 booked, and 477 of 477.9775 carried."""
    assert over_issued("1.001", "0.955", assay="50") == 485 - 477


def test_what_is_struck_off_already_is_not_struck_twice():
    """32. True-up of an input that was corrected in the meantime."""
    assert over_issued("1000", "0.955", booked=960_000) == 5_000
    assert over_issued("1000", "0.955", booked=0) == 0
