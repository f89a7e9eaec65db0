"""The credit ledger: batches of credits, deficits, and the entries that move credits.

Why: a declaration of copper may only attribute credits that are there, once. Entries are the truth
and append-only. What a batch holds is moved by the entry itself, inside the database: no standing
can fall below zero, a hand-made UPDATE finds no entry that allows it, and a closed period takes no
more entries. So neither a bug in the portal nor a hand at a SQL prompt can attribute what is not
there. Mistakes are put right by posting another entry.
"""

import sqlalchemy as sa
from alembic import op

from remine_portal.persistence.frozen import (
    after_insert,
    allow_again,
    allow_replacing,
    allow_truncating,
    insist,
    make_append_only,
    nothing_after_insert,
    refuse,
    refuse_replacing,
    refuse_truncating,
)

revision = "0008_credit_ledger"
down_revision = "0007_credit_inputs"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

APPEND_ONLY = ("credit_entry", "credit_deficit")
ADDS = {
    "available_kg": ("book-input", "transfer-in", "release", "return"),
    "reserved_kg": ("reserve",),
    "attributed_kg": ("attribute",),
    "expired_kg": ("expire",),
}
TAKES = {
    "available_kg": ("transfer-out", "reserve", "expire", "disallow", "true-up", "settle"),
    "reserved_kg": ("release", "attribute"),
    "attributed_kg": ("return",),
    "expired_kg": (),
}
REPLACED = {
    "credit_account": "id = NEW.id",
    "input_receipt": "id = NEW.id OR matching_no = NEW.matching_no "
    "OR matching_ticket = NEW.matching_ticket",
    "balance_period": "id = NEW.id OR (boundary = NEW.boundary AND metal = NEW.metal "
    "AND first_day = NEW.first_day)",
    "credit_batch": "id = NEW.id OR (receipt_id = NEW.receipt_id "
    "AND from_batch_id IS NULL AND NEW.from_batch_id IS NULL)",
    "credit_deficit": "id = NEW.id",
    "credit_entry": "id = NEW.id OR (batch_id = NEW.batch_id "
    "AND reason IN ('book-input', 'transfer-in') AND NEW.reason IN ('book-input', 'transfer-in'))",
}
"""The row that a new one would take the place of."""


def upgrade() -> None:
    make_tables()
    for table in APPEND_ONLY:
        make_append_only(table)
    for table, same in REPLACED.items():
        refuse_replacing(table, same)
    refuse_truncating("credit_entry")
    keep_standings_true()


def make_tables() -> None:
    op.create_table(
        "credit_batch",
        sa.Column("id", KEY, nullable=False),
        sa.Column("account_id", KEY, nullable=False),
        sa.Column("receipt_id", KEY, nullable=False),
        sa.Column("from_batch_id", KEY, nullable=True),
        sa.Column("period_id", KEY, nullable=False),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("available_kg", sa.BigInteger(), nullable=False),
        sa.Column("reserved_kg", sa.BigInteger(), nullable=False),
        sa.Column("attributed_kg", sa.BigInteger(), nullable=False),
        sa.Column("expired_kg", sa.BigInteger(), nullable=False),
        sa.Column("last_entry_id", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "available_kg >= 0 AND reserved_kg >= 0 AND attributed_kg >= 0 AND expired_kg >= 0",
            name="ck_credit_batch_never_below_zero",
        ),
        sa.CheckConstraint("booked_on <= expires_on", name="ck_credit_batch_days_in_order"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["credit_account.id"], name="fk_credit_batch_account_id"
        ),
        sa.ForeignKeyConstraint(
            ["receipt_id"], ["input_receipt.id"], name="fk_credit_batch_receipt_id"
        ),
        sa.ForeignKeyConstraint(
            ["from_batch_id"], ["credit_batch.id"], name="fk_credit_batch_from_batch_id"
        ),
        sa.ForeignKeyConstraint(
            ["period_id"], ["balance_period.id"], name="fk_credit_batch_period_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_credit_batch"),
    )
    op.create_index("ix_credit_batch_account_id", "credit_batch", ["account_id"], unique=False)
    op.create_index("ix_credit_batch_receipt_id", "credit_batch", ["receipt_id"], unique=False)
    op.create_index(
        "uq_credit_batch_one_an_input",
        "credit_batch",
        ["receipt_id"],
        unique=True,
        sqlite_where=sa.text("from_batch_id IS NULL"),
        postgresql_where=sa.text("from_batch_id IS NULL"),
    )
    op.create_index(
        "ix_credit_batch_to_spend",
        "credit_batch",
        ["account_id", "expires_on", "id"],
        sqlite_where=sa.text("available_kg > 0"),
        postgresql_where=sa.text("available_kg > 0"),
    )
    op.create_table(
        "credit_deficit",
        sa.Column("id", KEY, nullable=False),
        sa.Column("account_id", KEY, nullable=False),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.Column("kilograms", sa.BigInteger(), nullable=False),
        sa.Column("period_id", KEY, nullable=False),
        sa.Column("receipt_id", KEY, nullable=True),
        sa.Column("opened_by", sa.String(length=200), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kilograms > 0", name="ck_credit_deficit_lacks_something"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["credit_account.id"], name="fk_credit_deficit_account_id"
        ),
        sa.ForeignKeyConstraint(
            ["period_id"], ["balance_period.id"], name="fk_credit_deficit_period_id"
        ),
        sa.ForeignKeyConstraint(
            ["receipt_id"], ["input_receipt.id"], name="fk_credit_deficit_receipt_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_credit_deficit"),
    )
    op.create_index("ix_credit_deficit_account_id", "credit_deficit", ["account_id"], unique=False)
    op.create_table(
        "credit_entry",
        sa.Column("id", KEY, nullable=False),
        sa.Column("batch_id", KEY, nullable=False),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.Column("kilograms", sa.BigInteger(), nullable=False),
        sa.Column("period_id", KEY, nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=True),
        sa.Column("deficit_id", KEY, nullable=True),
        sa.Column("corrects_id", KEY, nullable=True),
        sa.Column("note", sa.String(length=400), nullable=True),
        sa.Column("posted_by", sa.String(length=200), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kilograms > 0", name="ck_credit_entry_moves_something"),
        sa.CheckConstraint(
            "(reason IN ('reserve', 'release', 'attribute', 'return')) = (draft_id IS NOT NULL)",
            name="ck_credit_entry_reaches_a_shipment",
        ),
        sa.CheckConstraint(
            "reason <> 'return' OR corrects_id IS NOT NULL", name="ck_credit_entry_returns_what"
        ),
        sa.CheckConstraint(
            "(reason = 'settle') = (deficit_id IS NOT NULL)", name="ck_credit_entry_settles_what"
        ),
        sa.ForeignKeyConstraint(["batch_id"], ["credit_batch.id"], name="fk_credit_entry_batch_id"),
        sa.ForeignKeyConstraint(
            ["period_id"], ["balance_period.id"], name="fk_credit_entry_period_id"
        ),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name="fk_credit_entry_draft_id"),
        sa.ForeignKeyConstraint(
            ["deficit_id"], ["credit_deficit.id"], name="fk_credit_entry_deficit_id"
        ),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["credit_entry.id"], name="fk_credit_entry_corrects_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_credit_entry"),
    )
    op.create_index("ix_credit_entry_batch_id", "credit_entry", ["batch_id"], unique=False)
    op.create_index("ix_credit_entry_period_id", "credit_entry", ["period_id"], unique=False)
    for column in ("draft_id", "deficit_id", "corrects_id"):
        given = sa.text(f"{column} IS NOT NULL")
        op.create_index(
            f"ix_credit_entry_{column}",
            "credit_entry",
            [column],
            sqlite_where=given,
            postgresql_where=given,
        )
    once = sa.text("reason IN ('book-input', 'transfer-in')")
    op.create_index(
        "uq_credit_entry_brings_a_batch_in_once",
        "credit_entry",
        ["batch_id"],
        unique=True,
        sqlite_where=once,
        postgresql_where=once,
    )


def keep_standings_true() -> None:
    """An entry moves its batch and its period; nothing else may."""
    newer = (
        "NEW.last_entry_id > OLD.last_entry_id AND EXISTS (SELECT 1 FROM credit_entry "
        "WHERE id = NEW.last_entry_id AND {column} = NEW.id)"
    )
    kept = (
        "NEW.account_id = OLD.account_id AND NEW.receipt_id = OLD.receipt_id "
        "AND NEW.period_id = OLD.period_id AND NEW.period_from = OLD.period_from "
        "AND NEW.booked_on = OLD.booked_on AND NEW.expires_on = OLD.expires_on"
    )
    counted = (
        "NEW.reserved_kg = OLD.reserved_kg AND NEW.attributed_kg = OLD.attributed_kg "
        "AND NEW.last_entry_id = OLD.last_entry_id"
    )
    dated = (
        "NEW.boundary = OLD.boundary AND NEW.metal = OLD.metal "
        "AND NEW.first_day = OLD.first_day AND NEW.last_day = OLD.last_day"
    )
    insist(
        "credit_entry",
        "insert",
        "(SELECT closed_at FROM balance_period WHERE id = NEW.period_id) IS NULL",
        because="the balance period is closed",
    )
    insist(
        "credit_batch",
        "insert",
        "NEW.available_kg = 0 AND NEW.reserved_kg = 0 AND NEW.attributed_kg = 0 "
        "AND NEW.expired_kg = 0 AND NEW.last_entry_id = 0",
        because="a batch begins empty",
    )
    insist(
        "balance_period",
        "insert",
        "NEW.reserved_kg = 0 AND NEW.attributed_kg = 0 AND NEW.last_entry_id = 0 "
        "AND NEW.closed_at IS NULL",
        because="a period begins open and empty",
    )
    insist(
        "credit_batch",
        "update",
        f"{newer.format(column='batch_id')} AND {kept}",
        because="only an entry moves credits",
    )
    insist(
        "balance_period",
        "update",
        f"OLD.closed_at IS NULL AND {dated} "
        f"AND (({counted}) OR ({newer.format(column='period_id')}))",
        because="a closed period is closed, and only an entry moves credits",
    )
    refuse("credit_batch", "delete", when=None, because="credit_batch is kept for ever")
    move_with_entries()


def moved(column: str) -> str:
    """What an entry adds to a standing of its batch, or takes from it."""
    signs = [(ADDS[column], ""), (TAKES[column], "-")]
    cases = " ".join(
        f"WHEN NEW.reason IN ({', '.join(repr(each) for each in reasons)}) THEN {sign}NEW.kilograms"
        for reasons, sign in signs
        if reasons
    )
    return f"{column} = {column} + CASE {cases} ELSE 0 END"


def move_with_entries() -> None:
    of_batch = ", ".join(map(moved, ADDS))
    same_period = "(SELECT period_id FROM credit_entry WHERE id = NEW.corrects_id) = NEW.period_id"
    attributed = (
        "attributed_kg = attributed_kg + CASE WHEN NEW.reason = 'attribute' THEN NEW.kilograms "
        f"WHEN NEW.reason = 'return' AND {same_period} THEN -NEW.kilograms ELSE 0 END"
    )
    steps = (
        f"UPDATE credit_batch SET {of_batch}, last_entry_id = NEW.id WHERE id = NEW.batch_id; "
        f"UPDATE balance_period SET {moved('reserved_kg')}, {attributed}, last_entry_id = NEW.id "
        "WHERE id = NEW.period_id;"
    )
    after_insert("credit_entry", steps)


def downgrade() -> None:
    """Refuses while the ledger holds an entry: what customers rest on is not dropped."""
    if op.get_bind().scalar(sa.text("SELECT count(*) FROM credit_entry")):
        raise RuntimeError("the credit ledger holds entries, and is not taken away")
    allow_replacing(*REPLACED)
    allow_truncating("credit_entry")
    for table in APPEND_ONLY:
        allow_again(table, "update", "delete")
    allow_again("credit_entry", "insert")
    allow_again("credit_batch", "insert", "update", "delete")
    allow_again("balance_period", "insert", "update")
    nothing_after_insert("credit_entry")
    for table in ("credit_entry", "credit_deficit", "credit_batch"):
        op.drop_table(table)
