"""Hand-overs: whose customers and groups go to whom, the calls of the platform, what came of each."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"

Id = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def _big(name: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=null)


def _text(name: str, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=null)


def _whole(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False)


def _of(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_handover_id"
    return sa.ForeignKeyConstraint(["handover_id"], ["handover.id"], name=name, ondelete="CASCADE")


def upgrade() -> None:
    op.create_table(
        "handover",
        sa.Column("id", Id, nullable=False),
        *map(_big, ("connection_id", "giver_id")),
        _text("giver_ref"),
        sa.Column("giver_left", sa.Boolean, nullable=False),
        _text("receivers"),
        *(_text(name, null=True) for name in ("customers", "groups")),
        *map(_text, ("message", "state", "digest")),
        _big("made_by", null=True),
        _text("made_by_name"),
        _big("made_at"),
        *(_big(name, null=True) for name in ("confirmed_at", "confirmed_by", "cancelled_at", "ended_at")),
        sa.PrimaryKeyConstraint("id", name="pk_handover"),
    )
    op.create_index("ix_handover_state", "handover", ["state"])
    op.create_index("ix_handover_giver_id", "handover", ["giver_id"])
    op.create_table(
        "handover_batch",
        sa.Column("id", Id, nullable=False),
        _big("handover_id"),
        _text("thing"),
        _big("to_id"),
        *map(_text, ("to_ref", "state")),
        _whole("attempt"),
        _big("due_at"),
        _big("submitted_at", null=True),
        _whole("looks"),
        _text("fault"),
        sa.PrimaryKeyConstraint("id", name="pk_handover_batch"),
        _of("handover_batch"),
    )
    op.create_index("ix_handover_batch_due", "handover_batch", ["state", "due_at"])
    op.create_index("ix_handover_batch_handover_id", "handover_batch", ["handover_id"])
    _items()


def _items() -> None:
    op.create_table(
        "handover_item",
        _big("handover_id"),
        _text("thing"),
        _big("ref_id"),
        *(_big(name, null=True) for name in ("to_id", "batch_id")),
        _text("state"),
        sa.Column("reason", sa.SmallInteger, nullable=False),
        _text("code"),
        _whole("before_status"),
        _big("before_at"),
        *(_big(name, null=True) for name in ("takes_at", "at")),
        sa.PrimaryKeyConstraint("handover_id", "thing", "ref_id", name="pk_handover_item"),
        _of("handover_item"),
    )
    op.create_index("ix_handover_item_batch_id", "handover_item", ["batch_id"])
    op.create_index("ix_handover_item_ref", "handover_item", ["thing", "ref_id", "state"])
