"""(to be written by its room)

Why: (say it).
"""

revision = "0016_request"
down_revision = "0015_notice"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
