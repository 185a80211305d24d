"""Uploads, what an import brought, and what batches repeated."""

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    pass
