"""The signed credential of a declaration.

Why: what programs read is signed as the paper is, at the issue and once. The token is kept beside
the PDF, and the database holds its hash for ever.
"""

import sqlalchemy as sa
from alembic import op

from remine_portal.persistence.frozen import (
    allow_again,
    allow_replacing,
    allow_truncating,
    make_append_only,
    refuse_replacing,
    refuse_truncating,
)

revision = "0013_credential"
down_revision = "0012_attribution_root"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

TABLE = "declaration_credential"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("declaration_id", KEY, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["declaration_id"],
            ["declaration.id"],
            name="fk_declaration_credential_declaration_id",
        ),
        sa.PrimaryKeyConstraint("declaration_id", name="pk_declaration_credential"),
    )
    make_append_only(TABLE)
    refuse_replacing(TABLE, "declaration_id = NEW.declaration_id")
    refuse_truncating(TABLE)


def downgrade() -> None:
    allow_replacing(TABLE)
    allow_truncating(TABLE)
    allow_again(TABLE, "update", "delete")
    op.drop_table(TABLE)
