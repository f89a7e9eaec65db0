"""Declared copper that came back, and buyers who have relied on a declaration."""

import pytest

from remine_portal.persistence import corrections
from tests.books import RECYCLED
from tests.pages import text_of

RETURN = {
    "number": "RM-2026-000001",
    "mass": "20",
    "unit": "t",
    "returned_on": "2026-08-10",
    "reference": "RN-1",
}
USE = {
    "number": "RM-2026-000001",
    "confirmed_on": "2026-08-10",
    "confirmed_by": "Ann Lee, Acme Metals",
}


@pytest.fixture(autouse=True)
def half_a_shipment_is_declared(books_day, books, desk):
    """50 t of copper, 40 % attributed."""
    desk.now = books.now
    books.receive(kg=30_000)
    books.ship("SH-1", "50")
    return desk.declare("SH-1", attributions={RECYCLED: "40"})


@pytest.fixture
def emi(browse, books):
    return browse(books.hire())


def test_goods_that_come_back_give_back_their_share(books, emi):
    """35. Goods return: 50 t at 40 %, 20 t returned: 12 stay and 8 go back."""
    page = emi.post("/credits/goods-return", RETURN)

    assert "The return is booked" in text_of(emi.get(page.location))
    assert books.position().attributed_kg == 12_000
    assert books.available() == 18_000


def test_the_same_return_note_counts_once(books, emi):
    emi.post("/credits/goods-return", RETURN)
    emi.post("/credits/goods-return", RETURN)

    assert books.position().attributed_kg == 12_000


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"number": "RM-2026-000009"}, "RM-2026-000009 was not found"),
        ({"mass": "51"}, "51,000 kg cannot come back: 50,000 kg of the declared goods"),
        ({"mass": ""}, "Enter the net mass that came back"),
        ({"returned_on": "2026-08-21"}, "This day has not come yet"),
        ({"reference": ""}, "Enter the number of the return note"),
    ],
)
def test_a_return_that_cannot_be_is_refused(books, emi, wrong, sentence):
    response = emi.post("/credits/goods-return", RETURN | wrong, 200)

    assert sentence in text_of(response)
    assert books.position().attributed_kg == 20_000


def test_a_buyers_word_is_put_on_file(books, emi, half_a_shipment_is_declared):
    """36. Revocation: credits stay consumed after the buyer confirmed onward use."""
    emi.post("/credits/onward-use", USE)

    with books.reading() as work:
        on_file = corrections.onward_use_of(work, half_a_shipment_is_declared.draft_id)
    assert on_file.confirmed_by == "Ann Lee, Acme Metals"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"number": "RM-2026-000009"}, "RM-2026-000009 was not found"),
        ({"confirmed_by": " "}, "Enter who confirmed it for the buyer"),
        ({"confirmed_on": "tomorrow"}, "Enter a date like 2026-11-23"),
    ],
)
def test_a_confirmation_that_cannot_be_is_refused(emi, wrong, sentence):
    assert sentence in text_of(emi.post("/credits/onward-use", USE | wrong, 200))
