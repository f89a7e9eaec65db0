"""A reconciliation workbook: whoever opens it can calculate the balance again from the receipts."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from io import BytesIO
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from remine_portal.documents.reconciliation_workbook import write_reconciliation
from tests.calculating import Calculated
from tests.ledger_reports import (
    INPUTS,
    RECYCLED,
    a_closed_report,
    a_report,
    an_input,
)

SHEETS = {
    "en": ["Balance", "Receipts", "Shipments", "Entries", "Output", "About"],
    "ja": ["収支", "受入", "出荷", "記入明細", "産出量", "説明"],
}
ACCOUNT = "NAOSHIMA-CU-recycled"
X = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@cache
def closed(language="en") -> bytes:
    return write_reconciliation(a_closed_report(), language=language)


def book(report) -> bytes:
    return write_reconciliation(report, language="en")


def rows(workbook: bytes, sheet: str) -> list[list]:
    """A sheet as a program reads it that does not calculate, without title and heads."""
    return (
        CalamineWorkbook.from_filelike(BytesIO(workbook)).get_sheet_by_name(sheet).to_python()[2:]
    )


def balance(workbook: bytes, account: str = ACCOUNT) -> dict[str, list]:
    """Calculated, by the portal, difference and result of each line of an account."""
    return {row[1]: row[3:] for row in rows(workbook, "Balance") if row[0] == account}


def xml(workbook: bytes, sheet: int) -> ET.Element:
    """A sheet as it is stored, by its place."""
    return ET.fromstring(ZipFile(BytesIO(workbook)).read(f"xl/worksheets/sheet{sheet}.xml"))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_formula_comes_to_the_result_that_is_stored_beside_it(language):
    calculated = Calculated(closed(language))

    cells = [(sheet, cell) for sheet, all_of in calculated.formulas.items() for cell in all_of]
    assert len(cells) > 90
    for sheet, cell in cells:
        stored, result = calculated.stored[sheet][cell], calculated.result(sheet, cell)
        assert result == pytest.approx(stored, abs=1e-6), (sheet, cell)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_sheets_are_named_in_the_language(language):
    found = CalamineWorkbook.from_filelike(BytesIO(closed(language)))

    assert found.sheet_names == SHEETS[language]


def test_rule_26_the_balance_is_calculated_from_the_receipts_and_entries():
    """26. Opening 30 + issued 200 − attributed 150 = 80."""
    lines = balance(book(a_report()))

    assert lines["Opening balance"] == [30_000, 30_000, 0, "agrees"]
    assert lines["(+) Input booked"] == [200_000, 200_000, 0, "agrees"]
    assert lines["(−) Attributed to a shipment"] == [150_000, 150_000, 0, "agrees"]
    assert lines["(=) Closing balance"] == [80_000, 80_000, 0, "agrees"]


def test_rule_27_the_expiry_of_what_is_above_the_cap_is_in_the_balance():
    """27. Closing 80, 60 in stock: 20 expired."""
    lines = balance(closed())

    assert lines["(−) Expired"] == [20_000, 20_000, 0, "agrees"]
    assert lines["(=) Closing balance"] == [60_000, 60_000, 0, "agrees"]


def test_rule_32_a_true_up_is_in_the_balance():
    """32. Of 15 over-issued, the 12 that were left."""
    lines = balance(closed(), "NAOSHIMA-CU-elv")

    assert lines["(−) Struck off: true-up to the measured yield"][0] == 12_000
    assert lines["(=) Closing balance"] == [0, 0, 0, "agrees"]


def test_rule_19_credits_of_a_receipt_are_rounded_down():
    """19. 24.9995 t × 33.3 % = 8.3248335, so 8.324 t of credits."""
    line = an_input("R-1", "24.9995", "33.3", RECYCLED, factor=Decimal(1))

    workbook = book(a_report(inputs=[line]))

    (row,) = rows(workbook, "Receipts")
    assert row[10:15] == [24_999.5, 33.3, 8_324.8335, 1, 8_324]
    assert Calculated(workbook).result("Receipts", "O3") == 8_324


def test_a_product_that_binary_fractions_miss_keeps_its_kilogram():
    """22,500 kg × 22.4 % × 0.95 is 4,788 kg; in binary fractions it is 4,787.999999999999."""
    line = an_input("R-1", "22.5", "22.4", RECYCLED, factor=Decimal("0.95"))

    assert Calculated(book(a_report(inputs=[line]))).result("Receipts", "O3") == 4_788


def test_an_auditor_s_own_figure_goes_through_to_the_balance():
    """26. The formulas are live: 1 t more on a weight ticket is 323 kg more in the end."""
    calculated = Calculated(book(a_report()))
    (closing,) = (
        cell.replace("B", "D")
        for cell, label in calculated.stored["Balance"].items()
        if label == "(=) Closing balance" and int(cell[1:]) < 15
    )
    assert calculated.result("Balance", closing) == 80_000

    calculated.stored["Receipts"]["K3"] += 1_000

    assert calculated.result("Receipts", "O3") == 8_398
    assert calculated.result("Balance", closing) == 80_323
    assert calculated.result("Balance", closing.replace("D", "G")) == "differs"


def test_what_the_portal_booked_wrongly_is_named_before_anything_is_calculated():
    lines = [replace(INPUTS[0], credited_kg=8_076), *INPUTS[1:]]

    workbook = book(a_report(inputs=lines))

    assert rows(workbook, "Receipts")[0][14:] == [8_075, 8_076, -1, "differs"]
    assert balance(workbook)["(+) Input booked"] == [200_000, 200_000, 0, "agrees"]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_paragraph_is_as_high_as_its_lines(language):
    """Not every program measures it; LibreOffice writes its lines upon each other."""
    said = [row[1] for row in rows(closed(language), SHEETS[language][-1])]
    heights = [float(row.get("ht", "15")) for row in xml(closed(language), 6).iter(f"{X}row")][2:]

    for paragraph, height in zip(said, heights, strict=True):
        assert height >= 15 * len(paragraph) / (55 if language == "ja" else 100), paragraph


def test_a_wide_sheet_is_printed_on_two_pages_that_name_their_rows():
    setups = [xml(closed(), n).find(f"{X}pageSetup") for n in range(1, 7)]

    assert [each.get("fitToWidth") for each in setups] == [None, "2", None, "2", None, None]
    assert b"Receipts!$A:$A,Receipts!$1:$2" in ZipFile(BytesIO(closed())).read("xl/workbook.xml")


@example(grams=999_999_500, assay=1, factor=1)
@given(
    grams=st.integers(1, 2_000_000_000),
    assay=st.integers(1, 1_000),
    factor=st.integers(1, 1_000),
)
def test_credits_calculated_in_binary_fractions_are_exact(grams, assay, factor):
    line = an_input(
        "R-1",
        str(Decimal(grams).scaleb(-6)),
        str(Decimal(assay).scaleb(-1)),
        RECYCLED,
        factor=Decimal(factor).scaleb(-3),
    )
    exact = Fraction(grams, 1000) * Fraction(assay, 1000) * Fraction(factor, 1000)

    calculated = Calculated(book(a_report(inputs=[line], entries=(), attributed=())))

    assert calculated.result("Receipts", "O3") == int(exact)
    assert calculated.stored["Receipts"]["O3"] == int(exact)
