"""State's tables of tags that are kept on WeCom too. Only this package writes them."""

import sqlalchemy as sa

from yutang.kit.db import metadata


def _connection() -> sa.ForeignKey:
    """Whose it is: it goes with the connection."""
    return sa.ForeignKey("connection.id", ondelete="CASCADE")


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


# Our tags that are kept over there too. `key`: the tag's id with us. `tag_id`: the platform's, "" until it is known.
# `asked_at`: since when it was being made; a tag of that name found afterwards is the one. `filled`: of a tag that is
# not this application's own, whether it was noted who bore it before. `fault`: why it can't be.
wecom_kept_tag = sa.Table(
    "wecom_kept_tag",
    metadata,
    sa.Column("connection_id", sa.BigInteger, _connection(), nullable=False),
    sa.Column("key", sa.BigInteger, nullable=False),
    _key("tag_id"),
    sa.Column("asked_at", sa.BigInteger),
    sa.Column("filled", sa.Boolean, nullable=False),
    _key("fault"),
    sa.PrimaryKeyConstraint("connection_id", "key"),
)

# Who bears those tags over there, as far as we know. `how`: connections.wecom.tagging.model.How. `at`: since when that
# is known; what was read before says nothing of it. `fault`: why it couldn't be changed.
wecom_mark = sa.Table(
    "wecom_mark",
    metadata,
    sa.Column("connection_id", sa.BigInteger, _connection(), nullable=False),
    _key("tag_id"),
    _key("userid"),
    _key("external_userid"),
    _key("how"),
    sa.Column("at", sa.BigInteger, nullable=False),
    _key("fault"),
    sa.PrimaryKeyConstraint("connection_id", "tag_id", "userid", "external_userid"),
    sa.Index("ix_wecom_mark_person", "connection_id", "external_userid"),
)

# The last time that kept tags were brought level over there. `finished_at` None: it was cut off, or could not be.
wecom_tag_push = sa.Table(
    "wecom_tag_push",
    metadata,
    sa.Column("connection_id", sa.BigInteger, _connection(), nullable=False),
    sa.Column("started_at", sa.BigInteger, nullable=False),
    sa.Column("finished_at", sa.BigInteger),
    sa.Column("counts", sa.Text, nullable=False),
    sa.Column("trouble", sa.Text),
    sa.PrimaryKeyConstraint("connection_id"),
)
