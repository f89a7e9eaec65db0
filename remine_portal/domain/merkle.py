"""The Merkle tree of RFC 6962: roots, inclusion proofs, consistency proofs, and their checks.

A hash of the tree covers a range of leaves. What a root or a proof needs is first named as ranges,
and a range as complete subtrees, so that who keeps those subtrees reads a few rows for any size.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256().digest()

Range = tuple[int, int]
"""Leaves from the first number on, up to but without the second."""

Node = tuple[int, int]
"""A complete subtree: how many levels it stands above the leaves, and its place among its equals.

Node (level, place) covers the 2**level leaves from place * 2**level on.
"""


def leaf_hash(entry: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def completed_hashes(index: int, leaf: bytes, node: Callable[[Node], bytes]) -> list[bytes]:
    """The hashes of all subtrees that this leaf completes, from the leaf itself upwards.

    `node` gives the older subtree that each of them is joined with.
    """
    hashes = [leaf]
    level = 0
    while index >> level & 1:
        hashes.append(node_hash(node((level, (index >> level) - 1)), hashes[-1]))
        level += 1
    return hashes


def subtrees(leaves: Range) -> list[Node]:
    """The complete subtrees that together are a range of the tree, the largest and leftmost first.

    The range begins where a subtree of its size would; those of roots and proofs all do.
    """
    start, end = leaves
    found = []
    while start < end:
        level = (end - start).bit_length() - 1
        assert start >> level << level == start, f"{leaves} is no range of the tree"
        found.append((level, start >> level))
        start += 1 << level
    return found


def hash_of(leaves: Range, node: Callable[[Node], bytes]) -> bytes:
    """The hash that the tree has over a range (RFC 6962, section 2.1)."""
    if leaves[0] == leaves[1]:
        return EMPTY_ROOT
    *larger, last = (node(each) for each in subtrees(leaves))
    for each in reversed(larger):
        last = node_hash(each, last)
    return last


def inclusion_ranges(index: int, size: int) -> list[Range]:
    """The ranges whose hashes prove that the leaf is in the tree of that size, its sibling first.

    RFC 6962, section 2.1.1.
    """
    if not 0 <= index < size:
        raise ValueError(f"there is no leaf {index} in a tree of {size}")
    start, end = 0, size
    found: list[Range] = []
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            found.append((middle, end))
            end = middle
        else:
            found.append((start, middle))
            start = middle
    return found[::-1]


def consistency_ranges(old: int, size: int) -> list[Range]:
    """The ranges whose hashes prove that a tree of an old size was only added to.

    RFC 6962, section 2.1.2. Nothing is needed for the same size, nor for the empty tree.
    """
    if not 0 <= old <= size:
        raise ValueError(f"a tree of {old} does not come before one of {size}")
    if old in (0, size):
        return []
    start, end = 0, size
    found: list[Range] = []
    while end != old:
        middle = start + _split(end - start)
        if old <= middle:
            found.append((middle, end))
            end = middle
        else:
            found.append((start, middle))
            start = middle
    if start:  # else it is the old root itself, which the checker has
        found.append((start, end))
    return found[::-1]


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The root over these leaf hashes."""
    return hash_of((0, len(leaves)), _nodes_over(leaves))


def inclusion_proof(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    return [hash_of(each, _nodes_over(leaves)) for each in inclusion_ranges(index, len(leaves))]


def consistency_proof(old: int, leaves: Sequence[bytes]) -> list[bytes]:
    return [hash_of(each, _nodes_over(leaves)) for each in consistency_ranges(old, len(leaves))]


def root_from_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes | None:
    """The root that a proof leads to; None when it is no proof for that place in such a tree.

    RFC 9162, section 2.1.3.2.
    """
    if not 0 <= index < size:
        return None
    place, last, root = index, size - 1, leaf
    for each in proof:
        if last == 0:
            return None
        if place & 1 or place == last:
            root = node_hash(each, root)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            root = node_hash(root, each)
        place, last = place >> 1, last >> 1
    return root if last == 0 else None


def is_included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether the proof shows the leaf at that index of the tree with this size and root."""
    return root_from_inclusion(leaf, index, size, proof) == root


def is_consistent(old: tuple[int, bytes], new: tuple[int, bytes], proof: Sequence[bytes]) -> bool:
    """Whether the proof shows that the new tree (size and root) only adds to the old one.

    RFC 9162, section 2.1.4.2.
    """
    (old_size, old_root), (new_size, new_root) = old, new
    if old_size == new_size:
        return old_root == new_root and not proof
    if old_size == 0:
        return old_root == EMPTY_ROOT and not proof
    if not 0 < old_size < new_size or not proof:
        return False
    hashes = list(proof)
    if old_size & (old_size - 1) == 0:
        hashes.insert(0, old_root)
    return _roots_from_consistency(old_size, new_size, hashes) == (old_root, new_root)


def _roots_from_consistency(
    old_size: int, new_size: int, hashes: Sequence[bytes]
) -> tuple[bytes, bytes] | None:
    place, last = old_size - 1, new_size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old_root = new_root = hashes[0]
    for each in hashes[1:]:
        if last == 0:
            return None
        if place & 1 or place == last:
            old_root, new_root = node_hash(each, old_root), node_hash(each, new_root)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            new_root = node_hash(new_root, each)
        place, last = place >> 1, last >> 1
    return (old_root, new_root) if last == 0 else None


def _split(count: int) -> int:
    """The largest power of two below the count: where RFC 6962 divides a tree."""
    return 1 << (count - 1).bit_length() - 1


def _nodes_over(leaves: Sequence[bytes]) -> Callable[[Node], bytes]:
    def node(wanted: Node) -> bytes:
        level, place = wanted
        if level == 0:
            return leaves[place]
        return node_hash(node((level - 1, 2 * place)), node((level - 1, 2 * place + 1)))

    return node
