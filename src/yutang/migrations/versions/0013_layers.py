"""Layers with their tiers, and proposed changes of tier."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

Id = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    _ladders()
    _proposals()


def _ladders() -> None:
    op.create_table(
        "layer",
        sa.Column("id", Id, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
        sa.Column("retired_at", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_layer"),
    )
    op.create_table(
        "tier",
        sa.Column("id", Id, nullable=False),
        sa.Column("layer_id", sa.BigInteger, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("rule", sa.Text, nullable=False),
        sa.Column("stay_rule", sa.Text),
        sa.Column("hold_days", sa.Integer, nullable=False),
        sa.Column("capacity", sa.Integer),
        sa.PrimaryKeyConstraint("id", name="pk_tier"),
        sa.ForeignKeyConstraint(["layer_id"], ["layer.id"], name="fk_tier_layer_id", ondelete="CASCADE"),
    )
    op.create_index("ix_tier_layer_id", "tier", ["layer_id"])


def _proposals() -> None:
    op.create_table(
        "tier_proposal",
        sa.Column("id", Id, nullable=False),
        sa.Column("layer_id", sa.BigInteger, nullable=False),
        sa.Column("customer_id", sa.BigInteger, nullable=False),
        sa.Column("from_tier", sa.BigInteger, nullable=False),
        sa.Column("to_tier", sa.BigInteger),
        sa.Column("since", sa.BigInteger, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("decided_at", sa.BigInteger),
        sa.Column("decided_by", sa.BigInteger),
        sa.Column("decided_by_name", sa.Text),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("ended_at", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_tier_proposal"),
        sa.ForeignKeyConstraint(
            ["layer_id"], ["layer.id"], name="fk_tier_proposal_layer_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_tier_proposal_layer_id_state", "tier_proposal", ["layer_id", "state"])
    op.create_index("ix_tier_proposal_customer_id", "tier_proposal", ["customer_id"])
    standing = sa.text("ended_at IS NULL")
    op.create_index(
        "ix_tier_proposal_standing", "tier_proposal", ["layer_id", "customer_id"], unique=True,
        sqlite_where=standing, postgresql_where=standing,
    )  # fmt: skip
