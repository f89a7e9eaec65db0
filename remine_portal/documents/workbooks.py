"""Workbooks (.xlsx): checked before they are opened, and opened where they can do no harm."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
import zlib
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import BadZipFile, ZipFile

from remine_portal.documents import workbook_reader
from remine_portal.documents.tables import (
    HEADER_WITHIN,
    MOST_COLUMNS,
    MOST_ROWS,
    Row,
    TableTooLarge,
    within_limits,
)
from remine_portal.domain.errors import N_, Refusal

MOST_PARTS = 200
MOST_INFLATED_MB = 100
MOST_RATIO = 100
MOST_MEMORY_MB = 512
MOST_CPU_SECONDS = 30
MOST_SECONDS = 60
MEGABYTE = 1_000_000

CONTENT_TYPES = "[Content_Types].xml"
SPREADSHEET = b"spreadsheetml.sheet.main+xml"
MACROS = b"macroEnabled"
DAMAGE = (BadZipFile, zlib.error, struct.error, OSError, LookupError, ValueError, RuntimeError)
UNWANTED_PARTS = ("vbaproject.bin", "externallinks/", "embeddings/", "activex/", "macrosheets/")


class NotAWorkbook(Refusal):
    sentence = N_(
        "The file is not an Excel workbook (.xlsx), or it is damaged or protected by a password. "
        "Save it from Excel as .xlsx without a password and try again."
    )


class WorkbookTooLarge(Refusal):
    sentence = N_(
        "The workbook unpacks to more than the portal takes: {parts} parts, {megabytes} MB. "
        "Save the sheet with the lines as a CSV file and try again."
    )


class WorkbookTooDemanding(Refusal):
    sentence = N_(
        "The workbook is damaged, or needs more memory or time than the portal gives one file. "
        "Save the sheet with the lines as a CSV file and try again."
    )


class WorkbookNotPlain(Refusal):
    sentence = N_(
        "The workbook holds macros, embedded objects or links to other files. "
        "Save a copy that holds values only, as .xlsx, and try again."
    )


def sheets_of(content: bytes) -> Mapping[str, Sequence[Row]]:
    """The visible sheets of a workbook by name, each with its rows that are not blank.

    Refuses what is no workbook, what unpacks to too much, and what is more than values.
    """
    refuse_unfit_archive(content)
    return _sheets(_read_alone(content))


def refuse_unfit_archive(content: bytes) -> None:
    """Judge the archive by its directory and content types alone, before anything is unpacked.

    A workbook of 377 kB can unpack to 128 MB and keep a reader busy for a minute.
    """
    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            inflated = sum(part.file_size for part in parts)
            if (
                len(parts) > MOST_PARTS
                or inflated > MOST_INFLATED_MB * MEGABYTE
                or inflated > MOST_RATIO * len(content)
            ):
                raise WorkbookTooLarge(parts=len(parts), megabytes=inflated // MEGABYTE)
            if any(
                unwanted in part.filename.lower() for part in parts for unwanted in UNWANTED_PARTS
            ):
                raise WorkbookNotPlain
            types = archive.read(CONTENT_TYPES)
    except Refusal:
        raise
    except DAMAGE as damage:
        raise NotAWorkbook from damage
    if MACROS in types:
        raise WorkbookNotPlain
    if SPREADSHEET not in types:
        raise NotAWorkbook


def _read_alone(content: bytes) -> bytes:
    """What the reader writes about a workbook.

    The workbook is a stranger's, and its parser can be made to take all memory or to run for
    ever, so it runs in a process of its own: limited memory and time, no settings, no database,
    an empty folder. A process forked or spawned from the portal's own would bring all of that
    along, so it is a plain program. It costs about 0.1 s.
    """
    limits = (
        MOST_MEMORY_MB * MEGABYTE,
        MOST_CPU_SECONDS,
        MOST_ROWS + HEADER_WITHIN,
        MOST_COLUMNS,
        MOST_INFLATED_MB * MEGABYTE,
    )
    program = [sys.executable, "-I", workbook_reader.__file__, *map(str, limits)]
    with TemporaryDirectory() as empty:
        try:
            reader = subprocess.run(  # noqa: S603 - our own program, and numbers
                program,
                input=content,
                capture_output=True,
                check=False,
                cwd=empty,
                env={},
                timeout=MOST_SECONDS,
            )
        except subprocess.TimeoutExpired as late:
            raise WorkbookTooDemanding from late
    match reader.returncode:
        case 0:
            return reader.stdout
        case workbook_reader.NOT_A_WORKBOOK:
            raise NotAWorkbook
        case workbook_reader.TOO_LARGE:
            raise TableTooLarge(rows=f"{MOST_ROWS:,}", columns=MOST_COLUMNS)
        case _:
            raise WorkbookTooDemanding


def _sheets(lines: bytes) -> Mapping[str, Sequence[Row]]:
    sheets: dict[str, list[Row]] = {}
    rows: list[Row] = []
    for line in lines.splitlines():
        match json.loads(line, parse_int=Decimal, parse_float=Decimal, object_hook=_date):
            case str(name):
                rows = sheets[name] = []
            case [number, cells]:
                rows.append(Row(int(number), cells))
    return {name: within_limits(rows) for name, rows in sheets.items()}


def _date(stated: dict[str, Any]) -> date:
    return date.fromisoformat(stated["date"])
