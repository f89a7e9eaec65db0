"""Pieces of drawings: exact coordinates, rectangles solid or hatched, words.

No ids, for they would repeat on a page, and no styles, for the content security policy blocks them.
What is drawn in `currentColor` is ink on paper and in both themes of the pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from markupsafe import Markup

PLACES = Decimal("0.01")
"""The finest coordinate: a hundredth of what one sees."""

HATCH_STEP = 8

Coordinate = Decimal | int


class Look(Enum):
    """How a rectangle is filled. Only what is attributed is hatched (DESIGN.md)."""

    HATCHED = Markup('class="bar-attributed" fill="#ffffff"')
    PALE = Markup('class="bar-rest" fill="#e7e3da"')
    GREY = Markup('fill="currentColor" fill-opacity="0.55"')
    DARK = Markup('fill="currentColor"')
    EMPTY = Markup('fill="none"')


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its upper left corner and its size."""

    x: Decimal
    y: Decimal
    width: Decimal
    height: Decimal

    @property
    def right(self) -> Decimal:
        return self.x + self.width

    @property
    def bottom(self) -> Decimal:
        return self.y + self.height

    @property
    def middle(self) -> Decimal:
        return self.y + self.height / 2


_DRAWING = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
    'height="{height}" role="img" font-size="12"><title>{label}</title>{parts}</svg>'
)
_BOX = Markup(
    '<rect x="{x}" y="{y}" width="{width}" height="{height}" {look} stroke="currentColor"/>'
)
_HATCH = Markup('<path class="bar-hatch" d="{lines}" fill="none" stroke="#9c4a22" {width}/>')
_HATCH_WIDTH = Markup('stroke-width="3"')
_WORDS = Markup('<text x="{x}" y="{y}" fill="currentColor" text-anchor="{anchor}">{words}</text>')
_LINE = Markup('<path d="{path}" fill="none" stroke="currentColor" {width}/>')
_WIDTHS: Mapping[str, Markup] = {
    "hair": Markup('stroke-opacity="0.25"'),
    "thin": Markup('stroke-width="1"'),
    "thick": Markup('stroke-width="2.5"'),
}


def drawing(parts: Iterable[Markup], *, width: int, height: Coordinate, label: str) -> Markup:
    """The whole picture; `label` says it to those who cannot see it."""
    return _DRAWING.format(
        width=width, height=exact(height), label=label, parts=Markup("").join(parts)
    )


def drawn(box: Box, look: Look) -> Markup:
    """A rectangle with its edge, filled as it looks."""
    rectangle = _BOX.format(
        x=exact(box.x),
        y=exact(box.y),
        width=exact(box.width),
        height=exact(box.height),
        look=look.value,
    )
    if look is not Look.HATCHED:
        return rectangle
    return rectangle + _HATCH.format(lines="".join(_diagonals(box)), width=_HATCH_WIDTH)


def line(*points: tuple[Coordinate, Coordinate], weight: str = "thin") -> Markup:
    """A line through points: `hair`, `thin` or `thick`."""
    path = "L".join(f"{exact(x)} {exact(y)}" for x, y in points)
    return _LINE.format(path=f"M{path}", width=_WIDTHS[weight])


def words(text: str, x: Coordinate, y: Coordinate, *, anchor: str = "start") -> Markup:
    """Text on its base line; `anchor` is start, middle or end."""
    return _WORDS.format(x=exact(x), y=exact(y), anchor=anchor, words=text)


def exact(value: Coordinate) -> str:
    """Plain decimal digits to a hundredth, without an exponent or zeros at the end."""
    return f"{Decimal(value).quantize(PLACES).normalize():f}"


def _diagonals(box: Box) -> Iterator[str]:
    """Lines at 45 degrees, cut at the edges of the rectangle."""
    for start in range(HATCH_STEP // 2, int(box.width + box.height), HATCH_STEP):
        low = max(Decimal(0), box.height - start)
        high = min(box.height, box.width + box.height - start)
        if low < high:
            left = box.x + start - box.height
            yield (
                f"M{exact(left + low)} {exact(box.bottom - low)}"
                f"L{exact(left + high)} {exact(box.bottom - high)}"
            )
