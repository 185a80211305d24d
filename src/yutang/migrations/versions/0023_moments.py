"""Moments: who likes and comments on what was published."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.create_table(
        "send_feed",
        sa.Column("send_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("ref", sa.Text, nullable=False),
        sa.Column("due_at", sa.BigInteger, nullable=False),
        sa.Column("until", sa.BigInteger, nullable=False),
        sa.Column("read_at", sa.BigInteger),
        sa.Column("fault", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("send_id", name="pk_send_feed"),
        sa.ForeignKeyConstraint(
            ["send_id"], ["send.id"], name="fk_send_feed_send_id_send", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_send_feed_due_at", "send_feed", ["due_at"])
    op.create_table(
        "send_reaction",
        sa.Column("send_id", sa.BigInteger, nullable=False),
        sa.Column("staff_id", sa.BigInteger, nullable=False),
        sa.Column("identity_id", sa.BigInteger, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("mark", sa.BigInteger, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("gone_at", sa.BigInteger),
        sa.PrimaryKeyConstraint(
            "send_id", "staff_id", "identity_id", "what", "mark", name="pk_send_reaction"
        ),
        sa.ForeignKeyConstraint(
            ["send_id"], ["send.id"], name="fk_send_reaction_send_id_send", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_send_reaction_send_id_at", "send_reaction", ["send_id", "at"])
    op.create_index("ix_send_reaction_identity_id", "send_reaction", ["identity_id"])
