"""Where each connection's session archive lies, how far it was read, and of how many groups it hears."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    op.create_table(
        "wecom_archive",
        sa.Column("connection_id", sa.BigInteger, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("cursor", sa.Text, nullable=False),
        sa.Column("records", sa.BigInteger, nullable=False),
        sa.Column("unreadable", sa.BigInteger, nullable=False),
        *(sa.Column(name, sa.BigInteger) for name in ("last_at", "pulled_at")),
        sa.Column("due_at", sa.BigInteger, nullable=False),
        sa.Column("trouble", sa.Text),
        sa.Column("trouble_at", sa.BigInteger),
        *(sa.Column(name, sa.Integer) for name in ("seats", "groups", "covered", "people", "refused")),
        sa.Column("checked_at", sa.BigInteger),
        sa.ForeignKeyConstraint(
            ["connection_id"], ["connection.id"], name="fk_wecom_archive_connection_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("connection_id", name="pk_wecom_archive"),
    )
