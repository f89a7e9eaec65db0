"""What a cell of an ERP file may say, and what it means (INTERFACES.md, ERP files)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from remine_portal.documents.tables import Cell
from remine_portal.domain.errors import N_
from remine_portal.domain.mass import MILLIGRAMS
from remine_portal.domain.shipments import (
    IDENTIFIER_LENGTH,
    LAST_LINE_NO,
    NAME_LENGTH,
    matching_key,
)

FIGURE = re.compile(r"(?:[0-9]{1,9}|[0-9]{1,3}(?:,[0-9]{3}){1,2})(?:\.[0-9]{1,6})?")
PLAIN_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})-|/([0-9]{2})/|([0-9]{2}))([0-9]{2})")
JAPANESE_ERA_DATE = re.compile(r"(?:令和|R)([0-9]{1,2}|元)[年.]([0-9]{1,2})[月.]([0-9]{1,2})日?")
YEAR_BEFORE_REIWA = 2018
FIRST_DAY = date(2000, 1, 1)
"""Excel counts days from 1900, and a cell that is no date at all comes out near there."""
DAYS_AHEAD = 366
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
EXCEL_ERRORS = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#CALC!", "#SPILL!"}
)
EXCEL_DIGITS = 15

TOO_LONG = N_("This is {length} characters long. Use at most {most}.")
UNSEEN_CHARACTER = N_("This holds a character that cannot be seen ({character}). Remove it.")
EXCEL_ERROR = N_(
    "The cell holds an Excel error, or a formula without its result. Put the value itself there."
)
CHANGED_BY_EXCEL = N_(
    "Excel has turned this into a date or cut a long number. "
    "Format the column as text and enter the value again."
)
NOT_A_FIGURE = N_("Write the mass as a number above zero, like 12.345.")
COMMAS = N_(
    "Use commas only between groups of three digits and a point for decimals, like 1,234.5."
)
TOO_MANY_DECIMALS = N_("Use at most six decimals.")
TOO_MANY_DIGITS = N_("Use at most nine digits before the decimal point.")
NOT_ABOVE_ZERO = N_("The mass must be above zero.")
BELOW_ZERO = N_("The mass must not be below zero.")
UNKNOWN_UNIT = N_("Use one of the units kg, t and g.")
NOT_A_DATE = N_("Write the date as year, month and day, like 2026-04-03.")
NO_SUCH_DAY = N_("There is no such day in the calendar. Correct the date.")
UNLIKELY_DATE = N_("The date must lie between {first} and {last}. Correct the date.")
NOT_COME_YET = N_("This day has not come yet. Correct the date.")
NOT_A_LINE_NO = N_("Write a whole number from 1 to {last}.")
UNKNOWN_CODE = N_("The portal does not know this code. Use one of these: {codes}.")


class Unreadable(Exception):
    """A cell cannot be taken: the reason is a marked sentence, the facts fill its places."""

    def __init__(self, reason: str, **facts: Any) -> None:
        super().__init__(reason)
        self.reason = reason
        self.facts = facts


def written(cell: Cell) -> str:
    """A cell as text: trimmed, a number in plain digits (2000, not 2.0E+3), a date as ISO 8601."""
    if isinstance(cell, str):
        return cell.strip()
    return format(cell, "f") if isinstance(cell, Decimal) else cell.isoformat()


def identifier(cell: Cell) -> str:
    """A number or code as written, trimmed: at most 64 characters, all of which can be seen."""
    text = written(cell)
    if not isinstance(cell, str) and (
        isinstance(cell, date) or len(cell.as_tuple().digits) > EXCEL_DIGITS
    ):
        raise Unreadable(CHANGED_BY_EXCEL)
    _refuse_unfit(text, most=IDENTIFIER_LENGTH)
    if not text.isascii() and len(matching_key(text)) > IDENTIFIER_LENGTH:
        raise Unreadable(TOO_LONG, length=len(matching_key(text)), most=IDENTIFIER_LENGTH)
    return text


def name(cell: Cell) -> str:
    """The name of a company or place as written, trimmed: at most 200 characters."""
    text = written(cell)
    _refuse_unfit(text, most=NAME_LENGTH)
    return text


def line_number(cell: Cell) -> int:
    """A whole number from 1 on."""
    text = _normal(cell)
    if re.fullmatch("[0-9]{1,9}", text) and 1 <= int(text) <= LAST_LINE_NO:
        return int(text)
    raise Unreadable(NOT_A_LINE_NO, last=LAST_LINE_NO)


def figure_above_zero(cell: Cell) -> Decimal:
    """The figure of a mass, exact; its unit stands in another column."""
    figure = figure_from_zero(cell)
    if not figure:
        raise Unreadable(NOT_ABOVE_ZERO)
    return figure


def figure_from_zero(cell: Cell) -> Decimal:
    """The figure of a mass that may be nothing."""
    text = _normal(cell)
    if FIGURE.fullmatch(text):
        return Decimal(text.replace(",", ""))
    raise Unreadable(_fault_of_figure(text))


def unit(cell: Cell) -> str:
    """One of kg, t and g."""
    text = _normal(cell).lower()
    if text not in MILLIGRAMS:
        raise Unreadable(UNKNOWN_UNIT)
    return text


def day_until(today: date) -> Callable[[Cell], date]:
    """A reader of dates that are neither of another age nor more than a year ahead.

    `YYYY-MM-DD`, `YYYY/MM/DD`, `YYYYMMDD`, a date of the current Japanese era, or a date cell.
    """
    last = today + timedelta(days=DAYS_AHEAD)

    def day(cell: Cell) -> date:
        found = cell if isinstance(cell, date) else _date_in(_normal(cell))
        if not FIRST_DAY <= found <= last:
            raise Unreadable(UNLIKELY_DATE, first=FIRST_DAY.isoformat(), last=last.isoformat())
        return found

    return day


def day_that_has_come(today: date) -> Callable[[Cell], date]:
    """A reader of dates of what has happened: as above, and not after today."""
    read = day_until(today)

    def day(cell: Cell) -> date:
        if (found := read(cell)) > today:
            raise Unreadable(NOT_COME_YET)
        return found

    return day


def one_of(codes: Iterable[str]) -> Callable[[Cell], str]:
    """A reader of codes the portal knows, spelt as the portal spells them."""
    known = {matching_key(code): code for code in sorted(codes)}

    def code(cell: Cell) -> str:
        text = identifier(cell)
        if (found := known.get(matching_key(text))) is None:
            raise Unreadable(UNKNOWN_CODE, codes=", ".join(known.values()))
        return found

    return code


def _normal(cell: Cell) -> str:
    """A figure, date or unit in plain signs (NFKC); names and numbers of things stay as written.

    Only the width of a sign may differ, or several signs stand in one square (㎏). NFKC would
    take 5² for 52 as well.
    """
    text = written(cell)
    if text.isascii():
        return text
    return "".join(unicodedata.normalize("NFKC", sign) if _is_wide(sign) else sign for sign in text)


def _is_wide(sign: str) -> bool:
    return unicodedata.decomposition(sign).startswith(("<wide>", "<square>"))


def _refuse_unfit(text: str, *, most: int) -> None:
    if len(text) > most:
        raise Unreadable(TOO_LONG, length=len(text), most=most)
    if text in EXCEL_ERRORS:
        raise Unreadable(EXCEL_ERROR)
    if not text.isprintable():
        unseen = [sign for sign in text if unicodedata.category(sign) in UNSEEN]
        if unseen:
            raise Unreadable(UNSEEN_CHARACTER, character=f"U+{ord(unseen[0]):04X}")


def _fault_of_figure(text: str) -> str:
    digits, _, decimals = text.partition(".")
    if text in EXCEL_ERRORS:
        return EXCEL_ERROR
    if re.fullmatch(r"[-−][0-9.,]+", text):
        return BELOW_ZERO
    if re.fullmatch(r"[0-9.,]*,[0-9.,]*", text):
        return COMMAS
    if re.fullmatch("[0-9]+", digits) and re.fullmatch("[0-9]{7,}", decimals):
        return TOO_MANY_DECIMALS
    if re.fullmatch("[0-9]{10,}", digits):
        return TOO_MANY_DIGITS
    return NOT_A_FIGURE


def _date_in(text: str) -> date:
    if text in EXCEL_ERRORS:
        raise Unreadable(EXCEL_ERROR)
    if plain := PLAIN_DATE.fullmatch(text):
        year, *months, day_of_month = plain.groups()
        month = next(month for month in months if month)
    elif era := JAPANESE_ERA_DATE.fullmatch(text):
        year_of_era, month, day_of_month = era.groups()
        year = str(YEAR_BEFORE_REIWA + (1 if year_of_era == "元" else int(year_of_era)))
    else:
        raise Unreadable(NOT_A_DATE)
    try:
        return date(int(year), int(month), int(day_of_month))
    except ValueError as impossible:
        raise Unreadable(NO_SUCH_DAY) from impossible
