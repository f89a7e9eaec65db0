"""Nothing that is kept is emptied.

Why: PostgreSQL's TRUNCATE asks no trigger of a row, so at a prompt it took the whole timeline of
requests, the audit trail and whatever else is never deleted. SQLite has none.
"""

from remine_portal.persistence.frozen import allow_truncating, refuse_truncating

revision = "0020_no_truncating"
down_revision = "0019_statement"

KEPT = (
    *("audit_event", "notice", "product_fact", "verification", "electricity_evidence"),
    *("declaration", "declaration_line", "replacement", "declaration_ending"),
    *("revocation", "ending_notice", "goods_return", "onward_use"),
    *("credit_policy", "credit_account", "credit_batch", "credit_deficit", "balance_period"),
    *("input_receipt", "production_record"),
    *("request", "request_shipment", "request_event"),
)
"""Tables whose deletion is refused already."""


def upgrade() -> None:
    for table in KEPT:
        refuse_truncating(table)


def downgrade() -> None:
    for table in KEPT:
        allow_truncating(table)
