"""Policies of the ledger: entered after one another, and never in place of what was booked."""

import json
from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from remine_portal.domain.catalog import Text
from remine_portal.domain.claim_lint import BannedWording, VerifierWording
from remine_portal.domain.errors import NotFound
from remine_portal.domain.policy_terms import written_terms
from remine_portal.persistence.policies import all_policies
from remine_portal.services import policies
from remine_portal.services.json_entries import FileRefused
from remine_portal.services.policies import BookedByThen, BoundariesUnclear, PolicyTooEarly
from tests.books import DEMO, Q3, RECYCLED
from tests.erp_files import SAMPLES

OCTOBER = date(2026, 10, 1)
LATER = replace(DEMO, name="LATER", effective_from=OCTOBER)


def named(books):
    with books.reading() as work:
        return [each.name for each in all_policies(work)]


def test_policies_follow_each_other(books):
    """31. Factor version: the newest that has begun is in force, and the old one stays on file."""
    with books.writing() as work:
        row = policies.enter_policy(work, LATER)

    assert (row.name, row.effective_from, row.sample) == ("LATER", OCTOBER, False)
    assert sorted(named(books)) == ["DEMO", "LATER"]


@pytest.mark.parametrize("first_day", [OCTOBER, OCTOBER - timedelta(days=1), date(2020, 1, 1)])
def test_no_policy_is_put_before_or_in_place_of_another(books, first_day):
    """31. Factor version: what was booked was booked by the terms of its day."""
    books.enter(LATER)

    with pytest.raises(PolicyTooEarly, match="LATER begins on 2026-10-01"):
        books.enter(replace(DEMO, name="ANOTHER", effective_from=first_day))


@pytest.mark.parametrize("first_day", [date(2026, 8, 14), Q3])
def test_no_policy_reaches_back_to_what_has_been_booked(books, first_day):
    """31. Factor version: nor would a closed period have been closed otherwise."""
    books.receive(kg=100, on=date(2026, 8, 14))

    with pytest.raises(BookedByThen, match="up to 2026-08-14"):
        books.enter(replace(LATER, effective_from=first_day))


def test_a_policy_begins_on_the_day_after_what_has_been_booked(books):
    """31. Factor version, in the middle of a period."""
    books.receive(kg=100, on=date(2026, 8, 14))

    books.enter(replace(LATER, effective_from=date(2026, 8, 15)))

    assert sorted(named(books)) == ["DEMO", "LATER"]


@pytest.mark.parametrize(
    "boundaries",
    [
        {"NAOSHIMA": ()},
        {"NAOSHIMA": ("NAOSHIMA",), "WEST": ("ONAHAMA", "NAOSHIMA")},
        {"NAOSHIMA": ("NAOSHIMA", "NAOSHIMA")},
    ],
)
def test_a_site_belongs_to_one_boundary(books, boundaries):
    """24. Boundary = declared sites."""
    with pytest.raises(BoundariesUnclear):
        books.enter(replace(LATER, boundaries=boundaries))


def test_a_site_that_nobody_knows_is_refused(books):
    with pytest.raises(NotFound, match="ATLANTIS"):
        books.enter(replace(LATER, boundaries={"ATLANTIS": ("ATLANTIS",)}))


def guideline(**said):
    return replace(LATER, guideline=replace(LATER.guideline, **said))


@pytest.mark.parametrize(
    ("policy", "words"),
    [
        (guideline(title=Text(en="The eco-friendly guideline", ja="方針")), "eco-friendly"),
        (guideline(title=Text(en="Guideline", ja="環境にやさしい方針")), "環境にやさし"),
        (guideline(version="ＧＲＥＥＮ 1"), "green"),
        (replace(LATER, name="Zero Impact"), "zero impact"),
        (replace(LATER, standards=("ISO certified 22095",)), "iso certified"),
        (
            replace(
                LATER,
                characteristics={RECYCLED: Text(en="Sustainable scrap", ja="スクラップ")},
            ),
            "sustainable",
        ),
    ],
)
def test_what_a_declaration_prints_of_a_policy_claims_nothing(books, policy, words):
    """44. Claim lint."""
    with pytest.raises(BannedWording, match=words):
        books.enter(policy)


def test_that_a_shipment_was_verified_is_nobodys_to_say(books):
    """45. Verifier wording."""
    words = Text(en="JLCAF, which verified the shipment", ja="日本LCA推進機構")

    with pytest.raises(VerifierWording):
        books.enter(guideline(verified_by=words))


@pytest.fixture
def file():
    """The policy of the sample, as somebody would write it."""
    return deepcopy(json.loads((SAMPLES / "policies.json").read_text()))


def load(books, raw, *, sample=False):
    with books.writing() as work:
        return policies.load_policies(work, raw, sample=sample)


def october(file, **terms):
    file["policies"][0] |= {"name": "OCTOBER", "effective_from": "2026-10-01", **terms}
    return file


def test_a_file_is_taken_over_once(books, file):
    first, second = load(books, october(file)), load(books, file)

    assert (first.new, first.unchanged) == (1, 0)
    assert (second.new, second.unchanged) == (0, 1)


def test_a_file_with_other_terms_for_the_same_day_is_refused(books, file):
    """31. Factor version: what was booked was booked by the terms of its day."""
    load(books, october(file))

    with pytest.raises(PolicyTooEarly):
        load(books, october(file, validity_months=12))


def test_what_is_entered_is_what_the_file_says(books, file):
    load(books, october(file, conversion_factors={"Cu": "0.965"}), sample=True)

    with books.reading() as work:
        newest = all_policies(work)[0]
    assert newest.sample
    assert newest.conversion_factors == {"Cu": Decimal("0.965")}
    assert '"Cu":"0.965"' in written_terms(newest)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("period_months", 0),
        ("period_months", 13),
        ("period_months", "3"),
        ("period_months", True),
        ("validity_months", 121),
        ("reservation_days", -7),
        ("conversion_factors", {"Cu": "0"}),
        ("conversion_factors", {"Cu": "1.001"}),
        ("conversion_factors", {"Cu": "NaN"}),
        ("conversion_factors", {}),
        ("carry_over", "yes"),
        ("carry_over_cap", "some"),
        ("transfers", None),
        ("boundaries", {"naoshima": ["NAOSHIMA"]}),
        ("standards", []),
        ("characteristics", {"recycled": {"en": "Scrap", "ja": "スクラップ"}}),
        ("effective_from", "2026-02-30"),
    ],
)
def test_a_term_that_cannot_be_is_refused_by_its_place(books, file, field, value):
    with pytest.raises(FileRefused, match=rf"policies\[0\]\.{field}"):
        load(books, october(file, **{field: value}))

    assert named(books) == ["DEMO"]
