"""The Merkle-sum tree: small trees by hand, any tree by what must hold of it."""

import hashlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remine_portal.domain.sum_tree import (
    EMPTY,
    MOST_KG,
    Side,
    Sum,
    SumBroken,
    SumTree,
    joined,
    leaf,
    parts_of,
    place_in_tree,
    root_from,
)

ONE, OTHER, THIRD = bytes(32), bytes([1] * 32), bytes([2] * 32)


def by_hand(text):
    """A hash of bytes written as hexadecimal, with spaces where it is read."""
    return hashlib.sha256(bytes.fromhex(text)).digest()


def leaves(amounts):
    return [
        leaf(hashlib.sha256(b"%d" % place).digest(), kilograms)
        for place, kilograms in enumerate(amounts)
    ]


amounts = st.lists(st.integers(0, 10**9), min_size=1, max_size=40)


def test_an_empty_tree_has_the_root_of_nothing():
    assert SumTree([]).root == EMPTY
    assert EMPTY.kilograms == 0
    assert EMPTY.hash.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_a_leaf_is_hashed_with_its_kilograms():
    assert leaf(ONE, 13) == Sum(by_hand("00" + "00" * 32 + "00 00 00 00 00 00 00 0d"), 13)


def test_a_node_is_hashed_with_the_kilograms_of_both_sides():
    left, right = leaf(ONE, 8), leaf(OTHER, 1)

    above = joined(left, right)

    written = f"01 {left.hash.hex()} 0000000000000008 {right.hash.hex()} 0000000000000001"
    assert above == Sum(by_hand(written), 9)
    assert above != joined(right, left)


def test_three_leaves_stand_in_the_order_of_their_hashes():
    """The first two are joined, and the third goes up as it is."""
    one, two, three = sorted((leaf(each, 4) for each in (ONE, OTHER, THIRD)), key=lambda x: x.hash)

    tree = SumTree([three, one, two])

    assert tree.root == joined(joined(one, two), three)
    assert tree.path(one.hash) == [(Side.RIGHT, two), (Side.RIGHT, three)]
    assert tree.path(three.hash) == [(Side.LEFT, joined(one, two))]


@given(amounts)
def test_every_path_leads_to_the_root_from_a_place_of_its_own(amounts):
    every = leaves(amounts)
    tree = SumTree(every)

    paths = [tree.path(each.hash) for each in every]

    assert tree.root.kilograms == sum(amounts)
    assert {root_from(*each) for each in zip(every, paths, strict=True)} == {tree.root}
    assert len({place_in_tree(path) for path in paths}) == len(every)


@given(amounts, st.data())
def test_no_other_kilograms_lead_to_the_root(amounts, data):
    every = leaves(amounts)
    tree = SumTree(every)
    start = data.draw(st.sampled_from(every))
    path = tree.path(start.hash)
    where = data.draw(st.integers(-1, len(path) - 1))
    other = data.draw(st.integers(0, 10**9))

    if where < 0:
        commitment = hashlib.sha256(b"%d" % every.index(start)).digest()
        changed = start.kilograms != other
        reached = root_from(leaf(commitment, other), path)
    else:
        side, sibling = path[where]
        changed = sibling.kilograms != other
        path[where] = side, replace(sibling, kilograms=other)
        reached = root_from(start, path)

    assert (reached != tree.root) == changed


@pytest.mark.parametrize("kilograms", [-1, MOST_KG + 1, 2**64, 1.0, True, None, "1"])
def test_kilograms_that_cannot_be_are_no_sum(kilograms):
    with pytest.raises(SumBroken):
        Sum(ONE, kilograms)


def test_a_sum_that_is_too_large_is_refused():
    assert joined(leaf(ONE, MOST_KG), leaf(OTHER, 0)).kilograms == MOST_KG
    with pytest.raises(SumBroken):
        joined(leaf(ONE, MOST_KG), leaf(OTHER, 1))


def test_a_hash_of_another_length_is_none():
    """Else the bytes of one field could pass for those of the next."""
    with pytest.raises(SumBroken):
        Sum(ONE + b"\0", 1)


def test_a_path_without_end_is_refused():
    with pytest.raises(SumBroken):
        root_from(leaf(ONE, 1), [(Side.LEFT, EMPTY)] * 65)


@pytest.mark.parametrize(
    ("kilograms", "parts"), [(0, []), (1, [1]), (13, [8, 4, 1]), (1024, [1024]), (7, [4, 2, 1])]
)
def test_an_amount_is_split_into_powers_of_two(kilograms, parts):
    assert parts_of(kilograms) == parts


@given(st.integers(0, MOST_KG))
def test_the_parts_come_to_the_amount(kilograms):
    parts = parts_of(kilograms)

    assert sum(parts) == kilograms
    assert all(each & (each - 1) == 0 for each in parts)
    assert sorted(set(parts), reverse=True) == parts
