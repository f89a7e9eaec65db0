"""ERP files, good and bad: bytes in, a table or a refusal out. Never any other exception."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from io import StringIO
from pathlib import PurePath

from remine_portal.documents.tables import (
    HEADER_WITHIN,
    EmptyFile,
    HeaderNotFound,
    NoLines,
    Row,
    Table,
    find_table,
    within_limits,
)
from remine_portal.documents.workbooks import sheets_of
from remine_portal.domain.errors import N_, Refusal

LARGEST_FILE_MB = 10
NOT_IN_CP932 = frozenset("\x80\xa0\uf8f0\uf8f1\uf8f2\uf8f3")
"""What Python reads in bytes that no CP932 text has: a sign that the file is something else."""


class UnknownKindOfFile(Refusal):
    sentence = N_("Only CSV and XLSX files can be read. Save the file as .csv or .xlsx.")


class FileTooLarge(Refusal):
    sentence = N_("The file is larger than {megabytes} MB. Divide it into smaller files.")


class UnreadableText(Refusal):
    sentence = N_(
        "The text of the file is neither UTF-8 nor Shift_JIS (CP932), or not the same throughout. "
        "Save it as CSV UTF-8 and try again."
    )


class BrokenCsv(Refusal):
    sentence = N_(
        "The file is not valid CSV: there is an error at line {line}. "
        "Check that its quotation marks come in pairs."
    )


class SeveralTables(Refusal):
    sentence = N_(
        "More than one sheet holds lines: {sheets}. Save each as a file of its own and try again."
    )


def read_table(content: bytes, filename: str, *, largest_mb: int = LARGEST_FILE_MB) -> Table:
    """The one table in a CSV file (UTF-8, CP932) or a workbook, wherever its header stands.

    The kind is what the name says, and the content must agree. Refuses a file that is empty, too
    large, not what it claims, without a header or without lines; rows are judged later, one by one.
    """
    if len(content) > largest_mb * 1_000_000:
        raise FileTooLarge(megabytes=largest_mb)
    read = READERS.get(PurePath(filename).suffix.lower())
    if read is None:
        raise UnknownKindOfFile
    sheets = read(content) if content else {}
    if not any(sheets.values()):
        raise EmptyFile
    tables = {name: table for name, rows in sheets.items() if (table := find_table(rows))}
    if not tables:
        raise HeaderNotFound(rows=HEADER_WITHIN)
    return _the_one_with_lines(tables)


def _the_one_with_lines(tables: Mapping[str, Table]) -> Table:
    filled = {name: table for name, table in tables.items() if table.rows}
    if len(filled) > 1:
        raise SeveralTables(sheets=", ".join(filled))
    if not filled:
        raise NoLines(row=next(iter(tables.values())).header_row)
    return next(iter(filled.values()))


def rows_of_csv(content: bytes) -> Mapping[str, Sequence[Row]]:
    """The one sheet of a CSV file: its rows that are not blank, numbered as Excel shows them."""
    reader = csv.reader(StringIO(text_of(content), newline=""), strict=True)
    try:
        rows = within_limits(Row(number, cells) for number, cells in enumerate(reader, start=1))
    except csv.Error as broken:
        raise BrokenCsv(line=reader.line_num) from broken
    return {"": rows}


def text_of(content: bytes) -> str:
    """UTF-8 with or without BOM, else CP932; both strictly, because a guess alters names."""
    for encoding in ("utf-8-sig", "cp932"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text and (encoding != "cp932" or NOT_IN_CP932.isdisjoint(text)):
            return text
    raise UnreadableText


READERS: Mapping[str, Callable[[bytes], Mapping[str, Sequence[Row]]]] = {
    ".csv": rows_of_csv,
    ".xlsx": sheets_of,
}
"""By how the file's name ends."""
