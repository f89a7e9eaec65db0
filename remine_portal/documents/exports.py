"""Tables for spreadsheet programs: nothing that came from outside becomes a formula in them."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, TextIOWrapper
from itertools import chain, islice
from typing import IO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from remine_portal.documents.erp_rows import Problem
from remine_portal.documents.ledger_wording import JAPAN
from remine_portal.domain.errors import N_

Value = str | int | Decimal | date | datetime | None
"""Text is guarded, numbers stay numbers, dates and moments are ISO 8601, None is a blank cell."""

FORMULA_STARTS = frozenset("=+-@\t\r\n\0")
EXCEL_DIGITS = 15
"""A longer number goes into a workbook as text, because Excel would cut it."""
MOST_ON_A_SHEET = 1_048_575
"""Rows that Excel takes below the names of the columns; what is more goes on the next sheet."""

PROBLEM_COLUMNS = (
    N_("Row in the file"),
    N_("Column"),
    N_("Value as read"),
    N_("What is wrong, and what to do"),
)


def write_csv(rows: Iterable[Sequence[Value]], columns: Sequence[str]) -> bytes:
    """CSV in UTF-8 with a byte order mark, which Excel needs to read Japanese; all cells quoted."""
    file = BytesIO()
    write_csv_to(file, rows, columns)
    return file.getvalue()


def write_csv_to(file: IO[bytes], rows: Iterable[Sequence[Value]], columns: Sequence[str]) -> None:
    """The same into a file that stays open, a row at a time."""
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow([guarded(column) for column in columns])
    writer.writerows([_csv_cell(value) for value in row] for row in rows)
    text.detach()


def write_errors_csv(problems: Iterable[Problem], translate: Callable[[str], str] = str) -> bytes:
    """What is wrong with an ERP file, a line each; `translate` is the page's gettext."""
    rows = (
        (each.row, each.column, each.value, translate(each.reason).format(**each.facts))
        for each in problems
    )
    return write_csv(rows, [translate(column) for column in PROBLEM_COLUMNS])


def write_xlsx(rows: Iterable[Sequence[Value]], columns: Sequence[str]) -> bytes:
    """A workbook of one sheet. Text is stored as text, whatever it begins with."""
    file = BytesIO()
    write_xlsx_to(file, rows, columns)
    return file.getvalue()


def write_xlsx_to(
    file: IO[bytes],
    rows: Iterable[Sequence[Value]],
    columns: Sequence[str],
    most: int = MOST_ON_A_SHEET,
    made_at: datetime | None = None,
) -> None:
    """The same into a file that stays open; rows pass through, and none is kept in memory.

    It says when it was made: now, unless its bytes must not depend on that.
    """
    with Workbook(file, {"constant_memory": True}) as workbook:
        workbook.set_properties({"created": made_at} if made_at else {})
        heading = workbook.add_format({"bold": True})
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        for some in _sheetfuls(rows, most):
            sheet = workbook.add_worksheet()
            for place, column in enumerate(columns):
                sheet.write_string(0, place, column, heading)
            sheet.freeze_panes(1, 0)
            for number, row in enumerate(some, start=1):
                for place, value in enumerate(row):
                    _write_cell(sheet, number, place, value, day)


def guarded(text: str) -> str:
    """Text that no spreadsheet program takes for a formula (QUALITY item 54, OWASP).

    An apostrophe is put before text that begins like one, also in full width, and also behind
    spaces and characters that cannot be seen.
    """
    for sign in unicodedata.normalize("NFKC", text):
        if sign in FORMULA_STARTS:
            return f"'{text}"
        if unicodedata.category(sign) not in {"Zs", "Zl", "Zp", "Cc", "Cf"}:
            break
    return text


def _sheetfuls(rows: Iterable[Sequence[Value]], most: int) -> Iterator[Iterable[Sequence[Value]]]:
    """The rows of one sheet after the other; of a single empty one where there are none."""
    coming = iter(rows)
    yield islice(coming, most)
    for first in coming:
        yield chain([first], islice(coming, most - 1))


def _csv_cell(value: Value) -> str:
    match value:
        case None:
            return ""
        case str():
            return guarded(value)
        case datetime():
            return _moment(value)
        case date():
            return value.isoformat()
        case _:
            return format(Decimal(value), "f")


def _moment(when: datetime) -> str:
    return when.astimezone(JAPAN).isoformat(timespec="seconds")


def _write_cell(sheet: Worksheet, row: int, place: int, value: Value, day: Format) -> None:
    match value:
        case None:
            pass
        case str():
            sheet.write_string(row, place, value)
        case datetime():
            sheet.write_string(row, place, _moment(value))
        case date():
            sheet.write_datetime(row, place, value, day)
        case _ if len(Decimal(value).as_tuple().digits) > EXCEL_DIGITS:
            sheet.write_string(row, place, format(Decimal(value), "f"))
        case _:
            sheet.write_number(row, place, value)
