"""The Merkle tree: the vectors of certificate-transparency, and any tree against a recursion."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remine_portal.domain.merkle import (
    EMPTY_ROOT,
    completed_hashes,
    consistency_proof,
    consistency_ranges,
    hash_of,
    inclusion_proof,
    inclusion_ranges,
    is_consistent,
    is_included,
    leaf_hash,
    root_from_inclusion,
    root_of,
)

ENTRIES = [
    bytes.fromhex(each)
    for each in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [leaf_hash(each) for each in ENTRIES]

sizes = st.integers(1, 70)


def leaves(count):
    return [leaf_hash(b"%d" % each) for each in range(count)]


def naive_root(hashes):
    """RFC 6962, section 2.1, word for word."""
    if len(hashes) < 2:
        return hashes[0] if hashes else hashlib.sha256().digest()
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    return hashlib.sha256(
        b"\x01" + naive_root(hashes[:split]) + naive_root(hashes[split:])
    ).digest()


def naive_inclusion(index, hashes):
    if len(hashes) == 1:
        return []
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    left, right = hashes[:split], hashes[split:]
    if index < split:
        return [*naive_inclusion(index, left), naive_root(right)]
    return [*naive_inclusion(index - split, right), naive_root(left)]


def naive_consistency(old, hashes, whole=True):
    """SUBPROOF of RFC 6962, section 2.1.2, word for word."""
    if old == len(hashes):
        return [] if whole else [naive_root(hashes)]
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    left, right = hashes[:split], hashes[split:]
    if old <= split:
        return [*naive_consistency(old, left, whole), naive_root(right)]
    return [*naive_consistency(old - split, right, False), naive_root(left)]


@pytest.mark.parametrize("size", range(9))
def test_the_roots_are_those_of_certificate_transparency(size):
    assert root_of(LEAVES[:size]).hex() == ROOTS[size]


@pytest.mark.parametrize(
    ("index", "size", "proof"),
    [
        (0, 1, []),
        (
            0,
            8,
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            5,
            8,
            [
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
    ],
)
def test_the_inclusion_proofs_are_those_of_certificate_transparency(index, size, proof):
    assert [each.hex() for each in inclusion_proof(index, LEAVES[:size])] == proof


@pytest.mark.parametrize(
    ("old", "size", "proof"),
    [
        (1, 1, []),
        (
            1,
            8,
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            6,
            8,
            [
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
        (
            2,
            5,
            [
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ],
        ),
    ],
)
def test_the_consistency_proofs_are_those_of_certificate_transparency(old, size, proof):
    assert [each.hex() for each in consistency_proof(old, LEAVES[:size])] == proof


@given(sizes, st.data())
def test_a_leaf_is_proven_as_the_recursion_proves_it(size, data):
    index = data.draw(st.integers(0, size - 1))
    tree = leaves(size)

    proof = inclusion_proof(index, tree)

    assert proof == naive_inclusion(index, tree)
    assert is_included(tree[index], index, size, proof, naive_root(tree))


@given(sizes, st.data())
def test_nothing_but_the_leaf_at_its_place_is_proven(size, data):
    index = data.draw(st.integers(0, size - 1))
    other = data.draw(st.integers(-1, size + 1).filter(lambda each: each != index))
    tree = leaves(size)
    proof, root = inclusion_proof(index, tree), naive_root(tree)

    assert not is_included(tree[index], other, size, proof, root)
    assert not is_included(leaf_hash(b"another"), index, size, proof, root)
    assert not is_included(tree[index], index, size, [*proof, root], root)
    assert not proof or not is_included(tree[index], index, size, proof[:-1], root)


@given(sizes, st.data())
def test_growth_is_proven_as_the_recursion_proves_it(size, data):
    old = data.draw(st.integers(1, size))
    tree = leaves(size)

    proof = consistency_proof(old, tree)

    assert proof == naive_consistency(old, tree)
    assert is_consistent((old, naive_root(tree[:old])), (size, naive_root(tree)), proof)


@given(sizes, st.data())
def test_a_rewritten_tree_is_not_consistent_with_what_it_was(size, data):
    old = data.draw(st.integers(1, size))
    rewritten = data.draw(st.integers(0, old - 1))
    tree = leaves(size)
    forked = [*tree[:rewritten], leaf_hash(b"rewritten"), *tree[rewritten + 1 :]]

    proof = consistency_proof(old, forked)

    assert not is_consistent((old, naive_root(tree[:old])), (size, naive_root(forked)), proof)


@given(sizes, st.data())
def test_a_consistency_proof_is_of_no_use_changed_or_for_other_sizes(size, data):
    old = data.draw(st.integers(1, size))
    tree = leaves(size)
    was, now = naive_root(tree[:old]), naive_root(tree)
    proof = consistency_proof(old, tree)

    assert not is_consistent((old, was), (size, now), [*proof, now])
    assert not is_consistent((old + 1, was), (size, now), proof)
    assert not is_consistent((old, now), (size, was), proof) or was == now
    if proof:
        assert not is_consistent((old, was), (size, now), proof[1:])
        assert not is_consistent((old, was), (size, now), [*proof[:-1], leaf_hash(b"x")])


def test_every_tree_adds_to_the_empty_one_and_none_comes_before_itself():
    assert is_consistent((0, EMPTY_ROOT), (8, root_of(LEAVES)), [])
    assert not is_consistent((0, root_of(LEAVES)), (8, root_of(LEAVES)), [])
    assert not is_consistent((8, root_of(LEAVES)), (0, EMPTY_ROOT), [])
    with pytest.raises(ValueError, match="9 does not come before"):
        consistency_ranges(9, 8)


@pytest.mark.parametrize("index", [-1, 8])
def test_a_leaf_outside_the_tree_has_no_proof(index):
    assert root_from_inclusion(LEAVES[0], index, 8, []) is None
    with pytest.raises(ValueError, match="there is no leaf"):
        inclusion_ranges(index, 8)


@given(st.integers(1, 300))
def test_the_hashes_that_leaves_complete_are_all_that_any_root_needs(size):
    tree = leaves(size)
    kept = {}
    for index, leaf in enumerate(tree):
        for level, each in enumerate(completed_hashes(index, leaf, kept.__getitem__)):
            kept[level, index >> level] = each

    assert hash_of((0, size), kept.__getitem__) == naive_root(tree)
    assert len(kept) < 2 * size
