"""Attribution: what a draft attributes, goods that came back, and onward use.

Why: a draft reserves credits until a day, and says which share of which characteristic. The copper
that a boundary shipped in a period is summed while somebody waits, so it has an index.
"""

import sqlalchemy as sa
from alembic import op

from remine_portal.persistence.frozen import allow_again, make_append_only

revision = "0009_attribution"
down_revision = "0008_credit_ledger"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

APPEND_ONLY = ("goods_return", "onward_use")


def upgrade() -> None:
    op.create_table(
        "draft_attribution",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("characteristic", sa.String(32), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "percent > 0 AND percent <= 100000", name="ck_draft_attribution_percent_in_bounds"
        ),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name="fk_draft_attribution_draft_id"),
        sa.PrimaryKeyConstraint("draft_id", "characteristic", name="pk_draft_attribution"),
    )
    op.add_column("draft", sa.Column("reserved_until", sa.Date(), nullable=True))
    op.create_index(
        "ix_draft_reserved_until",
        "draft",
        ["reserved_until"],
        sqlite_where=sa.text("reserved_until IS NOT NULL"),
        postgresql_where=sa.text("reserved_until IS NOT NULL"),
    )
    op.create_index(
        "ix_shipment_line_output",
        "shipment_line",
        ["site_code", "is_current", "ship_date", "product_code", "net_mass"],
    )
    op.create_table(
        "goods_return",
        sa.Column("id", KEY, nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("net_mass", sa.BigInteger(), nullable=False),
        sa.Column("returned_on", sa.Date(), nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.Column("booked_by", sa.String(length=200), nullable=False),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("net_mass > 0", name="ck_goods_return_weighs_something"),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name="fk_goods_return_draft_id"),
        sa.PrimaryKeyConstraint("id", name="pk_goods_return"),
        sa.UniqueConstraint("draft_id", "reference", name="uq_goods_return_draft_id"),
    )
    op.create_table(
        "onward_use",
        sa.Column("id", KEY, nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=False),
        sa.Column("confirmed_by", sa.String(length=200), nullable=False),
        sa.Column("booked_by", sa.String(length=200), nullable=False),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name="fk_onward_use_draft_id"),
        sa.PrimaryKeyConstraint("id", name="pk_onward_use"),
        sa.UniqueConstraint("draft_id", name="uq_onward_use_draft_id"),
    )
    for table in APPEND_ONLY:
        make_append_only(table)


def downgrade() -> None:
    for table in APPEND_ONLY:
        allow_again(table, "update", "delete")
    op.drop_index("ix_shipment_line_output", "shipment_line")
    op.drop_index("ix_draft_reserved_until", "draft")
    op.drop_column("draft", "reserved_until")
    for table in ("draft_attribution", "onward_use", "goods_return"):
        op.drop_table(table)
