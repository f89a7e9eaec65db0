"""The public register.

Why: every issue, supersession and revocation is written into an append-only Merkle log, which the
database keeps from being changed. Each row also keeps the hashes of the subtrees that its leaf
completes, so that a root or a proof at any size reads few rows.
"""

import sqlalchemy as sa
from alembic import op

from remine_portal.persistence.frozen import (
    allow_again,
    allow_replacing,
    allow_truncating,
    insist,
    make_append_only,
    refuse_replacing,
    refuse_truncating,
)

revision = "0010_register"
down_revision = "0009_attribution"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

ONE_ISSUE = "event = 'issued'"
ONE_ENDING = "event IN ('superseded', 'revoked')"

IN_ITS_PLACE = f"""
entry_index = NEW.entry_index
OR (declaration_id = NEW.declaration_id
    AND (event = NEW.event OR ({ONE_ENDING} AND NEW.event <> 'issued')))
"""
FOLLOWS = """
NEW.entry_index = (SELECT coalesce(max(entry_index), -1) + 1 FROM register_entry)
AND (NEW.event IN ('issued', 'period-closed') OR EXISTS (
    SELECT 1 FROM register_entry
    WHERE declaration_id = NEW.declaration_id AND event = 'issued'))
"""


def upgrade() -> None:
    op.create_table(
        "register_entry",
        sa.Column("entry_index", KEY, autoincrement=False, nullable=False),
        sa.Column("event", sa.String(32), nullable=False),
        sa.Column("declaration_id", KEY, nullable=True),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("hashes", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(event = 'period-closed') = (declaration_id IS NULL)",
            name=op.f("ck_register_entry_of_a_declaration_or_a_period"),
        ),
        sa.CheckConstraint(
            "length(hashes) >= 32 AND length(hashes) % 32 = 0",
            name=op.f("ck_register_entry_whole_hashes"),
        ),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name="fk_register_entry_declaration_id"
        ),
        sa.PrimaryKeyConstraint("entry_index", name="pk_register_entry"),
    )
    op.create_index("ix_register_entry_declaration_id", "register_entry", ["declaration_id"])
    for name, where in (("issue", ONE_ISSUE), ("ending", ONE_ENDING)):
        op.create_index(
            f"uq_register_entry_one_{name}",
            "register_entry",
            ["declaration_id"],
            unique=True,
            sqlite_where=sa.text(where),
            postgresql_where=sa.text(where),
        )
    make_append_only("register_entry")
    refuse_truncating("register_entry")
    refuse_replacing("register_entry", IN_ITS_PLACE)
    insist("register_entry", "insert", FOLLOWS, because="an entry follows the last one, in order")


def downgrade() -> None:
    allow_replacing("register_entry")
    allow_truncating("register_entry")
    allow_again("register_entry", "insert", "update", "delete")
    op.drop_table("register_entry")
