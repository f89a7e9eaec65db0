"""Rows of an ERP file read field by field; what cannot be taken is named by row and column."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from remine_portal.documents.erp_cells import Unreadable, written
from remine_portal.documents.tables import Cell, Row, Table, is_blank
from remine_portal.domain.errors import N_

EXCERPT_LENGTH = 40

BLANK = N_("This must not be blank.")
WRONG_NUMBER_OF_CELLS = N_(
    "The row has {cells} cells, but the header has {columns}. Check its commas and quotation marks."
)

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
    """The fields of one row that could be read (None where blank), and what is wrong with others.

    `places` says where each column stands; it is the same mapping for all rows of a table.
    """

    row: Row
    places: Mapping[str, int]
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def number(self) -> int:
        return self.row.number

    def has(self, *names: str) -> bool:
        return all(self.values.get(name) is not None for name in names)

    def cell(self, column: str) -> Cell:
        """Blank where the table lacks the column, or the row ends before it."""
        place = self.places.get(column)
        return "" if place is None or place >= len(self.row.cells) else self.row.cells[place]

    def excerpt(self, column: str) -> str:
        return excerpt(written(self.cell(column)))

    def refuse(self, column: str, reason: str, *, code: str = "INVALID", **facts: object) -> None:
        value = self.excerpt(column)
        self.problems.append(Problem(self.number, column, value, reason, facts, code))


class Column(dict[Cell, Any]):
    """What the cells of one column mean. Each text is read once: most of them come again."""

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field = field

    def __missing__(self, cell: Cell) -> Any:
        if not is_blank(cell):
            value = self.field.read(cell)
        elif self.field.may_be_blank:
            value = None
        else:
            raise Unreadable(BLANK)
        self[cell] = value
        return value


def read_rows(table: Table, fields: Sequence[Field]) -> list[ReadRow]:
    """Every row, field by field. Refuses a table that lacks a column it must have."""
    places = table.places(
        required=[each.name for each in fields if not each.may_lack],
        optional=[each.name for each in fields if each.may_lack],
    )
    columns = {each.name: Column(each) for each in fields if each.name in places}
    width = len(table.fields)
    return [_read_row(ReadRow(row, places), columns, width) for row in table.rows]


def refuse_repeated(
    rows: Iterable[ReadRow], key: Callable[[ReadRow], object], *, column: str, reason: str
) -> None:
    """Name both rows where two have one key: only the ERP knows which one is right."""
    first: dict[object, ReadRow] = {}
    for row in rows:
        earlier = first.setdefault(key(row), row)
        if earlier is not row:
            row.refuse(column, reason, other=earlier.number)
            if not any(problem.reason == reason for problem in earlier.problems):
                earlier.refuse(column, reason, other=row.number)


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


def _read_row(read: ReadRow, columns: Mapping[str, Column], width: int) -> ReadRow:
    cells = read.row.cells
    if len(cells) < width or not all(map(is_blank, cells[width:])):
        first = next(iter(columns))
        read.refuse(first, WRONG_NUMBER_OF_CELLS, cells=len(cells), columns=width)
        return read
    for name, place in read.places.items():
        try:
            read.values[name] = columns[name][cells[place]]
        except Unreadable as unreadable:
            read.refuse(name, unreadable.reason, **unreadable.facts)
    return read
