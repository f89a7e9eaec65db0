"""Batches: how much an input is credited with, until when, and which batch is spent first."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remine_portal.domain.batches import (
    Batch,
    add_months,
    contained_kg,
    credited_kg,
    last_day_of,
    split_over,
)
from remine_portal.domain.credits import InsufficientCredits
from remine_portal.domain.mass import Mass

ACCOUNT = "NAOSHIMA-CU-recycled"
DEMO_FACTOR = Decimal("0.970")
DAYS = st.dates(date(2025, 10, 1), date(2100, 12, 31))
MASSES = st.integers(min_value=1, max_value=10**15).map(Mass)


def credited(tonnes, assay, factor=DEMO_FACTOR):
    return credited_kg(Mass.of(tonnes, "t"), Decimal(assay), Decimal(factor))


@pytest.mark.parametrize(
    ("tonnes", "assay", "kilograms"),
    [
        ("1000", "22.0", 213_400),
        ("1000", "100", 970_000),
        ("1000", "0", 0),
        ("15.989", "96", 14_888),  # 14 888.9568
        ("0.001", "99.999", 0),
    ],
)
def test_an_input_is_credited_with_the_metal_in_it(tonnes, assay, kilograms):
    """12. Credit issue on contained metal: never on the gross mass, and rounded down."""
    assert credited(tonnes, assay) == kilograms


def test_credits_are_rounded_down():
    """19. Rounding: a credit issue of 8.3248335 t gives 8.324."""
    assert contained_kg(Mass.of("24.9995", "t"), Decimal("33.3")) == Fraction("8324.8335")
    assert credited("24.9995", "33.3", factor="1") == 8324


def test_what_comes_out_whole_loses_nothing():
    """19. Rounding: 0.1 t × 70 % × 0.970 is 67.9, and 100 t of it is 67,900 to the kilogram."""
    assert credited("0.1", "70") == 67
    assert credited("100", "70") == 67_900


@given(
    gross=MASSES,
    assay=st.decimals(0, 100, places=3),
    factor=st.decimals("0.000001", 1, places=6),
)
def test_no_input_is_credited_with_more_than_it_yields(gross, assay, factor):
    """12. For every input there can be, and less than a kilogram below it."""
    exact = Fraction(gross.milligrams, 10**6) * Fraction(assay) / 100 * Fraction(factor)

    assert exact - 1 < credited_kg(gross, assay, factor) <= exact


@pytest.mark.parametrize(
    ("day", "months", "last_day"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 29)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 2, 28), 6, date(2026, 8, 28)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
    ],
)
def test_a_month_that_is_shorter_ends_earlier(day, months, last_day):
    """29. Month-end."""
    assert last_day_of(day, months) == last_day


def test_demo_credits_last_until_the_same_day_two_years_on():
    """28. Issued on 15 January 2026, they end on 15 January 2028."""
    assert last_day_of(date(2026, 1, 15), 24) == date(2028, 1, 15)


@given(day=DAYS, months=st.integers(1, 120))
def test_months_on_is_that_month_and_never_later_in_it(day, months):
    """29. For every day there can be."""
    later = add_months(day, months)

    assert later.year * 12 + later.month == day.year * 12 + day.month + months
    assert later.day <= day.day


OLD = Batch(date(2028, 1, 15), 2, 40)
YOUNG = Batch(date(2028, 3, 31), 1, 100)


def test_the_oldest_expiry_is_spent_first():
    """28. Allocate 50 of A 40 and B 100: A 40 and B 10."""
    assert split_over([OLD, YOUNG], 50, account=ACCOUNT) == [(OLD, 40), (YOUNG, 10)]


def test_batches_sort_by_their_last_day_and_of_one_day_by_booking():
    """28. Oldest expiry first, though it was booked later."""
    same_day = Batch(date(2028, 1, 15), 3, 5)

    assert sorted([YOUNG, same_day, OLD]) == [OLD, same_day, YOUNG]


def test_no_batch_is_touched_that_is_not_needed():
    assert split_over(iter([OLD, None]), 40, account=ACCOUNT) == [(OLD, 40)]


def test_the_last_kilogram_can_be_taken_and_no_more():
    """15. No overdraft."""
    assert split_over([OLD, YOUNG], 140, account=ACCOUNT) == [(OLD, 40), (YOUNG, 100)]

    with pytest.raises(InsufficientCredits, match=r"141 kg .* 140 kg can be used"):
        split_over([OLD, YOUNG], 141, account=ACCOUNT)


@pytest.mark.parametrize("batches", [[], [Batch(date(2028, 1, 15), 1, 0)]])
def test_an_empty_account_gives_nothing(batches):
    """15. No overdraft, not even of one kilogram."""
    with pytest.raises(InsufficientCredits):
        split_over(batches, 1, account=ACCOUNT)


@given(held=st.lists(st.integers(1, 1000), min_size=1), wanted=st.integers(1, 2000))
def test_exactly_what_is_wanted_is_taken_or_nothing(held, wanted):
    """15. For every account there can be."""
    batches = [Batch(date(2028, 1, 15), number, each) for number, each in enumerate(held)]

    if wanted > sum(held):
        with pytest.raises(InsufficientCredits):
            split_over(batches, wanted, account=ACCOUNT)
    else:
        taken = split_over(batches, wanted, account=ACCOUNT)
        assert sum(share for _, share in taken) == wanted
        assert all(0 < share <= batch.available_kg for batch, share in taken)
