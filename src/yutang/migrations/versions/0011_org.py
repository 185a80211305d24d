"""The organisation, who stands where in it, which account answers for which unit, and how owners are decided."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

Id = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "org_unit",
        sa.Column("id", Id, nullable=False),
        sa.Column("parent_id", sa.BigInteger),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("level", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("archived_at", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_org_unit"),
    )
    op.create_index("ix_org_unit_parent_id", "org_unit", ["parent_id"])
    op.create_table(
        "staff_unit",
        sa.Column("identity_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("unit_id", sa.BigInteger, nullable=False),
        sa.Column("since", sa.BigInteger, nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name="fk_staff_unit_unit_id_org_unit"),
        sa.PrimaryKeyConstraint("identity_id", name="pk_staff_unit"),
    )
    op.create_index("ix_staff_unit_unit_id", "staff_unit", ["unit_id"])
    op.create_table(
        "owner_rule",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_owner_rule"),
    )
    op.create_table(
        "ownership",
        sa.Column("identity_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("staff_id", sa.BigInteger, nullable=False),
        sa.Column("decided_by", sa.BigInteger, nullable=False),
        sa.Column("decided_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("identity_id", name="pk_ownership"),
    )
    op.add_column("user_account", sa.Column("unit_id", sa.BigInteger))
