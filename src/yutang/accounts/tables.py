"""State's tables of users, sessions, API tokens, the audit log, preferences and kept answers. Only this package
writes them. Whoever reads them finds no password, no cookie, no token: digests only.
"""

import sqlalchemy as sa

from yutang.kit.db import Id, metadata

# `wrong`…`locked_at`: the lock-out of limits.Guard. Users are disabled, never deleted: the audit log names them.
user_account = sa.Table(
    "user_account",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("login", sa.Text, nullable=False, unique=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("staff_id", sa.BigInteger),
    sa.Column("disabled", sa.Boolean, nullable=False),
    sa.Column("password", sa.Text, nullable=False),
    sa.Column("must_change", sa.Boolean, nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("signed_in_at", sa.BigInteger),
    sa.Column("wrong", sa.Integer, nullable=False),
    sa.Column("wrong_since", sa.BigInteger, nullable=False),
    sa.Column("locks", sa.Integer, nullable=False),
    sa.Column("locked_at", sa.BigInteger),
    sa.Column("unit_id", sa.BigInteger),
)

# `digest`: SHA-256 of the cookie. `seen_at` is written at most once a minute. `connection_id`: whose word it rests on;
# null: a password.
session = sa.Table(
    "session",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("digest", sa.Text, nullable=False, unique=True),
    sa.Column("user_id", sa.BigInteger, sa.ForeignKey(user_account.c.id), nullable=False, index=True),
    sa.Column("csrf", sa.Text, nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("seen_at", sa.BigInteger, nullable=False),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("connection_id", sa.BigInteger),
)

# `scopes`: permissions, space between. `hint`: its last characters, to tell tokens apart in a list.
api_token = sa.Table(
    "api_token",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("digest", sa.Text, nullable=False, unique=True),
    sa.Column("user_id", sa.BigInteger, sa.ForeignKey(user_account.c.id), nullable=False, index=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("scopes", sa.Text, nullable=False),
    sa.Column("hint", sa.Text, nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("expires_at", sa.BigInteger),
    sa.Column("used_at", sa.BigInteger),
    sa.Column("revoked_at", sa.BigInteger),
)

# Written in the transaction of the act, never changed. `user_id` null: nobody was signed in, or the system acts.
audit_log = sa.Table(
    "audit_log",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("happened_at", sa.BigInteger, nullable=False),
    sa.Column("user_id", sa.BigInteger),
    sa.Column("user_name", sa.Text, nullable=False),
    sa.Column("token_id", sa.BigInteger),
    sa.Column("act", sa.Text, nullable=False),
    sa.Column("subject_kind", sa.Text, nullable=False),
    sa.Column("subject_id", sa.Text, nullable=False),
    sa.Column("before", sa.Text),
    sa.Column("after", sa.Text),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("address", sa.Text, nullable=False),
    sa.Index("ix_audit_log_act", "act", "id"),
    sa.Index("ix_audit_log_user", "user_id", "id"),
    sa.Index("ix_audit_log_subject", "subject_kind", "subject_id", "id"),
)

preference = sa.Table(
    "preference",
    metadata,
    sa.Column(
        "user_id", sa.BigInteger, sa.ForeignKey(user_account.c.id), primary_key=True, autoincrement=False
    ),
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
    sa.Column("changed_at", sa.BigInteger, nullable=False),
)

# `digest`: SHA-256 of the caller and their Idempotency-Key; `sealed`: the answer, encrypted with that key.
kept_answer = sa.Table(
    "kept_answer",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("digest", sa.Text, nullable=False, unique=True),
    sa.Column("sealed", sa.Text, nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False, index=True),
)
