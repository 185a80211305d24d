"""Connected channel accounts, what they pushed, how far they were read, and what of WeCom must be remembered by id."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

Id = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def _text(name: str, *, null: bool = False) -> Any:
    return sa.Column(name, sa.Text, nullable=null)


def _big(name: str, *, null: bool = False) -> Any:
    return sa.Column(name, sa.BigInteger, nullable=null)


def _owned(table: str, *columns: Any, key: tuple[str, ...]) -> None:
    """A table of rows that go with their connection."""
    op.create_table(
        table,
        *([sa.Column("id", Id, nullable=False)] if key == ("id",) else []),
        _big("connection_id"),
        *columns,
        sa.ForeignKeyConstraint(
            ["connection_id"], ["connection.id"], name=f"fk_{table}_connection_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint(*key, name=f"pk_{table}"),
    )


def upgrade() -> None:
    op.create_table(
        "connection",
        sa.Column("id", Id, nullable=False),
        *map(_text, ("channel", "name", "account", "agent", "settings", "state", "path")),
        _text("trouble", null=True),
        _big("trouble_at", null=True),
        _big("created_at"),
        _big("created_by", null=True),
        _big("checked_at", null=True),
        _big("observed_at"),
        sa.PrimaryKeyConstraint("id", name="pk_connection"),
        sa.UniqueConstraint("channel", "account", "agent", name="uq_connection_channel_account_agent"),
        sa.UniqueConstraint("path", name="uq_connection_path"),
    )
    _inbound()
    _synced()
    _wecom()


def _inbound() -> None:
    _owned(
        "inbound_event",
        *map(_text, ("key", "kind", "subject", "staff")),
        _big("received_at"),
        _big("happened_at"),
        sa.Column("body", sa.LargeBinary, nullable=False),
        _text("state"),
        sa.Column("attempts", sa.Integer, nullable=False),
        _big("due_at"),
        _big("done_at", null=True),
        _text("fault"),
        sa.UniqueConstraint("connection_id", "key", name="uq_inbound_event_connection_id_key"),
        key=("id",),
    )
    op.create_index("ix_inbound_event_due", "inbound_event", ["state", "due_at"])
    op.create_index("ix_inbound_event_received", "inbound_event", ["connection_id", "received_at"])
    _owned(
        "inbound_refusal", _text("reason"), _big("count"), _big("last_at"), key=("connection_id", "reason")
    )


def _synced() -> None:
    _owned(
        "sync_state",
        _text("kind"),
        _big("run"),
        _text("cursor", null=True),
        _text("counts"),
        _big("started_at", null=True),
        _big("finished_at", null=True),
        _text("trouble", null=True),
        key=("connection_id", "kind"),
    )
    _owned(
        "sync_page",
        _text("kind"),
        _text("part"),
        sa.Column("body", sa.LargeBinary, nullable=False),
        key=("id",),
    )
    op.create_index("ix_sync_page_kind", "sync_page", ["connection_id", "kind"])


def _wecom() -> None:
    _owned("wecom_staff", _text("userid"), _big("seen_at"), _big("gone_at", null=True),
           key=("connection_id", "userid"))  # fmt: skip
    _owned(
        "wecom_tag",
        *map(_text, ("tag_id", "group_id", "group_name", "name")),
        sa.Column("ours", sa.Boolean, nullable=False),
        _big("gone_at", null=True),
        key=("connection_id", "tag_id"),
    )
    _owned(
        "wecom_group",
        *map(_text, ("chat_id", "owner", "version")),
        sa.Column("status", sa.Integer, nullable=False),
        _big("fetched_at"),
        _big("gone_at", null=True),
        key=("connection_id", "chat_id"),
    )
    _owned(
        "wecom_unassigned",
        *map(_text, ("userid", "external_userid")),
        _big("left_at"),
        key=("connection_id", "userid", "external_userid"),
    )
    counts = ("chats", "chats_with_messages", "members", "members_with_messages", "messages")
    _owned(
        "wecom_statistic",
        _text("owner"),
        sa.Column("day", sa.Integer, nullable=False),
        *map(_big, counts),
        key=("connection_id", "owner", "day"),
    )
