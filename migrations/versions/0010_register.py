"""The public register.

Why: every issue, supersession and revocation is written into an append-only Merkle log, which the
database keeps from being changed.
"""

revision = "0010_register"
down_revision = "0009_attribution"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
