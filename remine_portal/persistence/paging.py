"""Pages of a list by the place of a row, not by counting: the last is as quick as the first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.schema import Row

R = TypeVar("R", bound=Row)

MOST_COUNTED = 10_000
"""A longer list is not counted to its end, or its pages would be slower than those of others."""


@dataclass(frozen=True, slots=True)
class Page(Generic[R]):
    """Some rows of a list, and whether there are others before and after them.

    `total` is how many there are altogether: above `MOST_COUNTED` where they are more than that,
    and None where nobody asked.
    """

    rows: list[R]
    has_previous: bool
    has_next: bool
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """Which page: so many rows after a place or before one; from the beginning without either."""

    size: int = 25
    after: tuple[Any, ...] | None = None
    before: tuple[Any, ...] | None = None
    counted: bool = False


def page_of(
    work: UnitOfWork, query: Select[R], key: Sequence[InstrumentedAttribute[Any]], turn: Turn
) -> Page[R]:
    """A page in descending order of the key. A place is a key, and its row may be gone."""
    page = _page(work, query, key, turn)
    if not turn.counted:
        return page
    is_whole = not page.has_previous and not page.has_next
    return replace(page, total=len(page.rows) if is_whole else _counted(work, query, key))


def _page(
    work: UnitOfWork, query: Select[R], key: Sequence[InstrumentedAttribute[Any]], turn: Turn
) -> Page[R]:
    if turn.before is not None:
        earlier = query.where(tuple_(*key) > turn.before).order_by(*key).limit(turn.size + 1)
        found = list(work.session.scalars(earlier))
        if len(found) > turn.size:
            return Page(found[turn.size - 1 :: -1], has_previous=True, has_next=True)
        return _page(work, query, key, Turn(turn.size))
    if turn.after is not None:
        query = query.where(tuple_(*key) < turn.after)
    query = query.order_by(*(column.desc() for column in key)).limit(turn.size + 1)
    found = list(work.session.scalars(query))
    return Page(found[: turn.size], turn.after is not None, len(found) > turn.size)


def _counted(work: UnitOfWork, query: Select[R], key: Sequence[InstrumentedAttribute[Any]]) -> int:
    some = query.with_only_columns(*key).limit(MOST_COUNTED + 1)
    return work.session.scalar(select(func.count()).select_from(some.subquery())) or 0
