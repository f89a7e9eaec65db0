"""A Merkle-sum tree: one root over many amounts of credits, and over what they come to.

A node is a hash and the kilograms of everything below it. Both its children's kilograms go into its
hash, so that nobody can show a leaf under a root without its kilograms being in the root's sum.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

MOST_KG = 2**53 - 1
"""What every reader of JSON holds exactly; no boundary puts out as much."""

MOST_STEPS = 64
HASH_BYTES = 32


class SumBroken(ValueError):
    """Kilograms that cannot be, below zero or more than there can be; or what is no hash."""


class Side(StrEnum):
    """Where a sibling stands."""

    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Sum:
    """A node as others see it."""

    hash: bytes
    kilograms: int

    def __post_init__(self) -> None:
        if type(self.kilograms) is not int or not 0 <= self.kilograms <= MOST_KG:
            raise SumBroken(self.kilograms)
        if len(self.hash) != HASH_BYTES:
            raise SumBroken(self.hash)

    def written(self) -> bytes:
        """As it goes into the hash above it."""
        return self.hash + self.kilograms.to_bytes(8, "big")


EMPTY = Sum(hashlib.sha256().digest(), 0)
"""The root of a period in which nothing was attributed."""

Step = tuple[Side, Sum]
"""On the way from a leaf to the root: the sibling, and on which side it stands."""


def leaf(commitment: bytes, kilograms: int) -> Sum:
    counted = Sum(commitment, kilograms)
    return Sum(hashlib.sha256(b"\x00" + counted.written()).digest(), kilograms)


def joined(left: Sum, right: Sum) -> Sum:
    """The node above two others. Refuses a sum that is too large, by SumBroken."""
    above = hashlib.sha256(b"\x01" + left.written() + right.written()).digest()
    return Sum(above, left.kilograms + right.kilograms)


def parts_of(kilograms: int) -> list[int]:
    """An amount as powers of two, the largest first: 13 = 8 + 4 + 1."""
    return [1 << bit for bit in range(kilograms.bit_length() - 1, -1, -1) if kilograms >> bit & 1]


class SumTree:
    """All nodes over some leaves, which stand in the order of their hashes.

    Nodes are joined two by two, level by level, and what is left over goes up as it is: the shape
    of RFC 6962. The order is that of random numbers, so a place in it says nothing.
    """

    def __init__(self, leaves: Iterable[Sum]) -> None:
        level = sorted(leaves, key=lambda each: each.hash)
        self._places = {each.hash: place for place, each in enumerate(level)}
        self._levels = [level]
        while len(level) > 1:
            level = [_above(level[place : place + 2]) for place in range(0, len(level), 2)]
            self._levels.append(level)

    @property
    def root(self) -> Sum:
        return self._levels[-1][0] if self._levels[-1] else EMPTY

    def path(self, leaf_hash: bytes) -> list[Step]:
        """The siblings on the way from a leaf of the tree to its root."""
        place, steps = self._places[leaf_hash], []
        for level in self._levels:
            sibling = place ^ 1
            if sibling < len(level):
                steps.append((Side.LEFT if sibling < place else Side.RIGHT, level[sibling]))
            place >>= 1
        return steps


def root_from(start: Sum, path: Sequence[Step]) -> Sum:
    """The root that a path leads to. Refuses one that is too long or too heavy, by SumBroken."""
    if len(path) > MOST_STEPS:
        raise SumBroken(len(path))
    reached = start
    for side, sibling in path:
        reached = joined(sibling, reached) if side is Side.LEFT else joined(reached, sibling)
    return reached


def place_in_tree(path: Sequence[Step]) -> str:
    """Which leaf a path begins at, as turns from the root; no two leaves have the same."""
    return "".join("r" if side is Side.LEFT else "l" for side, _ in reversed(path))


def _above(nodes: Sequence[Sum]) -> Sum:
    return joined(*nodes) if len(nodes) == 2 else nodes[0]
