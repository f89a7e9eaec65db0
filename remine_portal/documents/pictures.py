"""Drawings: the content bar, filled solid or hatched and never both (DESIGN.md), and QR codes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import segno
from markupsafe import Markup

from remine_portal.documents.wording import (
    ATTRIBUTED,
    IN_THE_METAL,
    operator_word,
    written_figure,
    written_number,
    written_percent,
)
from remine_portal.domain.recycled_content import Figure

CANVAS = {"large": (480, 20), "small": (72, 10), "paper": (480, 15), "column": (192, 14)}
"""Width and height of a drawing in its own units; a page scales it."""

HATCH_STEP = 8

_DRAWING = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">'
    "<title>{label}</title>"
    '<rect class="bar-rest" width="{width}" height="{height}" fill="#e7e3da"/>{share}'
    '<rect class="bar-edge" x="0.5" y="0.5" width="{inner_width}" height="{inner_height}" '
    'fill="none" stroke="#1c2421"/></svg>'
)
_SOLID = Markup('<rect class="bar-metal" width="{filled}" height="{height}" fill="#1f6f5c"/>')
_HATCHED = Markup(
    '<rect class="bar-attributed" width="{filled}" height="{height}" fill="#ffffff"/>'
    '<path class="bar-hatch" d="{lines}" fill="none" stroke="#9c4a22" stroke-width="3"/>'
)


@dataclass(frozen=True, slots=True)
class Bar:
    """A content bar with its words: the drawing alone is never the statement."""

    svg: Markup
    figure: str
    unit: str
    operator: str
    material: str


def content_bar(
    figure: Figure, *, language: str, size: str = "large", label: str | None = None
) -> Bar:
    """What is physically in the metal: solid, as wide as the figure, the rest pale.

    `label` is what the drawing says to who cannot see it; without one, the material and the
    figure in words. The figure is drawn as printed, exact and unrounded.
    """
    material, operator = IN_THE_METAL.in_language(language), operator_word(figure)
    filled, height = _filled(figure.percent, size)
    return Bar(
        svg=_drawing(
            size,
            label or f"{material}: {written_figure(figure).in_language(language)}",
            _SOLID.format(filled=filled, height=height),
        ),
        figure=written_number(figure.percent),
        unit="%",
        operator=operator.in_language(language) if operator else "",
        material=material,
    )


def attributed_bar(
    percent: Decimal, *, language: str, size: str = "large", label: str | None = None
) -> Bar:
    """What credits were attributed to: hatched, so that no copy can make it look like content."""
    material = ATTRIBUTED.in_language(language)
    filled, height = _filled(percent, size)
    return Bar(
        svg=_drawing(
            size,
            label or f"{material}: {written_percent(percent)}",
            _HATCHED.format(
                filled=filled, height=height, lines=_diagonals(Decimal(filled), height)
            ),
        ),
        figure=written_number(percent),
        unit="%",
        operator="",
        material=material,
    )


def qr_code(address: str) -> Markup:
    """A QR code of the address, with the quiet zone that scanners ask for."""
    code = segno.make(address, error="m", micro=False)
    return Markup(code.svg_inline(border=4, omitsize=True, title=address))  # noqa: S704 - drawn by segno alone


def _filled(percent: Decimal, size: str) -> tuple[str, int]:
    width, height = CANVAS[size]
    return _exact(width * percent / 100), height


def _drawing(size: str, label: str, share: Markup) -> Markup:
    width, height = CANVAS[size]
    return _DRAWING.format(
        width=width,
        height=height,
        inner_width=width - 1,
        inner_height=height - 1,
        label=label,
        share=share,
    )


def _diagonals(filled: Decimal, height: int) -> str:
    """Lines at 45 degrees, cut at both ends of the share: a pattern's id would repeat on a page."""
    lines = []
    for start in range(-height + HATCH_STEP // 2, int(filled) + 1, HATCH_STEP):
        left, right = max(Decimal(start), Decimal(0)), min(Decimal(start + height), filled)
        if left < right:
            bottom, top = height - (left - start), height - (right - start)
            lines.append(f"M{_exact(left)} {_exact(bottom)}L{_exact(right)} {_exact(top)}")
    return "".join(lines)


def _exact(value: Decimal) -> str:
    """Plain decimal digits, without an exponent or zeros at the end."""
    return f"{value.normalize():f}"
