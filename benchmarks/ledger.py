"""Attributing credits with a long ledger behind it, and by many clients at once, on each engine."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from decimal import Decimal
from functools import partial
from pathlib import Path
from uuid import UUID

from sqlalchemy import func, select, text

from benchmarks.ledger_history import add_past, open_books
from benchmarks.measuring import Ratio, compare
from remine_portal.domain.attribution import Attribution
from remine_portal.domain.credits import InsufficientCredits
from remine_portal.domain.declarations import DocumentLanguage, Recipient
from remine_portal.domain.people import COMMAND_LINE
from remine_portal.persistence import migrating
from remine_portal.persistence.database import Database
from remine_portal.persistence.ledger import EntryRow
from remine_portal.persistence.shipments import find_shipment
from remine_portal.services import attributing, credit_checking, drafting
from tests import postgresql
from tests.books import Q3, RECYCLED, Books
from tests.desk import Desk
from tests.office import an_office

ENTRIES = int(os.environ.get("REMINE_BENCH_ENTRIES", "100000"))
BATCHES = 100
LONG_AGO = ENTRIES * 10 // 28
"""Nine deals in ten make three entries, the tenth makes one."""
CLIENTS, TAKES, ROUNDS = 8, 80, 5
KILOGRAMS = 13
ALL = {RECYCLED: "100"}


class Undone(Exception):
    """Ends a unit of work without a trace, so that the next one meets the same ledger."""


def ratios(folder: Path) -> Iterator[Ratio]:
    for engine, opened in (("SQLite", sqlite(folder)), ("PostgreSQL", server())):
        with opened as new_database:
            short = a_desk(new_database("short"), folder, deals=BATCHES, one_left_in=1)
            long = a_desk(new_database("long"), folder, deals=LONG_AGO, one_left_in=10)
            yield compare(
                f"one attribution, {entries(long):,} entries, {engine}",
                floor=(f"the same with {entries(short)} entries", partial(attribute, short)),
                subject=partial(attribute, long),
                reach=1.5,
                aim=1.1,
                times=5,
            )
            yield at_once(short, engine)
            short.database.engine.dispose()
            long.database.engine.dispose()


@contextmanager
def sqlite(folder: Path) -> Iterator[Callable[[str], Database]]:
    yield lambda name: Database(f"sqlite:///{folder}/{name}.db")


@contextmanager
def server() -> Iterator[Callable[[str], Database]]:
    """Databases on a server that keeps what it has promised, as that of the tests does not."""
    with postgresql.server(forgetful=False) as address, ExitStack() as databases:

        def new_database(name: str) -> Database:
            url = databases.enter_context(postgresql.new_database(address, name))
            return Database(url.render_as_string(hide_password=False))

        yield new_database


def a_desk(database: Database, folder: Path, *, deals: int, one_left_in: int) -> Desk:
    """With a past, and copper of today that no credits are attributed to yet."""
    migrating.upgrade(database)
    books = open_books(database)
    desk = Desk(database, an_office(folder), books.now)
    books.receive(kg=10, on=Q3)
    books.ship("FIRST", "0.01", on=Q3)
    first = desk.prepare("FIRST", attributions=ALL)
    add_past(books, deals=deals, one_left_in=one_left_in)
    desk.withdraw(first)
    for number in numbers():
        books.ship(number, f"0.0{KILOGRAMS}", on=Q3)
    if not database.is_sqlite:
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as each:
            each.execute(text("VACUUM ANALYZE"))  # which a server soon does by itself
    return desk


def numbers() -> list[str]:
    return [f"SH-{n}" for n in range(TAKES)]


def entries(desk: Desk) -> int:
    with desk.writing(desk.preparer) as work:
        return work.session.scalar(select(func.count(EntryRow.id))) or 0


def attribute(desk: Desk) -> None:
    """All that happens to the books for a shipment: reserved out of two batches, and attributed."""
    wording = drafting.Wording(Recipient("Acme Metals"), DocumentLanguage.ENGLISH)
    with suppress(Undone), desk.writing(desk.preparer) as work:
        shipment = find_shipment(work, "SH-0")
        shares = [Attribution(RECYCLED, Decimal(100))]
        draft = drafting.prepare_draft(
            work, shipment, line_nos=[1], wording=wording, attributions=shares
        )
        books = attributing.hold_for(work, draft)
        assert len(attributing.attribute(work, draft, books)) == 2
        raise Undone


def at_once(desk: Desk, engine: str) -> Ratio:
    """The medians of rounds by turns: one client, and several who share the same work."""
    alone, together = [], []
    for _ in range(ROUNDS):
        alone.append(ms_a_shipment(desk, clients=1))
        together.append(ms_a_shipment(desk, clients=CLIENTS))
    return Ratio(
        f"reserving, {CLIENTS} clients at once, {engine}",
        "the same work by one client",
        statistics.median(alone),
        statistics.median(together),
        reach=1.25,
        aim=1.0,
    )


def ms_a_shipment(desk: Desk, *, clients: int) -> float:
    """What one shipment takes when all of them want more than there is; then all is given back.

    Whoever is refused is told so, and nothing is overdrawn.
    """
    shares = [numbers()[n::clients] for n in range(clients)]
    with ThreadPoolExecutor(clients) as threads:
        begin = time.perf_counter()
        drafts = [each for of_one in threads.map(partial(prepare, desk), shares) for each in of_one]
        took = time.perf_counter() - begin
    position = Books(desk.database, desk.now).position()
    assert position.reserved_kg == len(drafts) * KILOGRAMS
    assert position.available_kg < KILOGRAMS
    for each in drafts:
        desk.withdraw(each)
    with desk.database.reading(COMMAND_LINE) as work:
        assert not credit_checking.differences(work)
    return took * 1000 / TAKES


def prepare(desk: Desk, shipments: list[str]) -> list[UUID]:
    drafts = []
    for number in shipments:
        with suppress(InsufficientCredits):
            drafts.append(desk.prepare(number, attributions=ALL))
    return drafts
