"""The two files of the credit ledger, read row by row; a bad cell is named by row and column."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis.strategies import characters, dates, decimals, integers, sampled_from, text

from remine_portal.documents.erp_columns import RECEIPT_COLUMNS
from remine_portal.documents.input_lines import percentage, read_production, read_receipts, share
from remine_portal.documents.spreadsheets import read_table
from remine_portal.documents.tables import MissingColumns, table_of_records
from remine_portal.domain.mass import Mass
from tests.books import ELV, RECYCLED
from tests.erp_files import PRODUCTION, RECEIPT, SAMPLES, SITES, TODAY, a_csv, a_workbook

BOUNDARIES = {"NAOSHIMA", "ONAHAMA"}


def receipts(*changes: Mapping[str, object]):
    """What is read of one good input a change, each with a number and a ticket of its own."""
    rows = [
        {**RECEIPT, "receipt_no": f"R-{place}", "weight_ticket": f"WT-{place}", **change}
        for place, change in enumerate(changes, 1)
    ]
    return read_receipts(table_of_records(rows), site_codes=SITES, today=TODAY)


def production(*changes: Mapping[str, object]):
    rows = [{**PRODUCTION, **change} for change in changes]
    return read_production(table_of_records(rows), boundaries=BOUNDARIES, today=TODAY)


def named(read):
    return [(each.row, each.column, each.code) for each in read.problems]


def test_an_input_says_what_the_file_says():
    (line,) = receipts({}).lines

    assert (line.receipt_no, line.site_code, line.supplier_ref) == ("R-1", "NAOSHIMA", "S344")
    assert (line.received_on, line.characteristic) == (date(2026, 7, 2), RECYCLED)
    assert (line.gross, line.unit) == (Mass.of("15.989", "t"), "t")
    assert (line.assay_percent, line.also_used_in) == (Decimal(96), None)
    assert (line.weight_ticket, line.assay_report) == ("WT-1", "AS-200100")


@pytest.mark.parametrize(
    ("said", "characteristic"),
    [("recycled", RECYCLED), ("ELV", ELV), ("elv", ELV), ("none", None)],
)
def test_a_characteristic_is_one_of_three_words(said, characteristic):
    (line,) = receipts({"characteristic": said}).lines

    assert line.characteristic == characteristic


@pytest.mark.parametrize("said", ["", "green", "recycled copper"])
def test_any_other_characteristic_is_refused(said):
    assert named(receipts({"characteristic": said})) == [(1, "characteristic", "INVALID")]


@pytest.mark.parametrize("lacking", ["weight_ticket", "assay_report"])
def test_an_input_without_evidence_is_named_where_it_lacks(lacking):
    """13. Receipt evidence."""
    assert named(receipts({lacking: " "})) == [(1, lacking, "EVIDENCE_MISSING")]


def test_an_input_without_any_evidence_is_named_once():
    """13. Receipt evidence, of concentrate as well."""
    read = receipts({"weight_ticket": "", "assay_report": "", "characteristic": "none"})

    assert named(read) == [(1, "weight_ticket", "EVIDENCE_MISSING")]


def test_an_input_that_another_claim_counts_is_refused():
    """14. One input, one claim."""
    read = receipts({"also_used_in": "ISO 14021 figure of REM-SN"})

    assert named(read) == [(1, "also_used_in", "INPUT_ALREADY_USED")]
    assert "ISO 14021 figure of REM-SN" in read.problems[0].sentence


@pytest.mark.parametrize("again", ["R-1", "r-1", "Ｒ－１"])
def test_two_rows_with_one_number_are_both_refused(again):
    """14. One input, one claim: nobody here knows which of the two is right."""
    read = receipts({}, {"receipt_no": again}, {})

    assert [(each.row, each.column) for each in read.problems] == [
        (1, "receipt_no"),
        (2, "receipt_no"),
    ]
    assert [each.receipt_no for each in read.lines] == ["R-3"]


def test_two_rows_with_one_weighing_are_both_refused():
    """14. One input, one claim: the same ticket of the same supplier."""
    read = receipts({}, {"weight_ticket": "wt-1"}, {"weight_ticket": "WT-1", "supplier_ref": "S9"})

    assert [(each.row, each.column) for each in read.problems] == [
        (1, "weight_ticket"),
        (2, "weight_ticket"),
    ]
    assert [each.receipt_no for each in read.lines] == ["R-3"]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("site_code", "NOWHERE"),
        ("site_code", ""),
        ("received_on", "2026-11-24"),
        ("received_on", "2026-02-29"),
        ("gross_mass", "0"),
        ("gross_mass", "-1"),
        ("gross_mass", "0.0000000001"),
        ("unit", "lb"),
        ("cu_assay_percent", "100.001"),
        ("cu_assay_percent", "-1"),
        ("cu_assay_percent", "22.4 %"),
        ("cu_assay_percent", "22.4321"),
        ("cu_assay_percent", ""),
        ("material", ""),
        ("supplier_ref", ""),
        ("receipt_no", ""),
    ],
)
def test_a_cell_that_cannot_be_is_named(column, value):
    assert named(receipts({column: value})) == [(1, column, "INVALID")]


def test_an_input_may_have_been_received_today_and_not_tomorrow():
    """13. Receipt evidence: what has not come yet was neither weighed nor assayed."""
    (line,) = receipts({"received_on": TODAY.isoformat()}).lines

    assert line.received_on == TODAY
    [problem] = receipts({"received_on": "2026-11-24"}).problems
    assert problem.sentence == "This day has not come yet. Correct the date."


@pytest.mark.parametrize("lacking", sorted(set(RECEIPT) - {"also_used_in"}))
def test_a_file_without_a_column_is_refused(lacking):
    with pytest.raises(MissingColumns, match=lacking):
        read_receipts(
            table_of_records([{key: RECEIPT[key] for key in RECEIPT if key != lacking}]),
            site_codes=SITES,
            today=TODAY,
        )


def test_use_elsewhere_need_not_be_said():
    row = {key: RECEIPT[key] for key in RECEIPT if key != "also_used_in"}

    (line,) = read_receipts(table_of_records([row]), site_codes=SITES, today=TODAY).lines

    assert line.also_used_in is None


JAPANESE = [RECEIPT_COLUMNS[field] for field in RECEIPT]


@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
def test_a_file_may_be_in_japanese(encoding):
    data = a_csv(JAPANESE, list(RECEIPT.values()), encoding=encoding)

    read = read_receipts(read_table(data, "受入.csv"), site_codes=SITES, today=TODAY)

    assert [each.gross for each in read.lines] == [Mass.of("15.989", "t")]


def test_a_workbook_says_the_same_as_a_text():
    values = [RECEIPT[key] for key in RECEIPT]
    values[list(RECEIPT).index("gross_mass")] = Decimal("15.989")

    read = read_receipts(
        read_table(a_workbook(list(RECEIPT), values), "receipts.xlsx"),
        site_codes=SITES,
        today=TODAY,
    )

    assert [each.gross for each in read.lines] == [Mass.of("15.989", "t")]


def test_the_samples_are_in_order():
    path = SAMPLES / "receipts.csv"
    table = read_table(path.read_bytes(), path.name)

    read = read_receipts(table, site_codes=SITES, today=TODAY)

    assert (len(read.lines), read.problems) == (50, [])


@given(
    sampled_from(list(RECEIPT)),
    text() | characters() | dates() | decimals(allow_nan=False) | integers(),
)
def test_any_cell_in_any_column_is_taken_or_named(column, cell):
    read = receipts({column: cell})

    assert len(read.lines) + len({problem.row for problem in read.problems}) == 1
    assert all(problem.sentence for problem in read.problems)


def test_production_says_what_the_file_says():
    (line,) = production({}).lines

    assert (line.boundary, line.first_day) == ("NAOSHIMA", date(2026, 7, 1))
    assert (line.output, line.physical_stock) == (Mass.of("9000.5", "t"), Mass.of(60, "t"))
    assert line.measured_yield == Decimal("0.955")


def test_what_is_not_known_yet_may_be_blank_or_lack():
    (blank,) = production({"physical_stock": "", "measured_yield": " ", "unit": ""}).lines
    few = {key: PRODUCTION[key] for key in ("boundary", "period", "output")}
    (lacking,) = read_production(table_of_records([few]), boundaries=BOUNDARIES, today=TODAY).lines

    assert blank == lacking
    assert (blank.physical_stock, blank.measured_yield, blank.unit) == (None, None, "t")


def test_a_period_may_have_put_out_nothing():
    (line,) = production({"output": "0", "physical_stock": "0"}).lines

    assert (line.output, line.physical_stock) == (Mass(0), Mass(0))


def test_masses_are_read_in_their_unit():
    (line,) = production({"output": "9000500", "physical_stock": "60000", "unit": "kg"}).lines

    assert (line.output, line.physical_stock) == (Mass.of("9000.5", "t"), Mass.of(60, "t"))


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("boundary", "IKUNO"),
        ("period", "2026-11-24"),
        ("period", "Q3"),
        ("output", "-1"),
        ("physical_stock", "some"),
        ("measured_yield", "0"),
        ("measured_yield", "1.000001"),
        ("measured_yield", "95.5"),
        ("measured_yield", "0.9550001"),
        ("unit", "lb"),
    ],
)
def test_a_figure_of_production_that_cannot_be_is_named(column, value):
    assert named(production({column: value})) == [(1, column, "INVALID")]


def test_one_period_stands_in_a_file_once():
    read = production({}, {"output": "1"}, {"boundary": "ONAHAMA"})

    assert [(each.row, each.column) for each in read.problems] == [(1, "period"), (2, "period")]
    assert [each.boundary for each in read.lines] == ["ONAHAMA"]


@pytest.mark.parametrize(
    ("cell", "figure"),
    [("22.4", "22.4"), ("０．５", "0.5"), ("100", "100"), (Decimal("22.4000"), "22.4")],
)
def test_an_assay_is_a_percentage(cell, figure):
    """12. Credit issue, by the assay as it was written."""
    assert percentage(cell) == Decimal(figure)


@pytest.mark.parametrize(("cell", "figure"), [("0.955", "0.955"), ("1", "1"), ("0.000001", "1E-6")])
def test_a_yield_is_a_share(cell, figure):
    """32. True-up, by the yield as it was measured."""
    assert share(cell) == Decimal(figure)
