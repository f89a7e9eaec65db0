"""What free text must never say (DOMAIN.md section 5), and what it may: facts of the trade."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remine_portal.domain import never_stated
from remine_portal.domain.catalog import Series
from remine_portal.domain.claim_lint import (
    BannedWording,
    ClaimBeyondEvidence,
    VerifierWording,
    refuse_banned_wording,
)
from remine_portal.domain.claims import (
    NO_DOUBLE_CLAIM,
    NOT_PHYSICAL,
    notices_for,
    renewable_note,
)
from tests.papers import DEFINITIONS, FISCAL_2026
from tests.typed_claims import (
    BANNED,
    BEYOND_EVIDENCE,
    CLAIMED_TWICE,
    OF_ATTRIBUTION,
    OF_CONTENT,
    OF_THE_GUIDELINE,
    OF_THE_TRADE,
    ONE_FIGURE,
    WRONG_VERIFIERS,
)

CONTENT, CREDITS = Series.ISO_14021, Series.ISO_22095

UNSEEN = ["\u00ad", "\u034f", "\u200b", "\u200d", "\u2060", "\u3164", "\ufe0f", "\ufeff"]


def full_width(text):
    return "".join(chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each for each in text)


def sentences(*texts):
    return [each.in_language(language) for each in texts for language in ("en", "ja")]


@pytest.mark.parametrize("words", BANNED)
def test_44_banned_words_are_refused_and_named_beside_any_metal(words):
    """44. Claim lint: section 5 of DOMAIN.md, with the words that have to go."""
    with pytest.raises(BannedWording) as refused:
        refuse_banned_wording(f"Remark: {words}.")
    assert refused.value.facts["words"]


@pytest.mark.parametrize("words", BEYOND_EVIDENCE)
def test_44_no_claim_goes_beyond_what_credits_prove(words):
    """44. Claim lint: harmless words that claim too much when they meet, of copper."""
    with pytest.raises(ClaimBeyondEvidence):
        refuse_banned_wording(words, series=CREDITS)


@pytest.mark.parametrize("words", [*ONE_FIGURE, *CLAIMED_TWICE, "Runs on 100 % renewable power"])
def test_44_some_claims_are_true_of_no_metal(words):
    """44. Claim lint: no series makes one figure of two, or claims credits twice."""
    with pytest.raises(ClaimBeyondEvidence):
        refuse_banned_wording(words, series=CONTENT)


def test_44_a_sentence_about_nothing_is_about_the_copper_beside_it():
    """44. Claim lint: a claim is not hidden by a full stop."""
    refuse_banned_wording("It contains 40 % recycled material.")

    with pytest.raises(ClaimBeyondEvidence):
        refuse_banned_wording("Copper cathode. It contains 40 % recycled material.")
    refuse_banned_wording("Copper cathode. The tin contains 40 % recycled material.")


@given(st.data())
def test_44_no_disguise_helps(data):
    """44. Full-width or mixed case, with signs that nobody sees between the letters."""
    words = data.draw(st.sampled_from([*BANNED, *BEYOND_EVIDENCE]))
    mixed = "".join(data.draw(st.sampled_from([each, each.upper()])) for each in words)
    wide = data.draw(st.sampled_from([mixed, full_width(mixed)]))
    at = data.draw(st.integers(0, len(wide)))
    disguised = wide[:at] + data.draw(st.sampled_from(UNSEEN)) + wide[at:]

    with pytest.raises(BannedWording):
        refuse_banned_wording(disguised, series=CREDITS)


@pytest.mark.parametrize("words", [*BANNED, *BEYOND_EVIDENCE])
def test_44_the_end_of_a_line_is_the_end_of_nothing(words):
    """44. Claim lint: lines, also empty ones, between the words of a claim."""
    with pytest.raises(BannedWording):
        refuse_banned_wording(words.replace(" ", "\n\n"), series=CREDITS)


@pytest.mark.parametrize(
    "words",
    ["環境に\nやさしい", "サステ\r\n  ナブル", "メビ\nウス", "sustain-\nable", "eco-\nfriendly"],
)
def test_44_a_word_goes_on_in_the_next_line(words):
    """44. Claim lint: Japanese breaks anywhere, other words at a hyphen."""
    with pytest.raises(BannedWording):
        refuse_banned_wording(words)


@pytest.mark.parametrize("series", [None, CREDITS])
@pytest.mark.parametrize("words", [*OF_THE_TRADE, *OF_ATTRIBUTION])
def test_44_plain_facts_pass(words, series):
    """44. A lint that refuses facts would be switched off."""
    refuse_banned_wording(words, series=series)


@pytest.mark.parametrize("series", [None, CONTENT])
@pytest.mark.parametrize("words", OF_CONTENT)
def test_44_content_may_be_stated_of_metal_that_has_it(words, series):
    """44. Claim lint: recycled content is the other series' own claim."""
    refuse_banned_wording(words, series=series)


@pytest.mark.parametrize("words", WRONG_VERIFIERS)
def test_45_nobody_verified_what_they_did_not(words):
    """45. Verifier wording: JLCAF never with a shipment, SGS never with copper."""
    with pytest.raises(VerifierWording):
        refuse_banned_wording(words)


@pytest.mark.parametrize("words", WRONG_VERIFIERS)
def test_45_no_disguise_helps(words):
    """45. Verifier wording: full-width, in capitals, word by word on lines of their own."""
    disguised = full_width(words.upper()).replace(" ", "\n\u200b")

    with pytest.raises(VerifierWording):
        refuse_banned_wording(disguised, series=CREDITS)


@pytest.mark.parametrize("words", OF_THE_GUIDELINE)
def test_45_the_guideline_was_verified(words):
    """45. “guideline verified by” passes."""
    refuse_banned_wording(words, series=CREDITS)


@pytest.mark.parametrize("words", sentences(*notices_for(CREDITS, "Cu"), *DEFINITIONS.values()))
def test_what_is_printed_of_copper_passes_the_lint(words):
    refuse_banned_wording(words, series=CREDITS)


@pytest.mark.parametrize("words", sentences(NOT_PHYSICAL, NO_DOUBLE_CLAIM))
def test_what_must_be_said_of_credits_passes_the_lint(words):
    refuse_banned_wording(words, series=CREDITS)


@pytest.mark.parametrize(
    "words",
    sentences(
        *notices_for(CONTENT, "Pt"), renewable_note(FISCAL_2026.first_day, FISCAL_2026.last_day)
    ),
)
def test_what_is_printed_of_content_passes_the_lint(words):
    refuse_banned_wording(words, series=CONTENT)


def test_every_point_of_section_5_has_its_claims():
    table = [
        *never_stated.BANNED,
        *never_stated.OF_CREDITS,
        *never_stated.OF_ANY_METAL,
        *never_stated.OF_VERIFIERS,
    ]

    assert {each.point for each in table} == set(range(1, 10))
