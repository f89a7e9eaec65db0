"""Drafts and declarations.

Why: an issued declaration is frozen (rule 33). Only its status may change, so the database refuses
every other change, and every deletion.
"""

import sqlalchemy as sa
from alembic import op

from remine_portal.persistence.frozen import allow_again, refuse

revision = "0005_declarations"
down_revision = "0004_shipments"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

FROZEN = (
    "number",
    "verification_id",
    "code",
    "series",
    "product_code",
    "language",
    "customer_id",
    "shipment_id",
    "draft_id",
    "prepared_by",
    "issued_by",
    "issued_at",
    "snapshot",
    "snapshot_sha256",
    "pdf_sha256",
    "pdf_bytes",
    "sample",
)


def upgrade() -> None:
    op.create_table(
        "number_series",
        sa.Column("name", sa.String(length=16), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_number_series"),
    )
    op.create_table(
        "draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("shipment_id", KEY, nullable=False),
        sa.Column("customer_id", KEY, nullable=False),
        sa.Column("language", sa.String(32), nullable=False),
        sa.Column("recipient_name", sa.String(length=200), nullable=False),
        sa.Column("recipient_address", sa.String(length=400), nullable=True),
        sa.Column("remarks", sa.String(length=1000), nullable=True),
        sa.Column("prepared_by_id", KEY, nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handed_over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handed_over_sha256", sa.String(length=64), nullable=True),
        sa.Column("handed_over_snapshot", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name="fk_draft_customer_id"),
        sa.ForeignKeyConstraint(["prepared_by_id"], ["person.id"], name="fk_draft_prepared_by_id"),
        sa.ForeignKeyConstraint(["shipment_id"], ["shipment.id"], name="fk_draft_shipment_id"),
        sa.PrimaryKeyConstraint("id", name="pk_draft"),
    )
    op.create_index("ix_draft_customer_id", "draft", ["customer_id"], unique=False)
    op.create_index("ix_draft_prepared_by_id", "draft", ["prepared_by_id"], unique=False)
    op.create_index("ix_draft_shipment_id", "draft", ["shipment_id"], unique=False)
    op.create_table(
        "declaration",
        sa.Column("id", KEY, nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("verification_id", sa.String(length=26), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("series", sa.String(32), nullable=False),
        sa.Column("product_code", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(32), nullable=False),
        sa.Column("customer_id", KEY, nullable=False),
        sa.Column("shipment_id", KEY, nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("prepared_by", sa.String(length=100), nullable=False),
        sa.Column("issued_by", sa.String(length=100), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=False),
        sa.Column("snapshot_sha256", sa.String(length=64), nullable=False),
        sa.Column("pdf_sha256", sa.String(length=64), nullable=False),
        sa.Column("pdf_bytes", sa.Integer(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name="fk_declaration_customer_id"
        ),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name="fk_declaration_draft_id"),
        sa.ForeignKeyConstraint(
            ["product_code"], ["product.code"], name="fk_declaration_product_code"
        ),
        sa.ForeignKeyConstraint(
            ["shipment_id"], ["shipment.id"], name="fk_declaration_shipment_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_declaration"),
        sa.UniqueConstraint("draft_id", name="uq_declaration_draft_id"),
        sa.UniqueConstraint("number", name="uq_declaration_number"),
        sa.UniqueConstraint("verification_id", name="uq_declaration_verification_id"),
    )
    op.create_index("ix_declaration_customer", "declaration", ["customer_id", "id"], unique=False)
    op.create_index("ix_declaration_pdf_sha256", "declaration", ["pdf_sha256"], unique=False)
    op.create_index("ix_declaration_shipment_id", "declaration", ["shipment_id"], unique=False)
    op.create_table(
        "draft_line",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("line_no", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name="fk_draft_line_draft_id"),
        sa.PrimaryKeyConstraint("draft_id", "line_no", name="pk_draft_line"),
    )
    op.create_table(
        "declaration_line",
        sa.Column("declaration_id", KEY, nullable=False),
        sa.Column("line_no", sa.Integer(), nullable=False),
        sa.Column("shipment_id", KEY, nullable=False),
        sa.Column("shipment_line_id", KEY, nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name="fk_declaration_line_declaration_id"
        ),
        sa.ForeignKeyConstraint(
            ["shipment_id"], ["shipment.id"], name="fk_declaration_line_shipment_id"
        ),
        sa.ForeignKeyConstraint(
            ["shipment_line_id"], ["shipment_line.id"], name="fk_declaration_line_shipment_line_id"
        ),
        sa.PrimaryKeyConstraint("declaration_id", "line_no", name="pk_declaration_line"),
    )
    op.create_index(
        "uq_declaration_line_current",
        "declaration_line",
        ["shipment_id", "line_no"],
        unique=True,
        sqlite_where=sa.text("is_current"),
        postgresql_where=sa.text("is_current"),
    )
    op.create_table(
        "download",
        sa.Column("id", KEY, nullable=False),
        sa.Column("declaration_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("downloaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name="fk_download_declaration_id"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_download_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_download"),
    )
    op.create_index("ix_download_declaration_id", "download", ["declaration_id"], unique=False)
    op.create_index("ix_download_person_id", "download", ["person_id"], unique=False)
    changed = " OR ".join(f"OLD.{column} <> NEW.{column}" for column in FROZEN)
    refuse("declaration", "update", when=changed, because="an issued declaration is frozen")
    refuse("declaration", "delete", when=None, because="an issued declaration is kept for ever")
    refuse("declaration_line", "delete", when=None, because="an issued declaration is kept")
    moved = "OLD.shipment_line_id <> NEW.shipment_line_id OR OLD.shipment_id <> NEW.shipment_id"
    refuse("declaration_line", "update", when=moved, because="an issued declaration is frozen")


def downgrade() -> None:
    allow_again("declaration_line", "update", "delete")
    allow_again("declaration", "update", "delete")
    for table in (
        "download",
        "declaration_line",
        "draft_line",
        "declaration",
        "draft",
        "number_series",
    ):
        op.drop_table(table)
