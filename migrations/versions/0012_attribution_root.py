"""What a closed period's attributions add up to, provably.

Why: the sum of a period's attributions is published under one root when the period is closed, and
never changes afterwards.
"""

revision = "0012_attribution_root"
down_revision = "0011_after_issue"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
