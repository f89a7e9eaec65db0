"""The catalogue.

Why: published facts are rows with source and date, so that staff extend them without code. They
are added, never changed: the database refuses the rest.
"""

import sqlalchemy as sa
from alembic import op

from remine_portal.persistence.frozen import allow_again, make_append_only

revision = "0002_catalogue"
down_revision = "0001_people"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "site",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("name_ja", sa.String(length=200), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_site"),
    )
    op.create_table(
        "source",
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("reference", sa.String(length=400), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_source"),
    )
    op.create_table(
        "product",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("series", sa.String(32), nullable=False),
        sa.Column("element", sa.String(length=2), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("name_ja", sa.String(length=200), nullable=False),
        sa.Column("site_code", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["site_code"], ["site.code"], name="fk_product_site_code"),
        sa.PrimaryKeyConstraint("code", name="pk_product"),
    )
    op.create_table(
        "site_entity",
        sa.Column("id", KEY, nullable=False),
        sa.Column("site_code", sa.String(length=64), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("name_ja", sa.String(length=200), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["site_code"], ["site.code"], name="fk_site_entity_site_code"),
        sa.PrimaryKeyConstraint("id", name="pk_site_entity"),
    )
    op.create_index("ix_site_entity_site_code", "site_entity", ["site_code"], unique=False)
    op.create_table(
        "product_fact",
        sa.Column("id", KEY, nullable=False),
        sa.Column("product_code", sa.String(length=64), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("statement_en", sa.String(length=1000), nullable=True),
        sa.Column("statement_ja", sa.String(length=1000), nullable=True),
        sa.Column("operator", sa.String(32), nullable=True),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("as_of", sa.String(length=100), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("entered_by", sa.String(length=200), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(operator IS NULL) = (percent IS NULL)", name="ck_product_fact_figure"),
        sa.ForeignKeyConstraint(
            ["product_code"], ["product.code"], name="fk_product_fact_product_code"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_product_fact"),
    )
    op.create_index("ix_product_fact_product_code", "product_fact", ["product_code"], unique=False)
    make_append_only("product_fact")


def downgrade() -> None:
    allow_again("product_fact", "update", "delete")
    for table in ("product_fact", "site_entity", "product", "source", "site"):
        op.drop_table(table)
