"""What happens to a declaration after its issue.

Why: a declaration is superseded or revoked once, by two people and with a reason, and whoever took
it is told. The row of its ending is the one way: the database itself moves the status with it and
frees the lots, so neither happens alone, twice or by one person (rules 34, 36 and 39).
"""

import sqlalchemy as sa
from alembic import op

from remine_portal.persistence.frozen import (
    after_insert,
    allow_again,
    allow_replacing,
    insist,
    make_append_only,
    nothing_after_insert,
    refuse,
    refuse_replacing,
)

revision = "0011_after_issue"
down_revision = "0010_register"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

APPEND_ONLY = ("replacement", "declaration_ending")
KEPT = ("revocation", "ending_notice")
REPLACED = {
    "replacement": "draft_id = NEW.draft_id",
    "declaration_ending": "declaration_id = NEW.declaration_id OR successor_id = NEW.successor_id",
    "revocation": "id = NEW.id OR (declaration_id = NEW.declaration_id "
    "AND withdrawn_at IS NULL AND NEW.withdrawn_at IS NULL)",
    "ending_notice": "id = NEW.id "
    "OR (declaration_id = NEW.declaration_id AND person_id = NEW.person_id)",
}
"""The row that a new one would take the place of."""

BY_TWO = """
(NEW.status = 'superseded' AND EXISTS (
    SELECT 1 FROM replacement
    JOIN declaration ON declaration.draft_id = replacement.draft_id
    JOIN draft ON draft.id = replacement.draft_id
    WHERE replacement.declaration_id = NEW.declaration_id
    AND declaration.id = NEW.successor_id
    AND draft.prepared_by_id = NEW.proposed_by_id))
OR (NEW.status = 'revoked' AND EXISTS (
    SELECT 1 FROM revocation
    WHERE revocation.declaration_id = NEW.declaration_id
    AND revocation.withdrawn_at IS NULL
    AND revocation.proposed_by_id = NEW.proposed_by_id))
"""
ENDS_IT = """
UPDATE declaration SET status = NEW.status WHERE id = NEW.declaration_id;
UPDATE declaration_line SET is_current = false WHERE declaration_id = NEW.declaration_id;
"""
WITH_ITS_ENDING = """
NEW.status = OLD.status OR EXISTS (
    SELECT 1 FROM declaration_ending
    WHERE declaration_ending.declaration_id = OLD.id
    AND declaration_ending.status = NEW.status)
"""
FREED_WITH_ITS_ENDING = """
NEW.is_current = OLD.is_current OR (NOT NEW.is_current AND EXISTS (
    SELECT 1 FROM declaration_ending
    WHERE declaration_ending.declaration_id = OLD.declaration_id))
"""
PROPOSED_OTHERWISE = " OR ".join(
    f"OLD.{column} <> NEW.{column}"
    for column in ("id", "declaration_id", "cause", "because", "proposed_by_id", "proposed_at")
)
TOLD_OTHERWISE = " OR ".join(
    f"OLD.{column} <> NEW.{column}" for column in ("id", "declaration_id", "person_id")
)


def upgrade() -> None:
    make_tables()
    for table in APPEND_ONLY:
        make_append_only(table)
    for table in KEPT:
        refuse(table, "delete", when=None, because=f"a row of {table} is kept")
    for table, same in REPLACED.items():
        refuse_replacing(table, same)
    insist("declaration_ending", "insert", BY_TWO, because="two people end a declaration")
    after_insert("declaration_ending", ENDS_IT)
    insist(
        "declaration",
        "update of status",
        WITH_ITS_ENDING,
        because="a declaration ends with its ending",
    )
    insist(
        "declaration_line",
        "update of is_current",
        FREED_WITH_ITS_ENDING,
        because="a lot is freed with its ending",
    )
    refuse(
        "revocation",
        "update",
        when=f"OLD.withdrawn_at IS NOT NULL OR {PROPOSED_OTHERWISE}",
        because="a proposal to revoke is withdrawn once, and nothing else of it changes",
    )
    refuse(
        "ending_notice",
        "update",
        when=f"OLD.acknowledged_at IS NOT NULL OR {TOLD_OTHERWISE}",
        because="a notice is acknowledged once, and nothing else of it changes",
    )


def make_tables() -> None:
    op.create_table(
        "replacement",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("declaration_id", KEY, nullable=False),
        sa.Column("cause", sa.String(32), nullable=False),
        sa.Column("because", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name="fk_replacement_declaration_id"
        ),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name="fk_replacement_draft_id"),
        sa.PrimaryKeyConstraint("draft_id", name="pk_replacement"),
    )
    op.create_index("ix_replacement_declaration_id", "replacement", ["declaration_id"])
    op.create_table(
        "revocation",
        sa.Column("id", KEY, nullable=False),
        sa.Column("declaration_id", KEY, nullable=False),
        sa.Column("cause", sa.String(32), nullable=False),
        sa.Column("because", sa.String(length=1000), nullable=False),
        sa.Column("proposed_by_id", KEY, nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_by_id", KEY, nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(withdrawn_by_id IS NULL) = (withdrawn_at IS NULL)",
            name="ck_revocation_withdrawn_by_somebody",
        ),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name="fk_revocation_declaration_id"
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["person.id"], name="fk_revocation_proposed_by_id"
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["person.id"], name="fk_revocation_withdrawn_by_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_revocation"),
    )
    op.create_index("ix_revocation_declaration_id", "revocation", ["declaration_id"])
    op.create_index(
        "uq_revocation_open",
        "revocation",
        ["declaration_id"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.create_table(
        "declaration_ending",
        sa.Column("declaration_id", KEY, nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("cause", sa.String(32), nullable=False),
        sa.Column("because", sa.String(length=1000), nullable=False),
        sa.Column("successor_id", KEY, nullable=True),
        sa.Column("proposed_by_id", KEY, nullable=False),
        sa.Column("ended_by_id", KEY, nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(status = 'superseded') = (successor_id IS NOT NULL)",
            name="ck_declaration_ending_by_a_new_version",
        ),
        sa.CheckConstraint(
            "successor_id <> declaration_id", name="ck_declaration_ending_by_another"
        ),
        sa.CheckConstraint("proposed_by_id <> ended_by_id", name="ck_declaration_ending_by_two"),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name="fk_declaration_ending_declaration_id"
        ),
        sa.ForeignKeyConstraint(
            ["successor_id"], ["declaration.id"], name="fk_declaration_ending_successor_id"
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["person.id"], name="fk_declaration_ending_proposed_by_id"
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["person.id"], name="fk_declaration_ending_ended_by_id"
        ),
        sa.PrimaryKeyConstraint("declaration_id", name="pk_declaration_ending"),
        sa.UniqueConstraint("successor_id", name="uq_declaration_ending_successor_id"),
    )
    op.create_table(
        "ending_notice",
        sa.Column("id", KEY, nullable=False),
        sa.Column("declaration_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["declaration_id"],
            ["declaration_ending.declaration_id"],
            name="fk_ending_notice_declaration_id",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_ending_notice_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_ending_notice"),
        sa.UniqueConstraint("declaration_id", "person_id", name="uq_ending_notice_declaration_id"),
    )
    op.create_index("ix_ending_notice_person_id", "ending_notice", ["person_id"])


def downgrade() -> None:
    allow_again("declaration_line", "update of is_current")
    allow_again("declaration", "update of status")
    nothing_after_insert("declaration_ending")
    allow_again("declaration_ending", "insert")
    for table in KEPT:
        allow_again(table, "update", "delete")
    for table in APPEND_ONLY:
        allow_again(table, "update", "delete")
    allow_replacing(*REPLACED)
    for table in ("ending_notice", "declaration_ending", "revocation", "replacement"):
        op.drop_table(table)
