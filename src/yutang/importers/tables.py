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
    # Of imports from the console; those of the command line have no job.
    sa.Column("name", sa.Text),
    sa.Column("job_id", sa.BigInteger),
    sa.Column("user_id", sa.BigInteger),
    sa.Column("by_name", sa.Text),
    sa.Column("dry_run", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("wish", sa.Text),  # runs.Wish as JSON
    sa.Column("facts", sa.BigInteger),
    sa.Column("undone_at", sa.BigInteger),
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

# The batches of a file that shares none with another: they can be handed over whole.
import_batch = sa.Table(
    "import_batch",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("batch_id", sa.BigInteger, primary_key=True, autoincrement=False),
)

# Files that a run did not read, because another run had brought them: they are its own as well.
import_met = sa.Table(
    "import_met",
    metadata,
    sa.Column("run_id", sa.BigInteger, sa.ForeignKey(import_run.c.id), primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
)

# What a user corrected once, by the signature of a table's columns.
column_mapping = sa.Table(
    "column_mapping",
    metadata,
    sa.Column("signature", sa.Text, primary_key=True),
    sa.Column("mapping", sa.Text, nullable=False),
    sa.Column("changed_at", sa.BigInteger, nullable=False),
)

# Files on their way in. `id` is random: an id that came again would give a stranger's job these files. `folder`: below
# YUTANG_HOME/uploads.
upload = sa.Table(
    "upload",
    metadata,
    sa.Column("id", Id, primary_key=True, autoincrement=False),
    sa.Column("folder", sa.Text, nullable=False),
    sa.Column("user_id", sa.BigInteger, nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("touched_at", sa.BigInteger, nullable=False),
)

# `path`: as the browser named it. `place`: where it lies below the folder, a name that harms no disk; `folded`: the
# same without case, for disks that don't tell "A" from "a". How much of it is there, only the disk knows.
upload_file = sa.Table(
    "upload_file",
    metadata,
    sa.Column("upload_id", sa.BigInteger, sa.ForeignKey(upload.c.id), primary_key=True),
    sa.Column("path", sa.Text, primary_key=True),
    sa.Column("place", sa.Text, nullable=False),
    sa.Column("folded", sa.Text, nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.UniqueConstraint("upload_id", "folded"),
)
