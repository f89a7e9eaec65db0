"""Rows of an ERP file read field by field; what cannot be taken is named by row and column."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from remine_portal.documents.erp_cells import Unreadable, written
from remine_portal.documents.tables import Cell, Row, Table, is_blank
from remine_portal.domain.errors import N_

EXCERPT_LENGTH = 40

BLANK = N_("This must not be blank.")
WRONG_NUMBER_OF_CELLS = N_(
    "The row has {cells} cells and the header {columns}. Check its commas and quotation marks."
)
REPEATED = N_("Row {other} is about the same thing. Keep one of the two rows.")

Line = TypeVar("Line")


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row cannot be taken. `value` is an excerpt, fit to be shown; never a whole long cell.

    `reason` is a marked sentence whose places the facts fill; `code` as in INTERFACES.md.
    """

    row: int
    column: str
    value: str
    reason: str
    facts: dict[str, object] = field(default_factory=dict)
    code: str = "INVALID"

    @property
    def sentence(self) -> str:
        """In English; a page translates `reason` and fills in the facts itself."""
        return self.reason.format(**self.facts)


@dataclass(frozen=True, slots=True)
class ReadLines(Generic[Line]):
    """What an ERP file holds: good lines, and problems. A row is one of these, never both."""

    lines: Sequence[Line]
    problems: Sequence[Problem]


@dataclass(frozen=True, slots=True)
class Field:
    """A column: how its cells are read, and whether it may be blank, or lacking altogether."""

    name: str
    read: Callable[[Cell], Any]
    may_be_blank: bool = False
    may_lack: bool = False


@dataclass(slots=True)
class ReadRow:
    """The fields of one row that could be read, and what is wrong with the others."""

    number: int
    cells: dict[str, Cell]
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def has(self, *names: str) -> bool:
        return all(self.values.get(name) is not None for name in names)

    def refuse(self, column: str, reason: str, *, code: str = "INVALID", **facts: object) -> None:
        value = excerpt(written(self.cells.get(column, "")))
        self.problems.append(Problem(self.number, column, value, reason, facts, code))


def read_rows(table: Table, fields: Sequence[Field]) -> list[ReadRow]:
    """Every row, field by field. Refuses a table that lacks a column it must have."""
    places = table.places(
        required=[each.name for each in fields if not each.may_lack],
        optional=[each.name for each in fields if each.may_lack],
    )
    width = len(table.fields)
    return [_read_row(row, fields, places, width) for row in table.rows]


def refuse_repeated(rows: Iterable[ReadRow], column: str, key: Callable[[ReadRow], object]) -> None:
    """Name both rows where two are about the same thing: only the ERP knows which one is right."""
    first: dict[object, ReadRow] = {}
    for row in rows:
        earlier = first.setdefault(key(row), row)
        if earlier is not row:
            row.refuse(column, REPEATED, other=earlier.number)
            if not any(problem.reason == REPEATED for problem in earlier.problems):
                earlier.refuse(column, REPEATED, other=row.number)


def grouped(rows: Iterable[ReadRow], key: Callable[[ReadRow], object]) -> Iterable[list[ReadRow]]:
    groups: defaultdict[object, list[ReadRow]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups.values()


def read_lines(rows: Sequence[ReadRow], line: Callable[[ReadRow], Line]) -> ReadLines[Line]:
    """Rows without a problem as lines, and the problems of the others in the order of the file."""
    return ReadLines(
        lines=[line(row) for row in rows if not row.problems],
        problems=[problem for row in rows for problem in row.problems],
    )


def excerpt(text: str) -> str:
    """The beginning of a value, without characters that would disturb a terminal or a page."""
    start = text if len(text) <= EXCERPT_LENGTH else text[:EXCERPT_LENGTH] + "…"
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in start)


def _read_row(row: Row, fields: Sequence[Field], places: dict[str, int], width: int) -> ReadRow:
    surplus = [cell for cell in row.cells[width:] if not is_blank(cell)]
    read = ReadRow(
        row.number,
        {name: row.cells[place] for name, place in places.items()}
        if len(row.cells) >= width
        else {},
    )
    if len(row.cells) < width or surplus:
        read.refuse(fields[0].name, WRONG_NUMBER_OF_CELLS, cells=len(row.cells), columns=width)
        return read
    for each in fields:
        cell = read.cells.get(each.name, "")
        if is_blank(cell):
            read.values[each.name] = None
            if not each.may_be_blank:
                read.refuse(each.name, BLANK)
            continue
        try:
            read.values[each.name] = each.read(cell)
        except Unreadable as unreadable:
            read.refuse(each.name, unreadable.reason, **unreadable.facts)
    return read
