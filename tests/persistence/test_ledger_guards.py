"""The ledger's own guards: whoever writes to the tables by hand is refused by the database itself.

A batch of 100 kg stands ready: 50 kg available, 20 reserved by a draft, 20 attributed, 10 expired.
A second receipt brought in no credits.
"""

import sqlite3
from contextlib import closing

import pytest

from remine_portal.domain.credits import MOVES, Reason, Standing
from remine_portal.domain.people import COMMAND_LINE
from tests.books import RECYCLED, Books
from tests.by_hand import (
    DEFICIT,
    TABLES,
    add_batch,
    everything,
    refused,
    run,
    standings,
    write_entry,
)
from tests.factories import the_catalogue

HOLDS = {Standing.AVAILABLE: 50, Standing.RESERVED: 20, Standing.ATTRIBUTED: 20}
OVERDRAWN = "ck_credit_batch_never_below_zero"
BOOKED_AGAIN = """
credit_entry (batch_id, reason, kilograms, period_id, effective_on, posted_by, posted_at)
SELECT batch_id, reason, kilograms, period_id, effective_on, posted_by, posted_at FROM credit_entry
"""
EMPTIED = """
credit_batch (id, account_id, receipt_id, period_id, period_from, booked_on, expires_on,
              available_kg, reserved_kg, attributed_kg, expired_kg, last_entry_id)
SELECT id, account_id, receipt_id, period_id, period_from, booked_on, expires_on, 0, 0, 0, 0, 0
FROM credit_batch
"""


@pytest.fixture
def ledger(books, desk):
    desk.now = books.now
    books.receive(kg=100)
    books.receive(kind=None)
    books.ship(tonnes="0.1")
    desk.prepare(attributions={RECYCLED: "40"})
    with books.writing() as work:
        write_entry(work, Reason.ATTRIBUTE, 20)
        write_entry(work, Reason.EXPIRE, 10)
    return books


@pytest.mark.parametrize("reason", Reason)
def test_the_database_moves_a_batch_as_the_reason_says(ledger, reason):
    source, target = MOVES[reason].source, MOVES[reason].target
    with ledger.writing() as work:
        batch = 1
        if source is Standing.OUTSIDE:
            add_batch(work, receipt=2)
            batch = 2
        before = standings(work, batch)

        write_entry(work, reason, 7, batch=batch)

        moved = {each: standings(work, batch)[each] - before[each] for each in before}
    expected = dict.fromkeys(before, 0)
    for standing, kilograms in ((source, -7), (target, 7)):
        if standing is not Standing.OUTSIDE:
            expected[standing] += kilograms
    assert moved == expected


TAKING = [
    (reason, HOLDS[move.source])
    for reason, move in MOVES.items()
    if move.source is not move.target and move.source in HOLDS
]


@pytest.mark.parametrize(("reason", "all_of_it"), TAKING)
def test_no_entry_takes_more_than_a_batch_holds(ledger, reason, all_of_it):
    """15. No overdraft: the last kilogram can be taken, and no more, whatever takes it."""
    with refused(ledger, OVERDRAWN) as work:
        write_entry(work, reason, all_of_it + 1)

    with ledger.writing() as work:
        write_entry(work, reason, all_of_it)
        assert standings(work)[MOVES[reason].source] == 0


def test_entries_written_one_by_one_take_no_more_together(ledger):
    """15. No overdraft, in one transaction: what went before it counts."""
    with refused(ledger, OVERDRAWN) as work:
        write_entry(work, Reason.RESERVE, 30)
        write_entry(work, Reason.RESERVE, 21)


@pytest.mark.parametrize(
    ("statement", "because"),
    [
        ("UPDATE credit_batch SET available_kg = available_kg + 1", "only an entry moves"),
        ("UPDATE credit_batch SET reserved_kg = 0", "only an entry moves"),
        ("UPDATE credit_batch SET attributed_kg = 0, available_kg = 70", "only an entry moves"),
        ("UPDATE credit_batch SET expired_kg = 0, last_entry_id = 1", "only an entry moves"),
        ("UPDATE credit_batch SET available_kg = 99, last_entry_id = 99", "only an entry moves"),
        ("UPDATE credit_batch SET last_entry_id = last_entry_id", "only an entry moves"),
        ("UPDATE credit_batch SET expires_on = '2099-12-31'", "only an entry moves"),
        ("UPDATE credit_entry SET kilograms = 1", "append-only"),
        ("UPDATE credit_entry SET reason = 'release' WHERE reason = 'attribute'", "append-only"),
        ("UPDATE credit_account SET characteristic = 'elv'", "an account is what it is"),
        ("UPDATE input_receipt SET credited_kg = 1000", "append-only"),
        ("UPDATE balance_period SET attributed_kg = 0", "only an entry moves"),
        ("UPDATE balance_period SET reserved_kg = 0, last_entry_id = 99", "only an entry moves"),
        ("UPDATE balance_period SET last_day = '2026-12-31'", "only an entry moves"),
    ],
)
def test_nothing_is_changed_by_hand(ledger, statement, because):
    with refused(ledger, because) as work:
        run(work, statement)


@pytest.mark.parametrize(
    ("table", "because"),
    [
        ("credit_entry", "append-only"),
        ("credit_batch", "kept for ever"),
        ("balance_period", "kept for ever"),
        ("credit_account", "kept for ever"),
        ("input_receipt", "append-only"),
    ],
)
def test_nothing_is_deleted(ledger, table, because):
    with refused(ledger, because) as work:
        run(work, f"DELETE FROM {table}")


@pytest.mark.parametrize(
    "statement", ["UPDATE credit_deficit SET kilograms = 1", "DELETE FROM credit_deficit"]
)
def test_a_deficit_stays_as_it_was_found(ledger, statement):
    with ledger.writing() as work:
        run(work, DEFICIT)

    with refused(ledger, "append-only") as work:
        run(work, statement)


def books_of(database) -> Books:
    """The ledger of one engine: 100 kg brought in, and a deficit."""
    with database.writing(COMMAND_LINE) as work:
        the_catalogue(work)
    books = Books(database)
    books.enter()
    books.receive(kg=100)
    with books.writing() as work:
        run(work, DEFICIT)
    return books


@pytest.mark.parametrize("table", TABLES)
def test_nothing_is_replaced(sqlite_database, table):
    """SQLite alone has REPLACE, which deletes without saying so."""
    books = books_of(sqlite_database)

    with refused(books, f"a row of {table} is not replaced|append-only|begins") as work:
        run(work, f"REPLACE INTO {table} SELECT * FROM {table}")


@pytest.mark.parametrize("statement", [f"REPLACE INTO {BOOKED_AGAIN}", f"REPLACE INTO {EMPTIED}"])
def test_nothing_is_replaced_at_a_prompt_without_our_settings(sqlite_database, statement):
    """14. One input, one claim: a bare connection asks no trigger whether it may delete."""
    books = books_of(sqlite_database)
    before = everything(books)

    with (
        closing(sqlite3.connect(sqlite_database.engine.url.database)) as prompt,
        pytest.raises(sqlite3.IntegrityError, match="is not replaced"),
    ):
        prompt.execute(statement)

    assert everything(books) == before


@pytest.mark.parametrize("table", TABLES)
def test_nothing_is_truncated(postgresql_database, table):
    """PostgreSQL alone has TRUNCATE, which asks no trigger of a row."""
    books = books_of(postgresql_database)

    with refused(books, rf"{table} is (append-only|kept for ever)") as work:
        run(work, f"TRUNCATE {table} CASCADE")
