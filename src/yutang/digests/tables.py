"""State's tables of summaries and webhooks. Only this package writes them."""

import sqlalchemy as sa

from yutang.kit.db import Id, metadata

# `blob`: the summary as compressed JSON. Made again for the same day, it takes the place of the former.
digest = sa.Table(
    "digest",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("period", sa.Text, nullable=False),
    sa.Column("as_of", sa.Text, nullable=False),
    sa.Column("since", sa.Text),
    sa.Column("made_at", sa.BigInteger, nullable=False),
    sa.Column("sentence", sa.Text, nullable=False),
    sa.Column("changes", sa.Integer, nullable=False),
    sa.Column("blob", sa.LargeBinary, nullable=False),
    sa.UniqueConstraint("period", "as_of"),
)

# `secret` is encrypted (kit.secrets), and holds the address too: who reads the database can neither sign in our name
# nor post where a key in the address is all that is asked for. `url`: what of it may be shown.
webhook = sa.Table(
    "webhook",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("periods", sa.Text, nullable=False),
    sa.Column("lang", sa.Text, nullable=False),
    sa.Column("secret", sa.Text, nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("created_by", sa.BigInteger, nullable=False),
)

# One row = one message to one receiver, with the very bytes that every attempt sends. `key`: what the receiver
# can drop doubles by. A digest made anew is another message (its `made_at` is part of `unique_key`).
webhook_delivery = sa.Table(
    "webhook_delivery",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column(
        "webhook_id",
        sa.BigInteger,
        sa.ForeignKey(webhook.c.id, ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.Column("event", sa.Text, nullable=False),
    sa.Column("digest_id", sa.BigInteger),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("status", sa.Integer),
    sa.Column("error", sa.Text),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("next_at", sa.BigInteger),
    sa.Column("ended_at", sa.BigInteger),
    sa.Index("ix_webhook_delivery_next_at", "next_at"),
)
