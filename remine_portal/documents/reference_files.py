"""A customer's file with a list of numbers, as the text that they could have pasted."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from io import StringIO
from pathlib import PurePath

from remine_portal.documents.erp_cells import written
from remine_portal.documents.reference_lists import first_and_mass, header_of
from remine_portal.documents.spreadsheets import (
    LARGEST_FILE_MB,
    BrokenCsv,
    FileTooLarge,
    SeveralTables,
    text_of,
)
from remine_portal.documents.tables import HEADER_WITHIN, Row, within_limits
from remine_portal.documents.workbooks import sheets_of
from remine_portal.domain.errors import N_, Refusal


class UnknownKindOfList(Refusal):
    sentence = N_(
        "Only text, CSV and XLSX files can be read. Save the list as .txt, .csv or .xlsx."
    )


def text_of_list(content: bytes, filename: str) -> str:
    """What a file asks about, a line a row: only the columns that are read, parted by tabs.

    The kind is what the name says, and the content must agree. Refuses a file that is too large or
    not what it claims, and a workbook with several lists.
    """
    if len(content) > LARGEST_FILE_MB * 1_000_000:
        raise FileTooLarge(megabytes=LARGEST_FILE_MB)
    read = READERS.get(PurePath(filename).suffix.lower())
    if read is None:
        raise UnknownKindOfList
    return read(content) if content else ""


def _of_csv(content: bytes) -> str:
    """Parted by whichever of comma, semicolon and tab is most frequent at its beginning."""
    text = text_of(content)
    begin = "\n".join(text.splitlines()[:HEADER_WITHIN])
    delimiter = max(",;\t", key=begin.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        rows = within_limits(Row(number, cells) for number, cells in enumerate(reader, start=1))
    except csv.Error as broken:
        raise BrokenCsv(line=reader.line_num) from broken
    return _text(rows)


def _of_workbook(content: bytes) -> str:
    """Of its one sheet, or of the one sheet that names a column of numbers."""
    sheets = {name: rows for name, rows in sheets_of(content).items() if rows}
    named = {name: rows for name, rows in sheets.items() if header_of(_written(rows))}
    found = named or sheets
    if len(found) > 1:
        raise SeveralTables(sheets=", ".join(found))
    return _text(next(iter(found.values()), ()))


def _written(rows: Sequence[Row]) -> list[list[str]]:
    """As text. A cell of several lines becomes one, for a line is a row here."""
    return [[" ".join(written(cell).split()) for cell in row.cells] for row in rows]


def _text(rows: Sequence[Row]) -> str:
    cells = _written(rows)
    if header := header_of(cells):
        below = cells[header.rows - 1 :]
        cells = [[row[place] for place in header.read if place < len(row)] for row in below]
    else:
        cells = [first_and_mass(row) for row in cells]
    text = StringIO(newline="")
    csv.writer(text, delimiter="\t", lineterminator="\n").writerows(cells)
    return text.getvalue()


READERS: Mapping[str, Callable[[bytes], str]] = {
    ".txt": text_of,
    ".csv": _of_csv,
    ".xlsx": _of_workbook,
}
"""By how the file's name ends."""
