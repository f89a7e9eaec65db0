"""The bundled fonts: which characters they can draw, and the refusal of those they cannot.

A missing glyph prints as a box while the text behind it stays right, so that no search for words
finds the damage (QUALITY.md M11). It is therefore looked for before anything is drawn.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont
from weasyprint.text.ffi import harfbuzz_subset

from remine_portal.domain.declarations import GlyphMissing
from remine_portal.resources import resource_folder

FAMILIES = (
    ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"),
    ("NotoSansJP-Regular.ttf", "NotoSansJP-Bold.ttf"),
)
"""One file a weight. Latin comes first: the Japanese fonts lack a third of its letters."""

LAYOUT = frozenset("\n\r\t ")
"""What a document sets as space, with no glyph of its own."""

UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories without a shape that everybody sees alike; some turn the text around them."""


class SubsetterMissing(RuntimeError):
    """Without it every document embeds its fonts four times slower (TECH.md 0)."""


def assert_subsetter() -> None:
    """Refuse to start where HarfBuzz's subsetter is not installed."""
    if not harfbuzz_subset:
        raise SubsetterMissing("Install the system library libharfbuzz-subset0")


def bundled_fonts() -> dict[str, bytes]:
    """The content of every font file by its name, as the documents' style sheet calls it."""
    return {name: _path(name).read_bytes() for family in FAMILIES for name in family}


def refuse_missing_glyphs(texts: Iterable[str]) -> None:
    """Refuse characters that the fonts cannot draw, naming each of them."""
    used = set().union(*texts) - LAYOUT
    missing = sorted(each for each in used if not _is_drawable(each))
    if missing:
        raise GlyphMissing(characters=" ".join(map(_named, missing)))


def _is_drawable(character: str) -> bool:
    return ord(character) in _drawable() and unicodedata.category(character) not in UNSEEN


def _named(character: str) -> str:
    """The character itself with its code, or the code alone where there is nothing to see."""
    code = f"U+{ord(character):04X}"
    return code if unicodedata.category(character) in UNSEEN else f"{character} ({code})"


@cache
def _drawable() -> frozenset[int]:
    """Code points that one family or the other draws in both weights."""
    return frozenset().union(
        *(frozenset.intersection(*map(_code_points, family)) for family in FAMILIES)
    )


def _code_points(name: str) -> frozenset[int]:
    with TTFont(_path(name), lazy=True) as font:
        return frozenset(font.getBestCmap())


def _path(name: str) -> Path:
    return resource_folder("static") / "fonts" / name
