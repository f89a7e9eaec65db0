"""Files of facts and evidence in JSON, read field by field; a wrong one is refused by its place."""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, NoReturn, TypeVar

from remine_portal.domain.errors import N_, Refusal

Choice = TypeVar("Choice", bound=StrEnum)

FIGURE = re.compile(r"\d{1,12}(\.\d{1,3})?")


class FileRefused(Refusal):
    """A file is taken whole or not at all."""

    sentence = N_("{place}: {what}. Nothing has been loaded.")


def read_json(data: bytes, name: str) -> Any:
    """What the file says, with exact figures. Refuses what is no JSON, NaN and doubled fields."""
    try:
        return json.loads(
            data.decode("utf-8-sig"),
            parse_float=Decimal,
            parse_constant=_no_number,
            object_pairs_hook=_without_doubles,
        )
    except (ValueError, RecursionError):
        raise FileRefused(place=name, what=N_("this is not a JSON file in UTF-8")) from None


def _no_number(constant: str) -> NoReturn:
    raise ValueError(constant)


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a field stands twice")
    return found


class Entry:
    """One object of such a file, and where it stands."""

    def __init__(self, value: object, place: str) -> None:
        self.place = place
        if not isinstance(value, dict):
            self.refuse(N_("an object with named fields was expected"))
        self.fields: dict[str, Any] = value

    def refuse(self, what: str, field: str | None = None) -> NoReturn:
        """Refuse the file for this entry, or for one of its fields."""
        raise FileRefused(place=f"{self.place}.{field}" if field else self.place, what=what)

    def has(self, field: str) -> bool:
        return self.fields.get(field) is not None

    def text(self, field: str, most: int = 200) -> str:
        value = self.fields.get(field)
        if not isinstance(value, str) or not value.strip():
            self.refuse(N_("a text was expected"), field)
        if len(value) > most:
            self.refuse(N_("the text is too long"), field)
        if any(unicodedata.category(each) in ("Cc", "Cs") and each != "\n" for each in value):
            self.refuse(N_("the text has characters that cannot be printed"), field)
        return value.strip()

    def text_if_any(self, field: str, most: int = 200) -> str | None:
        return self.text(field, most) if self.has(field) else None

    def texts(self, field: str, most: int = 200) -> list[str]:
        """A list of texts; one that is missing is empty."""
        value = self.fields.get(field) or []
        if not isinstance(value, list):
            self.refuse(N_("a list was expected"), field)
        numbered = {str(number): each for number, each in enumerate(value)}
        return [Entry(numbered, f"{self.place}.{field}").text(each, most) for each in numbered]

    def joined(self, field: str, most: int) -> str:
        """A list of texts in one line; at least one is wanted."""
        together = ", ".join(self.texts(field))
        if not together:
            self.refuse(N_("at least one text was expected"), field)
        if len(together) > most:
            self.refuse(N_("the text is too long"), field)
        return together

    def choice(self, field: str, kind: type[Choice]) -> Choice:
        try:
            return kind(self.text(field))
        except ValueError:
            self.refuse(N_("this is none of the values it may have"), field)

    def day(self, field: str) -> date:
        try:
            return date.fromisoformat(self.text(field))
        except ValueError:
            self.refuse(N_("a date like 2026-11-23 was expected"), field)

    def day_if_any(self, field: str) -> date | None:
        return self.day(field) if self.has(field) else None

    def figure(self, field: str) -> Decimal:
        """An exact figure of at most three decimals, written as text or as a number."""
        value = self.fields.get(field)
        written = value if isinstance(value, str) else f"{value}"
        if not FIGURE.fullmatch(written):
            self.refuse(N_("a number with at most three decimals was expected"), field)
        return Decimal(written)

    def figure_if_any(self, field: str) -> Decimal | None:
        return self.figure(field) if self.has(field) else None

    def entry(self, field: str) -> Entry:
        return Entry(self.fields.get(field), f"{self.place}.{field}")

    def entries(self, field: str) -> list[Entry]:
        """A list of objects, which must be there."""
        value = self.fields.get(field)
        if not isinstance(value, list):
            self.refuse(N_("a list was expected"), field)
        return [Entry(each, f"{self.place}.{field}[{n}]") for n, each in enumerate(value)]
