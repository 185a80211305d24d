"""State's tables of the check-up: what it said on which day, and what people decided. Only this package writes them."""

import sqlalchemy as sa

from yutang.groups.tables import customer_group
from yutang.kit.db import Id, metadata

# One row = the check-up as of one day (the newest made). `watermark`: what analytics held when it was made;
# `blob`: the whole of it, compressed (checkup.snapshots).
checkup_snapshot = sa.Table(
    "checkup_snapshot",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("as_of", sa.Text, nullable=False, unique=True),
    sa.Column("made_at", sa.BigInteger, nullable=False),
    sa.Column("watermark", sa.Text, nullable=False),
    sa.Column("groups", sa.Integer, nullable=False),
    sa.Column("blob", sa.LargeBinary, nullable=False),
)

# One row = a group whose state or advice differs from the snapshot before: its history without opening them all.
group_change = sa.Table(
    "group_change",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("as_of", sa.Text, nullable=False, index=True),
    sa.Column(
        "group_id", sa.BigInteger, sa.ForeignKey(customer_group.c.id, ondelete="CASCADE"), nullable=False,
        index=True,
    ),
    sa.Column("made_at", sa.BigInteger, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("advice", sa.Text, nullable=False),
    sa.Column("was_state", sa.Text, nullable=False),
    sa.Column("was_advice", sa.Text, nullable=False),
)  # fmt: skip

# What somebody decided about a group's advice. At most one stands: the one that nobody has taken back. `state` and
# `advice` are those of that moment, so that a change for the worse can be told.
group_decision = sa.Table(
    "group_decision",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column(
        "group_id", sa.BigInteger, sa.ForeignKey(customer_group.c.id, ondelete="CASCADE"), nullable=False,
        index=True,
    ),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("until", sa.Text),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("advice", sa.Text, nullable=False),
    sa.Column("by_id", sa.BigInteger, nullable=False),
    sa.Column("by_name", sa.Text, nullable=False),
    sa.Column("decided_at", sa.BigInteger, nullable=False),
    sa.Column("undone_at", sa.BigInteger, index=True),
    sa.Column("undone_by_name", sa.Text),
    sa.Index(
        "ix_group_decision_standing", "group_id", unique=True,
        sqlite_where=sa.text("undone_at IS NULL"), postgresql_where=sa.text("undone_at IS NULL"),
    ),
)  # fmt: skip
