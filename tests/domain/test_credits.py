"""Credits: where they stand, which way each reason moves them, and for which metal they stand."""

import pytest

from remine_portal.domain.credits import (
    MOVES,
    REASON_NAMES,
    Characteristic,
    MetalMismatch,
    Reason,
    Standing,
    account_name,
    refuse_other_metal,
    standings_of,
)

ACCOUNT = "NAOSHIMA-CU-recycled"


@pytest.mark.parametrize("other", ["Sn", "Au"])
def test_credits_stand_for_one_metal(other):
    """23. Element."""
    with pytest.raises(MetalMismatch, match=f"stand for Cu and cannot be attributed to {other}"):
        refuse_other_metal(ACCOUNT, account_metal="Cu", metal=other)


def test_credits_are_attributed_to_their_own_metal():
    """23. Element, the other way round."""
    refuse_other_metal(ACCOUNT, account_metal="Cu", metal="Cu")


@pytest.mark.parametrize(
    ("characteristic", "name"),
    [
        (Characteristic.RECYCLED, ACCOUNT),
        (Characteristic.END_OF_LIFE_VEHICLE, "NAOSHIMA-CU-elv"),
    ],
)
def test_an_account_is_named_after_what_it_holds(characteristic, name):
    assert account_name("NAOSHIMA", "Cu", characteristic) == name


def test_every_reason_has_one_direction_and_a_name():
    assert set(MOVES) == set(REASON_NAMES) == set(Reason)


def test_nothing_is_attributed_that_was_not_reserved():
    into = {reason for reason, move in MOVES.items() if move.target is Standing.ATTRIBUTED}

    assert into == {Reason.ATTRIBUTE}
    assert MOVES[Reason.ATTRIBUTE].source is Standing.RESERVED


def test_what_has_expired_stays_so():
    assert not [reason for reason, move in MOVES.items() if move.source is Standing.EXPIRED]


def test_credits_come_from_outside_by_an_input_or_from_another_boundary_alone():
    coming = {reason for reason, move in MOVES.items() if move.source is Standing.OUTSIDE}

    assert coming == {Reason.BOOK_INPUT, Reason.TRANSFER_IN}


def test_where_credits_stand_follows_from_why_they_moved():
    moved = {
        Reason.BOOK_INPUT: 100,
        Reason.RESERVE: 50,
        Reason.RELEASE: 10,
        Reason.ATTRIBUTE: 40,
        Reason.RETURN: 8,
        Reason.EXPIRE: 5,
        Reason.CARRY_OVER: 63,
    }

    assert standings_of(moved) == {
        Standing.OUTSIDE: -100,
        Standing.AVAILABLE: 63,
        Standing.RESERVED: 0,
        Standing.ATTRIBUTED: 32,
        Standing.EXPIRED: 5,
    }
