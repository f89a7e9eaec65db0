"""Sum proofs: each declaration finds its own kilograms under the root, and nobody else's."""

import hashlib
import json
from copy import deepcopy
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from remine_portal.domain.sum_proof import (
    Share,
    Shown,
    SumProofFails,
    SumProofMalformed,
    check_sum_proof,
    inclusion,
    tree_over,
)
from remine_portal.domain.sum_tree import EMPTY

ACCOUNT, FIRST_DAY = "NAOSHIMA-CU-recycled", date(2026, 4, 1)
SECRET = bytes(range(32))

taken = st.lists(st.integers(1, 10**8), min_size=1, max_size=12)


def shares(kilograms):
    return [
        Share(ACCOUNT, FIRST_DAY, f"RM-2026-{number:06d}", each)
        for number, each in enumerate(kilograms, 1)
    ]


def a_statement(root, **said):
    account = {"account": ACCOUNT, "root": root.hash.hex(), "attributed_kg": root.kilograms}
    return json.dumps({"period_first_day": "2026-04-01", "accounts": [account | said]})


def a_proof(share, among, secret=SECRET):
    tree = tree_over(among, secret)
    shown = inclusion(share, tree, secret)
    return {"v": 1, "periods": [{"statement": a_statement(tree.root), "shares": [shown]}]}


@pytest.fixture
def proof():
    """Of 13 kg, beside 1,001 and 77 kg of others."""
    every = shares([1001, 13, 77])
    return a_proof(every[1], every)


def changed(proof, path, value):
    """The proof with another value at a place of its first share."""
    forged = deepcopy(proof)
    inner = forged["periods"][0]["shares"][0]
    for step in path[:-1]:
        inner = inner[step]
    assert repr(inner[path[-1]]) != repr(value)
    inner[path[-1]] = value
    return forged


@given(taken)
def test_every_declaration_is_in_the_sum(kilograms):
    every = shares(kilograms)

    for share in every:
        proof = a_proof(share, every)
        sha256 = hashlib.sha256(proof["periods"][0]["statement"].encode()).hexdigest()
        assert check_sum_proof(proof) == [Shown(share, sum(kilograms), sha256)]


def test_a_leaf_can_be_reckoned_by_hand():
    """Account, first day, declaration and kilograms, a line each, behind the random number."""
    share = Share("A-CU-elv", date(2026, 4, 1), "RM-2026-000001", 8)
    named = b"A-CU-elv\n2026-04-01\nRM-2026-000001\n8"
    random = bytes([7] * 32)

    written = b"\x00" + hashlib.sha256(random + named).digest() + b"\0\0\0\0\0\0\0\x08"
    assert share.leaf(random).hash == hashlib.sha256(written).digest()


def test_a_period_without_attributions_has_the_root_of_nothing():
    assert tree_over([], SECRET).root == EMPTY


@given(taken, st.data())
def test_no_other_kilograms_are_shown(kilograms, data):
    every = shares(kilograms)
    share = data.draw(st.sampled_from(every))
    claimed = data.draw(st.integers(1, 10**8))
    assume(claimed != share.kilograms)

    with pytest.raises(SumProofFails):
        check_sum_proof(changed(a_proof(share, every), ["kilograms"], claimed))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["declaration"], "RM-2026-000009"),
        (["kilograms"], 14),
        (["kilograms"], 13.0),
        (["parts"], []),
        (["parts", 0, "kilograms"], 9),
        (["parts", 0, "kilograms"], -8),
        (["parts", 0, "kilograms"], 2**63),
        (["parts", 0, "blinding"], "00" * 32),
        (["parts", 0, "blinding"], ""),
        (["parts", 0, "path"], []),
        (["parts", 0, "path", 0, "kilograms"], 0),
        (["parts", 0, "path", 0, "kilograms"], -1),
        (["parts", 0, "path", 0, "hash"], "00" * 32),
        (["parts", 0, "path", 0, "hash"], "00"),
    ],
)
def test_what_was_changed_is_not_shown(proof, path, value):
    with pytest.raises(SumProofFails):
        check_sum_proof(changed(proof, path, value))


def test_a_sibling_on_the_other_side_leads_elsewhere(proof):
    [share] = proof["periods"][0]["shares"]
    step = share["parts"][0]["path"][0]
    step["side"] = {"left": "right", "right": "left"}[step["side"]]

    with pytest.raises(SumProofFails):
        check_sum_proof(proof)


def test_no_leaf_counts_twice(proof):
    """16 = 8 + 8, of which there is one."""
    [share] = proof["periods"][0]["shares"]
    share["parts"] = [share["parts"][0]] * 2
    share["kilograms"] = 16

    with pytest.raises(SumProofFails):
        check_sum_proof(proof)


def test_no_part_is_left_out(proof):
    [share] = proof["periods"][0]["shares"]
    share["parts"].pop()

    with pytest.raises(SumProofFails):
        check_sum_proof(proof)


def test_a_part_leads_to_the_sum_that_was_published(proof):
    """The hash alone is not enough."""
    said = json.loads(proof["periods"][0]["statement"])
    said["accounts"][0]["attributed_kg"] -= 1
    proof["periods"][0]["statement"] = json.dumps(said)

    with pytest.raises(SumProofFails):
        check_sum_proof(proof)


def test_a_random_number_of_another_length_shows_nothing(proof):
    """Else the first letter of an account could pass for its last byte, and leave another name."""
    text = proof["periods"][0]["statement"]
    proof["periods"][0]["statement"] = text.replace("NAOSHIMA", "AOSHIMA")
    [share] = proof["periods"][0]["shares"]
    share["account"] = share["account"].removeprefix("N")
    for part in share["parts"]:
        part["blinding"] += b"N".hex()

    with pytest.raises(SumProofFails):
        check_sum_proof(proof)


def test_nothing_is_shown_twice(proof):
    proof["periods"] *= 2

    with pytest.raises(SumProofMalformed):
        check_sum_proof(proof)


def test_no_leaf_counts_in_two_shares(proof):
    """13 = 8 + 4 + 1 kg, and the 8 once more by themselves."""
    once_more = deepcopy(proof["periods"][0]["shares"][0])
    once_more["parts"] = once_more["parts"][:1]
    once_more["kilograms"] = once_more["parts"][0]["kilograms"]
    proof["periods"][0]["shares"].append(once_more)

    with pytest.raises(SumProofMalformed):
        check_sum_proof(proof)


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"v": 1, "periods": []},
        {"v": 2, "periods": [{"statement": a_statement(EMPTY), "shares": []}]},
        {"v": 1, "periods": 1},
        {"v": 1, "periods": [None]},
        {"v": 1, "periods": [{"statement": "[" * 100_000, "shares": []}]},
        {"v": 1, "periods": [{"statement": "{}", "shares": []}]},
        [],
        None,
    ],
)
def test_what_is_no_proof_is_refused(document):
    with pytest.raises(SumProofMalformed):
        check_sum_proof(document)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["account"], "NAOSHIMA-CU-elv"),
        (["account"], ["NAOSHIMA-CU-recycled"]),
        (["declaration"], None),
        (["parts"], None),
        (["parts", 0], "8"),
        (["parts", 0, "blinding"], "no hexadecimal"),
        (["parts", 0, "path", 0, "side"], "above"),
    ],
)
def test_what_is_no_part_of_a_proof_is_refused(proof, path, value):
    with pytest.raises(SumProofMalformed):
        check_sum_proof(changed(proof, path, value))


def test_a_proof_says_nothing_of_others():
    """Neither their numbers nor their masses, but for what no one can help: the sum of all."""
    every = shares([13_579, 24_683, 8_191, 77_777, 13])
    others = {each.kilograms for each in every[1:]}

    proof = a_proof(every[0], every)

    assert not [each.declaration for each in every[1:] if each.declaration in json.dumps(proof)]
    [share] = proof["periods"][0]["shares"]
    siblings = [[step["kilograms"] for step in part["path"]] for part in share["parts"]]
    assert not others & {kilograms for path in siblings for kilograms in path}


def test_another_secret_hides_the_same_shares_otherwise():
    every = shares([13, 77])

    assert tree_over(every, SECRET).root != tree_over(every, SECRET[::-1]).root
    assert tree_over(every, SECRET).root.kilograms == 90
