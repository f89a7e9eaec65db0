import os
from contextlib import suppress
from datetime import date, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis.strategies import binary, integers, tuples

from remine_portal.documents.spreadsheets import read_table
from remine_portal.documents.tables import TableTooLarge
from remine_portal.documents.workbooks import (
    NotAWorkbook,
    WorkbookNotPlain,
    WorkbookTooDemanding,
    WorkbookTooLarge,
)
from remine_portal.domain.errors import Refusal
from tests.erp_files import BAD_FILES, SHIPMENT, a_workbook, lines_in, rewritten, rezipped

GOOD = a_workbook(list(SHIPMENT), list(SHIPMENT.values()))
MEGABYTE = b" " * 1_000_000
SHEET = "xl/worksheets/sheet1.xml"
NAMESPACE = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def read(workbook):
    return read_table(workbook, "erp.xlsx")


def test_real_dates_are_dates():
    table = read(a_workbook(["lot_no", "ship_date"], ["A1", date(2026, 4, 3)]))

    assert table.rows[0].cells == ["A1", date(2026, 4, 3)]


def test_a_date_with_a_time_is_its_day():
    table = read(
        a_workbook(["lot_no", "ship_date"], ["A1", datetime.fromisoformat("2026-04-03 23:59")])
    )

    assert table.rows[0].cells == ["A1", date(2026, 4, 3)]


def test_rows_keep_the_numbers_that_excel_shows():
    table = read(a_workbook(["Title"], [], ["lot_no", "unit"], [], ["A1", "kg"]))

    assert (table.header_row, [row.number for row in table.rows]) == (3, [5])


def test_a_formula_without_its_result_does_not_pass_for_a_blank_site():
    problem = problem_of_site(b"</f><v>0</v>", b"</f><v></v>")

    assert (problem.column, problem.value) == ("site_code", "#CALC!")
    assert "formula without its result" in problem.sentence


def test_an_error_of_excel_does_not_pass_for_a_blank_site():
    problem = problem_of_site(b"><f>1+1</f><v>0</v>", b' t="e"><v>#REF!</v>')

    assert (problem.column, problem.value) == ("site_code", "#N/A")


def problem_of_site(old, new):
    """The one problem of a workbook whose site is a formula, saved in other words."""
    workbook = a_workbook(list(SHIPMENT), list({**SHIPMENT, "site_code": "=1+1"}.values()))
    (problem,) = lines_in(read(rewritten(workbook, SHEET, old, new))).problems
    return problem


def test_a_formula_of_no_text_is_a_blank_cell():
    workbook = a_workbook(["lot_no", "site_code"], ["A1", '=""'])
    saved = rewritten(workbook, SHEET, b'><f>""</f><v>0</v>', b' t="str"><f>""</f><v></v>')

    assert read(saved).rows[0].cells == ["A1", ""]


def test_a_hidden_sheet_is_not_read():
    rows = ["lot_no", "unit"], ["A1", "kg"]
    workbook = a_workbook(*rows, Old=[["lot_no", "unit"], ["B1", "kg"]])
    hidden = rewritten(workbook, "xl/workbook.xml", b'name="Old"', b'name="Old" state="hidden"')

    assert [row.cells[0] for row in read(hidden).rows] == ["A1"]


@pytest.mark.parametrize(
    "content",
    [
        (BAD_FILES / "not_a_workbook.xlsx").read_bytes(),
        b"PK\x03\x04 and then nothing",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old workbook, or one with a password",
        GOOD[:-50],
        rezipped(GOOD, {"[Content_Types].xml": b"<Types/>"}),
        rezipped(GOOD, {SHEET: b"<not a sheet"}),
        rezipped(GOOD, {"xl/workbook.xml": b""}),
    ],
)
def test_what_is_no_workbook_is_refused(content):
    with pytest.raises(NotAWorkbook):
        read(content)


@pytest.mark.parametrize(
    "part",
    ["xl/vbaProject.bin", "xl/externalLinks/externalLink1.xml", "xl/embeddings/oleObject1.bin"],
)
def test_a_workbook_of_more_than_values_is_refused(part):
    with pytest.raises(WorkbookNotPlain):
        read(rezipped(GOOD, {part: b"x"}))


def test_a_renamed_macro_workbook_is_refused():
    types = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"

    with pytest.raises(WorkbookNotPlain):
        read(rezipped(GOOD, {"[Content_Types].xml": types}))


@pytest.mark.parametrize(
    "parts",
    [
        {SHEET: MEGABYTE},
        {f"part{number}": b"" for number in range(200)},
        {"noise": os.urandom(1_100_000), **{f"part{n}": MEGABYTE for n in range(100)}},
    ],
    ids=["ratio", "parts", "size"],
)
def test_a_bomb_is_refused_before_it_is_opened(parts, monkeypatch):
    monkeypatch.setattr("subprocess.run", None)

    with pytest.raises(WorkbookTooLarge):
        read(rezipped(GOOD, parts))


def test_a_bomb_that_lies_about_its_size_is_refused():
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("a", MEGABYTE)
    size = len(MEGABYTE).to_bytes(4, "little")
    lying = rezipped(GOOD, {SHEET: MEGABYTE}).replace(size, b"\x10\0\0\0")

    with pytest.raises(NotAWorkbook):
        read(lying)


def test_a_sheet_that_wants_all_memory_gets_little():
    far = b'<c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c>'
    sheet = b'<worksheet %b><sheetData><row r="1">%b</row></sheetData></worksheet>'

    with pytest.raises(WorkbookTooDemanding):
        read(rezipped(GOOD, {SHEET: sheet % (NAMESPACE, far)}))


def test_a_sheet_of_too_many_columns_is_refused():
    with pytest.raises(TableTooLarge):
        read(a_workbook(range(201)))


def test_entities_are_not_expanded():
    bomb = b'<!DOCTYPE x [<!ENTITY a "1"><!ENTITY b "&a;&a;">]>'
    strings = b"<sst %b><si><t>&b;</t></si></sst>" % NAMESPACE

    with pytest.raises(Refusal):
        read(rezipped(GOOD, {"xl/sharedStrings.xml": bomb + strings}))


@settings(max_examples=settings.default.max_examples // 5)
@given(tuples(integers(0, len(GOOD) - 1), binary(min_size=1, max_size=8)))
def test_a_damaged_workbook_is_refused_or_read(damage):
    place, noise = damage

    with suppress(Refusal):
        lines_in(read(GOOD[:place] + noise + GOOD[place + len(noise) :]))


@given(binary())
def test_any_bytes_are_refused_as_a_workbook(content):
    with pytest.raises(Refusal):
        read(b"PK" + content)
