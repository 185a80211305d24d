"""State's table of session archives. Only this package writes it."""

import sqlalchemy as sa

from yutang.kit.db import metadata

# One row a connection, from the first look on. `source`: whose cursor it is, "" where there is none to pull from.
# `cursor` moves in the transaction that keeps what was pulled. `due_at`: when it is looked at again. The figures behind
# `checked_at` are the platform's (seats, groups with a seat in them, their customers, those who refused).
wecom_archive = sa.Table(
    "wecom_archive",
    metadata,
    sa.Column(
        "connection_id", sa.BigInteger, sa.ForeignKey("connection.id", ondelete="CASCADE"), primary_key=True
    ),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("cursor", sa.Text, nullable=False),
    sa.Column("records", sa.BigInteger, nullable=False),
    sa.Column("unreadable", sa.BigInteger, nullable=False),
    sa.Column("last_at", sa.BigInteger),
    sa.Column("pulled_at", sa.BigInteger),
    sa.Column("due_at", sa.BigInteger, nullable=False),
    sa.Column("trouble", sa.Text),
    sa.Column("trouble_at", sa.BigInteger),
    sa.Column("seats", sa.Integer),
    sa.Column("groups", sa.Integer),
    sa.Column("covered", sa.Integer),
    sa.Column("people", sa.Integer),
    sa.Column("refused", sa.Integer),
    sa.Column("checked_at", sa.BigInteger),
)
