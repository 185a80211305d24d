"""State's tables of staff, house accounts and the organisation. Only this package writes them."""

import sqlalchemy as sa

from yutang.kit.db import Id, metadata

staff = sa.Table(
    "staff",
    metadata,
    sa.Column("identity_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("first_batch", sa.BigInteger, nullable=False),
)

house_account = sa.Table(
    "house_account",
    metadata,
    sa.Column("identity_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("first_batch", sa.BigInteger, nullable=False),
)

# The organisation: a forest of units. Never deleted, the audit log names them; an archived one holds nothing.
# `parent_id` is no foreign key: a backup is read back by id, and a unit that was moved may be older than its parent.
org_unit = sa.Table(
    "org_unit",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("parent_id", sa.BigInteger, index=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("level", sa.Text, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("archived_at", sa.BigInteger),
)

staff_unit = sa.Table(
    "staff_unit",
    metadata,
    sa.Column("identity_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("unit_id", sa.BigInteger, sa.ForeignKey(org_unit.c.id), nullable=False, index=True),
    sa.Column("since", sa.BigInteger, nullable=False),
)

# How owners are decided: one row a setting of model.OwnerRules; without a row its default holds.
owner_rule = sa.Table(
    "owner_rule",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)

# Decided by hand. By identity, not by customer: an identity keeps its id when people are merged and parted.
ownership = sa.Table(
    "ownership",
    metadata,
    sa.Column("identity_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("staff_id", sa.BigInteger, nullable=False),
    sa.Column("decided_by", sa.BigInteger, nullable=False),
    sa.Column("decided_at", sa.BigInteger, nullable=False),
)
