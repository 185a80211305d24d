"""State's tables of hand-overs. Only this package writes them. Accounts and groups stand by id: nobody is named."""

import sqlalchemy as sa

from yutang.kit.db import Id, metadata


def _handover() -> sa.Column[int]:
    owner = sa.ForeignKey("handover.id", ondelete="CASCADE")
    return sa.Column("handover_id", sa.BigInteger, owner, nullable=False)


# `giver_id`: an identity; `giver_ref`: the platform's id of them; `giver_left`: they work there no more. `receivers`:
# JSON, identities. `customers`, `groups`: JSON, those that were chosen; null: all. `turn` counts up with each plan.
handover = sa.Table(
    "handover",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("connection_id", sa.BigInteger, nullable=False),
    sa.Column("giver_id", sa.BigInteger, nullable=False),
    sa.Column("giver_ref", sa.Text, nullable=False),
    sa.Column("giver_left", sa.Boolean, nullable=False),
    sa.Column("receivers", sa.Text, nullable=False),
    sa.Column("customers", sa.Text),
    sa.Column("groups", sa.Text),
    sa.Column("message", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("digest", sa.Text, nullable=False),
    sa.Column("made_by", sa.BigInteger),
    sa.Column("made_by_name", sa.Text, nullable=False),
    sa.Column("made_at", sa.BigInteger, nullable=False),
    sa.Column("confirmed_at", sa.BigInteger),
    sa.Column("confirmed_by", sa.BigInteger),
    sa.Column("cancelled_at", sa.BigInteger),
    sa.Column("ended_at", sa.BigInteger),
    sa.Index("ix_handover_state", "state"),
    sa.Index("ix_handover_giver_id", "giver_id"),
)

# One call of the platform. `attempt` guards what an answer may still change; `due_at`: when something is to be done.
handover_batch = sa.Table(
    "handover_batch",
    metadata,
    sa.Column("id", Id, primary_key=True),
    _handover(),
    sa.Column("thing", sa.Text, nullable=False),
    sa.Column("to_id", sa.BigInteger, nullable=False),
    sa.Column("to_ref", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("attempt", sa.Integer, nullable=False),
    sa.Column("due_at", sa.BigInteger, nullable=False),
    sa.Column("submitted_at", sa.BigInteger),
    sa.Column("looks", sa.Integer, nullable=False),
    sa.Column("fault", sa.Text, nullable=False),
    sa.Index("ix_handover_batch_due", "state", "due_at"),
    sa.Index("ix_handover_batch_handover_id", "handover_id"),
)

# Everything that was asked for, once. `ref_id`: an identity, or a group. `before_*`: what the platform said right
# before it was asked. `takes_at`: when the new member has it. `code`: the platform's, where it refused.
handover_item = sa.Table(
    "handover_item",
    metadata,
    _handover(),
    sa.Column("thing", sa.Text, nullable=False),
    sa.Column("ref_id", sa.BigInteger, nullable=False),
    sa.Column("to_id", sa.BigInteger),
    sa.Column("batch_id", sa.BigInteger),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("reason", sa.SmallInteger, nullable=False),
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("before_status", sa.Integer, nullable=False),
    sa.Column("before_at", sa.BigInteger, nullable=False),
    sa.Column("takes_at", sa.BigInteger),
    sa.Column("at", sa.BigInteger),
    sa.PrimaryKeyConstraint("handover_id", "thing", "ref_id"),
    sa.Index("ix_handover_item_batch_id", "batch_id"),
    sa.Index("ix_handover_item_ref", "thing", "ref_id", "state"),
)
