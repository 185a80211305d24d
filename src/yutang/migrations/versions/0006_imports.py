"""Uploads, what an import brought, and what batches repeated."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

Id = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    _runs()
    _uploads()
    _inlet()


def _inlet() -> None:
    op.add_column("inlet", sa.Column("run_id", sa.BigInteger))
    op.add_column("inlet", sa.Column("fault", sa.Text))
    in_run = sa.text("run_id IS NOT NULL")
    op.create_index("ix_inlet_run_id", "inlet", ["run_id"], sqlite_where=in_run, postgresql_where=in_run)
    op.create_table(
        "inlet_said",
        sa.Column("batch_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("blob", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("batch_id", "what", name="pk_inlet_said"),
    )


def _runs() -> None:
    op.add_column("import_run", sa.Column("name", sa.Text))
    op.add_column("import_run", sa.Column("job_id", sa.BigInteger))
    op.add_column("import_run", sa.Column("user_id", sa.BigInteger))
    op.add_column("import_run", sa.Column("by_name", sa.Text))
    op.add_column("import_run", sa.Column("dry_run", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("import_run", sa.Column("wish", sa.Text))
    op.add_column("import_run", sa.Column("facts", sa.BigInteger))
    op.add_column("import_run", sa.Column("undone_at", sa.BigInteger))


def _uploads() -> None:
    op.create_table(
        "upload",
        sa.Column("id", Id, nullable=False),
        sa.Column("folder", sa.Text, nullable=False),
        sa.Column("user_id", sa.BigInteger, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("touched_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_upload"),
    )
    op.create_table(
        "upload_file",
        sa.Column("upload_id", sa.BigInteger, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("folded", sa.Text, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], name="fk_upload_file_upload_id_upload"),
        sa.PrimaryKeyConstraint("upload_id", "path", name="pk_upload_file"),
        sa.UniqueConstraint("upload_id", "folded", name="uq_upload_file_upload_id_folded"),
    )
