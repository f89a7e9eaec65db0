"""What staff tell everybody."""

import json
from pathlib import Path

import pytest

from remine_portal.domain.people import Role
from remine_portal.services.cataloguing import load_news
from tests.factories import a_person
from tests.pages import text_of

SAMPLE = Path(__file__).parents[2] / "sample"
NOTE = {
    "published_on": "2026-11-23",
    "title_en": "New lots of tin",
    "title_ja": "錫の新しいロット",
    "body_en": "First paragraph.\n\nSecond, see https://example.org/a?b=1.",
    "body_ja": "第一段落。\n\n第二段落。",
}
ADDRESS = "/news/2026-11-23-new-lots-of-tin"


@pytest.fixture
def desk(browse, given):
    return browse(given(a_person, role=Role.SALES))


def test_a_note_is_read_by_everybody_in_their_language(browse, desk):
    assert desk.post("/news/new", NOTE).location == ADDRESS

    assert "Second, see" in text_of(browse().get(ADDRESS))
    assert "第二段落。" in text_of(browse(language="ja").get(ADDRESS))
    assert "New lots of tin" in text_of(browse().get("/news"))


def test_paragraphs_and_web_addresses_are_made_of_plain_text(browse, desk):
    desk.post("/news/new", NOTE)

    html = browse().get(ADDRESS).text

    assert "<p>First paragraph.</p>" in html
    assert '<a href="https://example.org/a?b=1">https://example.org/a?b=1</a>.' in html


def test_markup_in_a_note_is_only_text(browse, desk):
    desk.post("/news/new", NOTE | {"body_en": '<img src=x onerror="x">'})

    assert "&lt;img src=x" in browse().get(ADDRESS).text


def test_two_notes_of_one_title_have_two_addresses(desk):
    desk.post("/news/new", NOTE)

    assert desk.post("/news/new", NOTE).location == f"{ADDRESS}-2"


def test_a_japanese_title_alone_makes_an_address_too(desk):
    assert desk.post("/news/new", NOTE | {"title_en": "錫"}).location == "/news/2026-11-23"


def test_a_note_is_put_right_under_its_address(browse, desk):
    desk.post("/news/new", NOTE)

    desk.post(f"{ADDRESS}/change", NOTE | {"body_en": "Put right."})

    assert "Put right." in text_of(browse().get(ADDRESS))


@pytest.mark.parametrize("missing", NOTE)
def test_a_note_needs_both_languages_and_a_date(desk, missing):
    response = desk.post("/news/new", NOTE | {missing: " "}, 200)

    assert "There is a problem" in text_of(response)


def test_a_note_claims_nothing_that_no_claim_may_say(browse, desk):
    """44. Claim lint."""
    response = desk.post("/news/new", NOTE | {"body_en": "Our Ｇｒｅｅｎ metal"}, 200)

    assert "“green” must not stand" in text_of(response)
    browse().get(ADDRESS, 404)


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.SALES, 200), (Role.CREDITS, 200), (Role.AUDITOR, 404), (Role.BUYER, 404)],
)
def test_who_may_write(browse, given, role, status):
    browse(given(a_person, role=role)).get("/news/new", status)


def test_a_visitor_is_asked_to_sign_in_to_write(browse):
    browse().get("/news/new", 303)


def test_the_first_note_is_about_electricity_and_careful(browse, given):
    given(lambda work: load_news(work, json.loads((SAMPLE / "news.json").read_text())))

    words = text_of(browse().get("/news/renewable-electricity"))

    assert "“Renewable” may mean effectively so, by non-fossil certificates." in words
    assert "It names neither tungsten trioxide nor copper cathode" in words


def test_a_note_that_is_not_there_is_not_found(browse, desk):
    browse().get("/news/nothing", 404)
    desk.get("/news/nothing/change", 404)
