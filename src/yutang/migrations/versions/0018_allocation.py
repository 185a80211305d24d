"""Confirmed plans of groups: who goes where, kept until it is done or taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

Id = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "allocation",
        sa.Column("id", Id, nullable=False),
        sa.Column("layer_id", sa.BigInteger, nullable=False),
        sa.Column("people", sa.Integer, nullable=False),
        sa.Column("moves", sa.LargeBinary, nullable=False),
        sa.Column("made_by", sa.BigInteger),
        sa.Column("made_by_name", sa.Text, nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("undone_by_name", sa.Text),
        sa.Column("undone_at", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_allocation"),
        sa.ForeignKeyConstraint(
            ["layer_id"], ["layer.id"], name="fk_allocation_layer_id_layer", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_allocation_layer_id", "allocation", ["layer_id"])
