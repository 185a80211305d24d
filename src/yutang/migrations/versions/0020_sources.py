"""Sources: campaigns, live codes, who stands behind them, who came by them, pictures of welcomes."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

Id = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def _big(name: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=null)


def _text(name: str, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=null)


def _whole(name: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=null)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean, nullable=False)


def _of(table: str, column: str, owner: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{owner}.id"], name=f"fk_{table}_{column}", ondelete="CASCADE")


def upgrade() -> None:
    op.create_table(
        "source",
        sa.Column("id", Id, nullable=False),
        *map(_text, ("name", "place", "hours", "welcome")),
        _big("created_at"),
        *(_big(name, null=True) for name in ("begins_at", "ends_at", "created_by", "ended_at")),
        sa.PrimaryKeyConstraint("id", name="pk_source"),
    )
    _codes()
    _scans()
    _pictures()


def _codes() -> None:
    op.create_table(
        "live_code",
        sa.Column("id", Id, nullable=False),
        *map(_big, ("source_id", "connection_id", "due_at", "created_at")),
        *map(_text, ("kind", "name", "key", "state", "config_id", "url", "mode", "behind", "base_name")),
        *(_text(name, null=True) for name in ("welcome", "why", "trouble", "alarm")),
        *map(_whole, ("wanted", "told", "full_at", "attempts")),
        *map(_flag, ("verify", "opens_more")),
        *(_big(name, null=True) for name in ("alarm_at", "asked_at", "created_by", "ended_at")),
        sa.PrimaryKeyConstraint("id", name="pk_live_code"),
        sa.UniqueConstraint("key", name="uq_live_code_key"),
        _of("live_code", "source_id", "source"),
    )
    op.create_index("ix_live_code_source_id", "live_code", ["source_id"])
    op.create_index("ix_live_code_state", "live_code", ["state"])
    op.create_table(
        "code_seat",
        _big("code_id"),
        _text("who"),
        _whole("place"),
        _whole("cap", null=True),
        _text("hours"),
        _flag("backup"),
        sa.PrimaryKeyConstraint("code_id", "who", name="pk_code_seat"),
        _of("code_seat", "code_id", "live_code"),
    )


def _scans() -> None:
    op.create_table(
        "code_scan",
        sa.Column("id", Id, nullable=False),
        *map(_big, ("code_id", "happened_at", "received_at")),
        *map(_text, ("staff", "person", "greeted", "fault")),
        *map(_flag, ("half", "off_hours")),
        _big("sent_at", null=True),
        sa.PrimaryKeyConstraint("id", name="pk_code_scan"),
        sa.UniqueConstraint(
            "code_id", "staff", "person", "happened_at", name="uq_code_scan_code_id_staff_person_happened_at"
        ),
        _of("code_scan", "code_id", "live_code"),
    )
    op.create_index("ix_code_scan_happened", "code_scan", ["code_id", "happened_at"])
    op.create_index("ix_code_scan_person", "code_scan", ["person", "staff"])


def _pictures() -> None:
    op.create_table(
        "source_picture",
        sa.Column("id", Id, nullable=False),
        *map(_text, ("digest", "name")),
        sa.Column("content", sa.LargeBinary, nullable=False),
        _big("made_at"),
        sa.PrimaryKeyConstraint("id", name="pk_source_picture"),
        sa.UniqueConstraint("digest", name="uq_source_picture_digest"),
    )
    op.create_table(
        "source_upload",
        *map(_big, ("picture_id", "connection_id")),
        _text("handle"),
        _big("until", null=True),
        sa.PrimaryKeyConstraint("picture_id", "connection_id", name="pk_source_upload"),
        _of("source_upload", "picture_id", "source_picture"),
    )
