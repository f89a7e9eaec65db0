from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis.strategies import binary, lists, sampled_from, text

from remine_portal.documents.erp_columns import SHIPMENT_COLUMNS
from remine_portal.documents.spreadsheets import (
    BrokenCsv,
    FileTooLarge,
    SeveralTables,
    UnknownKindOfFile,
    UnreadableText,
    read_table,
)
from remine_portal.documents.tables import (
    MOST_CHARACTERS,
    MOST_ROWS,
    CellTooLong,
    EmptyFile,
    HeaderNotFound,
    MissingColumns,
    NoLines,
    RepeatedColumn,
    TableTooLarge,
)
from remine_portal.domain.errors import Refusal
from tests.erp_files import (
    BAD_FILES,
    FILES,
    SAMPLES,
    SHIPMENT,
    a_csv,
    a_workbook,
    lines_in,
    lines_of,
)


@pytest.mark.parametrize(
    ("path", "count"),
    [
        (SAMPLES / "shipments.csv", 634),
        (FILES / "shipments_ja_cp932.csv", 25),
        (FILES / "shipments.xlsx", 35),
        (FILES / "shipments_odd_but_good.csv", 6),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_every_line_of_a_good_file_is_taken(path, count):
    read = lines_of(path)

    assert (len(read.lines), read.problems) == (count, [])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_japanese_names_come_through_in_each_encoding(encoding):
    table = read_table(a_csv(SHIPMENT, SHIPMENT.values(), encoding=encoding), "erp.csv")

    assert lines_in(table).lines[0].customer_name_ja == "青葉電線株式会社"


def test_the_header_is_found_under_a_title():
    table = read_table(a_csv(["出荷実績 2026-11"], [], SHIPMENT, SHIPMENT.values()), "erp.csv")

    assert table.header_row == 3
    assert [row.number for row in table.rows] == [4]


@pytest.mark.parametrize(
    "style", [str.upper, str.title, lambda name: f" {name.replace('_', ' ')}."]
)
def test_column_names_are_known_in_any_style(style):
    table = read_table(a_csv(map(style, SHIPMENT), SHIPMENT.values()), "erp.csv")

    assert table.fields == tuple(SHIPMENT)


def test_column_names_are_known_in_japanese_of_either_width():
    wide = [name.replace("(", "（").replace(")", "）") for name in SHIPMENT_COLUMNS.values()]

    table = read_table(a_csv(wide, SHIPMENT.values()), "erp.csv")

    assert table.fields == tuple(SHIPMENT_COLUMNS)


def test_columns_may_stand_in_any_order_beside_others():
    fields = ["our notes", *reversed(SHIPMENT)]
    values = ["late", *reversed(SHIPMENT.values())]

    assert lines_in(read_table(a_csv(fields, values), "erp.csv")).lines[0].lot_no == "CU26082564"


def test_blank_rows_count_but_are_no_lines():
    table = read_table(a_csv(SHIPMENT, [], ["", " "], SHIPMENT.values()), "erp.csv")

    assert [row.number for row in table.rows] == [4]


def test_a_cell_keeps_its_line_breaks():
    content = a_csv(SHIPMENT, {**SHIPMENT, "customer_name": "Aoba\r\nWire"}.values())

    assert "Aoba\r\nWire" in read_table(content, "erp.csv").rows[0].cells


def test_numbers_of_a_workbook_look_as_they_do_in_excel():
    table = read_table(a_workbook(["lot_no", "net_mass"], [2000.0, 0.1 + 0.2]), "erp.xlsx")

    assert [str(cell) for cell in table.rows[0].cells] == ["2000", "0.3"]
    assert all(isinstance(cell, Decimal) for cell in table.rows[0].cells)


@pytest.mark.parametrize(
    ("name", "refusal", "says"),
    [
        ("empty.csv", EmptyFile, "empty"),
        ("header_only.csv", NoLines, "in row 1, but no lines"),
        ("mixed_encoding.csv", UnreadableText, "neither UTF-8 nor Shift_JIS"),
        ("binary.csv", UnreadableText, "neither UTF-8 nor Shift_JIS"),
        ("missing_column.csv", MissingColumns, r"lot_no \(ロット番号\)"),
    ],
)
def test_a_bad_file_is_refused_whole(name, refusal, says):
    with pytest.raises(refusal, match=says):
        lines_of(BAD_FILES / name)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", EmptyFile),
        (b" \r\n , \r\n", EmptyFile),
        ("\ufeff".encode(), EmptyFile),
        (a_csv(["Dear customer"], ["see attached"]), HeaderNotFound),
        (a_csv(*[["title"]] * 20, SHIPMENT, SHIPMENT.values()), HeaderNotFound),
        (a_csv([*SHIPMENT, "ロット番号"], [*SHIPMENT.values(), "A"]), RepeatedColumn),
        (a_csv(SHIPMENT).replace(b"unit", b'"unit'), BrokenCsv),
        (a_csv(SHIPMENT, SHIPMENT.values(), encoding="utf-16"), UnreadableText),
        (a_csv(SHIPMENT, ["SH\0"]), UnreadableText),
        (a_csv(SHIPMENT, ["A" * (MOST_CHARACTERS + 1)]), CellTooLong),
        (a_csv(range(201)), TableTooLarge),
        (b"A\n" * (MOST_ROWS + 30), TableTooLarge),
        (b"\n" * 9_000_000, TableTooLarge),
        (b"A" * 10_000_001, FileTooLarge),
    ],
)
def test_what_is_no_table_is_refused_whole(content, refusal):
    with pytest.raises(refusal):
        read_table(content, "erp.csv")


@pytest.mark.parametrize("name", ["erp.xls", "erp.xlsm", "erp.txt", "erp", "csv", ""])
def test_only_two_kinds_of_file_are_read(name):
    with pytest.raises(UnknownKindOfFile):
        read_table(a_csv(SHIPMENT, SHIPMENT.values()), name)


def test_a_file_may_be_larger_where_the_caller_says_so():
    content = a_csv([*SHIPMENT, "notes"], *[[*SHIPMENT.values(), "n" * 30_000]] * 400)

    assert len(read_table(content, "ERP.CSV", largest_mb=20).rows) == 400


def test_the_sheet_that_holds_lines_is_found():
    lines = [list(SHIPMENT), list(SHIPMENT.values())]
    workbook = a_workbook(["Printed for accounting"], Lines=lines, Empty=[list(SHIPMENT)])

    assert len(lines_in(read_table(workbook, "erp.xlsx")).lines) == 1


def test_lines_on_two_sheets_are_not_half_taken():
    lines = [list(SHIPMENT), list(SHIPMENT.values())]

    with pytest.raises(SeveralTables, match="October, November"):
        read_table(a_workbook(["Title"], October=lines, November=lines), "erp.xlsx")


@given(binary() | text().map(str.encode))
def test_any_bytes_are_refused_or_read(content):
    read_or_refused(content)


@given(
    lists(text(alphabet=sampled_from("aé亜\"',;\t\r\n=\x00\x85\u2028\ufeff1.-")), max_size=60),
    sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_any_text_below_a_header_is_refused_or_read(cells, encoding):
    header = ",".join(SHIPMENT) + "\n"

    read_or_refused((header + ",".join(cells)).encode(encoding))


def read_or_refused(content):
    """Any other exception fails the test, and so does a sentence whose facts do not fill it."""
    try:
        read = lines_in(read_table(content, "erp.csv"))
    except Refusal as refusal:
        return str(refusal)
    return [problem.sentence for problem in read.problems]
