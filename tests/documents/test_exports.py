import csv
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from hypothesis import given
from hypothesis.strategies import characters, text
from python_calamine import CalamineWorkbook

from remine_portal.documents.exports import (
    FORMULA_STARTS,
    write_csv,
    write_errors_csv,
    write_xlsx,
    write_xlsx_to,
)
from remine_portal.documents.spreadsheets import read_table
from tests.erp_files import parts_of, shipment_lines

SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("http://example.invalid","x")',
        "+1",
        "-1+cmd|' /C calc'!A0",
        "@SUM(A1)",
        "＝1+1",
        "＋1",
        "－1",
        "＠SUM(A1)",
        "\t=1",
        "\tplain",
        "\r=1",
        "\n=1",
        "\0=1",
        "  =1",
        "\u3000=1",
        "\xa0=1",
        "\ufeff=1",
        "\u200b=1",
        "\u2028=1",
        "\u2060\u200d =1",
        "\x0b=1",
        "-5",
    ],
)
def test_text_that_begins_like_a_formula_gets_an_apostrophe(text):
    assert cells(write_csv([[text]], ["name"]))[1] == ["'" + text]


@pytest.mark.parametrize(
    "text", ["Aoba Wire & Cable", "1+1=2", "CU-1", "'=1", "髙﨑𠮷野金属㈱", "", "  A"]
)
def test_other_text_stays_as_written(text):
    assert cells(write_csv([[text]], ["name"]))[1] == [text]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal("-12.345"), "-12.345"),
        (Decimal("1E+3"), "1000"),
        (-5, "-5"),
        (10**20, "100000000000000000000"),
        (date(2026, 4, 3), "2026-04-03"),
        (datetime(2026, 4, 2, 15, 30, tzinfo=UTC), "2026-04-03T00:30:00+09:00"),
        (None, ""),
    ],
)
def test_numbers_stay_numbers(value, shown):
    assert cells(write_csv([[value]], ["value"]))[1] == [shown]


def test_csv_opens_in_excel_as_it_is():
    written = write_csv([["青葉電線", 1]], ["得意先名", "明細番号"])

    assert written == '\ufeff"得意先名","明細番号"\r\n"青葉電線","1"\r\n'.encode()


@given(text(characters(exclude_categories=["Cs"])))
def test_no_text_begins_a_cell_like_a_formula(text):
    (written,) = cells(write_csv([[text]], ["name"]))[1]

    assert written.lstrip()[:1] not in FORMULA_STARTS - {""}
    assert written in {text, "'" + text}


def test_problems_can_be_taken_home():
    problems = shipment_lines({"lot_no": "=1+1", "net_mass": "-5"}, {"customer_code": ""}).problems

    rows = cells(write_errors_csv(problems))

    assert rows[0] == [
        "Row in the file",
        "Column",
        "Value as read",
        "What is wrong, and what to do",
    ]
    assert rows[1] == ["1", "net_mass", "'-5", "The mass must not be below zero."]


def test_problems_speak_the_language_of_the_page():
    problems = shipment_lines({"production_date": "2026-10-04"}).problems
    japanese = {
        "The production date is after the ship date, {ship_date}.": "{ship_date}より後です。"
    }

    rows = cells(write_errors_csv(problems, lambda sentence: japanese.get(sentence, sentence)))

    assert rows[1][-1] == "2026-10-03より後です。"


def test_a_workbook_holds_text_numbers_and_dates_but_no_formula():
    row = ["=1+1", "http://example.invalid", Decimal("-12.345"), date(2026, 4, 3), None, 10**15 + 1]
    names = ["lot_no", "customer_name", "net_mass", "ship_date", "site_code", "invoice_no"]

    written = write_xlsx([row], names)

    assert read_table(written, "x.xlsx").rows[0].cells == [*row[:4], "", "1000000000000001"]
    assert b"<f>" not in parts_of(written)[SHEET]
    assert b"hyperlink" not in parts_of(written)[SHEET]


def test_rows_that_no_sheet_takes_go_on_the_next_one():
    file = BytesIO()

    write_xlsx_to(file, ([number] for number in range(5)), ["number"], most=2)

    file.seek(0)
    sheets = CalamineWorkbook.from_filelike(file)
    assert [sheets.get_sheet_by_index(place).to_python() for place in range(3)] == [
        [["number"], [0], [1]],
        [["number"], [2], [3]],
        [["number"], [4]],
    ]


def test_a_list_without_rows_names_its_columns():
    workbook = CalamineWorkbook.from_filelike(BytesIO(write_xlsx([], ["lot_no"])))

    assert workbook.get_sheet_by_index(0).to_python() == [["lot_no"]]


def cells(content):
    text = BytesIO(content).read().decode("utf-8-sig")
    return list(csv.reader(StringIO(text, newline="")))
