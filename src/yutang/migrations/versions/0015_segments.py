"""Saved segments: rules and lists with a name, their versions, and who is in."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

Id = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "segment",
        sa.Column("id", Id, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("rule", sa.Text),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("refresh", sa.Text, nullable=False),
        sa.Column("origin", sa.Text),
        sa.Column("created_by", sa.BigInteger),
        sa.Column("created_by_name", sa.Text, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
        sa.Column("archived_at", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_segment"),
    )
    op.create_table(
        "segment_version",
        sa.Column("segment_id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("version", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("rule", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("made_by", sa.BigInteger),
        sa.Column("made_by_name", sa.Text, nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("segment_id", "version", name="pk_segment_version"),
        sa.ForeignKeyConstraint(
            ["segment_id"], ["segment.id"], name="fk_segment_version_segment_id", ondelete="CASCADE"
        ),
    )
    _states()


def _states() -> None:
    op.create_table(
        "segment_state",
        sa.Column("segment_id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("rule_digest", sa.Text, nullable=False),
        sa.Column("watermark", sa.BigInteger, nullable=False),
        sa.Column("undone", sa.Integer, nullable=False),
        sa.Column("asked_at", sa.BigInteger, nullable=False),
        sa.Column("members", sa.Integer, nullable=False),
        sa.Column("checksum", sa.BigInteger, nullable=False),
        sa.Column("ids", sa.LargeBinary, nullable=False),
        sa.Column("swept_at", sa.BigInteger, nullable=False),
        sa.Column("millis", sa.Integer, nullable=False),
        sa.Column("entered", sa.Integer, nullable=False),
        sa.Column("left", sa.Integer, nullable=False),
        sa.Column("moved_at", sa.BigInteger),
        sa.Column("error", sa.Text),
        sa.PrimaryKeyConstraint("segment_id", name="pk_segment_state"),
        sa.ForeignKeyConstraint(
            ["segment_id"], ["segment.id"], name="fk_segment_state_segment_id", ondelete="CASCADE"
        ),
    )
