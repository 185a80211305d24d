"""Tasks."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

Id = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "task",
        sa.Column("id", Id, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("params", sa.Text, nullable=False),
        sa.Column("subject_kind", sa.Text, nullable=False),
        sa.Column("subject_id", sa.Text, nullable=False),
        sa.Column("subject_name", sa.Text, nullable=False),
        sa.Column("owner_staff_id", sa.BigInteger),
        sa.Column("assignee_id", sa.BigInteger),
        sa.Column("due_at", sa.BigInteger, nullable=False),
        sa.Column("harm", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("snoozed_until", sa.BigInteger),
        sa.Column("why_code", sa.Text, nullable=False),
        sa.Column("why_params", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("source_id", sa.Text, nullable=False),
        sa.Column("open_key", sa.Text),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("created_by", sa.BigInteger),
        sa.Column("done_at", sa.BigInteger),
        sa.Column("done_by", sa.BigInteger),
        sa.Column("result", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_task"),
        sa.UniqueConstraint("open_key", name="uq_task_open_key"),
    )
    op.create_index("ix_task_state_due_at", "task", ["state", "due_at"])
    op.create_index("ix_task_subject_kind_subject_id", "task", ["subject_kind", "subject_id"])
    op.create_index("ix_task_source_source_id", "task", ["source", "source_id"])
    op.create_index("ix_task_done_at", "task", ["done_at"])
