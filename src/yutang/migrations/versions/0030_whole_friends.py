"""When half a friend became a whole one: an event that is read again must find its coming, or it is counted twice."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    op.add_column("code_scan", sa.Column("whole_at", sa.BigInteger))
