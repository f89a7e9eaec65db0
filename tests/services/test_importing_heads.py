"""The head of a shipment follows its lines, and never leaves some of them behind."""

from datetime import date

import pytest
from sqlalchemy import select

from remine_portal.domain.people import COMMAND_LINE
from remine_portal.persistence import imports
from remine_portal.persistence.audit import AuditEventRow
from remine_portal.persistence.customers import CustomerRow
from remine_portal.persistence.shipments import ImportRunRow, ShipmentRow
from remine_portal.services.import_previews import Change, Counts, LinesRefused
from tests.erp import A_TIN_LINE
from tests.factories import a_shipment, a_verification

TWO = {"line_no": "2", "lot_no": "CU26082565"}
LATER = {"ship_date": "2026-10-05"}


def refusals(erp, *lines):
    """(row, column, sentence) of everything wrong with a file of these lines."""
    with pytest.raises(LinesRefused) as refused:
        erp.ship(*lines)
    return [(each.row, each.column, each.sentence) for each in refused.value.problems]


def customer_of(erp, shipment):
    return next(row.code for row in erp.rows(CustomerRow) if row.id == shipment.customer_id)


def test_a_head_changes_with_all_its_lines(erp):
    erp.ship({}, TWO)

    assert erp.ship(LATER, {**TWO, **LATER}) == Counts(0, 2, 0, 0)

    assert erp.rows(ShipmentRow)[0].ship_date == date(2026, 10, 5)


@pytest.mark.parametrize(
    ("column", "value", "theirs"),
    [
        ("ship_date", "2026-10-05", "2026-10-03"),
        ("invoice_no", "INV-9", "INV2600001"),
        ("destination", "Osaka", "Tokyo"),
        ("customer_code", "C1005", "C1004"),
    ],
)
def test_a_head_does_not_change_for_some_lines_only(erp, column, value, theirs):
    erp.ship({}, TWO)

    ((row, where, sentence),) = refusals(erp, {column: value})

    assert (row, where) == (2, column)
    assert f"line 2 on file has “{theirs}”" in sentence


def test_a_further_line_must_fit_the_head(erp):
    erp.ship({})

    ((row, column, _),) = refusals(erp, {**TWO, **LATER})

    assert (row, column) == (2, "ship_date")


def test_a_further_line_that_fits_is_added(erp):
    erp.ship({})

    assert erp.ship(TWO) == Counts(1, 0, 0, 0)
    assert erp.rows(ShipmentRow)[0].search_text.endswith("cu26082564\ncu26082565")


def test_a_bad_line_keeps_the_others_from_changing_the_head(erp):
    """Else the good lines alone would leave the bad one behind, under another date."""
    erp.ship({}, TWO)

    with pytest.raises(LinesRefused) as refused:
        erp.ship(LATER, {**TWO, **LATER, "net_mass": "1,5"}, good_lines_only=True)

    assert {each.row for each in refused.value.problems} == {2, 3}


def test_a_shipment_may_turn_out_to_be_another_customers(erp):
    erp.ship({}, TWO)

    counts = erp.ship({"customer_code": "C1005"}, {**TWO, "customer_code": "C1005"})

    assert counts == Counts(0, 2, 0, 0)
    assert customer_of(erp, erp.rows(ShipmentRow)[0]) == "C1005"


def test_that_a_shipment_changed_hands_is_written_down_for_staff_only(erp):
    erp.ship({})
    erp.ship({"customer_code": "C1005"})

    (event,) = erp.rows(AuditEventRow, event="shipment:customer-changed")
    assert (event.subject, event.detail) == ("SH2610-00001", "C1004 → C1005")
    assert event.customer_id is None


def test_another_spelling_of_a_number_on_file_is_refused(erp):
    erp.ship({})

    ((_, column, sentence),) = refusals(erp, {"shipment_no": "ｓｈ2610-00001", **TWO})

    assert column == "shipment_no"
    assert "knows this shipment as SH2610-00001" in sentence


def test_two_spellings_in_one_file_are_refused(erp):
    found = refusals(erp, {}, {"shipment_no": "sh2610-00001", **TWO})

    assert [(row, column) for row, column, _ in found] == [(2, "shipment_no"), (3, "shipment_no")]
    assert "Row 3 writes the number of this shipment as sh2610-00001" in found[0][2]


def test_two_spellings_of_a_customer_are_one_company(erp):
    erp.ship({}, {"customer_code": "ｃ1004", "shipment_no": "SH-2"})

    assert len(erp.rows(CustomerRow)) == 1


@pytest.fixture
def declared(erp, given, desk):
    """A shipment whose one line is under a declaration."""
    given(a_verification)
    given(a_shipment, number="SH2610-00001", company="C1004")
    return desk.declare("SH2610-00001")


def test_a_correction_of_a_declared_line_names_the_declaration(erp, declared):
    preview = erp.preview({**A_TIN_LINE, "net_mass": "1999"})

    assert preview.changed[0].changes == [Change("net_mass", "2000 kg", "1999 kg")]
    assert preview.declared == [("SH2610-00001", 1, declared.number)]


def test_a_correction_of_a_declared_line_leaves_the_declaration(erp, declared, desk):
    erp.ship({**A_TIN_LINE, "net_mass": "1999"})

    with erp.database.reading(COMMAND_LINE) as work:
        run = work.session.scalars(select(ImportRunRow).where(ImportRunRow.applied_at.is_not(None)))
        found = imports.declared_otherwise(work, run.one())
    assert found == [("SH2610-00001", 1, declared.number)]


def test_a_declared_shipment_stays_with_its_customer(erp, declared):
    ((_, column, sentence),) = refusals(erp, {**A_TIN_LINE, "customer_code": "C1005"})

    assert column == "customer_code"
    assert f"{declared.number} was issued" in sentence
    assert "stays with customer C1004" in sentence


def test_a_shipment_in_preparation_stays_with_its_customer(erp, given, desk):
    given(a_verification)
    given(a_shipment, number="SH2610-00001", company="C1004")
    draft = desk.prepare("SH2610-00001")

    ((_, _, sentence),) = refusals(erp, {**A_TIN_LINE, "customer_code": "C1005"})
    desk.withdraw(draft)

    assert "Withdraw the draft first" in sentence
    assert erp.ship({**A_TIN_LINE, "customer_code": "C1005"}).changed == 1
