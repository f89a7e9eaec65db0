"""Packs and saved views.

Why: a pack is ordered once for a selection, made by a worker, and made again when its link has
expired; a view of the download centre is kept under a name.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018_pack"
down_revision = "0017_certificate"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "pack",
        sa.Column("id", KEY, nullable=False),
        sa.Column("customer_id", KEY, nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("numbers", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("pattern", sa.String(length=250), nullable=False),
        sa.Column("ordered_by_id", KEY, nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("job_id", KEY, nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("missing", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("bytes", sa.BigInteger(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_kept", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(sha256 IS NULL) = (bytes IS NULL) AND (sha256 IS NULL) = (expires_at IS NULL)",
            name=op.f("ck_pack_made_as_a_whole"),
        ),
        sa.CheckConstraint(
            "NOT is_kept OR sha256 IS NOT NULL", name=op.f("ck_pack_kept_when_made")
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name="fk_pack_customer_id"),
        sa.ForeignKeyConstraint(["ordered_by_id"], ["person.id"], name="fk_pack_ordered_by_id"),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name="fk_pack_job_id"),
        sa.PrimaryKeyConstraint("id", name="pk_pack"),
        sa.UniqueConstraint("customer_id", "key", name="uq_pack_customer_id"),
    )
    op.create_index("ix_pack_customer_id", "pack", ["customer_id", "id"])
    op.create_index("ix_pack_expires_at", "pack", ["expires_at"])
    op.create_table(
        "saved_view",
        sa.Column("id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("customer_id", KEY, nullable=True),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("query", sa.String(length=3000), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_saved_view_person_id"),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name="fk_saved_view_customer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_saved_view"),
        sa.UniqueConstraint("person_id", "name", name="uq_saved_view_person_id"),
    )
    op.create_index("ix_saved_view_customer_id", "saved_view", ["customer_id"])


def downgrade() -> None:
    op.drop_table("saved_view")
    op.drop_table("pack")
