"""(to be written by its room)

Why: (say it).
"""

revision = "0017_certificate"
down_revision = "0016_request"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
