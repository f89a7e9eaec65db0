"""Requests.

Why: a customer asks for a declaration or a certificate, and reads on a timeline what became of it.
The timeline is the one way: an event moves the status, only along the table of steps, and nothing
of it or of what was asked is rewritten. Nobody approves their own request (rules 11 and 39).
"""

import sqlalchemy as sa
from alembic import op

from remine_portal.persistence.frozen import (
    after_insert,
    allow_again,
    allow_replacing,
    insist,
    make_append_only,
    nothing_after_insert,
    refuse,
    refuse_replacing,
)

revision = "0016_request"
down_revision = "0015_notice"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

APPEND_ONLY = ("request_shipment", "request_event")
REPLACED = {
    "request": "id = NEW.id OR number = NEW.number OR draft_id = NEW.draft_id",
    "request_shipment": "request_id = NEW.request_id AND shipment_id = NEW.shipment_id",
    "request_event": "id = NEW.id OR (request_id = NEW.request_id AND position = NEW.position)",
}
"""The row that a new one would take the place of."""

STEPS = {
    "received": ("in_review", "withdrawn"),
    "in_review": ("question", "approved", "declined", "withdrawn"),
    "question": ("in_review", "declined", "withdrawn"),
    "approved": ("issued", "declined"),
}
IN_THE_TABLE = " OR ".join(
    f"(NEW.before = '{before}' AND NEW.status IN ({', '.join(map(repr, following))}))"
    for before, following in STEPS.items()
)
NEXT_STEP = f"""
NEW.position = 1 + (
    SELECT count(*) FROM request_event WHERE request_event.request_id = NEW.request_id)
AND EXISTS (
    SELECT 1 FROM request
    WHERE request.id = NEW.request_id
    AND (request.status = NEW.before OR (NEW.before IS NULL AND NEW.position = 1))
    AND (NEW.status <> 'approved' OR request.made_by_id <> NEW.done_by_id))
AND (NEW.before IS NULL OR {IN_THE_TABLE})
"""
MOVES_IT = "UPDATE request SET status = NEW.status WHERE id = NEW.request_id;"
WITH_ITS_EVENT = """
NEW.status = OLD.status OR EXISTS (
    SELECT 1 FROM request_event
    WHERE request_event.request_id = OLD.id
    AND request_event.before = OLD.status
    AND request_event.status = NEW.status
    AND request_event.position = (
        SELECT max(position) FROM request_event WHERE request_event.request_id = OLD.id))
"""
BEFORE_ITS_RECEIPT = """
NOT EXISTS (SELECT 1 FROM request_event WHERE request_event.request_id = NEW.request_id)
"""
ALWAYS_GIVEN = (
    *("id", "number", "draft_id", "kind", "customer_id", "made_by_id", "made_at"),
    *("recipient_name", "language", "one_per", "contact"),
)
PERHAPS_GIVEN = {"recipient_address": "''", "po_reference": "''", "note": "''"}
ASKED_OTHERWISE = " OR ".join(
    [f"OLD.{column} <> NEW.{column}" for column in ALWAYS_GIVEN]
    + [
        f"coalesce(OLD.{column}, {none}) <> coalesce(NEW.{column}, {none})"
        for column, none in {**PERHAPS_GIVEN, "certificate_id": "0"}.items()
    ]
)


def upgrade() -> None:
    make_tables()
    for table in APPEND_ONLY:
        make_append_only(table)
    for table, same in REPLACED.items():
        refuse_replacing(table, same)
    refuse("request", "delete", when=None, because="a row of request is kept")
    refuse(
        "request",
        "insert",
        when="NEW.status <> 'received'",
        because="a request begins with its receipt",
    )
    refuse(
        "request",
        "update",
        when=ASKED_OTHERWISE,
        because="what a request asks for does not change",
    )
    insist("request_event", "insert", NEXT_STEP, because="a request goes one step after the other")
    after_insert("request_event", MOVES_IT)
    insist(
        "request",
        "update of status",
        WITH_ITS_EVENT,
        because="a request moves with its timeline",
    )
    insist(
        "request_shipment",
        "insert",
        BEFORE_ITS_RECEIPT,
        because="what a request names does not grow",
    )


def make_tables() -> None:
    op.create_table(
        "request_draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("made_by_id", KEY, nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("customer_id", KEY, nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=True),
        *_asked(answered=False),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name="fk_request_draft_made_by_id"),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name="fk_request_draft_customer_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_request_draft"),
    )
    op.create_index("ix_request_draft_made_by_id", "request_draft", ["made_by_id"])
    op.create_table(
        "request_draft_shipment",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("shipment_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["request_draft.id"], name="fk_request_draft_shipment_draft_id"
        ),
        sa.ForeignKeyConstraint(
            ["shipment_id"], ["shipment.id"], name="fk_request_draft_shipment_shipment_id"
        ),
        sa.PrimaryKeyConstraint("draft_id", "shipment_id", name="pk_request_draft_shipment"),
    )
    op.create_table(
        "request",
        sa.Column("id", KEY, nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("customer_id", KEY, nullable=False),
        sa.Column("made_by_id", KEY, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assignee_id", KEY, nullable=True),
        *_asked(answered=True),
        sa.CheckConstraint(
            "(kind = 'certificate') = (certificate_id IS NOT NULL)",
            name=op.f("ck_request_of_a_kind"),
        ),
        sa.ForeignKeyConstraint(["draft_id"], ["request_draft.id"], name="fk_request_draft_id"),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name="fk_request_customer_id"),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name="fk_request_made_by_id"),
        sa.ForeignKeyConstraint(["assignee_id"], ["person.id"], name="fk_request_assignee_id"),
        sa.PrimaryKeyConstraint("id", name="pk_request"),
        sa.UniqueConstraint("number", name="uq_request_number"),
        sa.UniqueConstraint("draft_id", name="uq_request_draft_id"),
    )
    op.create_index("ix_request_customer", "request", ["customer_id", "id"])
    op.create_index("ix_request_status", "request", ["status", "id"])
    op.create_table(
        "request_shipment",
        sa.Column("request_id", KEY, nullable=False),
        sa.Column("shipment_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name="fk_request_shipment_request_id"
        ),
        sa.ForeignKeyConstraint(
            ["shipment_id"], ["shipment.id"], name="fk_request_shipment_shipment_id"
        ),
        sa.PrimaryKeyConstraint("request_id", "shipment_id", name="pk_request_shipment"),
    )
    op.create_index("ix_request_shipment_shipment_id", "request_shipment", ["shipment_id"])
    op.create_table(
        "request_event",
        sa.Column("id", KEY, nullable=False),
        sa.Column("request_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("before", sa.String(length=32), nullable=True),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("done_by_id", KEY, nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(before IS NULL) = (status = 'received')", name=op.f("ck_request_event_begins_once")
        ),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name="fk_request_event_request_id"),
        sa.ForeignKeyConstraint(["done_by_id"], ["person.id"], name="fk_request_event_done_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_request_event"),
        sa.UniqueConstraint("request_id", "position", name="uq_request_event_request_id"),
    )


def _asked(*, answered: bool) -> list[sa.Column]:
    """The answers: all there in a request, some of them still open in a draft."""
    return [
        sa.Column("certificate_id", KEY, nullable=True),
        sa.Column("recipient_name", sa.String(length=200), nullable=not answered),
        sa.Column("recipient_address", sa.String(length=400), nullable=True),
        sa.Column("language", sa.String(length=32), nullable=not answered),
        sa.Column("po_reference", sa.String(length=100), nullable=True),
        sa.Column("one_per", sa.String(length=32), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=not answered),
        sa.Column("note", sa.Text(), nullable=True),
    ]


def downgrade() -> None:
    allow_again("request", "update of status")
    nothing_after_insert("request_event")
    for table in APPEND_ONLY:
        allow_again(table, "insert", "update", "delete")
    allow_again("request", "insert", "update", "delete")
    allow_replacing(*REPLACED)
    for table in (
        "request_event",
        "request_shipment",
        "request",
        "request_draft_shipment",
        "request_draft",
    ):
        op.drop_table(table)
