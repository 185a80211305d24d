"""State's tables of tags: groups, tags, and the rules behind them. Who bears a tag follows from facts (analytics)."""

import sqlalchemy as sa

from yutang.kit.db import Id, metadata

# `exclusive`: a customer bears one tag of the group at most; rules keep to it.
tag_group = sa.Table(
    "tag_group",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("exclusive", sa.Boolean, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("archived_at", sa.BigInteger),
)

# `id` is the mark of `code`, the first "group/name": both stay when the tag gets another name or group. Facts carry
# the id, rules the code. Its later names are marks of their own: customers.tables.tag_alias.
tag = sa.Table(
    "tag",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("group_id", sa.BigInteger, sa.ForeignKey(tag_group.c.id), nullable=False, index=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("until_days", sa.Integer),
    sa.Column("description", sa.Text, nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("archived_at", sa.BigInteger),
    sa.Column("merged_into", sa.BigInteger),
)

# At most one rule drives a tag, so that what it put on is told from what others did. `kind`: "rule" (a condition of
# the rule language) or "words" (of what people write); `says`: its JSON (segments.tags.model). `switched_on`: whether
# it runs. `seen`: of a words rule, the last fact that was looked at; 0: begin with the window. `error`: JSON
# {code, params} of a run that could not be.
tag_rule = sa.Table(
    "tag_rule",
    metadata,
    sa.Column("tag_id", sa.BigInteger, sa.ForeignKey(tag.c.id), primary_key=True, autoincrement=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("says", sa.Text, nullable=False),
    sa.Column("confidence", sa.Integer, nullable=False),
    sa.Column("until_days", sa.Integer),
    sa.Column("switched_on", sa.Boolean, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("seen", sa.BigInteger, nullable=False),
    sa.Column("changed_at", sa.BigInteger, nullable=False),
    sa.Column("ran_at", sa.BigInteger),
    sa.Column("error", sa.Text),
)

# Groups whose tags are kept on a connected platform too. No row: they are not.
kept_group = sa.Table(
    "kept_group",
    metadata,
    sa.Column("group_id", sa.BigInteger, sa.ForeignKey(tag_group.c.id), nullable=False),
    sa.Column(
        "connection_id", sa.BigInteger, sa.ForeignKey("connection.id", ondelete="CASCADE"), nullable=False
    ),
    sa.Column("since", sa.BigInteger, nullable=False),
    sa.PrimaryKeyConstraint("group_id", "connection_id"),
)
