"""State's table of tasks. Only this package writes it."""

import sqlalchemy as sa

from yutang.kit.db import Id, metadata

# `open_key` is "<source>:<source id>:<kind>" while the task is open and null afterwards: unique, so that the same
# advice accepted twice is one task, yet may be a task again once this one has ended. `assignee_id` is set by hand
# only; otherwise a task belongs to whichever account works as `owner_staff_id` at the time of asking.
task = sa.Table(
    "task",
    metadata,
    sa.Column("id", Id, primary_key=True),
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
    sa.Column("open_key", sa.Text, unique=True),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("created_by", sa.BigInteger),
    sa.Column("done_at", sa.BigInteger),
    sa.Column("done_by", sa.BigInteger),
    sa.Column("result", sa.Text),
    sa.Index("ix_task_state_due_at", "state", "due_at"),
    sa.Index("ix_task_subject_kind_subject_id", "subject_kind", "subject_id"),
    sa.Index("ix_task_source_source_id", "source", "source_id"),
    sa.Index("ix_task_done_at", "done_at"),
)
