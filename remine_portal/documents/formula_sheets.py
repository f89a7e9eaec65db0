"""Sheets with live formulas, each with its result beside it for readers that do not calculate.

Text is stored as text, whatever it begins with; only this house's own formulas are formulas.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from remine_portal.documents.ledger_wording import JAPAN

A4 = 9
MOST_ON_A_PAGE = 200
"""Characters side by side; a wider sheet is printed on two pages, each with its first column."""

LINE_HEIGHT = 15
FIRST_ROW = 3
"""The number that formulas call the first row of figures by."""


def _shown(align: str, **properties: Any) -> Mapping[str, Any]:
    return {"align": align, "valign": "top", **properties}


class Style(Enum):
    """How a cell is shown: text from the left, everything counted from the right."""

    TEXT = _shown("left", indent=1)
    PARAGRAPH = _shown("left", indent=1, text_wrap=True)
    INTEGER = _shown("right", num_format="0")
    KILOGRAMS = _shown("right", num_format="#,##0")
    MASS = _shown("right", num_format="#,##0.000###")
    PERCENT = _shown("right", num_format="0.0##")
    FACTOR = _shown("right", num_format="0.000###")
    DAY = _shown("right", num_format="yyyy-mm-dd")
    MOMENT = _shown("right", num_format="yyyy-mm-dd hh:mm")


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula with the result it has for the figures of the report."""

    text: str
    value: Decimal | int | str


Cell = str | int | Decimal | date | datetime | Formula | None


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, how its cells are shown, and how wide it is in characters."""

    heading: str
    style: Style
    width: int


class FormulaBook:
    """A workbook whose sheets share their styles and a title, which every page repeats."""

    def __init__(self, workbook: Workbook, title: str) -> None:
        self._workbook = workbook
        self._title = title
        self._bold = workbook.add_format({"bold": True})
        self._styles = {each: workbook.add_format(each.value) for each in Style}
        self._headings = {
            each: workbook.add_format({**each.value, "bold": True, "bottom": 1}) for each in Style
        }

    def add_sheet(
        self, name: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]
    ) -> None:
        """A sheet with its title, the names of its columns, and rows from `FIRST_ROW` on."""
        sheet = self._workbook.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1 if sum(each.width for each in columns) <= MOST_ON_A_PAGE else 2, 0)
        sheet.repeat_rows(0, 1)
        sheet.repeat_columns(0)
        sheet.freeze_panes(2, 0)
        sheet.set_footer("&L&A&R&P / &N")
        sheet.write_string(0, 0, self._title, self._bold)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width)
            sheet.write_string(1, place, column.heading, self._headings[column.style])
        for number, row in enumerate(rows, start=FIRST_ROW - 1):
            if (lines := _lines(row, columns)) > 1:
                sheet.set_row(number, LINE_HEIGHT * lines)
            for place, (value, column) in enumerate(zip(row, columns, strict=True)):
                self._write(sheet, (number, place), value, self._styles[column.style])

    def _write(self, sheet: Worksheet, place: tuple[int, int], value: Cell, shown: Format) -> None:
        match value:
            case None:
                pass
            case Formula():
                sheet.write_formula(*place, value.text, shown, value.value)
            case str():
                sheet.write_string(*place, value, shown)
            case datetime():
                sheet.write_datetime(*place, value.astimezone(JAPAN).replace(tzinfo=None), shown)
            case date():
                sheet.write_datetime(*place, value, shown)
            case _:
                sheet.write_number(*place, value, shown)


def _lines(row: Sequence[Cell], columns: Sequence[Column]) -> int:
    """How many lines the longest paragraph takes, for not every program measures it."""
    paragraphs = (
        (value, column.width)
        for value, column in zip(row, columns, strict=True)
        if column.style is Style.PARAGRAPH and isinstance(value, str)
    )
    return max((-(-_width(value) // width) for value, width in paragraphs), default=1)


def _width(text: str) -> int:
    """In digits, which columns are measured by: a Japanese character takes two."""
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)


def sum_where(sheet: str, summed: str, *wanted: tuple[str, str]) -> str:
    """The sum of a column of a sheet where its other columns equal what is wanted of them.

    Columns are letters; what is wanted is a cell, or a text in quotation marks.
    """
    conditions = ",".join(f"{_column(sheet, column)},{value}" for column, value in wanted)
    return f"SUMIFS({_column(sheet, summed)},{conditions})"


def _column(sheet: str, letter: str) -> str:
    return f"'{sheet}'!${letter}:${letter}"
