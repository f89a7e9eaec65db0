"""An input is booked by hand, looked at, and struck off when it was not eligible."""

from datetime import date

import pytest

from remine_portal.domain.people import Role
from remine_portal.services import closing
from remine_portal.services.periods import named_period
from tests.books import ELV, Q2, RECYCLED
from tests.pages import text_of

FORM = "/credits/receive"
INPUT = {
    "receipt_no": "R-1001",
    "site": "NAOSHIMA",
    "received_on": "2026-07-15",
    "material": "No.1 copper scrap",
    "characteristic": "recycled",
    "supplier": "S1",
    "gross": "25",
    "unit": "t",
    "assay": "22.4",
    "weight_ticket": "WT-1001",
    "assay_report": "AS-1001",
    "also_used_in": "",
}


@pytest.fixture(autouse=True)
def the_same_day(books_day, books, desk):
    desk.now = books.now


@pytest.fixture
def emi(browse, books):
    return browse(books.hire())


def test_an_input_brings_in_credits_by_assay_and_factor(books, emi):
    """12. Crediting."""
    page = text_of(emi.get(emi.post(FORM, INPUT).location))

    assert "Receipt R-1001 is booked" in page
    assert "Credits 5,432 kg" in page
    assert "0.97 by policy DEMO" in page
    assert books.available() == 5432


def test_an_input_without_a_characteristic_brings_in_none(books, emi):
    page = text_of(emi.get(emi.post(FORM, INPUT | {"characteristic": "none"}).location))

    assert "No credits" in page
    assert books.available() == 0


def test_the_same_input_again_changes_nothing(books, emi):
    emi.post(FORM, INPUT)
    emi.post(FORM, INPUT)

    assert books.available() == 5432


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"receipt_no": " "}, "Enter the number of the receipt"),
        ({"site": ""}, "Choose the site"),
        ({"site": "IKUNO"}, "Site IKUNO is in no system boundary of policy DEMO"),
        ({"received_on": "2026-08-21"}, "This day has not come yet"),
        ({"received_on": "2025-09-30"}, "is before the first balance period"),
        ({"gross": "0"}, "The mass must be above zero"),
        ({"gross": "1e3"}, "Enter a number with at most 6 decimals"),
        ({"assay": "100.1"}, "from 0 to 100"),
        ({"weight_ticket": ""}, "Enter the number of the weight ticket"),
        ({"also_used_in": "EU taxonomy"}, "Receipt R-1001 is used in EU taxonomy"),
    ],
)
def test_what_cannot_be_booked_is_said_in_the_summary(books, emi, wrong, sentence):
    response = emi.post(FORM, INPUT | wrong, 200)

    assert sentence in text_of(response)
    assert books.entries() == []


def test_one_weighing_counts_once(books, emi):
    """14. No double use of input."""
    emi.post(FORM, INPUT)

    again = emi.post(FORM, INPUT | {"receipt_no": "R-1002"}, 200)

    assert "Weight ticket WT-1001 of supplier S1 is booked already" in text_of(again)
    assert books.available() == 5432


def test_an_input_of_a_closed_period_needs_a_late_booking(books, emi):
    """30. Immutability."""
    close(books, date(2025, 10, 1))
    forgotten = INPUT | {"received_on": "2025-11-01"}

    refused = emi.post(FORM, forgotten, 200)
    page = text_of(emi.get(emi.post(FORM, forgotten | {"late": "y"}).location))

    assert "is closed and takes no more entries" in text_of(refused)
    assert "Credits 5,432 kg" in page
    assert [each.effective_on for each in books.entries()] == [date(2025, 11, 1)]


def close(books, first_day):
    """By two colleagues."""
    books.produce(first_day, output="1", physical_stock="1", measured_yield="0.97")
    for person in (books.hire(), books.hire()):
        with books.writing(person) as work:
            period = named_period(work, "NAOSHIMA", "Cu", first_day)
            closing.propose_or_confirm(work, period, office=books.office)


def test_without_a_policy_there_is_no_form(books, emi):
    books.now = books.now.replace(year=2025, month=1)

    assert "No policy is in force" in text_of(emi.get(FORM))


def test_a_receipt_is_found_however_its_number_is_spelt(books, browse):
    books.receive(kg=100, receipt_no="Ｒ/7 x")
    auditor = browse(books.hire(Role.AUDITOR))

    page = text_of(auditor.get("/credits/receipts/r/7 X"))

    assert "Receipt Ｒ/7 x" in page
    assert "This input is not eligible" not in page


def test_striking_off_shows_its_consequences_before(books, desk, emi):
    receipt = books.receive(kg=30_000, kind=ELV)
    books.ship("SH-1", "50")
    number = desk.declare("SH-1", attributions={ELV: "40"}).number

    page = text_of(emi.get(f"/credits/disallow/{receipt.receipt_no}"))

    assert "30,000 kg of credits are struck off. This cannot be undone." in page
    assert f"must be looked at: {number}" in page


def test_what_was_attributed_becomes_a_deficit_and_the_declaration_is_named(books, desk, emi):
    """37. Disallowed input."""
    receipt = books.receive(kg=30_000)
    books.ship("SH-1", "50")
    declared = desk.declare("SH-1", attributions={RECYCLED: "40"}).number
    number = receipt.receipt_no

    sent = emi.post(f"/credits/disallow/{number}", {"note": "No origin", "number": f" {number} "})
    page = text_of(emi.get(sent.location))

    assert f"drew on it and must be looked at: {declared}" in page
    assert "20,000 kg became a deficit" in page
    assert "Credits 30,000 kg of which struck off: 30,000 kg" in page
    assert books.position().deficit_kg == 20_000


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"number": "R-9999"}, "Type the number of this receipt"),
        ({"note": ""}, "Enter why the input is not eligible"),
    ],
)
def test_a_slip_strikes_nothing_off(books, emi, typed, sentence):
    number = books.receive(kg=100).receipt_no

    response = emi.post(
        f"/credits/disallow/{number}", {"note": "No origin", "number": number} | typed, 200
    )

    assert sentence in text_of(response)
    assert books.available() == 100


def test_credits_are_struck_off_once(books, emi):
    number = books.receive(kg=100, on=Q2).receipt_no
    typed = {"note": "No origin", "number": number}
    emi.post(f"/credits/disallow/{number}", typed)

    again = emi.post(f"/credits/disallow/{number}", typed, 200)

    assert "have been struck off already" in text_of(again)
    assert "This input is not eligible" not in text_of(emi.get(f"/credits/receipts/{number}"))
