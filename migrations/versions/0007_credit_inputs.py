"""What the credit ledger rests on: policy, accounts, balance periods, receipts, production records.

Why: credits come from evidenced input alone, by the policy in force on the day it was received.
What was booked is never changed; a period that is closed by two people stays closed.
"""

import sqlalchemy as sa
from alembic import op

from remine_portal.persistence.frozen import allow_again, make_append_only, refuse

revision = "0007_credit_inputs"
down_revision = "0006_news"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

APPEND_ONLY = ("credit_policy", "input_receipt", "production_record")


def upgrade() -> None:
    op.create_table(
        "credit_policy",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("entered_by", sa.String(length=200), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_credit_policy"),
        sa.UniqueConstraint("effective_from", name="uq_credit_policy_effective_from"),
    )
    op.create_table(
        "credit_account",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", sa.String(length=110), nullable=False),
        sa.Column("boundary", sa.String(length=64), nullable=False),
        sa.Column("metal", sa.String(length=2), nullable=False),
        sa.Column("characteristic", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_credit_account"),
        sa.UniqueConstraint(
            "boundary", "metal", "characteristic", name="uq_credit_account_boundary"
        ),
        sa.UniqueConstraint("name", name="uq_credit_account_name"),
    )
    op.create_table(
        "balance_period",
        sa.Column("id", KEY, nullable=False),
        sa.Column("boundary", sa.String(length=64), nullable=False),
        sa.Column("metal", sa.String(length=2), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("reserved_kg", sa.BigInteger(), nullable=False),
        sa.Column("attributed_kg", sa.BigInteger(), nullable=False),
        sa.Column("last_entry_id", sa.BigInteger(), nullable=False),
        sa.Column("proposed_by_id", KEY, nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("proposed_sha256", sa.String(length=64), nullable=True),
        sa.Column("closed_by_id", KEY, nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("first_day <= last_day", name="ck_balance_period_days_in_order"),
        sa.CheckConstraint(
            "reserved_kg >= 0 AND attributed_kg >= 0", name="ck_balance_period_never_below_zero"
        ),
        sa.CheckConstraint(
            "closed_at IS NULL OR (proposed_by_id IS NOT NULL AND closed_by_id IS NOT NULL "
            "AND closed_by_id <> proposed_by_id)",
            name="ck_balance_period_closed_by_two",
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["person.id"], name="fk_balance_period_proposed_by_id"
        ),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["person.id"], name="fk_balance_period_closed_by_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_balance_period"),
        sa.UniqueConstraint("boundary", "metal", "first_day", name="uq_balance_period_boundary"),
    )
    op.create_table(
        "input_receipt",
        sa.Column("id", KEY, nullable=False),
        sa.Column("receipt_no", sa.String(length=64), nullable=False),
        sa.Column("matching_no", sa.String(length=200), nullable=False),
        sa.Column("matching_ticket", sa.String(length=402), nullable=False),
        sa.Column("boundary", sa.String(length=64), nullable=False),
        sa.Column("site_code", sa.String(length=64), nullable=False),
        sa.Column("metal", sa.String(length=2), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("material", sa.String(length=200), nullable=False),
        sa.Column("characteristic", sa.String(32), nullable=True),
        sa.Column("supplier_ref", sa.String(length=64), nullable=False),
        sa.Column("gross_mass", sa.BigInteger(), nullable=False),
        sa.Column("unit", sa.String(length=2), nullable=False),
        sa.Column("assay_percent", sa.Integer(), nullable=False),
        sa.Column("weight_ticket", sa.String(length=64), nullable=False),
        sa.Column("assay_report", sa.String(length=64), nullable=False),
        sa.Column("policy_id", KEY, nullable=False),
        sa.Column("factor_millionths", sa.Integer(), nullable=False),
        sa.Column("credited_kg", sa.BigInteger(), nullable=False),
        sa.Column("period_id", KEY, nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("booked_by", sa.String(length=200), nullable=False),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("gross_mass > 0", name="ck_input_receipt_weighs_something"),
        sa.CheckConstraint(
            "assay_percent >= 0 AND assay_percent <= 100000",
            name="ck_input_receipt_assay_in_bounds",
        ),
        sa.CheckConstraint(
            "credited_kg >= 0 AND (characteristic IS NOT NULL OR credited_kg = 0)",
            name="ck_input_receipt_credits_need_a_characteristic",
        ),
        sa.ForeignKeyConstraint(["site_code"], ["site.code"], name="fk_input_receipt_site_code"),
        sa.ForeignKeyConstraint(
            ["policy_id"], ["credit_policy.id"], name="fk_input_receipt_policy_id"
        ),
        sa.ForeignKeyConstraint(
            ["period_id"], ["balance_period.id"], name="fk_input_receipt_period_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_input_receipt"),
        sa.UniqueConstraint("matching_no", name="uq_input_receipt_matching_no"),
        sa.UniqueConstraint("matching_ticket", name="uq_input_receipt_matching_ticket"),
    )
    op.create_index("ix_input_receipt_period_id", "input_receipt", ["period_id"], unique=False)
    op.create_table(
        "production_record",
        sa.Column("id", KEY, nullable=False),
        sa.Column("period_id", KEY, nullable=False),
        sa.Column("output", sa.BigInteger(), nullable=True),
        sa.Column("physical_stock", sa.BigInteger(), nullable=True),
        sa.Column("yield_millionths", sa.Integer(), nullable=True),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("booked_by", sa.String(length=200), nullable=False),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["period_id"], ["balance_period.id"], name="fk_production_record_period_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_production_record"),
    )
    op.create_index(
        "ix_production_record_period_id", "production_record", ["period_id"], unique=False
    )
    for table in APPEND_ONLY:
        make_append_only(table)
    for table in ("credit_account", "balance_period"):
        refuse(table, "delete", when=None, because=f"{table} is kept for ever")
    refuse("credit_account", "update", when=None, because="an account is what it is")


def downgrade() -> None:
    for table in APPEND_ONLY:
        allow_again(table, "update", "delete")
    allow_again("credit_account", "update", "delete")
    allow_again("balance_period", "delete")
    for table in (
        "production_record",
        "input_receipt",
        "balance_period",
        "credit_account",
        "credit_policy",
    ):
        op.drop_table(table)
