"""Snapshots of the check-up, and what was decided about groups."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

Id = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    _snapshots()
    _decisions()


def _snapshots() -> None:
    op.create_table(
        "checkup_snapshot",
        sa.Column("id", Id, nullable=False),
        sa.Column("as_of", sa.Text, nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("watermark", sa.Text, nullable=False),
        sa.Column("groups", sa.Integer, nullable=False),
        sa.Column("blob", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_checkup_snapshot"),
        sa.UniqueConstraint("as_of", name="uq_checkup_snapshot_as_of"),
    )
    op.create_table(
        "group_change",
        sa.Column("id", Id, nullable=False),
        sa.Column("as_of", sa.Text, nullable=False),
        sa.Column("group_id", sa.BigInteger, nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("advice", sa.Text, nullable=False),
        sa.Column("was_state", sa.Text, nullable=False),
        sa.Column("was_advice", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_group_change"),
        sa.ForeignKeyConstraint(
            ["group_id"], ["customer_group.id"], name="fk_group_change_group_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_group_change_as_of", "group_change", ["as_of"])
    op.create_index("ix_group_change_group_id", "group_change", ["group_id"])


def _decisions() -> None:
    op.create_table(
        "group_decision",
        sa.Column("id", Id, nullable=False),
        sa.Column("group_id", sa.BigInteger, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("until", sa.Text),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("advice", sa.Text, nullable=False),
        sa.Column("by_id", sa.BigInteger, nullable=False),
        sa.Column("by_name", sa.Text, nullable=False),
        sa.Column("decided_at", sa.BigInteger, nullable=False),
        sa.Column("undone_at", sa.BigInteger),
        sa.Column("undone_by_name", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_group_decision"),
        sa.ForeignKeyConstraint(
            ["group_id"], ["customer_group.id"], name="fk_group_decision_group_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_group_decision_group_id", "group_decision", ["group_id"])
    op.create_index("ix_group_decision_undone_at", "group_decision", ["undone_at"])
    standing = sa.text("undone_at IS NULL")
    op.create_index(
        "ix_group_decision_standing", "group_decision", ["group_id"], unique=True,
        sqlite_where=standing, postgresql_where=standing,
    )  # fmt: skip
