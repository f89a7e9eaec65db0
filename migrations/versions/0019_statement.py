"""(to be written by its room)

Why: (say it).
"""

revision = "0019_statement"
down_revision = "0018_pack"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
