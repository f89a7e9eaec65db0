from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis.strategies import characters, dates, decimals, integers, sampled_from, text

from remine_portal.documents.erp_lines import read_lot_contents
from remine_portal.documents.spreadsheets import read_table
from remine_portal.documents.tables import MissingColumns, NotACell, table_of_records
from remine_portal.domain.mass import Mass
from tests.erp_files import (
    BAD_FILES,
    FILES,
    LOT,
    PRODUCTS,
    SAMPLES,
    SHIPMENT,
    a_csv,
    lines_in,
    lines_of,
    shipment_lines,
)

ANOTHER = {"line_no": "2", "lot_no": "CU26082565"}


def test_a_line_says_what_the_file_says():
    (line,) = shipment_lines({}).lines

    assert (line.row, line.shipment_no, line.line_no) == (1, "SH2610-00001", 1)
    assert (line.ship_date, line.production_date) == (date(2026, 10, 3), date(2026, 8, 25))
    assert (line.net_mass, line.unit) == (Mass.of("3.9", "t"), "t")


def test_columns_that_are_not_needed_may_lack():
    needed = {name: value for name, value in SHIPMENT.items() if "name" not in name}
    del needed["customer_po"]

    (line,) = lines_in(table_of_records([needed])).lines

    assert (line.customer_name, line.customer_po) == (None, None)


def test_a_file_without_the_sites_is_refused_rather_than_made_undeclarable():
    without = {name: value for name, value in SHIPMENT.items() if name != "site_code"}

    with pytest.raises(MissingColumns, match="site_code"):
        lines_in(table_of_records([without]))


def test_lines_may_come_as_records_with_numbers():
    (line,) = shipment_lines({"line_no": 10, "net_mass": Decimal("3.9"), "site_code": None}).lines

    assert (line.line_no, line.net_mass, line.site_code) == (10, Mass.of("3.9", "t"), None)


@pytest.mark.parametrize("value", [3.9, True, ["3.9"], {"value": "3.9"}])
def test_a_record_of_something_else_is_refused(value):
    with pytest.raises(NotACell, match=r"Line 2 .* net_mass"):
        shipment_lines({}, {"net_mass": value})


@given(
    sampled_from(list(SHIPMENT)),
    text() | characters() | dates() | decimals(allow_nan=False) | integers(),
)
def test_any_cell_in_any_column_is_taken_or_named(column, cell):
    read = shipment_lines({column: cell})

    assert len(read.lines) + len({problem.row for problem in read.problems}) == 1
    assert all(problem.sentence for problem in read.problems)


def test_a_blank_site_is_accepted():
    (line,) = shipment_lines({"site_code": " "}).lines

    assert line.site_code is None


COLUMNS_OF_BAD_ROWS = {
    "BAD-1": "net_mass",
    "BAD-2": "net_mass",
    "BAD-3": "net_mass",
    "BAD-4": "net_mass",
    "BAD-5": "net_mass",
    "BAD-6": "unit",
    "BAD-7": "product_code",
    "BAD-8": "ship_date",
    "BAD-9": "ship_date",
    "BAD-10": "production_date",
    "BAD-11": "customer_code",
    "BAD-12": "lot_no",
    "BAD-13": "line_no",
    "BAD-14": "net_mass",
    "BAD-15": "site_code",
}


def test_each_bad_row_is_refused_in_its_column():
    table = read_table((BAD_FILES / "rows.csv").read_bytes(), "rows.csv")
    names = {row.number: row.cells[0] for row in table.rows}

    read = lines_in(table)

    assert [(names[each.row], each.column) for each in read.problems] == [
        (name, COLUMNS_OF_BAD_ROWS[name]) for name in names.values() if name != "GOOD-1"
    ]
    assert [line.shipment_no for line in read.lines] == ["GOOD-1"]


def test_a_long_value_is_quoted_in_short():
    problems = lines_of(BAD_FILES / "rows.csv").problems

    (long,) = [each for each in problems if each.column == "lot_no"]
    assert long.value == "L" * 40 + "…"
    assert "5000 characters" in long.sentence


def test_a_quoted_value_disturbs_no_terminal():
    (problem,) = shipment_lines({"lot_no": "A\x1b[2J\r\nB"}).problems

    assert problem.value == "A�[2J��B"


def test_a_short_row_is_refused():
    (problem,) = lines_of(BAD_FILES / "short_row.csv").problems

    assert problem.row == 2
    assert "9 cells, but the header has 17" in problem.sentence


def test_a_row_that_a_stray_comma_has_shifted_is_refused():
    shifted = [*SHIPMENT.values(), "Tokyo"]

    (problem,) = lines_in(read_table(a_csv(SHIPMENT, shifted), "erp.csv")).problems

    assert "18 cells, but the header has 17" in problem.sentence


def test_blank_cells_behind_the_last_column_are_nothing():
    padded = [*SHIPMENT.values(), "", " "]

    assert lines_in(read_table(a_csv(SHIPMENT, padded), "erp.csv")).lines


def test_odd_text_is_stored_as_written():
    lines = lines_of(FILES / "shipments_odd_but_good.csv").lines

    assert lines[0].customer_name == '=HYPERLINK("http://example.invalid","x")'
    assert lines[1].lot_no == "<script>alert(1)</script>"
    assert lines[2].customer_name_ja == "髙﨑𠮷野金属㈱"
    assert (lines[3].shipment_no, lines[3].lot_no) == ("ＯＤＤ-4", "ｏｄｄ４")


def test_odd_figures_and_spaces_are_understood():
    lines = lines_of(FILES / "shipments_odd_but_good.csv").lines

    assert (lines[4].ship_date, lines[4].production_date) == (date(2026, 11, 1), date(2026, 10, 15))
    assert lines[4].net_mass == Mass.of("1234.5", "t")
    assert (lines[5].lot_no, lines[5].net_mass) == ("ODD6", Mass.of(7, "t"))


def test_goods_are_not_shipped_before_they_are_produced():
    (problem,) = shipment_lines({"production_date": "2026-10-04"}).problems

    assert problem.column == "production_date"
    assert problem.sentence == "The production date is after the ship date, 2026-10-03."


def test_a_key_that_stands_there_twice_is_refused_in_both_rows():
    read = shipment_lines({}, ANOTHER, {"shipment_no": "sh2610-00001 "})

    assert [(each.row, each.facts["other"]) for each in read.problems] == [(1, 3), (3, 1)]
    assert [line.row for line in read.lines] == [2]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("customer_code", "C1005"),
        ("ship_date", "2026-10-04"),
        ("invoice_no", ""),
        ("destination", "Hamburg"),
    ],
)
def test_lines_of_one_shipment_must_agree(column, value):
    read = shipment_lines({}, {**ANOTHER, column: value}, {"shipment_no": "SH2610-00002"})

    assert [(each.row, each.column, each.facts["other"]) for each in read.problems] == [
        (1, column, 2),
        (2, column, 1),
    ]
    assert [line.row for line in read.lines] == [3]


def test_orders_are_per_line():
    orders = {"order_no": "SO700001", "order_item": "20", "customer_po": "PO-2"}

    assert len(shipment_lines({}, {**ANOTHER, **orders}).lines) == 2


def test_a_mass_finer_than_a_milligram_is_refused():
    (problem,) = shipment_lines({"net_mass": "0.0001", "unit": "g"}).problems

    assert "finer than a milligram" in problem.sentence


def test_several_faults_of_a_row_are_all_named():
    read = shipment_lines({"net_mass": "-1", "unit": "lb", "lot_no": ""})

    assert {each.column for each in read.problems} == {"net_mass", "unit", "lot_no"}


def contents(**changes):
    return read_lot_contents(table_of_records([{**LOT, **changes}]), product_codes=PRODUCTS)


def test_the_sample_contents_are_all_taken():
    path = SAMPLES / "lot_contents.csv"

    read = read_lot_contents(read_table(path.read_bytes(), path.name), product_codes=PRODUCTS)

    assert (len(read.lines), read.problems) == (213, [])


def test_contents_are_masses():
    (lot,) = contents(product_mass=Decimal("10000.5")).lines

    assert lot.product_mass == Mass.of("10000.5", "kg")
    assert lot.same_process_returns == Mass.of(40, "kg")


def test_returns_need_not_be_stated():
    without = {name: value for name, value in LOT.items() if "returns" not in name}

    (lot,) = read_lot_contents(table_of_records([without]), product_codes=PRODUCTS).lines

    assert lot.same_process_returns == Mass(0)


@pytest.mark.parametrize("changes", [{"post_consumer_mass": "7561"}, {"product_mass": "0"}])
def test_contents_stay_within_the_product(changes):
    """Rules 3 and 4."""
    (problem,) = contents(**changes).problems

    assert (problem.code, problem.column) == ("CONTENT_OUT_OF_BOUNDS", "product_mass")
    assert "PB26083123" in problem.sentence


def test_contents_of_one_lot_and_product_stand_there_once():
    twice = table_of_records(
        [LOT, {**LOT, "lot_no": "pb26083123"}, {**LOT, "product_code": "REM-SN"}]
    )

    problems = read_lot_contents(twice, product_codes=PRODUCTS).problems

    assert [(each.row, each.column) for each in problems] == [(1, "lot_no"), (2, "lot_no")]
