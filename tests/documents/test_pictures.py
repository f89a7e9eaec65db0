"""The content bar is as wide as the figure, and the two materials never look alike."""

import re
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from remine_portal.documents.pictures import Bar, attributed_bar, content_bar, qr_code
from remine_portal.documents.printing import press
from remine_portal.documents.wording import NBSP
from remine_portal.domain.recycled_content import Figure, Operator
from tests.papers import ALL, MOST, picture


def width_of(bar: Bar, name: str) -> Decimal:
    found = re.search(rf'class="{name}" width="([^"]+)"', bar.svg)
    assert found, bar.svg
    return Decimal(found[1])


@given(st.decimals(0, 100, places=3), st.sampled_from(["large", "small", "paper"]))
def test_the_bar_is_exactly_as_wide_as_the_figure(percent, size):
    bar = content_bar(Figure(Operator.EXACTLY, percent), language="en", size=size)

    assert width_of(bar, "bar-metal") * 100 == width_of(bar, "bar-rest") * percent


def test_a_full_bar_leaves_nothing_pale():
    bar = content_bar(ALL, language="en")

    assert width_of(bar, "bar-metal") == width_of(bar, "bar-rest")


@pytest.mark.parametrize(
    ("figure", "language", "said"),
    [
        (ALL, "en", ("100", "%", "", "In the metal")),
        (MOST, "en", ("99.6", "%", "or more", "In the metal")),
        (MOST, "ja", ("99.6", "%", "以上", "金属に含まれる")),
    ],
)
def test_the_bar_comes_with_its_words(figure, language, said):
    bar = content_bar(figure, language=language)

    assert (bar.figure, bar.unit, bar.operator, bar.material) == said


def test_the_drawing_speaks_to_those_who_cannot_see_it():
    bar = content_bar(MOST, language="en")

    assert f"<title>In the metal: 99.6{NBSP}%{NBSP}or more</title>" in bar.svg


def test_a_label_is_text_and_no_markup():
    bar = content_bar(ALL, language="en", label="<script>")

    assert "&lt;script&gt;" in bar.svg


def test_a_bar_is_solid_or_hatched_and_never_both():
    metal, attributed = content_bar(ALL, language="en"), attributed_bar(Decimal(40), language="en")

    assert "bar-hatch" not in metal.svg
    assert "bar-metal" not in attributed.svg


@given(st.decimals(0, 100, places=3))
def test_the_hatch_stays_within_its_share(percent):
    bar = attributed_bar(percent, language="en")

    ends = [Decimal(x) for x in re.findall(r"[ML]([\d.]+) ", bar.svg)]
    assert all(0 <= x <= width_of(bar, "bar-attributed") for x in ends)


def test_the_two_materials_differ_in_grey_too():
    metal, attributed = content_bar(ALL, language="en"), attributed_bar(Decimal(100), language="en")
    solid, hatched = (
        picture(press((f"<div>{bar.svg}</div>",))).convert("L") for bar in (metal, attributed)
    )

    assert most_changes(solid) == 2, "the solid share is one tone from edge to edge"
    assert most_changes(hatched) > 20, "the hatch is to be seen"


def most_changes(sheet: Image.Image) -> int:
    """How often a row of the sheet turns from light to dark and back, at the most."""
    width, grey = sheet.width, sheet.tobytes()
    rows = (grey[start : start + width] for start in range(0, len(grey) // 4, width))
    return max(sum((one < 160) != (other < 160) for one, other in pairwise(row)) for row in rows)


def test_a_code_in_capitals_is_smaller():
    address = "https://remine.example/v/7ZK3M9Q2XW8R5T1VB4NC6DH0JF"

    assert modules(qr_code(address.upper())) < modules(qr_code(address))


def modules(drawing: str) -> int:
    found = re.search(r'viewBox="0 0 (\d+)', drawing)
    assert found, drawing
    return int(found[1])
