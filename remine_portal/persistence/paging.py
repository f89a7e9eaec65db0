"""Pages of a list by the place of a row, not by counting: the last is as quick as the first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.schema import Row

R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True)
class Page(Generic[R]):
    """Some rows of a list, and whether there are others before and after them."""

    rows: list[R]
    has_previous: bool
    has_next: bool


@dataclass(frozen=True, slots=True)
class Turn:
    """Which page: so many rows after a place or before one; from the beginning without either."""

    size: int = 25
    after: tuple[Any, ...] | None = None
    before: tuple[Any, ...] | None = None


def page_of(
    work: UnitOfWork, query: Select[R], key: Sequence[InstrumentedAttribute[Any]], turn: Turn
) -> Page[R]:
    """A page in descending order of the key. A place is a key, and its row may be gone."""
    if turn.before is not None:
        earlier = query.where(tuple_(*key) > turn.before).order_by(*key).limit(turn.size + 1)
        found = list(work.session.scalars(earlier))
        if len(found) > turn.size:
            return Page(found[turn.size - 1 :: -1], has_previous=True, has_next=True)
        return page_of(work, query, key, Turn(turn.size))
    if turn.after is not None:
        query = query.where(tuple_(*key) < turn.after)
    query = query.order_by(*(column.desc() for column in key)).limit(turn.size + 1)
    found = list(work.session.scalars(query))
    return Page(found[: turn.size], turn.after is not None, len(found) > turn.size)
