"""A table found in a file: its header row, and its rows with their numbers in the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from remine_portal.documents.erp_columns import field_of, shown
from remine_portal.domain.errors import N_, Refusal

Cell = str | date | Decimal
"""As the file holds it: text is not trimmed; only a workbook has real dates and numbers."""

MOST_ROWS = 100_000
MOST_COLUMNS = 200
MOST_CHARACTERS = 32_767
"""Of a cell, as in Excel."""
HEADER_WITHIN = 20
"""The header row is found among this many rows, under whatever title the ERP prints."""


class EmptyFile(Refusal):
    sentence = N_("The file is empty. Export it from the ERP again.")


class HeaderNotFound(Refusal):
    sentence = N_(
        "None of the first {rows} rows holds the column names, such as shipment_no or 出荷番号. "
        "Put the column names in one row above the lines."
    )


class NoLines(Refusal):
    sentence = N_(
        "The file has column names in row {row}, but no lines below them. "
        "Export it from the ERP again."
    )


class MissingColumns(Refusal):
    sentence = N_("The file lacks these columns: {columns}. Add them and try again.")


class RepeatedColumn(Refusal):
    sentence = N_("The column {column} appears twice in the file. Remove one of the two.")


class TableTooLarge(Refusal):
    sentence = N_(
        "The file has more than {rows} rows or {columns} columns. Divide it into smaller files."
    )


class CellTooLong(Refusal):
    sentence = N_(
        "A cell in row {row} is longer than {characters} characters. "
        "Check that its quotation marks come in pairs."
    )


class NotACell(Refusal):
    sentence = N_("Line {row} holds something other than text or a number in {column}.")


class Row(NamedTuple):
    """`number` is the row as a spreadsheet program counts it, from 1 and with blank rows."""

    number: int
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """`fields` says what each column is, by its ERP name; None for a column that is not ours."""

    header_row: int
    fields: tuple[str | None, ...]
    rows: Sequence[Row]

    def places(self, required: Iterable[str], optional: Iterable[str] = ()) -> dict[str, int]:
        """Where each field stands in a row. Refuses a table without the required ones."""
        places = {field: place for place, field in enumerate(self.fields) if field}
        wanted = tuple(required)
        if missing := [field for field in wanted if field not in places]:
            raise MissingColumns(columns=", ".join(shown(field) for field in missing))
        return {field: places[field] for field in (*wanted, *optional) if field in places}


def is_blank(cell: Cell) -> bool:
    return isinstance(cell, str) and not cell.strip()


def within_limits(rows: Iterable[Row]) -> list[Row]:
    """The rows that are not blank. Stops with a refusal as soon as they are more than is taken."""
    taken: list[Row] = []
    for row in rows:
        if row.number > MOST_ROWS + HEADER_WITHIN or len(row.cells) > MOST_COLUMNS:
            raise TableTooLarge(rows=f"{MOST_ROWS:,}", columns=MOST_COLUMNS)
        if all(map(is_blank, row.cells)):
            continue
        taken.append(row)
        if any(len(cell) > MOST_CHARACTERS for cell in row.cells if isinstance(cell, str)):
            raise CellTooLong(row=row.number, characters=f"{MOST_CHARACTERS:,}")
    return taken


def find_table(rows: Sequence[Row]) -> Table | None:
    """The table under the best header among the first rows; None where there is no header.

    Refuses a column that stands there twice. The table may be without lines.
    """
    candidates = [row for row in rows if row.number <= HEADER_WITHIN]
    header = max(candidates, key=_known_columns, default=None)
    if header is None or _known_columns(header) < 2:
        return None
    fields = _fields(header)
    if repeated := [field for field in fields if field and fields.count(field) > 1]:
        raise RepeatedColumn(column=shown(repeated[0]))
    return Table(header.number, fields, [row for row in rows if row.number > header.number])


def table_of_records(records: Sequence[Mapping[str, object]]) -> Table:
    """The same for lines that came as records of named fields, numbered from 1 (the API).

    Refuses a value that no file could hold, a float among them: it is no exact figure.
    """
    fields = tuple({field: None for record in records for field in record})
    rows = [
        Row(number, [_cell(record.get(field), number, field) for field in fields])
        for number, record in enumerate(records, start=1)
    ]
    return Table(0, fields, rows)


def _cell(value: object, row: int, column: str) -> Cell:
    match value:
        case None:
            return ""
        case bool():
            raise NotACell(row=row, column=column)
        case int():
            return Decimal(value)
        case str() | date() | Decimal():
            return value
        case _:
            raise NotACell(row=row, column=column)


def _fields(row: Row) -> tuple[str | None, ...]:
    return tuple(field_of(cell) if isinstance(cell, str) else None for cell in row.cells)


def _known_columns(row: Row) -> int:
    return len(set(_fields(row)) - {None})
