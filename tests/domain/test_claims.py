"""What a document must say, and what free text must never say."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remine_portal.domain.catalog import Series
from remine_portal.domain.claims import (
    BannedWording,
    VerifierWording,
    notices_for,
    refuse_banned_wording,
    renewable_note,
)

BANNED = [
    "環境にやさしい",
    "地球に優しい",
    "エコ",
    "グリーン",
    "サステナブル",
    "サスティナビリティ",
    "持続可能な",
    "カーボンニュートラル",
    "eco-friendly",
    "environmentally friendly",
    "green",
    "sustainable",
    "non-polluting",
    "zero impact",
    "carbon-neutral",
    "CO2-free",
    "contains 100 % recycled copper",
    "リサイクル銅100%",
    "ISO 14021 certified",
    "ISO認証",
    "approved by ISO",
]
INVISIBLE = ["\u00ad", "\u200b", "\u200d", "\u2060", "\ufeff"]


def full_width(text):
    return "".join(chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each for each in text)


@pytest.mark.parametrize("words", BANNED)
def test_44_a_banned_word_is_refused_and_named(words):
    """44. Claim lint: section 5 of DOMAIN.md, with the words that have to go."""
    with pytest.raises(BannedWording) as refused:
        refuse_banned_wording(f"This metal is {words}.")
    assert refused.value.facts["words"]


@given(st.data())
def test_44_no_disguise_helps(data):
    """44. Full-width or mixed case, with signs that nobody sees between the letters."""
    words = data.draw(st.sampled_from(BANNED))
    mixed = "".join(data.draw(st.sampled_from([each, each.upper()])) for each in words)
    wide = data.draw(st.sampled_from([mixed, full_width(mixed)]))
    at = data.draw(st.integers(0, len(wide)))
    disguised = wide[:at] + data.draw(st.sampled_from(INVISIBLE)) + wide[at:]

    with pytest.raises(BannedWording):
        refuse_banned_wording(f"錫 {disguised} 2026")


@pytest.mark.parametrize(
    "text",
    [
        "Delivered in two containers.",
        "納入場所：第二倉庫",
        "Materials Eco-Refining Co., Ltd.",
        "マテリアルエコリファイン",
        "サーキュラーエコノミー",
        "Greenfield Road 1",
        "Evergreen Marine",
        "ISO 14021:2016",
    ],
)
def test_44_plain_facts_pass(text):
    """44. A lint that refuses facts would be switched off."""
    refuse_banned_wording(text)


@pytest.mark.parametrize(
    "text",
    [
        "JLCAF verified this shipment",
        "This copper was verified by the Japan Life Cycle Assessment Facilitation Centre",
        "日本LCA推進機構がこの出荷を検証しました",
        "ＪＬＣＡＦ ｖｅｒｉｆｉｅｄ ｔｈｅ ｌｏｔｓ",
        "SGS verified the copper",
        "電気銅はSGSが検証",
    ],
)
def test_45_nobody_verified_what_they_did_not(text):
    """45. Verifier wording: JLCAF never with a shipment, SGS never with copper."""
    with pytest.raises(VerifierWording):
        refuse_banned_wording(text)


@pytest.mark.parametrize(
    "text",
    [
        "Copper cathode under the guideline verified by JLCAF",
        "電気銅のガイドラインは日本LCA推進機構の検証を受けています",
        "Shipment 1. Guideline verified by JLCAF.",
    ],
)
def test_45_the_guideline_was_verified(text):
    """45. “guideline verified by” passes."""
    refuse_banned_wording(text)


@pytest.mark.parametrize("series", Series)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_notices_pass_the_lint(series, language):
    for notice in notices_for(series, "Pt"):
        refuse_banned_wording(notice.in_language(language))


def test_the_note_on_electricity_names_its_days():
    note = renewable_note(date(2026, 4, 1), date(2026, 11, 23))

    assert note.en.endswith("from 1 April 2026 to 23 November 2026.")
    assert "2026年4月1日から2026年11月23日まで" in note.ja
