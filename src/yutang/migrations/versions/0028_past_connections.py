"""Numbers of removed connections, so that what hangs on one goes on when it is added again, and never at another's."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
_REMOVED = """
select happened_at, subject_id, "before" from audit_log
where act = 'connection_removed' and "before" is not null order by id
"""


def upgrade() -> None:
    past = op.create_table(
        "past_connection",
        sa.Column("id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("account", sa.Text, nullable=False),
        sa.Column("agent", sa.Text, nullable=False),
        sa.Column("removed_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_past_connection"),
    )
    if rows := _removed(op.get_bind()):
        op.bulk_insert(past, rows)


def _removed(conn: sa.Connection) -> list[dict[str, Any]]:
    """What the log tells of those that were removed before; a number that was given again is the new one's."""
    here = set(conn.execute(sa.text("select id from connection")).scalars())
    found: dict[int, dict[str, Any]] = {}
    for at, subject, before in conn.execute(sa.text(_REMOVED)):
        told = json.loads(before) if isinstance(before, str) else before
        if (id_ := int(subject)) not in here:
            names = {name: told.get(name) or "" for name in ("channel", "account", "agent")}
            found[id_] = {"id": id_, "removed_at": at} | names
    return list(found.values())
