"""Sends: composed, accounted for, laid before staff, followed down to each recipient."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

Id = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    _sends()
    _recipients()
    _pictures()


def _sends() -> None:
    op.create_table(
        "send",
        sa.Column("id", Id, nullable=False),
        sa.Column("connection_id", sa.BigInteger, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("audience", sa.Text, nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.Column("made_by", sa.BigInteger),
        sa.Column("made_by_name", sa.Text, nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
        sa.Column("confirmed_by_name", sa.Text),
        sa.Column("confirmed_at", sa.BigInteger),
        sa.Column("deadline_at", sa.BigInteger),
        sa.Column("ended_at", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_send"),
    )
    op.create_index("ix_send_state", "send", ["state"])
    op.create_table(
        "send_part",
        sa.Column("id", Id, nullable=False),
        sa.Column("send_id", sa.BigInteger, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("staff_id", sa.BigInteger),
        sa.Column("sender", sa.Text, nullable=False),
        sa.Column("people", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("wish", sa.Text, nullable=False),
        sa.Column("ref", sa.Text, nullable=False),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("due_at", sa.BigInteger, nullable=False),
        sa.Column("submitted_at", sa.BigInteger),
        sa.Column("confirmed_at", sa.BigInteger),
        sa.Column("looked_at", sa.BigInteger),
        sa.Column("reminded", sa.Text, nullable=False),
        sa.Column("fault", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_send_part"),
        sa.UniqueConstraint("send_id", "number", name="uq_send_part_send_id_number"),
        sa.ForeignKeyConstraint(
            ["send_id"], ["send.id"], name="fk_send_part_send_id_send", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_send_part_ref", "send_part", ["ref"])
    op.create_index("ix_send_part_state_due_at", "send_part", ["state", "due_at"])


def _recipients() -> None:
    op.create_table(
        "send_recipient",
        sa.Column("send_id", sa.BigInteger, nullable=False),
        sa.Column("customer_id", sa.BigInteger, nullable=False),
        sa.Column("identity_id", sa.BigInteger),
        sa.Column("staff_id", sa.BigInteger),
        sa.Column("part_id", sa.BigInteger),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("reason", sa.SmallInteger, nullable=False),
        sa.Column("at", sa.BigInteger),
        sa.PrimaryKeyConstraint("send_id", "customer_id", name="pk_send_recipient"),
        sa.ForeignKeyConstraint(
            ["send_id"], ["send.id"], name="fk_send_recipient_send_id_send", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_send_recipient_identity_id", "send_recipient", ["identity_id"])
    op.create_index("ix_send_recipient_part_id", "send_recipient", ["part_id"])
    op.create_index("ix_send_recipient_state_at", "send_recipient", ["state", "at"])
    op.create_table(
        "send_member",
        sa.Column("send_id", sa.BigInteger, nullable=False),
        sa.Column("staff_id", sa.BigInteger, nullable=False),
        sa.Column("userid", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("reason", sa.SmallInteger, nullable=False),
        sa.Column("at", sa.BigInteger),
        sa.Column("likes", sa.Integer, nullable=False),
        sa.Column("comments", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("send_id", "staff_id", name="pk_send_member"),
        sa.ForeignKeyConstraint(
            ["send_id"], ["send.id"], name="fk_send_member_send_id_send", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "send_policy",
        sa.Column("connection_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("cap_rule", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("connection_id", name="pk_send_policy"),
    )


def _pictures() -> None:
    op.create_table(
        "send_picture",
        sa.Column("id", Id, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("made_by", sa.BigInteger),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_send_picture"),
        sa.UniqueConstraint("digest", name="uq_send_picture_digest"),
    )
    op.create_table(
        "send_upload",
        sa.Column("picture_id", sa.BigInteger, nullable=False),
        sa.Column("connection_id", sa.BigInteger, nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("handle", sa.Text, nullable=False),
        sa.Column("until", sa.BigInteger),
        sa.PrimaryKeyConstraint("picture_id", "connection_id", "purpose", name="pk_send_upload"),
        sa.ForeignKeyConstraint(
            ["picture_id"],
            ["send_picture.id"],
            name="fk_send_upload_picture_id_send_picture",
            ondelete="CASCADE",
        ),
    )
