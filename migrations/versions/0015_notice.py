"""(to be written by its room)

Why: (say it).
"""

revision = "0015_notice"
down_revision = "0014_job"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
