"""Tags that are kept on WeCom too: which groups, which tag there is which of ours, who bears them, the last push."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"


def _text(name: str, *, null: bool = False) -> Any:
    return sa.Column(name, sa.Text, nullable=null)


def _big(name: str, *, null: bool = False) -> Any:
    return sa.Column(name, sa.BigInteger, nullable=null)


def _owned(table: str, *columns: Any, key: tuple[str, ...]) -> None:
    """A table of rows that go with their connection."""
    op.create_table(
        table,
        *columns,
        sa.ForeignKeyConstraint(
            ["connection_id"], ["connection.id"], name=f"fk_{table}_connection_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint(*key, name=f"pk_{table}"),
    )


def upgrade() -> None:
    _owned(
        "wecom_kept_tag", _big("connection_id"), _big("key"), _text("tag_id"), _big("asked_at", null=True),
        sa.Column("filled", sa.Boolean, nullable=False), _text("fault"), key=("connection_id", "key"),
    )  # fmt: skip
    names = ("tag_id", "userid", "external_userid")
    _owned(
        "wecom_mark", _big("connection_id"), *map(_text, (*names, "how")), _big("at"), _text("fault"),
        key=("connection_id", *names),
    )  # fmt: skip
    op.create_index("ix_wecom_mark_person", "wecom_mark", ["connection_id", "external_userid"])
    _owned(
        "wecom_tag_push", _big("connection_id"), _big("started_at"), _big("finished_at", null=True),
        _text("counts"), _text("trouble", null=True), key=("connection_id",),
    )  # fmt: skip
    _owned(
        "kept_group", _big("group_id"), _big("connection_id"), _big("since"),
        sa.ForeignKeyConstraint(["group_id"], ["tag_group.id"], name="fk_kept_group_group_id"),
        key=("group_id", "connection_id"),
    )  # fmt: skip
