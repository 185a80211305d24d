"""Snapshots of the check-up, and what was decided about groups."""

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    pass
