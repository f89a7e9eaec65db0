"""Files of inputs and of production: all the staff look at them, the credits desk books them."""

import pytest

from remine_portal.domain.people import Role
from tests.erp_files import a_csv
from tests.erp_pages import hand_in, press
from tests.pages import text_of

RECEIPT = {
    "receipt_no": "R-1",
    "site_code": "NAOSHIMA",
    "received_on": "2026-07-15",
    "material": "No.1 copper scrap",
    "characteristic": "recycled",
    "supplier_ref": "S1",
    "gross_mass": "25",
    "unit": "t",
    "cu_assay_percent": "22.4",
    "weight_ticket": "WT-1",
    "assay_report": "AS-1",
}
PRODUCTION = {
    "boundary": "NAOSHIMA",
    "period": "2026-07-01",
    "output": "100.5",
    "physical_stock": "",
    "measured_yield": "0.968",
    "unit": "t",
}


@pytest.fixture(autouse=True)
def the_same_day(books_day):
    pass


@pytest.fixture
def emi(browse, books):
    return browse(books.hire())


def a_file(*lines):
    return a_csv(list(lines[0]), *(each.values() for each in lines))


def test_a_file_of_inputs_is_previewed_and_booked(books, emi):
    preview = hand_in(emi, a_file(RECEIPT), kind="receipts")
    seen = text_of(emi.get(preview))
    result = text_of(press(emi, preview))

    assert "R-1 2026-07-15 NAOSHIMA No.1 copper scrap Recycled material 25 t 22.4" in seen
    assert "Applied New lines 1" in result
    assert books.available() == 5432


def test_a_file_of_production_is_previewed_and_booked(books, emi):
    books.receive(kg=1000)
    preview = hand_in(emi, a_file(PRODUCTION), kind="production")
    seen = text_of(emi.get(preview))
    press(emi, preview)

    assert "NAOSHIMA 2026-07-01 100.5 t (blank) 0.968" in seen
    assert "100.5 t" in text_of(emi.get("/credits/periods/NAOSHIMA/2026-07-01"))


def test_a_rule_that_refuses_a_row_is_said_beside_it(books, browse):
    reader = browse(books.hire(), "ja")

    preview = hand_in(reader, a_file(RECEIPT | {"received_on": "2025-09-30"}), kind="receipts")

    assert "2025年10月1日" in text_of(reader.get(preview))


def test_the_sales_desk_is_offered_no_files_of_credits(books, browse):
    page = browse(books.hire(Role.SALES)).get("/imports/hand-in")

    assert 'value="shipments"' in page.text
    assert 'value="receipts"' not in page.text
    assert 'value="production"' not in page.text


def test_the_sales_desk_looks_at_a_file_of_inputs_and_cannot_apply_it(books, emi, browse):
    sales = browse(books.hire(Role.SALES))
    preview = hand_in(emi, a_file(RECEIPT), kind="receipts")

    assert "Apply this file" not in text_of(sales.get(preview))
    sales.post(f"{preview}/apply", {"seen": "1 0 0 0", "lines": "all"}, 404)

    assert books.available() == 0
