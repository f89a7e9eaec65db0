"""What a closed period's attributions add up to, provably.

Why: when a period is closed, each account's figures are published with a root over what was
attributed from it. The document and the shares behind the root are kept as they were, so that a
holder finds their share under it years later, whatever has come back since; and once published,
nothing is added.
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

revision = "0012_attribution_root"
down_revision = "0011_after_issue"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

TABLES = {
    "balance_statement": "period_id = NEW.period_id OR entry_index = NEW.entry_index",
    "stated_share": "period_id = NEW.period_id AND account_id = NEW.account_id "
    "AND declaration_id = NEW.declaration_id",
}
"""Each with the row that a new one would take the place of."""

IS_CLOSED = """
EXISTS (SELECT 1 FROM balance_period WHERE id = NEW.period_id AND closed_at IS NOT NULL)
"""
NOT_STATED_YET = f"""
{IS_CLOSED} AND NOT EXISTS (SELECT 1 FROM balance_statement WHERE period_id = NEW.period_id)
"""


def upgrade() -> None:
    op.create_table(
        "balance_statement",
        sa.Column("period_id", KEY, nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("entry_index", KEY, nullable=False),
        sa.CheckConstraint("length(secret) = 32", name="ck_balance_statement_whole_secret"),
        sa.ForeignKeyConstraint(
            ["period_id"], ["balance_period.id"], name="fk_balance_statement_period_id"
        ),
        sa.ForeignKeyConstraint(
            ["entry_index"],
            ["register_entry.entry_index"],
            name="fk_balance_statement_entry_index",
        ),
        sa.PrimaryKeyConstraint("period_id", name="pk_balance_statement"),
        sa.UniqueConstraint("entry_index", name="uq_balance_statement_entry_index"),
    )
    op.create_table(
        "stated_share",
        sa.Column("period_id", KEY, nullable=False),
        sa.Column("account_id", KEY, nullable=False),
        sa.Column("declaration_id", KEY, nullable=False),
        sa.Column("kilograms", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("kilograms > 0", name="ck_stated_share_takes_something"),
        sa.ForeignKeyConstraint(
            ["period_id"], ["balance_period.id"], name="fk_stated_share_period_id"
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["credit_account.id"], name="fk_stated_share_account_id"
        ),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name="fk_stated_share_declaration_id"
        ),
        sa.PrimaryKeyConstraint(
            "period_id", "account_id", "declaration_id", name="pk_stated_share"
        ),
    )
    op.create_index("ix_stated_share_declaration_id", "stated_share", ["declaration_id"])
    for table, same in TABLES.items():
        make_append_only(table)
        refuse_truncating(table)
        refuse_replacing(table, same)
    insist("balance_statement", "insert", IS_CLOSED, because="only a closed period is stated")
    insist("stated_share", "insert", NOT_STATED_YET, because="a closed period is stated once")


def downgrade() -> None:
    allow_replacing(*TABLES)
    for table in TABLES:
        allow_truncating(table)
        allow_again(table, "insert", "update", "delete")
    for table in ("stated_share", "balance_statement"):
        op.drop_table(table)
