"""A file that was handed in: what it would do, and the decision on it."""

import pytest

from remine_portal.domain.people import Role
from remine_portal.persistence.customers import CustomerRow
from remine_portal.persistence.shipments import ImportRunRow, ShipmentLineRow
from tests.erp import A_TIN_LINE, shipments_file
from tests.erp_files import FILES
from tests.erp_pages import hand_in, press
from tests.factories import a_person, a_shipment, a_verification
from tests.pages import text_of

TWO = {"line_no": "2", "lot_no": "CU26082565"}
BAD = {**TWO, "net_mass": "1,5"}


@pytest.fixture
def staff(erp, browse, given):
    return browse(given(a_person, role=Role.CREDITS))


def test_a_refused_row_has_its_row_column_and_reason(staff):
    preview = staff.get(hand_in(staff, shipments_file({}, BAD)))

    said = text_of(preview)
    assert "Row 3: net_mass (正味重量) Use commas only between groups" in said
    assert "Apply this file" not in said


def test_the_good_lines_are_applied_as_a_second_choice(staff, erp):
    preview = hand_in(staff, shipments_file({}, BAD))
    assert "Apply the good lines only" in text_of(staff.get(preview))

    result = press(staff, preview, "good")

    assert "Rows that were left out: 1" in text_of(result)
    assert len(erp.rows(ShipmentLineRow)) == 1


def test_a_refused_file_is_not_applied_by_another_button(staff, erp):
    preview = hand_in(staff, shipments_file({}, BAD))

    page = press(staff, preview, "all")

    assert "Nothing was imported. Rows that cannot be taken: 1" in text_of(page)
    assert not erp.rows(ShipmentLineRow)


def test_a_changed_line_shows_old_and_new(staff):
    press(staff, hand_in(staff, shipments_file({}, TWO)))

    page = staff.get(hand_in(staff, shipments_file({"net_mass": "4"}, TWO)))

    assert "net_mass (正味重量) 3.9 t 4 t" in text_of(page)
    assert "Changed lines 1 Unchanged lines 1" in text_of(page)


def test_the_same_file_again_leads_to_the_first_import(staff, erp):
    first = hand_in(staff, shipments_file({}))
    press(staff, first)

    again = hand_in(staff, shipments_file({}), "another name.csv")

    assert again == first
    assert "There is nothing to do." in text_of(staff.get(again))
    assert len(erp.rows(ImportRunRow)) == 1


def test_a_file_that_a_colleague_applied_meanwhile_has_no_button(staff):
    one, other = (hand_in(staff, shipments_file({})) for _ in range(2))
    press(staff, one)

    page = staff.get(other)

    assert "This file has been imported already" in text_of(page)
    assert 'name="seen"' not in page.text


def test_pressing_twice_applies_once(staff, erp):
    preview = hand_in(staff, shipments_file({}))
    press(staff, preview)

    response = staff.post(f"{preview}/apply", {"seen": "1 0 0 0", "lines": "all"})

    assert "Already imported on" in text_of(staff.get(response.location))
    assert len(erp.rows(ShipmentLineRow)) == 1


def test_figures_that_have_changed_lead_back_to_the_preview(staff, erp):
    preview = hand_in(staff, shipments_file({}, TWO))
    press(staff, hand_in(staff, shipments_file({})))

    response = staff.post(f"{preview}/apply", {"seen": "2 0 0 0", "lines": "all"})

    page = text_of(staff.get(response.location))
    assert "what is on file has changed since you looked" in page
    assert "New lines 1 Changed lines 0 Unchanged lines 1" in page
    assert len(erp.rows(ShipmentLineRow)) == 1


@pytest.mark.parametrize("seen", ["", "1 2 3", "a b c d", "1 2 3 4 5"])
def test_a_decision_without_figures_is_a_bad_request(staff, seen):
    preview = hand_in(staff, shipments_file({}))

    staff.post(f"{preview}/apply", {"seen": seen}, status=400)


def test_what_would_change_a_declared_line_is_said_before_and_after(staff, given, desk):
    given(a_verification)
    given(a_shipment, number="SH2610-00001", company="C1004")
    number = desk.declare("SH2610-00001").number

    preview = hand_in(staff, shipments_file({**A_TIN_LINE, "net_mass": "1999"}))

    for page in (staff.get(preview), press(staff, preview)):
        assert f"SH2610-00001, line 1 · {number}" in text_of(page)
        assert "The declarations are not changed." in text_of(page)


def test_new_companies_and_changed_names_are_said(staff):
    assert "New companies" in text_of(staff.get(hand_in(staff, shipments_file({}))))
    press(staff, hand_in(staff, shipments_file({})))

    page = staff.get(hand_in(staff, shipments_file({"customer_name": "Aoba"})))

    assert "The file names these companies differently: C1004." in text_of(page)
    assert "Apply this file" in text_of(page)


def test_what_a_stranger_wrote_is_escaped(staff, erp):
    name = "shipments_odd_but_good.csv"
    preview = staff.get(hand_in(staff, (FILES / name).read_bytes(), f"<b>{name}"))

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in preview.text
    assert "<script>alert(1)" not in preview.text
    assert "<b>" not in preview.text
    press(staff, preview.request.path)
    assert {row.code for row in erp.rows(CustomerRow)} >= {"C1901", "C1902"}


def test_the_error_file_holds_every_reason_and_no_formula(staff):
    lot = {**BAD, "lot_no": "L" * 5000}
    formula = {"line_no": "3", "customer_code": "C1004", "net_mass": '=HYPERLINK("x")'}
    preview = hand_in(staff, shipments_file({}, lot, formula))

    response = staff.get(f"{preview}/errors.csv")

    rows = response.data.decode("utf-8-sig").splitlines()
    assert response.mimetype == "text/csv"
    assert "erp-errors.csv" in response.headers["Content-Disposition"]
    assert [row.split(",")[:2] for row in rows[1:]] == [
        ['"3"', '"lot_no"'],
        ['"3"', '"net_mass"'],
        ['"4"', '"net_mass"'],
    ]
    assert '"\'=HYPERLINK(""x"")"' in rows[3]
    assert len(response.data) < 1000, "a long value is cut"
