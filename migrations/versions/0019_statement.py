"""Yearly statements.

Why: what a company was told about its year is kept as it was told, with the declarations that it
rests on, so that everybody can see later what has changed under it.
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

revision = "0019_statement"
down_revision = "0018_pack"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

STATEMENT, STATED = "statement", "stated_declaration"
OF_ONE_CUSTOMER = (
    "(SELECT customer_id FROM declaration WHERE id = NEW.declaration_id)"
    " = (SELECT customer_id FROM statement WHERE id = NEW.statement_id)"
)


def upgrade() -> None:
    _create_statement()
    _create_stated_declaration()
    for table in (STATEMENT, STATED):
        make_append_only(table)
        refuse_truncating(table)
    refuse_replacing(
        STATEMENT,
        "id = NEW.id OR (customer_id = NEW.customer_id AND figures_sha256 = NEW.figures_sha256)",
    )
    refuse_replacing(
        STATED, "statement_id = NEW.statement_id AND declaration_id = NEW.declaration_id"
    )
    insist(
        STATED, "insert", OF_ONE_CUSTOMER, because="a statement rests on papers of its own company"
    )


def _create_statement() -> None:
    op.create_table(
        STATEMENT,
        sa.Column("id", KEY, nullable=False),
        sa.Column("customer_id", KEY, nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("figures_sha256", sa.String(length=64), nullable=False),
        sa.Column("pdf_ja_sha256", sa.String(length=64), nullable=False),
        sa.Column("pdf_en_sha256", sa.String(length=64), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("made_by", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("first_day < last_day", name=op.f("ck_statement_days_in_order")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name="fk_statement_customer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_statement"),
        sa.UniqueConstraint("customer_id", "figures_sha256", name="uq_statement_customer_id"),
    )
    op.create_index("ix_statement_year", STATEMENT, ["customer_id", "first_day", "id"])


def _create_stated_declaration() -> None:
    op.create_table(
        STATED,
        sa.Column("statement_id", KEY, nullable=False),
        sa.Column("declaration_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statement.id"], name="fk_stated_declaration_statement_id"
        ),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name="fk_stated_declaration_declaration_id"
        ),
        sa.PrimaryKeyConstraint("statement_id", "declaration_id", name="pk_stated_declaration"),
    )
    op.create_index("ix_stated_declaration_declaration_id", STATED, ["declaration_id"])


def downgrade() -> None:
    for table in (STATED, STATEMENT):
        allow_truncating(table)
    allow_replacing(STATED, STATEMENT)
    allow_again(STATED, "update", "delete", "insert")
    allow_again(STATEMENT, "update", "delete")
    op.drop_table(STATED)
    op.drop_table(STATEMENT)
