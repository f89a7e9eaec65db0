"""The child process that opens a workbook. It knows nothing of the portal, and has little room.

Run by workbooks.py as a program: limits as arguments, the workbook on standard input. It writes
one JSON value a line: the name of a sheet, then its rows that are not blank as [number, cells].
A number is written as Excel shows it, a date as {"date": …}.
"""

from __future__ import annotations

import json
import re
import resource
import sys
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from io import BytesIO
from posixpath import join, normpath
from typing import Any
from zipfile import BadZipFile, ZipFile

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

NOT_A_WORKBOOK, TOO_LARGE = 3, 4

# calamine gives an error such as #N/A, and a formula that was saved without its result, as a
# blank cell. A blank site or order number is allowed, so these must not pass for one.
UNKNOWN_RESULT = re.compile(
    rb"""<(?:\w+:)?c\s(?=[^>]*\bt=["']e["'])([^>]*)>"""
    rb"""|<(?:\w+:)?c\s(?![^>]*\bt=["']str["'])([^>]*)>\s*"""
    rb"""<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"""
    rb"""(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"""
)
REFERENCE = re.compile(rb"""\br=["']([A-Z]+)(\d+)["']""")
SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*["']([^"']*)["']""")


class TooLarge(Exception):
    """More rows, columns or text than the portal takes."""


def main(most_memory: int, most_seconds: int, *most: int) -> int:
    """Give oneself the limits, then read. The status tells the parent how it went."""
    resource.setrlimit(resource.RLIMIT_AS, (most_memory, most_memory))
    resource.setrlimit(resource.RLIMIT_CPU, (most_seconds, most_seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        for line in lines_of(sys.stdin.buffer.read(), *most):
            sys.stdout.write(line + "\n")
    except (TooLarge, MemoryError):
        return TOO_LARGE
    except (CalamineError, BadZipFile, zlib.error, LookupError, ValueError):
        return NOT_A_WORKBOOK
    return 0


def lines_of(content: bytes, most_rows: int, most_columns: int, most_text: int) -> Iterator[str]:
    """Every visible sheet, row by row. A hidden one is nothing that a user has seen."""
    workbook = CalamineWorkbook.from_filelike(BytesIO(content))
    for position, sheet in enumerate(workbook.sheets_metadata):
        if sheet.visible != SheetVisibleEnum.Visible or sheet.typ != SheetTypeEnum.WorkSheet:
            continue
        cells = workbook.get_sheet_by_index(position)
        if cells.end is not None and cells.end[1] >= most_columns:
            raise TooLarge
        yield json.dumps(sheet.name)
        for row in rows_of(cells, unknown_results(content, position)):
            line = json.dumps(row, default=lambda day: {"date": day.isoformat()})
            most_rows, most_text = most_rows - 1, most_text - len(line)
            if most_rows < 0 or most_text < 0:
                raise TooLarge
            yield line


def rows_of(
    sheet: CalamineSheet, unknown: Mapping[int, Mapping[int, str]]
) -> Iterator[tuple[int, list[Any]]]:
    """Rows that are not blank, with their numbers."""
    for number, values in enumerate(sheet.iter_rows(), start=1):
        cells = [cell_of(value) for value in values]
        for column, result in unknown.get(number, {}).items():
            if column < len(cells) and cells[column] == "":
                cells[column] = result
        if any(cell != "" for cell in cells):
            yield number, cells


def cell_of(value: Any) -> Any:
    """A cell as Excel shows it: numbers to its 15 digits, so that 0.1 + 0.2 is 0.3."""
    if isinstance(value, str):
        return value
    if isinstance(value, float):
        shown = format(value, ".15g")
        if not shown.strip("-")[0].isdigit():
            return shown
        return int(value) if value.is_integer() else float(shown)
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else str(value)


def unknown_results(content: bytes, position: int) -> Mapping[int, Mapping[int, str]]:
    """By row (from 1) and column (from 0): errors, and formulas without their result."""
    with ZipFile(BytesIO(content)) as archive:
        xml = archive.read(part_of_sheet(archive, position))
    found: defaultdict[int, dict[int, str]] = defaultdict(dict)
    for match in UNKNOWN_RESULT.finditer(xml):
        if reference := REFERENCE.search(match[1] or match[2] or b""):
            result = "#N/A" if match[1] else "#CALC!"
            found[int(reference[2])][column_number(reference[1].decode())] = result
    return found


def part_of_sheet(archive: ZipFile, position: int) -> str:
    """Where in the archive a sheet lies: the workbook names a relation, the relation a part.

    Read as text, not as XML: two tags are all that is needed, and no entity can be expanded.
    """
    relations = map(attributes, RELATION.findall(archive.read("xl/_rels/workbook.xml.rels")))
    targets = {relation["Id"]: relation["Target"] for relation in relations}
    sheet = attributes(SHEET.findall(archive.read("xl/workbook.xml"))[position])
    relation = next(value for name, value in sheet.items() if name.endswith(":id"))
    return normpath(join("/xl", targets[relation])).lstrip("/")


def attributes(tag: bytes) -> dict[str, str]:
    return dict(ATTRIBUTE.findall(tag.decode()))


def column_number(letters: str) -> int:
    """From 0: A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
