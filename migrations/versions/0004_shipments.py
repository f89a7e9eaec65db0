"""Shipments and lots.

Why: what the ERP said, in revisions: a correction adds a revision and the old one stays. Any part
of an order, lot or shipment number finds a shipment, through an index of trigrams.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004_shipments"
down_revision = "0003_evidence"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "import_run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=False),
        sa.Column("handed_in_by", sa.String(length=200), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_by", sa.String(length=200), nullable=True),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("new_count", sa.Integer(), nullable=False),
        sa.Column("changed_count", sa.Integer(), nullable=False),
        sa.Column("unchanged_count", sa.Integer(), nullable=False),
        sa.Column("refused_count", sa.Integer(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_import_run"),
    )
    op.create_index("ix_import_run_file_sha256", "import_run", ["file_sha256"], unique=False)
    op.create_index("ix_import_run_handed_in_at", "import_run", ["handed_in_at"], unique=False)
    op.create_table(
        "shipment",
        sa.Column("id", KEY, nullable=False),
        sa.Column("shipment_no", sa.String(length=64), nullable=False),
        sa.Column("matching_no", sa.String(length=200), nullable=False),
        sa.Column("customer_id", KEY, nullable=False),
        sa.Column("ship_date", sa.Date(), nullable=False),
        sa.Column("invoice_no", sa.String(length=64), nullable=True),
        sa.Column("destination", sa.String(length=200), nullable=True),
        sa.Column("search_text", sa.String(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name="fk_shipment_customer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_shipment"),
        sa.UniqueConstraint("matching_no", name="uq_shipment_matching_no"),
        sa.UniqueConstraint("shipment_no", name="uq_shipment_shipment_no"),
    )
    op.create_index("ix_shipment_by_date", "shipment", ["ship_date", "id"], unique=False)
    op.create_index(
        "ix_shipment_customer", "shipment", ["customer_id", "ship_date", "id"], unique=False
    )
    op.create_table(
        "lot_content",
        sa.Column("id", KEY, nullable=False),
        sa.Column("lot_no", sa.String(length=64), nullable=False),
        sa.Column("matching_lot", sa.String(length=200), nullable=False),
        sa.Column("product_code", sa.String(length=64), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("product_mass", sa.BigInteger(), nullable=False),
        sa.Column("pre_consumer", sa.BigInteger(), nullable=False),
        sa.Column("post_consumer", sa.BigInteger(), nullable=False),
        sa.Column("same_process_returns", sa.BigInteger(), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["import_run.id"], name="fk_lot_content_import_id"),
        sa.ForeignKeyConstraint(
            ["product_code"], ["product.code"], name="fk_lot_content_product_code"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_lot_content"),
        sa.UniqueConstraint(
            "matching_lot", "product_code", "revision", name="uq_lot_content_revision"
        ),
    )
    op.create_index("ix_lot_content_import_id", "lot_content", ["import_id"], unique=False)
    op.create_table(
        "shipment_line",
        sa.Column("id", KEY, nullable=False),
        sa.Column("shipment_id", KEY, nullable=False),
        sa.Column("line_no", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("ship_date", sa.Date(), nullable=False),
        sa.Column("invoice_no", sa.String(length=64), nullable=True),
        sa.Column("destination", sa.String(length=200), nullable=True),
        sa.Column("order_no", sa.String(length=64), nullable=True),
        sa.Column("order_item", sa.String(length=64), nullable=True),
        sa.Column("customer_po", sa.String(length=64), nullable=True),
        sa.Column("product_code", sa.String(length=64), nullable=False),
        sa.Column("lot_no", sa.String(length=64), nullable=False),
        sa.Column("production_date", sa.Date(), nullable=False),
        sa.Column("site_code", sa.String(length=64), nullable=True),
        sa.Column("net_mass", sa.BigInteger(), nullable=False),
        sa.Column("unit", sa.String(length=2), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["import_run.id"], name="fk_shipment_line_import_id"
        ),
        sa.ForeignKeyConstraint(
            ["product_code"], ["product.code"], name="fk_shipment_line_product_code"
        ),
        sa.ForeignKeyConstraint(
            ["shipment_id"], ["shipment.id"], name="fk_shipment_line_shipment_id"
        ),
        sa.ForeignKeyConstraint(["site_code"], ["site.code"], name="fk_shipment_line_site_code"),
        sa.PrimaryKeyConstraint("id", name="pk_shipment_line"),
        sa.UniqueConstraint("shipment_id", "line_no", "revision", name="uq_shipment_line_revision"),
    )
    op.create_index("ix_shipment_line_import_id", "shipment_line", ["import_id"], unique=False)
    op.create_index("ix_shipment_line_lot", "shipment_line", ["lot_no"], unique=False)
    op.create_index(
        "ix_shipment_line_product_code", "shipment_line", ["product_code"], unique=False
    )
    op.create_index("ix_shipment_line_shipment_id", "shipment_line", ["shipment_id"], unique=False)
    make_search_index()


def make_search_index() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        op.execute(
            "CREATE INDEX ix_shipment_search ON shipment USING gin (search_text gin_trgm_ops)"
        )
        return
    op.execute(
        "CREATE VIRTUAL TABLE shipment_search USING fts5(search_text, content='shipment', "
        "content_rowid='id', tokenize='trigram')"
    )
    forget = (
        "INSERT INTO shipment_search (shipment_search, rowid, search_text) "
        "VALUES ('delete', OLD.id, OLD.search_text);"
    )
    learn = "INSERT INTO shipment_search (rowid, search_text) VALUES (NEW.id, NEW.search_text);"
    for verb, steps in (
        ("INSERT", learn),
        ("UPDATE OF search_text", forget + learn),
        ("DELETE", forget),
    ):
        op.execute(
            f"CREATE TRIGGER shipment_search_after_{verb.split()[0].lower()} "
            f"AFTER {verb} ON shipment BEGIN {steps} END"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE shipment_search")
    for table in ("shipment_line", "lot_content", "shipment", "import_run"):
        op.drop_table(table)
