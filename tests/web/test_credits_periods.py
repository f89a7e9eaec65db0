"""A balance period: reconciled, taken home as PDF and workbook, and closed by two people."""

from datetime import date

import pytest

from remine_portal.documents.workbooks import sheets_of
from remine_portal.domain.people import Role
from tests.books import ELV, Q2, Q3, RECYCLED
from tests.pages import text_of

PERIOD = "/credits/periods/NAOSHIMA/2025-10-01"
SUMMER = "/credits/periods/NAOSHIMA/2026-07-01"
PRODUCED = {"output": "100", "physical_stock": "40", "measured_yield": "0.97"}


@pytest.fixture(autouse=True)
def the_same_day(books_day, books, desk):
    desk.now = books.now


@pytest.fixture
def emi(browse, books):
    return browse(books.hire())


@pytest.fixture
def ryo(browse, books):
    """Her colleague."""
    return browse(books.hire())


@pytest.fixture
def autumn(books):
    """A period that has ended, with 1,000 kg in it and its production figures booked."""
    books.receive(kg=1000, on=date(2025, 10, 20))
    books.produce(date(2025, 10, 1), **PRODUCED)


def test_every_figure_of_a_period_leads_back_to_receipts_and_shipments(books, desk, emi):
    books.receive(kg=30_000, on=Q2)
    receipt = books.receive(kg=20_000, on=Q3)
    books.receive(gross="10", assay="30", kind=None, on=Q3)
    books.ship("SH-1", "50")
    number = desk.declare("SH-1", attributions={RECYCLED: "40"}).number

    page = emi.get(SUMMER)

    words = text_of(page)
    assert "Opening balance 30,000 0" in words
    assert "+ Input booked 20,000 0" in words
    assert "− Attributed to a shipment 20,000 0" in words
    assert "= Closing balance 30,000 0" in words
    assert f'href="/credits/receipts/{receipt.receipt_no}"' in page.text
    assert "All inputs of the period 20,000" in words
    assert f"SH-1 2026-07-01 Acme Metals Recycled material {number} 20,000" in words


def test_the_flow_of_credits_is_a_picture_with_words_and_a_table(books, emi):
    books.receive(kg=5000, kind=ELV)

    page = emi.get(SUMMER)

    assert page.text.count('role="img"') == 1
    assert "Account NAOSHIMA-CU-elv: of 5,000\xa0kg in all, 5,000\xa0kg remaining." in page.text
    assert "End-of-life vehicles NAOSHIMA-CU-elv 5,000" in text_of(page)


def test_a_period_without_any_movement_says_so(books, emi):
    books.receive(kg=1000, on=Q3)

    page = text_of(emi.get(PERIOD))

    assert "No credits stood or moved in this period." in page
    assert "No input has been booked in this period." in page
    assert "Nothing has been attributed in this period." in page
    assert "Measured yield Not booked" in page


def test_the_report_can_be_taken_home_in_either_language(books, browse):
    books.receive(kg=1000)
    reader = browse(books.hire(Role.AUDITOR), "ja")

    pdf = reader.get(f"{SUMMER}.pdf")
    sheets = sheets_of(reader.get(f"{SUMMER}.xlsx").data)

    assert pdf.data.startswith(b"%PDF-")
    assert "NAOSHIMA-2026-07-01.pdf" in pdf.headers["Content-Disposition"]
    assert "収支" in sheets


def test_production_figures_are_booked_one_after_the_other(books, emi):
    books.receive(kg=1000, on=Q3)

    emi.post(f"{SUMMER}/production", {"output": "100.5"})
    emi.post(f"{SUMMER}/production", {"measured_yield": "0.9685"})

    page = text_of(emi.get(SUMMER))
    assert "Output of copper, by production records 100.5 t" in page
    assert "Physical stock at the end of the period Not booked" in page
    assert "Measured yield 0.9685" in page
    assert 'value="100.5"' in emi.get(f"{SUMMER}/production").text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({}, "Enter at least one of the figures"),
        ({"measured_yield": "1.01"}, "above 0 and at most 1"),
        ({"output": "1,5"}, "Enter a number with at most 6 decimals"),
        ({"physical_stock": "1000000000"}, "Use at most nine digits"),
    ],
)
def test_production_that_cannot_be_is_refused(books, emi, wrong, sentence):
    books.receive(kg=1000, on=Q3)

    assert sentence in text_of(emi.post(f"{SUMMER}/production", wrong, 200))


def test_the_checklist_says_what_is_missing(books, emi):
    books.receive(kg=1000, on=Q3)

    page = text_of(emi.get(f"{SUMMER}/close"))

    assert "Missing The period has ended." in page
    assert "Missing Every earlier period is closed." in page
    assert "Missing The output of the period is booked." in page
    assert "In order No more is attributed than was put out." in page
    assert "Propose to close the period" not in page


def test_a_proposal_of_what_is_not_ready_is_refused_in_words(books, emi):
    books.receive(kg=1000, on=Q3)

    page = text_of(emi.post(f"{SUMMER}/propose", status=200))

    assert "The period cannot be closed yet. This is missing: The period has ended." in page


@pytest.mark.usefixtures("autumn")
def test_two_people_close_a_period(emi, ryo):
    """30. Immutability, by four eyes (39)."""
    emi.post(f"{PERIOD}/propose")
    proposed = text_of(ryo.get(f"{PERIOD}/close"))
    closed = text_of(ryo.get(ryo.post(f"{PERIOD}/confirm").location))

    assert "Recycled material 0 0 0 1,000" in proposed
    assert "The figures below are those that were proposed." in proposed
    assert "The period is closed" in closed
    assert "confirmed by" in closed
    assert "A closed period takes no more entries." in text_of(ryo.get(f"{PERIOD}/close"))
    assert "Close the period" not in closed


@pytest.mark.usefixtures("autumn")
def test_nobody_confirms_what_they_proposed(emi):
    """39. Four eyes."""
    emi.post(f"{PERIOD}/propose")

    page = text_of(emi.get(f"{PERIOD}/close"))
    refused = text_of(emi.post(f"{PERIOD}/confirm", status=200))

    assert "A colleague confirms it: nobody closes what they proposed." in page
    assert "Confirm and close the period" not in page
    assert "You proposed to close this period, so a colleague must confirm it." in refused


@pytest.mark.usefixtures("autumn")
def test_what_is_booked_after_the_proposal_makes_it_void(books, emi, ryo):
    emi.post(f"{PERIOD}/propose")
    books.produce(date(2025, 10, 1), measured_yield="0.9")

    page = text_of(ryo.get(f"{PERIOD}/close"))
    refused = text_of(ryo.post(f"{PERIOD}/confirm", status=200))

    assert "Something has been booked since, so these are other figures." in page
    assert "Propose to close the period" in page
    assert "Look at the new figures, then propose it again." in refused


@pytest.mark.usefixtures("autumn")
def test_the_simulation_shows_a_true_up_before_it_is_posted(books, emi):
    """32. True-up."""
    books.produce(date(2025, 10, 1), measured_yield="0.873")

    page = text_of(emi.get(f"{PERIOD}/close"))

    assert "Recycled material 100 0 0 900" in page
    assert books.available() == 1000


@pytest.mark.usefixtures("autumn")
def test_an_auditor_looks_at_a_closing_and_takes_no_part(books, browse, emi):
    auditor = browse(books.hire(Role.AUDITOR))
    emi.post(f"{PERIOD}/propose")

    page = text_of(auditor.get(f"{PERIOD}/close"))
    auditor.post(f"{PERIOD}/confirm", status=404)

    assert "In order The period has ended." in page
    assert "Confirm and close the period" not in page


@pytest.mark.usefixtures("autumn")
def test_a_closed_period_takes_no_production(emi, ryo):
    emi.post(f"{PERIOD}/propose")
    ryo.post(f"{PERIOD}/confirm")

    refused = emi.post(f"{PERIOD}/production", {"output": "1"}, 200)

    assert "is closed and takes no more entries" in text_of(refused)
