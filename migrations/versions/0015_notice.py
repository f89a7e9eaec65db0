"""Notices, and what people want of them by mail.

Why: people are told what happened to what is theirs. The same deed is told to a person once, and
what they were told does not change afterwards; only that they have read it is added, once.
"""

import sqlalchemy as sa
from alembic import op

from remine_portal.persistence.frozen import (
    allow_again,
    allow_replacing,
    refuse,
    refuse_replacing,
)

revision = "0015_notice"
down_revision = "0014_job"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

TOLD_OTHERWISE = " OR ".join(
    f"OLD.{column} <> NEW.{column}" for column in ("id", "person_id", "kind", "about", "made_at")
)
THE_SAME = (
    "id = NEW.id OR (person_id = NEW.person_id AND kind = NEW.kind "
    "AND about = NEW.about AND made_at = NEW.made_at)"
)


def upgrade() -> None:
    op.create_table(
        "notice",
        sa.Column("id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("about", sa.String(length=100), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_notice_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_notice"),
        sa.UniqueConstraint("person_id", "kind", "about", "made_at", name="uq_notice_deed"),
    )
    unread = sa.text("read_at IS NULL")
    op.create_index(
        "ix_notice_unread", "notice", ["person_id"], sqlite_where=unread, postgresql_where=unread
    )
    op.create_table(
        "notice_choice",
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("by_mail", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_notice_choice_person_id"),
        sa.PrimaryKeyConstraint("person_id", "kind", name="pk_notice_choice"),
    )
    refuse(
        "notice",
        "update",
        when=f"OLD.read_at IS NOT NULL OR {TOLD_OTHERWISE}",
        because="a notice is read once, and nothing else of it changes",
    )
    refuse("notice", "delete", when=None, because="a row of notice is kept")
    refuse_replacing("notice", THE_SAME)


def downgrade() -> None:
    allow_replacing("notice")
    allow_again("notice", "update", "delete")
    op.drop_table("notice_choice")
    op.drop_table("notice")
