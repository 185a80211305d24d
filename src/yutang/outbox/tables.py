"""State's tables of sends. Only this package writes them."""

import sqlalchemy as sa

from yutang.kit.db import Id, metadata


def _send() -> sa.Column[int]:
    return sa.Column("send_id", sa.BigInteger, sa.ForeignKey("send.id", ondelete="CASCADE"), nullable=False)


# `audience`, `message`: JSON (drafting.model). `connection_id` has no foreign key: what was sent stays known when a
# connection is removed. `turn` counts up with each change of the content: who confirms has seen the newest.
send = sa.Table(
    "send",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("connection_id", sa.BigInteger, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("purpose", sa.Text, nullable=False),
    sa.Column("audience", sa.Text, nullable=False),
    sa.Column("message", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("turn", sa.Integer, nullable=False),
    sa.Column("made_by", sa.BigInteger),
    sa.Column("made_by_name", sa.Text, nullable=False),
    sa.Column("made_at", sa.BigInteger, nullable=False),
    sa.Column("changed_at", sa.BigInteger, nullable=False),
    sa.Column("confirmed_by_name", sa.Text),
    sa.Column("confirmed_at", sa.BigInteger),
    sa.Column("deadline_at", sa.BigInteger),
    sa.Column("ended_at", sa.BigInteger),
    sa.Index("ix_send_state", "state"),
)

# One call of the channel. `ref`: what to poll with; kept before the call, as a trace, until the answer is there.
# `due_at`: when something is to be done with it. `attempt` guards what an answer may still change. `reminded`: JSON,
# instants. `fault`: the channel's code of what went wrong last.
send_part = sa.Table(
    "send_part",
    metadata,
    sa.Column("id", Id, primary_key=True),
    _send(),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("staff_id", sa.BigInteger),
    sa.Column("sender", sa.Text, nullable=False),
    sa.Column("people", sa.Integer, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("wish", sa.Text, nullable=False),
    sa.Column("ref", sa.Text, nullable=False),
    sa.Column("attempt", sa.Integer, nullable=False),
    sa.Column("due_at", sa.BigInteger, nullable=False),
    sa.Column("submitted_at", sa.BigInteger),
    sa.Column("confirmed_at", sa.BigInteger),
    sa.Column("looked_at", sa.BigInteger),
    sa.Column("reminded", sa.Text, nullable=False),
    sa.Column("fault", sa.Text, nullable=False),
    sa.UniqueConstraint("send_id", "number"),
    sa.Index("ix_send_part_state_due_at", "state", "due_at"),
    sa.Index("ix_send_part_ref", "ref"),
)

# Everybody of the audience, once. `identity_id`: the account that is spoken to, of one left out any account, null of
# who is gone. The open and the sent ones are the ledger of caps.
send_recipient = sa.Table(
    "send_recipient",
    metadata,
    _send(),
    sa.Column("customer_id", sa.BigInteger, nullable=False),
    sa.Column("identity_id", sa.BigInteger),
    sa.Column("staff_id", sa.BigInteger),
    sa.Column("part_id", sa.BigInteger),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("reason", sa.SmallInteger, nullable=False),
    sa.Column("at", sa.BigInteger),
    sa.PrimaryKeyConstraint("send_id", "customer_id"),
    sa.Index("ix_send_recipient_part_id", "part_id"),
    sa.Index("ix_send_recipient_state_at", "state", "at"),
    sa.Index("ix_send_recipient_identity_id", "identity_id"),
)

# How many of them are how, counted in the transaction that changes them. `part_id`, `staff_id` 0: none.
send_tally = sa.Table(
    "send_tally",
    metadata,
    _send(),
    sa.Column("part_id", sa.BigInteger, nullable=False),
    sa.Column("staff_id", sa.BigInteger, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("reason", sa.SmallInteger, nullable=False),
    sa.Column("people", sa.BigInteger, nullable=False),
    sa.PrimaryKeyConstraint("send_id", "part_id", "staff_id", "state", "reason"),
)

# Of a Moment: who is to publish it, and what their customers said to it.
send_member = sa.Table(
    "send_member",
    metadata,
    _send(),
    sa.Column("staff_id", sa.BigInteger, nullable=False),
    sa.Column("userid", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("reason", sa.SmallInteger, nullable=False),
    sa.Column("at", sa.BigInteger),
    sa.Column("likes", sa.Integer, nullable=False),
    sa.Column("comments", sa.Integer, nullable=False),
    sa.PrimaryKeyConstraint("send_id", "staff_id"),
)

# A Moment that somebody has published: when its likes and comments are read next, and until when. `ref`: the channel's.
send_feed = sa.Table(
    "send_feed",
    metadata,
    sa.Column(
        "send_id",
        sa.BigInteger,
        sa.ForeignKey("send.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    sa.Column("ref", sa.Text, nullable=False),
    sa.Column("due_at", sa.BigInteger, nullable=False),
    sa.Column("until", sa.BigInteger, nullable=False),
    sa.Column("read_at", sa.BigInteger),
    sa.Column("fault", sa.Text, nullable=False),
    sa.Index("ix_send_feed_due_at", "due_at"),
)

# A customer's like or comment on what a member published, each a fact once. `mark`: of a like 0, there is one of each
# customer; of a comment its instant, and one more for each other of the same second. `gone_at`: taken back since.
send_reaction = sa.Table(
    "send_reaction",
    metadata,
    _send(),
    sa.Column("staff_id", sa.BigInteger, nullable=False),
    sa.Column("identity_id", sa.BigInteger, nullable=False),
    sa.Column("what", sa.Text, nullable=False),
    sa.Column("mark", sa.BigInteger, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("gone_at", sa.BigInteger),
    sa.PrimaryKeyConstraint("send_id", "staff_id", "identity_id", "what", "mark"),
    sa.Index("ix_send_reaction_send_id_at", "send_id", "at"),
    sa.Index("ix_send_reaction_identity_id", "identity_id"),
)

# How many messages a customer may get, of a connection; without a row the first rule holds.
send_policy = sa.Table(
    "send_policy",
    metadata,
    sa.Column("connection_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("cap_rule", sa.Text, nullable=False),
)

# Pictures of messages. `digest`: of the content; the same picture is kept once.
send_picture = sa.Table(
    "send_picture",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("digest", sa.Text, nullable=False, unique=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Column("made_by", sa.BigInteger),
    sa.Column("made_at", sa.BigInteger, nullable=False),
)

# A picture as a channel knows it, for as long as it keeps it.
send_upload = sa.Table(
    "send_upload",
    metadata,
    sa.Column(
        "picture_id", sa.BigInteger, sa.ForeignKey("send_picture.id", ondelete="CASCADE"), nullable=False
    ),
    sa.Column("connection_id", sa.BigInteger, nullable=False),
    sa.Column("purpose", sa.Text, nullable=False),
    sa.Column("handle", sa.Text, nullable=False),
    sa.Column("until", sa.BigInteger),
    sa.PrimaryKeyConstraint("picture_id", "connection_id", "purpose"),
)
