"""State's tables of imports. Only this package writes them."""

import sqlalchemy as sa

from yutang.kit.db import Id, metadata

import_run = sa.Table(
    "import_run",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("started_at", sa.BigInteger, nullable=False),
    sa.Column("finished_at", sa.BigInteger),
    sa.Column("paths", sa.Text, nullable=False),
    sa.Column("summary", sa.Text),
)

# `key`: digest of the content and of how it is read. `chunks`: how many are acknowledged; a run that was killed
# goes on behind them. `done` files are skipped at once.
import_file = sa.Table(
    "import_file",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("run_id", sa.BigInteger, sa.ForeignKey(import_run.c.id), nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("chunks", sa.Integer, nullable=False),
    sa.Column("done", sa.Boolean, nullable=False),
    sa.Column("figures", sa.Text, nullable=False),
)

# What a user corrected once, by the signature of a table's columns.
column_mapping = sa.Table(
    "column_mapping",
    metadata,
    sa.Column("signature", sa.Text, primary_key=True),
    sa.Column("mapping", sa.Text, nullable=False),
    sa.Column("changed_at", sa.BigInteger, nullable=False),
)
