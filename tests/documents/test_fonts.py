"""What the bundled fonts draw, and the refusal of what they would leave as a box."""

import pytest

from remine_portal.documents.fonts import assert_subsetter, refuse_missing_glyphs
from remine_portal.domain.declarations import GlyphMissing


@pytest.mark.parametrize(
    "name",
    ["Łódź Metale Sp. z o.o.", "髙﨑𠮷野金属㈱", "Gießerei Müller", "CO₂ ≥ 99.6 %", "①", "がぎ"],
)
def test_names_of_customers_can_be_drawn(name):
    refuse_missing_glyphs([name])


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("电解锡", "锡 (U+9521)"),
        ("한국", "한 (U+D55C)"),
        ("tin 🎉", "🎉 (U+1F389)"),
    ],
)
def test_a_character_the_fonts_lack_is_named(text, named):
    with pytest.raises(GlyphMissing) as refused:
        refuse_missing_glyphs([text])

    assert named in refused.value.facts["characters"]


@pytest.mark.parametrize("hidden", ["\u202e", "\u200b", "\u0007", "\ue000", "\ufeff", "\U000e0100"])
def test_what_nobody_can_see_is_not_printed(hidden):
    with pytest.raises(GlyphMissing, match=f"U\\+{ord(hidden):04X}"):
        refuse_missing_glyphs([f"Acme{hidden}Metals"])


def test_lines_of_an_address_are_no_characters():
    refuse_missing_glyphs(["1-1 Marunouchi\r\nTokyo\tJapan"])


def test_the_subsetter_is_in_use():
    assert_subsetter()
