"""State's tables of groups and memberships. Only this package writes them."""

import sqlalchemy as sa

from yutang.kit.db import Id, metadata

customer_group = sa.Table(
    "customer_group",
    metadata,
    sa.Column("id", Id, primary_key=True),
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
    sa.UniqueConstraint("platform", "external_id"),
)

# An interval, never a flag. `joined` null: in the group since before our records; `left` null: still in it.
membership = sa.Table(
    "membership",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column(
        "group_id", sa.BigInteger, sa.ForeignKey(customer_group.c.id, ondelete="RESTRICT"), nullable=False
    ),
    sa.Column("identity_id", sa.BigInteger, nullable=False),
    sa.Column("joined", sa.BigInteger),
    sa.Column("left", sa.BigInteger),
    sa.Column("how", sa.Text),
    sa.Column("how_left", sa.Text),
    sa.Column("inviter_id", sa.BigInteger),
    sa.Index("ix_membership_pair", "group_id", "identity_id"),
)
