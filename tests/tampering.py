"""Somebody with every right over the database: its triggers are silent, and any column changes."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, LargeBinary, delete, text, update
from sqlalchemy.sql.elements import ColumnElement

from remine_portal.domain.people import COMMAND_LINE
from remine_portal.persistence import register
from remine_portal.persistence.database import Database, UnitOfWork
from remine_portal.persistence.register import RegisterEntryRow
from tests.desk import Desk


class Undone(Exception):
    """Ends a unit of work without a trace."""


@contextmanager
def for_a_moment(database: Database) -> Iterator[UnitOfWork]:
    """What is changed here is seen here, and never committed."""
    with suppress(Undone), unguarded(database) as work:
        yield work
        raise Undone


@contextmanager
def unguarded(database: Database) -> Iterator[UnitOfWork]:
    with database.writing(COMMAND_LINE) as work:
        silence(work)
        yield work


def forget_the_last(desk: Desk, count: int) -> None:
    """What restoring an older backup does to the register, on either engine."""
    entry = RegisterEntryRow.__table__
    with unguarded(desk.database) as work:
        size = register.size(work) - count
        work.session.execute(delete(entry).where(entry.c.entry_index >= size))
        work.session.execute(
            text(f"UPDATE number_series SET last = {size} WHERE name = 'register'")
        )


def silence(work: UnitOfWork) -> None:
    """Switch triggers and foreign keys off, for the transaction; on SQLite triggers for good."""
    if work.session.connection().dialect.name == "postgresql":
        work.session.execute(text("SET LOCAL session_replication_role = replica"))
        return
    work.session.execute(text("PRAGMA defer_foreign_keys = ON"))
    triggers = text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    for (name,) in work.session.execute(triggers).all():
        work.session.execute(text(f"DROP TRIGGER {name}"))


def flip(work: UnitOfWork, column: Column, where: ColumnElement[bool], instead: Any = None) -> None:
    """Change one column of one row, a little, or to what is given."""
    (old,) = work.session.execute(
        column.table.select().with_only_columns(column).where(where)
    ).one()
    new = changed(column, old) if instead is None else instead
    assert new != old, f"{column} would stay as it is"
    work.session.execute(update(column.table).where(where).values({column: new}))
    work.session.expire_all()


def changed(column: Column, old: Any) -> Any:
    match old:
        case StrEnum():
            return next(each for each in type(old) if each is not old)
        case bool():
            return not old
        case int():
            return old + 1
        case datetime():
            return old + timedelta(microseconds=1)
        case bytes():
            assert isinstance(column.type, LargeBinary)
            return old[:-1] + bytes([old[-1] ^ 1])
        case str():
            return old[:-1] + ("0" if old[-1] != "0" else "1")
    raise AssertionError(f"how does one change {old!r}?")
