"""What a buyer may say of a declaration passes the lint; what is never said is caught by it."""

from dataclasses import replace

import pytest

from remine_portal.domain.buyers_claims import NEVER_SAID, may_say, must_not_say
from remine_portal.domain.catalog import Series
from remine_portal.domain.claim_lint import (
    BannedWording,
    VerifierWording,
    refuse_banned_wording,
)
from remine_portal.domain.never_stated import OF_CREDITS
from tests.papers import MOST, VERIFICATION, a_snapshot, attributed, lots, platinum

BOTH = ("40", "30")
SNAPSHOTS = {
    "tin": a_snapshot(),
    "lead of two verifications": a_snapshot(
        element="Pb",
        lines=(
            *lots(1, figure=MOST),
            *(
                replace(each, lot_no="PB2", verification=replace(VERIFICATION, verifier="SGS"))
                for each in lots(1, figure=MOST)
            ),
        ),
    ),
    "platinum": platinum("ja"),
    "copper": attributed(),
    "copper of two kinds": attributed(percents=BOTH),
    "copper wholly attributed": attributed(percents=("100",)),
}
every_snapshot = pytest.mark.parametrize("snapshot", SNAPSHOTS.values(), ids=SNAPSHOTS)


@every_snapshot
def test_whatever_may_be_said_passes_the_lint(snapshot):
    permitted = [text for text, _lots in may_say(snapshot.canonical())]

    assert permitted
    for text in permitted:
        for sentence in (text.en, text.ja):
            refuse_banned_wording(sentence)
            refuse_banned_wording(sentence, series=snapshot.series)


@every_snapshot
def test_whatever_is_never_said_is_caught_by_the_lint(snapshot):
    for each in must_not_say(snapshot.canonical()):
        for sentence in (each.sentence.en, each.sentence.ja):
            with pytest.raises((BannedWording, VerifierWording)):
                refuse_banned_wording(sentence, series=snapshot.series)


def test_it_speaks_of_the_declarations_own_figures():
    (text, all_lots), *others = may_say(SNAPSHOTS["tin"].canonical())

    assert "100 % recycled content, calculated per ISO 14021:2016" in text.en.replace("\xa0", " ")
    assert "SGS Japan Inc.の検証" in text.ja
    assert (all_lots, others) == (None, [])


def test_a_figure_that_is_at_least_so_much_is_quoted_as_that():
    (text, _lots), *_others = may_say(a_snapshot(lines=lots(1, figure=MOST)).canonical())

    assert "99.6 % or more" in text.en.replace("\xa0", " ")
    assert "99.6 %以上" in text.ja.replace("\xa0", " ")


def test_lots_that_rest_on_different_verifications_have_a_sentence_each():
    named = [lots for _text, lots in may_say(SNAPSHOTS["lead of two verifications"].canonical())]

    assert named == ["SN2605901", "PB2"]


def test_attributed_shares_stand_side_by_side_with_their_masses():
    (text, _lots), *others = may_say(SNAPSHOTS["copper of two kinds"].canonical())
    said = text.en.replace("\xa0", " ")

    assert "40 % of the net mass (20.000 t) for recycled material" in said
    assert "30 % of the net mass (15.000 t) for material from end-of-life vehicles" in said
    assert "mass balance (credit method, ISO 22095:2020, ISO 22095-2:2026)" in said
    assert "not a physical content" in said
    assert "70" not in said
    assert others == []


def test_the_forbidden_sentences_tempt_with_the_declarations_own_figures():
    said = [each.sentence.en for each in must_not_say(SNAPSHOTS["copper"].canonical())]

    assert "This copper cathode contains 40\u00a0% recycled material." in said
    assert "ISO 22095:2020 certified copper cathode." in said


@pytest.mark.parametrize("series", Series)
def test_every_forbidden_sentence_says_why(series):
    assert all(because.en and because.ja for _sentence, because in NEVER_SAID[series])


def test_every_way_to_misread_credits_has_its_forbidden_sentence():
    """DOMAIN.md section 5: the points that are of credits alone."""
    said = [each.sentence.en.lower() for each in must_not_say(SNAPSHOTS["copper"].canonical())]
    broken = {claim.point for claim in OF_CREDITS if any(map(claim.made_in, said))}

    assert broken == {claim.point for claim in OF_CREDITS}
