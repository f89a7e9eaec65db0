"""What staff put on file, and who may."""

import json
from pathlib import Path

import pytest

from remine_portal.domain.people import COMMAND_LINE, Role
from remine_portal.persistence.catalog import find_product
from remine_portal.persistence.evidence import all_verifications, electricity_rows
from remine_portal.services.evidence import load_verifications
from tests.factories import a_person, electricity_evidence, the_catalogue
from tests.pages import text_of

SAMPLE = Path(__file__).parents[2] / "sample"
VERIFICATION = {
    "product": "REM-PB",
    "site": "HOSOKURA",
    "operator": ">=",
    "percent": "99.6",
    "pre_consumer_percent": "",
    "post_consumer_percent": "60.5",
    "standard_edition": "2016",
    "verifier": "SGS Japan Inc.",
    "reference": "PB-1",
    "valid_from": "2024-04-01",
    "valid_to": "2027/03/31",
    "basis": "",
    "period_from": "",
    "period_to": "",
}
ELECTRICITY = {
    "site": "HOSOKURA",
    "first_day": "2026-04-01",
    "last_day": "2027-03-31",
    "consumed_mwh": "12,000",
    "covered_mwh": "12000",
    "instrument": "Non-fossil certificates",
    "certificate_ids": "NFC-1",
    "retired_on": "",
    "document": "",
}
FACT = {
    "topic": "recycled_content",
    "statement_en": "",
    "statement_ja": "",
    "percent": "98.5",
    "operator": ">=",
    "as_of": "2026-11",
    "source": "Catalogue",
}
PAGES = ["/evidence", "/evidence/electricity", "/evidence/facts", "/evidence/issuer"]
FORMS = [
    "/evidence/verifications/new",
    "/evidence/electricity/new",
    "/evidence/facts/REM-SN/new",
    "/evidence/issuer/new",
]


@pytest.fixture(autouse=True)
def products(given):
    given(the_catalogue)


@pytest.fixture
def emi(browse, given):
    """Who keeps the evidence."""
    return browse(given(a_person, role=Role.CREDITS))


@pytest.fixture
def on_file(database):
    def read(what, *arguments):
        with database.reading(COMMAND_LINE) as work:
            return what(work, *arguments)

    return read


@pytest.mark.parametrize(
    ("role", "reads", "writes"),
    [
        (Role.CREDITS, 200, 200),
        (Role.SALES, 200, 404),
        (Role.AUDITOR, 200, 404),
        (Role.ADMINISTRATOR, 404, 404),
        (Role.PROCUREMENT, 404, 404),
    ],
)
def test_who_may_read_and_write(browse, given, role, reads, writes):
    person = browse(given(a_person, role=role))

    for page in PAGES:
        person.get(page, reads)
    for form in FORMS:
        person.get(form, writes)


def test_a_verification_is_put_on_file_and_listed(emi):
    emi.post("/evidence/verifications/new", VERIFICATION)

    words = text_of(emi.get("/evidence"))
    assert "PB-1" in words
    assert "99.6 % or more Not disclosed 60.5 % ISO 14021:2016 SGS Japan Inc." in words
    assert "2024-04-01 – 2027-03-31 In force" in words


@pytest.mark.parametrize("typed", ["NaN", "Infinity", "1e2", "-1", "99.6666", "1_0", "9" * 30])
def test_what_is_no_percentage_is_asked_for_again(emi, on_file, typed):
    response = emi.post("/evidence/verifications/new", VERIFICATION | {"percent": typed}, 200)

    assert "Enter a number with at most 3 decimals" in text_of(response)
    assert f'value="{typed}"' in response.text, "what was typed is kept"
    assert on_file(all_verifications) == []


def test_full_width_digits_are_read_as_digits(emi, on_file):
    emi.post("/evidence/verifications/new", VERIFICATION | {"percent": "９９．６"})

    assert str(on_file(all_verifications)[0].figure.percent) == "99.6"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"percent": "100.1"}, "at most 100"),
        ({"pre_consumer_percent": "39.6"}, "together at most 100"),
        ({"valid_from": "2027-04-01"}, "is after"),
        ({"standard_edition": "16"}, "four digits"),
        ({"reference": " "}, "Enter the reference that the verifier gave"),
        ({"product": ""}, "Choose the product"),
        ({"valid_to": "31.3.2027"}, "Enter a date like 2026-11-23"),
    ],
)
def test_a_verification_that_cannot_be_is_refused_in_the_summary(emi, on_file, wrong, sentence):
    response = emi.post("/evidence/verifications/new", VERIFICATION | wrong, 200)

    assert sentence in text_of(response)
    assert on_file(all_verifications) == []


def test_copper_is_not_offered_for_verification(emi):
    assert 'value="REM-CU"' not in emi.get("/evidence/verifications/new").text


def test_a_reference_that_is_taken_is_refused(emi):
    emi.post("/evidence/verifications/new", VERIFICATION)

    response = emi.post("/evidence/verifications/new", VERIFICATION, 200)

    assert "The reference PB-1 is on file already" in text_of(response)


def test_sample_evidence_is_marked(emi, given):
    raw = json.loads((SAMPLE / "verifications.json").read_text())
    given(lambda work: load_verifications(work, raw, sample=True))

    assert "SAMPLE-PB-1 SAMPLE" in text_of(emi.get("/evidence"))


def test_full_coverage_permits_a_note(emi):
    emi.post("/evidence/electricity/new", ELECTRICITY)

    assert "A note of 100 % renewable" in text_of(emi.get("/evidence/electricity"))


def test_coverage_below_everything_is_taken_and_permits_no_note(emi, on_file):
    """43. Coverage."""
    emi.post("/evidence/electricity/new", ELECTRICITY | {"covered_mwh": "11400"})

    page = emi.get("/evidence/electricity")

    assert "11,400 of 12,000 MWh are covered" in page.text
    assert "95.00" in text_of(page)
    assert "No note: coverage is below 100 %" in text_of(page)
    assert len(on_file(electricity_rows)) == 1


def test_a_newer_entry_replaces_the_older_one_for_its_days(emi, given):
    given(electricity_evidence, site="HOSOKURA")

    emi.post("/evidence/electricity/new", ELECTRICITY | {"covered_mwh": "11400"})

    assert "Replaced by a newer entry" in text_of(emi.get("/evidence/electricity"))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"consumed_mwh": "0"}, "above 0 MWh"),
        ({"covered_mwh": "NaN"}, "Enter a number"),
        ({"last_day": "2026-03-31"}, "is after"),
        ({"certificate_ids": ""}, "so that nobody counts them twice"),
    ],
)
def test_electricity_that_cannot_be_is_refused(emi, on_file, wrong, sentence):
    response = emi.post("/evidence/electricity/new", ELECTRICITY | wrong, 200)

    assert sentence in text_of(response)
    assert on_file(electricity_rows) == []


def test_a_fact_is_published_without_code(browse, emi):
    emi.post("/evidence/facts/REM-BI/new", FACT)

    assert "98.5 % or more" in text_of(emi.get("/evidence/facts/REM-BI"))
    assert "98.5 % or more, as of November 2026" in text_of(browse().get("/products/REM-BI"))


def test_an_older_fact_stays_and_is_said_to_be_replaced(emi):
    emi.post("/evidence/facts/REM-BI/new", FACT)
    emi.post("/evidence/facts/REM-BI/new", FACT | {"percent": "98.6"})

    words = text_of(emi.get("/evidence/facts/REM-BI"))

    assert "98.5 % or more" in words
    assert "Replaced by a newer fact" in words


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"percent": "NaN"}, "Enter a number"),
        ({"percent": "100.1"}, "is not a share"),
        ({"percent": ""}, "Enter a percentage with its operator"),
        ({"topic": "form"}, "Enter a percentage with its operator"),
        ({"topic": "weather"}, "Not a valid choice"),
        ({"source": ""}, "Enter where it is published"),
        ({"statement_en": "Eco-friendly"}, "must not stand"),
    ],
)
def test_a_fact_that_says_nothing_or_too_much_is_refused(emi, on_file, wrong, sentence):
    response = emi.post("/evidence/facts/REM-BI/new", FACT | wrong, 200)

    assert sentence in text_of(response)
    assert on_file(find_product, "REM-BI").facts == []


def test_copper_takes_statements_and_no_share(emi, on_file):
    """1. Series lock."""
    statement = {"topic": "form", "statement_en": "Cathode", "source": "S1"}

    assert 'name="percent"' not in emi.get("/evidence/facts/REM-CU/new").text
    emi.post("/evidence/facts/REM-CU/new", FACT, 200)
    emi.post("/evidence/facts/REM-CU/new", statement)

    assert [fact.topic for fact in on_file(find_product, "REM-CU").facts] == ["form"]


def test_the_issuers_lines_are_entered_anew(emi):
    emi.post("/evidence/issuer/new", {"contact_en": "Desk <desk@remine.example>"})

    page = emi.get("/evidence/issuer")

    assert "Desk &lt;desk@remine.example&gt;" in page.text
    assert "Not printed" in text_of(page)


def test_facts_of_another_product_are_not_found(emi):
    emi.get("/evidence/facts/REM-XX", 404)
    emi.get("/evidence/facts/REM-XX/new", 404)
