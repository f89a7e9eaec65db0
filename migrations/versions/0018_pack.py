"""(to be written by its room)

Why: (say it).
"""

revision = "0018_pack"
down_revision = "0017_certificate"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
