"""Third parties' certificates, to whom they were released, and who took them.

Why: a certificate leaves the house only for a company whose request was approved (DOMAIN.md rule
11), so the log of takings refuses anybody else's; and what was entered, released or taken is never
rewritten. Of an end that nears people are told once for each number of days.
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

revision = "0017_certificate"
down_revision = "0016_request"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

KEPT = {
    "certificate": "id = NEW.id OR (issuer = NEW.issuer AND reference = NEW.reference)",
    "certificate_scope": (
        "certificate_id = NEW.certificate_id AND product_code = NEW.product_code "
        "AND site_code = NEW.site_code"
    ),
    "certificate_release": (
        "id = NEW.id OR (certificate_id = NEW.certificate_id AND customer_id = NEW.customer_id)"
    ),
    "certificate_download": "id = NEW.id",
    "certificate_expiry_warning": (
        "certificate_id = NEW.certificate_id AND days_ahead = NEW.days_ahead"
    ),
}
"""What is never rewritten, and which old row a new one would stand in place of."""

IS_APPROVED = """
EXISTS (
    SELECT 1 FROM request
    WHERE request.number = NEW.request_number
    AND request.customer_id = NEW.customer_id
    AND request.certificate_id = NEW.certificate_id
    AND request.status IN ('approved', 'issued'))
"""
MAY_TAKE = """
EXISTS (SELECT 1 FROM person WHERE person.id = NEW.person_id AND person.customer_id IS NULL)
OR EXISTS (
    SELECT 1 FROM person
    JOIN certificate_release ON certificate_release.customer_id = person.customer_id
    WHERE person.id = NEW.person_id
    AND certificate_release.certificate_id = NEW.certificate_id)
"""
OF_CONTENT = """
EXISTS (SELECT 1 FROM certificate
        WHERE certificate.id = NEW.certificate_id AND certificate.kind = 'content')
"""


def upgrade() -> None:
    _certificates()
    _releases()
    for table, same in KEPT.items():
        make_append_only(table)
        refuse_replacing(table, same)
        refuse_truncating(table)
    insist(
        "certificate_release",
        "insert",
        IS_APPROVED,
        because="a certificate is released on an approved request",
    )
    insist(
        "certificate_download",
        "insert",
        MAY_TAKE,
        because="a certificate goes to a company it was released to",
    )
    insist(
        "certificate_scope",
        "insert",
        OF_CONTENT,
        because="a review of the guideline covers no product",
    )


def _certificates() -> None:
    op.create_table(
        "certificate",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("issuer", sa.String(length=200), nullable=False),
        sa.Column("reference", sa.String(length=100), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("guideline_version", sa.String(length=64), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("file_bytes", sa.Integer(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("entered_by", sa.String(length=200), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("valid_from <= valid_to", name=op.f("ck_certificate_valid_in_order")),
        sa.CheckConstraint(
            "(kind = 'guideline') = (guideline_version IS NOT NULL)",
            name=op.f("ck_certificate_of_a_guideline"),
        ),
        sa.PrimaryKeyConstraint("id", name="pk_certificate"),
        sa.UniqueConstraint("issuer", "reference", name="uq_certificate_issuer"),
    )
    op.create_table(
        "certificate_scope",
        sa.Column("certificate_id", KEY, nullable=False),
        sa.Column("product_code", sa.String(length=64), nullable=False),
        sa.Column("site_code", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["certificate.id"], name="fk_certificate_scope_certificate_id"
        ),
        sa.ForeignKeyConstraint(
            ["product_code"], ["product.code"], name="fk_certificate_scope_product_code"
        ),
        sa.ForeignKeyConstraint(
            ["site_code"], ["site.code"], name="fk_certificate_scope_site_code"
        ),
        sa.PrimaryKeyConstraint(
            "certificate_id", "product_code", "site_code", name="pk_certificate_scope"
        ),
    )


def _releases() -> None:
    op.create_table(
        "certificate_release",
        sa.Column("id", KEY, nullable=False),
        sa.Column("certificate_id", KEY, nullable=False),
        sa.Column("customer_id", KEY, nullable=False),
        sa.Column("request_number", sa.String(length=16), nullable=False),
        sa.Column("recipient", sa.String(length=200), nullable=False),
        sa.Column("recipient_address", sa.String(length=400), nullable=True),
        sa.Column("language", sa.String(length=32), nullable=False),
        sa.Column("scope_en", sa.String(length=2000), nullable=False),
        sa.Column("scope_ja", sa.String(length=2000), nullable=False),
        sa.Column("released_by", sa.String(length=100), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["certificate.id"], name="fk_certificate_release_certificate_id"
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name="fk_certificate_release_customer_id"
        ),
        sa.ForeignKeyConstraint(
            ["request_number"], ["request.number"], name="fk_certificate_release_request_number"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_certificate_release"),
        sa.UniqueConstraint("certificate_id", "customer_id", name="uq_certificate_release_company"),
    )
    op.create_index("ix_certificate_release_customer_id", "certificate_release", ["customer_id"])
    op.create_table(
        "certificate_download",
        sa.Column("id", KEY, nullable=False),
        sa.Column("certificate_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("downloaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["certificate.id"], name="fk_certificate_download_certificate_id"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_certificate_download_person_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_certificate_download"),
    )
    op.create_index(
        "ix_certificate_download_certificate", "certificate_download", ["certificate_id", "id"]
    )
    op.create_index("ix_certificate_download_person_id", "certificate_download", ["person_id"])
    op.create_table(
        "certificate_expiry_warning",
        sa.Column("certificate_id", KEY, nullable=False),
        sa.Column("days_ahead", sa.Integer(), nullable=False),
        sa.Column("warned_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_id"],
            ["certificate.id"],
            name="fk_certificate_expiry_warning_certificate_id",
        ),
        sa.PrimaryKeyConstraint(
            "certificate_id", "days_ahead", name="pk_certificate_expiry_warning"
        ),
    )


def downgrade() -> None:
    for table in ("certificate_scope", "certificate_release", "certificate_download"):
        allow_again(table, "insert")
    allow_replacing(*KEPT)
    for table in reversed(KEPT):
        allow_truncating(table)
        allow_again(table, "update", "delete")
        op.drop_table(table)
