"""Which known files an import met, and which batches are one file's alone."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "import_batch",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("batch_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("key", "batch_id", name="pk_import_batch"),
    )
    op.create_table(
        "import_met",
        sa.Column("run_id", sa.BigInteger, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["import_run.id"], name="fk_import_met_run_id_import_run"),
        sa.PrimaryKeyConstraint("run_id", "key", name="pk_import_met"),
    )
