"""Long lists.

Why: the unread notices are counted on every page, and stand first in the inbox. Among a hundred
thousand of a person, both took as long as the whole page, and the inbox as a file its square. Jobs
that failed are few among those done. And SQLite asks for current lines of declarations by
`is_current = 1`, which it does not know to be the condition of the index that lets a line be
current only once: so whatever looked for the lines of a shipment went through all there are.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021_long_lists"
down_revision = "0020_no_truncating"

UNREAD, PARKED = sa.text("read_at IS NULL"), sa.text("state = 'parked'")


def upgrade() -> None:
    # SQLite adds no stored column to a table that is there, and PostgreSQL before 18 has no other.
    stored = True if op.get_context().dialect.name == "postgresql" else None
    op.add_column(
        "notice", sa.Column("is_unread", sa.Boolean(), sa.Computed(UNREAD, persisted=stored))
    )
    op.drop_index("ix_notice_unread", "notice")
    op.create_index("ix_notice_inbox", "notice", ["person_id", "is_unread", "id", "kind"])
    op.create_index(
        "ix_declaration_line_shipment_id", "declaration_line", ["shipment_id", "line_no"]
    )
    op.create_index("ix_job_parked", "job", ["id"], sqlite_where=PARKED, postgresql_where=PARKED)


def downgrade() -> None:
    op.drop_index("ix_job_parked", "job")
    op.drop_index("ix_declaration_line_shipment_id", "declaration_line")
    op.drop_index("ix_notice_inbox", "notice")
    op.create_index(
        "ix_notice_unread", "notice", ["person_id"], sqlite_where=UNREAD, postgresql_where=UNREAD
    )
    op.drop_column("notice", "is_unread")
