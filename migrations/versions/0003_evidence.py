"""Evidence.

Why: a declaration rests on verifications and electricity evidence that staff entered; an entry
that documents rest on is never changed, a new one is added.
"""

import sqlalchemy as sa
from alembic import op

from remine_portal.persistence.frozen import allow_again, make_append_only

revision = "0003_evidence"
down_revision = "0002_catalogue"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "issuer_statement",
        sa.Column("id", KEY, nullable=False),
        sa.Column("contact_en", sa.String(length=400), nullable=True),
        sa.Column("contact_ja", sa.String(length=400), nullable=True),
        sa.Column("retention_en", sa.String(length=200), nullable=True),
        sa.Column("retention_ja", sa.String(length=200), nullable=True),
        sa.Column("entered_by", sa.String(length=200), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_issuer_statement"),
    )
    op.create_table(
        "electricity_evidence",
        sa.Column("id", KEY, nullable=False),
        sa.Column("site_code", sa.String(length=64), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("consumed_kwh", sa.BigInteger(), nullable=False),
        sa.Column("covered_kwh", sa.BigInteger(), nullable=False),
        sa.Column("instrument", sa.String(length=100), nullable=False),
        sa.Column("certificate_ids", sa.String(length=1000), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.Column("document", sa.String(length=400), nullable=True),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("entered_by", sa.String(length=200), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "consumed_kwh > 0 AND covered_kwh >= 0", name="ck_electricity_evidence_energy_in_bounds"
        ),
        sa.CheckConstraint("first_day <= last_day", name="ck_electricity_evidence_days_in_order"),
        sa.ForeignKeyConstraint(
            ["site_code"], ["site.code"], name="fk_electricity_evidence_site_code"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_electricity_evidence"),
    )
    op.create_index(
        "ix_electricity_evidence_site_code", "electricity_evidence", ["site_code"], unique=False
    )
    op.create_table(
        "verification",
        sa.Column("id", KEY, nullable=False),
        sa.Column("product_code", sa.String(length=64), nullable=False),
        sa.Column("site_code", sa.String(length=64), nullable=False),
        sa.Column("operator", sa.String(32), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("pre_consumer_percent", sa.Integer(), nullable=True),
        sa.Column("post_consumer_percent", sa.Integer(), nullable=True),
        sa.Column("standard_edition", sa.String(length=4), nullable=False),
        sa.Column("basis", sa.String(length=400), nullable=True),
        sa.Column("period_from", sa.Date(), nullable=True),
        sa.Column("period_to", sa.Date(), nullable=True),
        sa.Column("verifier", sa.String(length=200), nullable=False),
        sa.Column("reference", sa.String(length=100), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("entered_by", sa.String(length=200), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "coalesce(pre_consumer_percent, 0) + coalesce(post_consumer_percent, 0) <= 100000",
            name="ck_verification_split_in_bounds",
        ),
        sa.CheckConstraint(
            "percent > 0 AND percent <= 100000", name="ck_verification_percent_in_bounds"
        ),
        sa.CheckConstraint("valid_from <= valid_to", name="ck_verification_valid_in_order"),
        sa.ForeignKeyConstraint(
            ["product_code"], ["product.code"], name="fk_verification_product_code"
        ),
        sa.ForeignKeyConstraint(["site_code"], ["site.code"], name="fk_verification_site_code"),
        sa.PrimaryKeyConstraint("id", name="pk_verification"),
        sa.UniqueConstraint("reference", name="uq_verification_reference"),
    )
    op.create_index("ix_verification_product_code", "verification", ["product_code"], unique=False)
    op.create_index("ix_verification_site_code", "verification", ["site_code"], unique=False)
    make_append_only("verification")
    make_append_only("electricity_evidence")


def downgrade() -> None:
    allow_again("verification", "update", "delete")
    allow_again("electricity_evidence", "update", "delete")
    for table in ("verification", "electricity_evidence", "issuer_statement"):
        op.drop_table(table)
