"""Lists of numbers as people paste them: one a line, parted by commas, or columns of a table."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import chain, islice, pairwise

from remine_portal.documents import erp_cells
from remine_portal.documents.erp_cells import UNKNOWN_UNIT, Unreadable
from remine_portal.documents.erp_columns import heading_key
from remine_portal.documents.erp_lines import FINER_THAN_A_MILLIGRAM
from remine_portal.documents.erp_rows import Problem, excerpt
from remine_portal.documents.reference_headings import (
    ONE_UNIT,
    UNITS,
    names_masses,
    names_numbers,
    names_units,
    unit_in,
)
from remine_portal.documents.spreadsheets import BrokenCsv
from remine_portal.documents.tables import HEADER_WITHIN, MOST_COLUMNS
from remine_portal.domain.errors import N_
from remine_portal.domain.mass import Mass
from remine_portal.domain.references import (
    MOST_REFERENCES,
    UNSEEN,
    NoReferences,
    Reference,
    TooManyReferences,
)

DELIMITERS = "\t;,"
PARTING = ",;、，；､"
RUN = "0-9０-９.,，．"
UNIT = rf"{ONE_UNIT}|㎏|ｋｇ|ｔ|ｇ"
MASS = re.compile(
    rf"(?<![{RUN}])([0-9０-９][{RUN}]*+)\s*+({UNIT})(?=$|[\s{PARTING}])", re.IGNORECASE
)
"""Digits with a unit behind them. It gives nothing back and begins nowhere twice: a line may be
as long as a list."""
UNIT_AT_END = re.compile(rf"(?:{UNIT})\Z", re.IGNORECASE)
NUMBER_AND_FIGURE = re.compile(r"([0-9０-９]{5,})[,，]([0-9０-９.．]+)")
"""A number and its mass with nothing but a comma between: too many digits for a group of it."""
NO_FIGURE = frozenset({"", "-", "–", "—", "ー"})

NUMBER_MISSING = N_(
    "There is a mass here without a number before it. Enter the number that the mass belongs to."
)
UNIT_MISSING = N_(
    "The figures of this column were not compared, because their unit is not known. Write kg, t "
    "or g into the name of the column, like “Net mass (kg)”, or behind each figure."
)


@dataclass(frozen=True, slots=True)
class ReferenceList:
    """What a list asks about; what of it could not be read; the columns read, where it names them.

    A number whose mass cannot be read is asked about all the same.
    """

    references: Sequence[Reference]
    problems: Sequence[Problem]
    columns: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A number with the figure and the unit that stand with it, as written; `row` from 1."""

    row: int
    number: str
    figure: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Header:
    """The names of the columns. `rows` is how many rows end with it."""

    rows: int
    cells: Sequence[str]

    @property
    def numbers(self) -> list[int]:
        return [place for place, name in enumerate(self.cells) if names_numbers(name)]

    @property
    def mass(self) -> int | None:
        return next((place for place, name in enumerate(self.cells) if names_masses(name)), None)

    @property
    def unit(self) -> int | None:
        return next((place for place, name in enumerate(self.cells) if names_units(name)), None)

    @property
    def read(self) -> list[int]:
        """The places of the columns that are read."""
        wanted = {*self.numbers, self.mass, self.unit}
        return [place for place in range(len(self.cells)) if place in wanted]


def read_list(text: str) -> ReferenceList:
    """Numbers, each with the mass that stands with it, where that has a unit.

    Columns are known by their names; of several with numbers, the first that is filled counts.
    Without names a line is one number, or several parted by commas, and of columns the first.
    Refuses a list without any number, and one of too many.
    """
    lines = text.splitlines()
    for delimiter in DELIMITERS:
        header = header_of([line.split(delimiter) for line in lines[:HEADER_WITHIN]])
        if header and len(header.cells) > 1:
            rows = _rows(lines, header.rows, delimiter)
            return _read(_tabled(header, rows), [header.cells[place] for place in header.read])
        if header:
            return _read(_listed(lines, header.rows), header.cells)
    return _read(_listed(lines, 0))


def header_of(rows: Sequence[Sequence[str]]) -> Header | None:
    """The first row that names a column of numbers, among those where a header is looked for."""
    for number, cells in enumerate(rows[:HEADER_WITHIN], start=1):
        if any(names_numbers(cell) for cell in cells[:MOST_COLUMNS]):
            return Header(number, [cell.strip(' \t"') for cell in cells[:MOST_COLUMNS]])
    return None


def first_and_mass(cells: Sequence[str]) -> list[str]:
    """What is read of columns without names: the first that is filled, and a mass with its unit."""
    number, *others = [cell.strip() for cell in cells if cell.strip()] or [""]
    beside = map(" ".join, pairwise(others))
    return [number, *islice(filter(MASS.fullmatch, chain(others, beside)), 1)]


def _rows(lines: Sequence[str], begin: int, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The rows below the header, each with the line on which it ends."""
    below = StringIO("\n".join(lines[begin:]), newline="")
    reader = csv.reader(below, delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            yield begin + reader.line_num, cells
    except csv.Error as broken:
        raise BrokenCsv(line=begin + reader.line_num) from broken


def _tabled(header: Header, rows: Iterable[tuple[int, list[str]]]) -> Iterator[Entry]:
    numbers, mass, place_of_unit = header.numbers, header.mass, header.unit
    named = unit_in(header.cells[mass]) if mass is not None else None
    for row, cells in rows:
        number = next((each for place in numbers if (each := _cell(cells, place))), "")
        if not number:
            continue
        figure, unit = _cell(cells, mass), _cell(cells, place_of_unit) or named or ""
        if behind := UNIT_AT_END.search(figure):
            figure, unit = figure[: behind.start()].rstrip(), behind[0]
        yield Entry(row, number, figure, unit)


def _cell(cells: Sequence[str], place: int | None) -> str:
    """Blank where the table lacks the column, or the row ends before it."""
    return "" if place is None or place >= len(cells) else cells[place].strip()


def _listed(lines: Sequence[str], begin: int) -> Iterator[Entry]:
    for row, line in enumerate(lines[begin:], start=begin + 1):
        if not line.strip():
            continue
        is_table = "\t" in line.strip()
        yield from _in_line(row, " ; ".join(first_and_mass(line.split("\t"))) if is_table else line)


def _in_line(row: int, line: str) -> Iterator[Entry]:
    """The numbers of one line. A mass belongs to the number before it."""
    begin = 0
    for found in MASS.finditer(line):
        before, figure = line[begin : found.start()], found[1]
        if before and not before[-1].isspace() and before[-1] not in PARTING:
            # The digits end a number; behind a comma, these are its mass: PO-80239,2000 kg
            head, comma, figure = figure.replace("，", ",").partition(",")
            if not comma:
                continue
            numbers = _parted(before + head)
        elif both := NUMBER_AND_FIGURE.fullmatch(figure):
            numbers, figure = [*_parted(before), both[1]], both[2]
        else:
            numbers = _parted(before)
        yield from (Entry(row, each) for each in numbers[:-1])
        yield Entry(row, "".join(numbers[-1:]), figure, found[2])
        begin = found.end()
    yield from (Entry(row, each) for each in _parted(line[begin:]))


def _parted(text: str) -> list[str]:
    return [each.strip() for each in re.split(f"[{PARTING}]", text) if each.strip()]


def _read(entries: Iterable[Entry], columns: Sequence[str] = ()) -> ReferenceList:
    references: list[Reference] = []
    problems: dict[object, Problem] = {}
    for count, entry in enumerate(entries):
        if count == MOST_REFERENCES:
            raise TooManyReferences(most=MOST_REFERENCES)
        try:
            number = _number(entry)
        except Unreadable as unreadable:
            problems[entry] = _problem(entry, entry.number, unreadable)
            continue
        mass = None
        try:
            mass = _mass(entry)
        except Unreadable as unreadable:
            once = unreadable.reason == UNIT_MISSING
            key = UNIT_MISSING if once else entry
            problems.setdefault(key, _problem(entry, entry.figure, unreadable))
        references.append(Reference(number, mass))
    if not references and not problems:
        raise NoReferences
    return ReferenceList(references, list(problems.values()), columns)


def _number(entry: Entry) -> str:
    if not entry.number:
        raise Unreadable(NUMBER_MISSING)
    return erp_cells.identifier(entry.number.translate(dict.fromkeys(map(ord, UNSEEN))))


def _mass(entry: Entry) -> Mass | None:
    if entry.figure in NO_FIGURE:
        return None
    figure = erp_cells.figure_above_zero(entry.figure)
    if not entry.unit:
        raise Unreadable(UNIT_MISSING)
    unit = UNITS.get(heading_key(entry.unit))
    if unit is None:
        raise Unreadable(UNKNOWN_UNIT)
    try:
        return Mass.of(figure, unit)
    except ValueError:
        raise Unreadable(FINER_THAN_A_MILLIGRAM) from None


def _problem(entry: Entry, value: str, unreadable: Unreadable) -> Problem:
    return Problem(entry.row, "", excerpt(value), unreadable.reason, unreadable.facts)
