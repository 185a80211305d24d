"""When the far side last proved that a connection's callback address is ours."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.add_column("connection", sa.Column("verified_at", sa.BigInteger))
