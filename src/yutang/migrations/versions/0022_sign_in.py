"""Signing in by a connection, and tags that were suggested for a customer and refused."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.add_column("connection", sa.Column("sign_in_at", sa.BigInteger))
    op.add_column("session", sa.Column("connection_id", sa.BigInteger))
    op.create_table(
        "tag_refusal",
        sa.Column("customer_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("tag_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("refused_at", sa.BigInteger, nullable=False),
        sa.Column("refused_by", sa.BigInteger),
    )
