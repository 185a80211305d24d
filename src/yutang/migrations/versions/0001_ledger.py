"""The first tables: ledger, people, groups, imports."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

Id = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    _ledger()
    _people()
    _groups()
    _imports()


def _ledger() -> None:
    op.create_table(
        "inlet",
        sa.Column("id", Id, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("received_at", sa.BigInteger, nullable=False),
        sa.Column("state", sa.SmallInteger, nullable=False),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.Column("facts", sa.Integer),
        sa.Column("blob", sa.LargeBinary),
        sa.PrimaryKeyConstraint("id", name="pk_inlet"),
        sa.UniqueConstraint("key", name="uq_inlet_key"),
    )
    op.create_index("ix_inlet_state", "inlet", ["state"])
    op.create_table(
        "sealed_day",
        sa.Column("day", sa.Text, nullable=False),
        sa.Column("upto", sa.BigInteger, nullable=False),
        sa.Column("facts", sa.BigInteger, nullable=False),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("day", name="pk_sealed_day"),
    )
    op.create_table(
        "ledger_meta",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_ledger_meta"),
    )


def _people() -> None:
    op.create_table(
        "customer",
        sa.Column("id", Id, nullable=False),
        sa.Column("first_batch", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_customer"),
    )
    op.create_table(
        "identity",
        sa.Column("id", Id, nullable=False),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("external_id", sa.Text, nullable=False),
        sa.Column("customer_id", sa.BigInteger),
        sa.Column("name", sa.Text),
        sa.Column("name_at", sa.BigInteger),
        sa.Column("role", sa.SmallInteger, nullable=False),
        sa.Column("role_rank", sa.SmallInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_identity"),
        sa.UniqueConstraint("platform", "external_id", name="uq_identity_platform_external_id"),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name="fk_identity_customer_id", ondelete="RESTRICT"
        ),
    )
    op.create_index("ix_identity_customer_id", "identity", ["customer_id"])
    for name in ("staff", "house_account"):
        op.create_table(
            name,
            sa.Column("identity_id", sa.BigInteger, autoincrement=False, nullable=False),
            sa.Column("first_batch", sa.BigInteger, nullable=False),
            sa.PrimaryKeyConstraint("identity_id", name=f"pk_{name}"),
        )


def _groups() -> None:
    op.create_table(
        "customer_group",
        sa.Column("id", Id, nullable=False),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("external_id", sa.Text, nullable=False),
        sa.Column("name", sa.Text),
        sa.Column("name_at", sa.BigInteger),
        sa.Column("private", sa.Boolean, nullable=False),
        sa.Column("owner_id", sa.BigInteger),
        sa.Column("line", sa.Text),
        sa.Column("created", sa.BigInteger),
        sa.Column("dismissed", sa.BigInteger),
        sa.Column("size_limit", sa.Integer),
        sa.PrimaryKeyConstraint("id", name="pk_customer_group"),
        sa.UniqueConstraint("platform", "external_id", name="uq_customer_group_platform_external_id"),
    )
    op.create_table(
        "membership",
        sa.Column("id", Id, nullable=False),
        sa.Column("group_id", sa.BigInteger, nullable=False),
        sa.Column("identity_id", sa.BigInteger, nullable=False),
        sa.Column("joined", sa.BigInteger),
        sa.Column("left", sa.BigInteger),
        sa.Column("how", sa.Text),
        sa.Column("how_left", sa.Text),
        sa.Column("inviter_id", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_membership"),
        sa.ForeignKeyConstraint(
            ["group_id"], ["customer_group.id"], name="fk_membership_group_id", ondelete="RESTRICT"
        ),
    )
    op.create_index("ix_membership_pair", "membership", ["group_id", "identity_id"])


def _imports() -> None:
    op.create_table(
        "import_run",
        sa.Column("id", Id, nullable=False),
        sa.Column("started_at", sa.BigInteger, nullable=False),
        sa.Column("finished_at", sa.BigInteger),
        sa.Column("paths", sa.Text, nullable=False),
        sa.Column("summary", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_import_run"),
    )
    op.create_table(
        "import_file",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("run_id", sa.BigInteger, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("chunks", sa.Integer, nullable=False),
        sa.Column("done", sa.Boolean, nullable=False),
        sa.Column("figures", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_import_file"),
        sa.ForeignKeyConstraint(["run_id"], ["import_run.id"], name="fk_import_file_run_id"),
    )
    op.create_table(
        "column_mapping",
        sa.Column("signature", sa.Text, nullable=False),
        sa.Column("mapping", sa.Text, nullable=False),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("signature", name="pk_column_mapping"),
    )
