"""What lists share: which page is asked for, the addresses of others, and filters as chips."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from flask import request, url_for
from wtforms import Field, SelectChoice, SelectField

from remine_portal.persistence.paging import Page, Turn

SIZES = (25, 50, 100)
LONGEST_KEY = 18
"""Digits of a key: one more would be no number of the database."""


class FilterField(SelectField):
    """A choice that narrows a list. What is not offered counts as no choice, and is no error."""

    data: Any

    def __init__(self, label: Any, **kwargs: Any) -> None:
        super().__init__(label, choices=[], validate_choice=False, **kwargs)

    def offer(self, everything: str, choices: Mapping[str, str]) -> None:
        """The values with their words, after the one that narrows nothing."""
        self.offered = {"": everything, **choices}
        self.choices = [SelectChoice(value, words) for value, words in self.offered.items()]
        if self.data not in self.offered:
            self.data = ""

    @property
    def words(self) -> str:
        return self.offered[self.data]


def turn_asked_for(place: Callable[[str], tuple[Any, ...]]) -> Turn:
    """The page that the address asks for; whatever it says badly, the first one."""
    size = next((each for each in SIZES if request.args.get("size") == str(each)), SIZES[0])
    for side in ("after", "before"):
        try:
            return Turn(size, **{side: place(request.args[side])}, counted=True)
        except (KeyError, ValueError):
            continue
    return Turn(size, counted=True)


def key_place(written: str) -> tuple[int]:
    """`123`: the place of a row by its key. Refuses, by a ValueError, what is no key."""
    if len(written) > LONGEST_KEY:
        raise ValueError("this is longer than any key")
    return (int(written),)


def dated_place(written: str) -> tuple[date, int]:
    """`2026-06-01.123`: the place of a row by its day and key."""
    day, _, key = written.partition(".")
    return (date.fromisoformat(day), *key_place(key))


def page_links(page: Page[Any], write: Callable[[Any], str]) -> dict[str, str | None]:
    """Addresses of the next and previous page and the first, as the pagination takes them."""
    if not page.rows:
        return {}
    return {
        "next_url": address(after=write(page.rows[-1])) if page.has_next else None,
        "previous_url": address(before=write(page.rows[0])) if page.has_previous else None,
        "first_url": address() if page.has_previous else None,
    }


def size_links() -> list[tuple[int, str | None]]:
    """The sizes a page may have, each with its address; the current one has none."""
    current = turn_asked_for(key_place).size
    return [(size, None if size == current else address(size=size)) for size in SIZES]


def chips(fields: Iterable[Field]) -> list[dict[str, str]]:
    """Each filter in use, in words, with the address of the list without it."""
    return [
        {
            "text": f"{field.label.text}: {getattr(field, 'words', field.data)}",
            "url": address(leave=field.name),
        }
        for field in fields
        if field.data and not field.errors
    ]


def address(*, leave: str | None = None, **changes: Any) -> str:
    """This list with its filters: another page, another size, or without one filter."""
    keep = {
        name: value
        for name, value in request.args.items()
        if value and name not in {"after", "before", "lang", leave}
    }
    return url_for(str(request.endpoint), **{**keep, **changes, **(request.view_args or {})})
