"""Closing a period: what is struck off, what expires and what is carried over, batch by batch."""

from datetime import date

from remine_portal.domain.closing import (
    Closing,
    OverIssue,
    StandingBatch,
    Taken,
    close_batches,
    kilograms_of,
)
from remine_portal.domain.mass import Mass
from tests.books import ELV, RECYCLED


def batch(number, kilograms, *, kind=RECYCLED, last_day=date(2028, 1, 15), available=None):
    left = kilograms if available is None else available
    return StandingBatch(number, kind, last_day, closing_kg=kilograms, available_kg=left)


def closed(*batches, over=(), carry_over=True, stock=None):
    cap = None if stock is None else Mass.of(stock, "kg")
    return close_batches(batches, over, carry_over=carry_over, cap=cap)


def in_short(taken):
    return [(each.batch_id, each.kilograms) for each in taken]


def test_what_is_left_is_carried_over():
    """26. Roll-over: 80 → next opening 80."""
    assert closed(batch(1, 80)) == Closing(carried=[Taken(1, RECYCLED, 80)])


def test_carry_over_off():
    """26. Roll-over: 80 expire as entries, the oldest expiry first, and nothing is carried."""
    result = closed(batch(1, 50), batch(2, 30, last_day=date(2027, 1, 1)), carry_over=False)

    assert in_short(result.expired) == [(2, 30), (1, 50)]
    assert result.carried == []


def test_carry_over_is_capped_by_the_stock():
    """27. Closing 80, physical stock 60 → carry 60, expire 20."""
    result = closed(batch(1, 80), stock="60")

    assert in_short(result.expired) == [(1, 20)]
    assert in_short(result.carried) == [(1, 60)]


def test_all_accounts_share_one_stock():
    """27. Capped carry-over: 80 over two kinds, and the oldest expiry goes first."""
    older = batch(2, 50, kind=ELV, last_day=date(2027, 6, 30))

    result = closed(batch(1, 30), older, stock="60")

    assert result.expired == [Taken(2, ELV, 20)]
    assert (kilograms_of(result.carried, ELV), kilograms_of(result.carried, RECYCLED)) == (30, 30)


def test_what_a_later_shipment_has_taken_does_not_expire():
    """26. Roll-over: of 80 at the end of the period, 70 are attributed in the next one."""
    result = closed(batch(1, 80, available=10), carry_over=False)

    assert in_short(result.expired) == [(1, 10)]
    assert in_short(result.carried) == [(1, 70)]


def test_an_empty_period_moves_nothing():
    assert closed() == closed(stock="0") == closed(carry_over=False) == Closing()


def over_issue(kilograms, *, number=1, kind=RECYCLED):
    return OverIssue(number, receipt_id=number, characteristic=kind, kilograms=kilograms)


def test_an_over_issue_above_the_balance_leaves_a_deficit():
    """32. Over-issue 15, balance 12 → deficit 3."""
    result = closed(batch(1, 12), over=[over_issue(15)])

    assert in_short(result.struck) == [(1, 12)]
    assert in_short(result.deficits) == [(1, 3)]
    assert result.carried == []


def test_an_over_issue_is_struck_off_its_own_batch_first():
    """32. True-up: then off the oldest of the account, and never off another kind."""
    older = batch(2, 10, last_day=date(2027, 1, 1))
    vehicles = batch(3, 100, kind=ELV, last_day=date(2026, 12, 31))

    result = closed(vehicles, older, batch(1, 12), over=[over_issue(15)])

    assert in_short(result.struck) == [(1, 12), (2, 3)]
    assert result.deficits == []
    assert in_short(result.carried) == [(3, 100), (2, 7)]


def test_two_over_issues_do_not_strike_the_same_kilogram():
    """32. True-up of two inputs: 10 and 8 over, 12 there, 6 missing."""
    result = closed(batch(1, 12), batch(2, 0), over=[over_issue(10), over_issue(8, number=2)])

    assert in_short(result.struck) == [(1, 10), (1, 2)]
    assert in_short(result.deficits) == [(2, 6)]


def test_what_is_struck_off_does_not_expire_as_well():
    """27. and 32.: of 80, 15 are struck off, and 65 are held against a stock of 60."""
    result = closed(batch(1, 80), over=[over_issue(15)], stock="60")

    assert in_short(result.struck) == [(1, 15)]
    assert in_short(result.expired) == [(1, 5)]
    assert in_short(result.carried) == [(1, 60)]


def test_a_closing_is_known_by_its_figures():
    assert closed(batch(1, 80)).sha256() == closed(batch(1, 80)).sha256()
    assert closed(batch(1, 80)).sha256() != closed(batch(1, 81)).sha256()
    assert closed(batch(1, 80)).sha256() != closed(batch(1, 80), stock="60").sha256()
