"""Somebody at a SQL prompt: writes to the tables of the ledger without asking the portal."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import text

from remine_portal.domain.credits import Reason, Standing
from remine_portal.persistence.database import DatabaseFailure, UnitOfWork
from tests.books import Books

TABLES = (
    "credit_account",
    "input_receipt",
    "balance_period",
    "credit_batch",
    "credit_deficit",
    "credit_entry",
)
INSIDE = (Standing.AVAILABLE, Standing.RESERVED, Standing.ATTRIBUTED, Standing.EXPIRED)
OF_A_DRAFT = (Reason.RESERVE, Reason.RELEASE, Reason.ATTRIBUTE, Reason.RETURN)

ENTRY = """
INSERT INTO credit_entry (batch_id, reason, kilograms, period_id, effective_on, draft_id,
                          deficit_id, corrects_id, posted_by, posted_at)
VALUES (:batch, :reason, :kilograms, :period, '2026-07-01',
        (SELECT id FROM draft WHERE :of_a_draft = 1), :deficit, :corrects, 'hand',
        CURRENT_TIMESTAMP)
"""
BATCH = """
INSERT INTO credit_batch (account_id, receipt_id, period_id, period_from, booked_on, expires_on,
                          available_kg, reserved_kg, attributed_kg, expired_kg, last_entry_id)
SELECT account_id, :receipt, period_id, period_from, booked_on, expires_on,
       :available_kg, :reserved_kg, :attributed_kg, :expired_kg, :last_entry_id
FROM credit_batch WHERE id = 1
"""
DEFICIT = """
INSERT INTO credit_deficit (account_id, reason, kilograms, period_id, receipt_id, opened_by,
                            opened_at)
SELECT account_id, 'disallow', 50, period_id, receipt_id, 'hand', CURRENT_TIMESTAMP
FROM credit_batch WHERE id = 1
"""


def run(work: UnitOfWork, statement: str, **figures: Any) -> Any:
    return work.session.execute(text(statement), figures)


def write_entry(
    work: UnitOfWork, reason: Reason, kilograms: int = 1, *, batch: int = 1, **columns: Any
) -> None:
    """An entry with everything that its reason asks for, unless some of it is left out."""
    period = run(work, "SELECT period_id FROM credit_batch WHERE id = :id", id=batch).scalar_one()
    deficit = None
    if reason is Reason.SETTLE:
        run(work, DEFICIT)
        deficit = run(work, "SELECT max(id) FROM credit_deficit").scalar_one()
    given = {
        "of_a_draft": int(reason in OF_A_DRAFT),
        "deficit": deficit,
        "corrects": 1 if reason is Reason.RETURN else None,
    }
    run(
        work,
        ENTRY,
        batch=batch,
        reason=reason,
        kilograms=kilograms,
        period=period,
        **{**given, **columns},
    )


def add_batch(work: UnitOfWork, *, receipt: int, **holding: int) -> None:
    """Another batch like the first one, of another receipt; empty unless said otherwise."""
    columns = ("available_kg", "reserved_kg", "attributed_kg", "expired_kg", "last_entry_id")
    run(work, BATCH, receipt=receipt, **{**dict.fromkeys(columns, 0), **holding})


def standings(work: UnitOfWork, batch: int = 1) -> dict[Standing, int]:
    """What stands inside the ledger, of one batch."""
    columns = ", ".join(f"{each}_kg" for each in INSIDE)
    row = run(work, f"SELECT {columns} FROM credit_batch WHERE id = :id", id=batch).one()
    return dict(zip(INSIDE, row, strict=True))


def everything(books: Books) -> dict[str, list[Any]]:
    with books.reading() as work:
        return {table: run(work, f"SELECT * FROM {table} ORDER BY id").all() for table in TABLES}


@contextmanager
def refused(books: Books, because: str) -> Iterator[UnitOfWork]:
    """A block that the database refuses, and after which everything is as it was."""
    before = everything(books)
    with pytest.raises(DatabaseFailure, match=because), books.writing() as work:
        yield work
    assert everything(books) == before


def spoil(books: Books, statement: str, **figures: Any) -> None:
    """Change a table with its guards out of the way."""
    with books.writing() as work:
        if books.database.is_sqlite:
            triggers = run(work, "SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for name in triggers.scalars().all():
                run(work, f"DROP TRIGGER {name}")
        else:
            run(work, "SET LOCAL session_replication_role = replica")
        assert run(work, statement, **figures).rowcount, "there was nothing to spoil"
