"""What happens to a declaration after its issue.

Why: a declaration is superseded or revoked once, by two people and with a reason, and whoever took
it is told.
"""

revision = "0011_after_issue"
down_revision = "0010_register"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
