"""The unit of work, and the two engines it runs on: SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from remine_portal.domain.people import Actor

JAPAN = ZoneInfo("Asia/Tokyo")

DatabaseFailure = DBAPIError
"""What the engine raises when the database fails, for those who may not know the engine."""


def this_moment() -> datetime:
    """The clock, for those who open units of work; whoever decides asks `work.now`."""
    return datetime.now(UTC)


@dataclass
class UnitOfWork:
    """One business transaction: who is acting, when, and the session they act through.

    Services receive one and never commit; whoever opened it decides.
    """

    session: Session
    actor: Actor
    now: datetime = field(default_factory=this_moment)
    effects: list[Callable[[], None]] = field(default_factory=list)

    @property
    def today(self) -> date:
        """The calendar day in Japan, by which business counts (DOMAIN.md 7a)."""
        return self.now.astimezone(JAPAN).date()

    def after_commit(self, effect: Callable[[], None]) -> None:
        """Put off something the database cannot take back until it is safe."""
        self.effects.append(effect)


class Database:
    """Opens units of work on one engine."""

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self, actor: Actor, now: datetime | None = None) -> Iterator[UnitOfWork]:
        """A unit of work that cannot write, whatever its code tries."""
        with Session(self.engine.execution_options(portal_reading=True)) as session:
            yield _work(session, actor, now)

    @contextmanager
    def writing(self, actor: Actor, now: datetime | None = None) -> Iterator[UnitOfWork]:
        """A unit of work that commits when its block ends well, and only then."""
        with Session(self.engine, expire_on_commit=False) as session:
            work = _work(session, actor, now)
            with session.begin():
                yield work
        for effect in work.effects:
            effect()


def _work(session: Session, actor: Actor, now: datetime | None) -> UnitOfWork:
    return UnitOfWork(session, actor) if now is None else UnitOfWork(session, actor, now)


def _engine(url: str) -> Engine:
    if make_url(url).get_backend_name() == "sqlite":
        engine = create_engine(url, connect_args={"timeout": 30})
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        engine = create_engine(url, pool_pre_ping=True)
        event.listen(engine, "begin", _begin_postgresql)
    return engine


def _set_up_sqlite(connection: Any, _record: object) -> None:
    """Take transactions into our own hands: the driver would begin them late (QUALITY.md M5)."""
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    # Else INSERT OR REPLACE would delete a row without asking the trigger that refuses it.
    connection.execute("PRAGMA recursive_triggers = ON")


def _begin_sqlite(connection: Connection) -> None:
    """Writers queue at the door, so none decides on a figure that another is changing."""
    reading = connection.get_execution_options().get("portal_reading", False)
    connection.exec_driver_sql(f"PRAGMA query_only = {int(reading)}")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _begin_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get("portal_reading", False):
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")
