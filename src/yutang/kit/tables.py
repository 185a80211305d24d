"""State's table of jobs. Only this package writes it."""

import sqlalchemy as sa

from yutang.kit.db import Id, metadata

_OPEN = sa.text("state IN ('queued', 'running')")

# One row = one piece of long work. `cursor` is the work's own note of how far it is; it moves in the transaction of
# the work itself, so a job that was killed goes on where its rows end. `claim`: a new one each time a worker takes it.
job = sa.Table(
    "job",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("lane", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("params", sa.Text, nullable=False),
    sa.Column("subject", sa.Text),
    sa.Column("cursor", sa.Text),
    sa.Column("done", sa.BigInteger, nullable=False),
    sa.Column("total", sa.BigInteger),
    sa.Column("note", sa.Text),
    sa.Column("result", sa.Text),
    sa.Column("error", sa.Text),
    sa.Column("only_one", sa.Text),
    sa.Column("created_by", sa.BigInteger),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("run_at", sa.BigInteger, nullable=False),
    sa.Column("started_at", sa.BigInteger),
    sa.Column("finished_at", sa.BigInteger),
    sa.Column("claim", sa.Text),
    sa.Column("lease_until", sa.BigInteger),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("cancel_asked", sa.Boolean, nullable=False),
    sa.Index("ix_job_due", "state", "lane", "run_at"),
    # The key outlives the job's end, so that a resumed one is the only one again; it binds open jobs only.
    sa.Index("uq_job_open_only_one", "only_one", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
)
