"""Policies by their first day, and what they allow: transfers between boundaries."""

from dataclasses import replace
from datetime import date

import pytest

from tests.books import DEMO, RECYCLED
from tests.pages import text_of

NEW = "/credits/policies/new"
NEXT = {
    "name": "DEMO-2",
    "effective_from": "2026-10-01",
    "factor": "0.965",
    "period_months": "3",
    "validity_months": "24",
    "reservation_days": "7",
    "carry_over": "physical-stock",
    "transfers": "allowed",
    "boundaries": "NAOSHIMA: NAOSHIMA\nONAHAMA: ONAHAMA, IKUNO\n",
    "title_en": "Guideline of the test",
    "title_ja": "テスト用のガイドライン",
    "version": "1",
    "verified_by_en": "Somebody",
    "verified_by_ja": "だれか",
    "standards": "ISO 22095:2020\nISO 22095-2:2026",
    "recycled_en": "Scrap",
    "recycled_ja": "スクラップ",
    "elv_en": "From vehicles",
    "elv_ja": "廃自動車由来",
}


@pytest.fixture(autouse=True)
def the_same_day(books_day):
    pass


@pytest.fixture
def emi(browse, books):
    return browse(books.hire())


def test_the_form_begins_with_the_newest_terms(emi):
    page = emi.get(NEW).text

    assert 'value="0.970"' in page
    assert "NAOSHIMA: NAOSHIMA\nONAHAMA: ONAHAMA" in page
    assert 'name="name" required type="text" value=""' in page


def test_a_new_policy_waits_for_its_first_day(emi):
    """31. Factor version."""
    emi.post(NEW, NEXT)

    page = text_of(emi.get("/credits/policies"))
    terms = text_of(emi.get("/credits/policies/2026-10-01"))

    assert "DEMO-2 2026-10-01 0.965 3 24 At most the physical stock" in page
    assert page.count("Not in force yet") == page.count("In force DEMO") + 1
    assert "ONAHAMA: Onahama" in terms
    assert "Transfers between boundaries Allowed" in terms


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Enter the name of the policy"),
        ({"effective_from": "2025-10-01"}, "Enter a later first day"),
        ({"factor": "1.1"}, "above 0 and at most 1"),
        ({"period_months": "13"}, "Enter at most 12"),
        ({"period_months": "2.5"}, "Enter a whole number above zero"),
        ({"boundaries": "naoshima"}, "Write a boundary a line, in capital letters"),
        ({"boundaries": "A: NAOSHIMA\nA: ONAHAMA"}, "Write a boundary a line, in capital letters"),
        ({"boundaries": "A: NAOSHIMA\nB: NAOSHIMA"}, "a site belongs to one boundary"),
        ({"boundaries": "A: NOWHERE"}, "NOWHERE was not found"),
        ({"recycled_en": "Contains 100 % recycled copper"}, "more than the evidence shows"),
    ],
)
def test_a_policy_that_cannot_be_is_refused(emi, wrong, sentence):
    response = emi.post(NEW, NEXT | wrong, 200)

    assert sentence in text_of(response)
    assert "DEMO-2" not in text_of(emi.get("/credits/policies"))


def test_what_follows_a_sample_policy_is_marked_as_sample(books, emi):
    books.enter(replace(DEMO, name="DEMO-1", effective_from=date(2026, 1, 1), sample=True))

    form = text_of(emi.get(NEW))
    emi.post(NEW, NEXT)

    assert "This policy will be marked as sample" in form
    assert "DEMO-2 SAMPLE" in text_of(emi.get("/credits/policies"))


def test_without_a_transfer_clause_there_is_no_transfer(emi):
    """24. Boundary."""
    assert "No transfers are declared" in text_of(emi.get("/credits/transfer"))
    assert "Transfer credits" not in text_of(emi.get("/credits"))


def test_credits_cross_where_the_policy_declares_it(books, emi):
    """24. Boundary: a transfer is two entries that come to zero."""
    books.enter(replace(DEMO, name="OPEN", effective_from=date(2026, 7, 1), transfers=True))
    books.receive(kg=1000)

    emi.post("/credits/transfer", moving(kilograms="1,000"))

    assert books.available("NAOSHIMA-CU-recycled") == 0
    assert books.available("ONAHAMA-CU-recycled") == 1000


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"kilograms": "1001"}, "1,001 kg of credits are needed from account NAOSHIMA-CU-recycled"),
        ({"kilograms": "0.5"}, "Enter a whole number above zero"),
        ({"target": "NAOSHIMA"}, "Choose another boundary"),
        ({"source": ""}, "Choose the boundary"),
    ],
)
def test_a_transfer_that_cannot_be_is_refused(books, emi, wrong, sentence):
    books.enter(replace(DEMO, name="OPEN", effective_from=date(2026, 7, 1), transfers=True))
    books.receive(kg=1000)

    response = emi.post("/credits/transfer", moving(**wrong), 200)

    assert sentence in text_of(response)
    assert books.available() == 1000


def moving(**what):
    way = {"source": "NAOSHIMA", "target": "ONAHAMA", "characteristic": RECYCLED.value}
    return {**way, "kilograms": "1000", **what}
