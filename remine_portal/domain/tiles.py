"""The register cut into static files: hashes by 256, and entries by 256 (C2SP tlog-tiles)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from remine_portal.domain.merkle import Node
from remine_portal.domain.notes import NoteMalformed

WIDTH = 256
LEVEL_BITS = 8
HIGHEST_LEVEL = 63

_PATH = re.compile(
    r"tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?"
)


@dataclass(frozen=True, slots=True)
class Tile:
    """A full or partial tile. Level None is a bundle of entries, which follows level 0."""

    level: int | None
    index: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        digits = f"{self.index:03d}"
        digits = digits.rjust(-(-len(digits) // 3) * 3, "0")
        *above, last = (digits[place : place + 3] for place in range(0, len(digits), 3))
        name = "/".join([*(f"x{each}" for each in above), last])
        kind = "entries" if self.level is None else self.level
        return f"tile/{kind}/{name}{'' if self.is_full else f'.p/{self.width}'}"

    @property
    def is_full(self) -> bool:
        return self.width == WIDTH

    @property
    def first(self) -> int:
        """The place, at its level, of its first hash; of a bundle, the first entry's index."""
        return self.index * WIDTH

    def nodes(self) -> list[Node]:
        """The subtrees whose hashes it holds."""
        level = (self.level or 0) * LEVEL_BITS
        return [(level, self.first + each) for each in range(self.width)]

    def is_part_of(self, size: int) -> bool:
        """Whether a register of this size has it, full or not yet."""
        return self.first + self.width <= size >> (self.level or 0) * LEVEL_BITS


def tile_at(path: str) -> Tile | None:
    """The tile that a path names in its one spelling; None for every other text."""
    match = _PATH.fullmatch(path)
    if match is None or len(path) > 100:
        return None
    level = None if match[1] == "entries" else int(match[1])
    tile = Tile(level, int(re.sub(r"[x/]", "", match[2])), int(match[3] or WIDTH))
    possible = (level or 0) <= HIGHEST_LEVEL and tile.width <= WIDTH
    return tile if possible and tile.path == path else None


def tiles_of(size: int, since: int = 0) -> Iterator[Tile]:
    """Every tile of a register of this size, in part or in full, that one of `since` lacked."""
    for level in (None, *range(HIGHEST_LEVEL + 1)):
        bits = (level or 0) * LEVEL_BITS
        count, had = size >> bits, since >> bits
        if count == 0 and level is not None:
            return
        for index in range(had // WIDTH, count // WIDTH):
            yield Tile(level, index)
        if count % WIDTH and count > had:
            yield Tile(level, count // WIDTH, count % WIDTH)


def bundled(entries: Iterable[bytes]) -> bytes:
    """Entries in one file, each behind its length in two bytes."""
    return b"".join(len(each).to_bytes(2, "big") + each for each in entries)


def unbundled(bundle: bytes) -> list[bytes]:
    """Refuses a bundle that ends within an entry."""
    found, place = [], 0
    while place < len(bundle):
        end = place + 2 + int.from_bytes(bundle[place : place + 2], "big")
        if place + 2 > len(bundle) or end > len(bundle):
            raise NoteMalformed
        found.append(bundle[place + 2 : end])
        place = end
    return found
