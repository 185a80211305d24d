"""Phones and e-mails, sealed, and the keys they are sealed with."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

Id = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "contact_key",
        sa.Column("number", sa.SmallInteger, autoincrement=False, nullable=False),
        sa.Column("sealed", sa.Text, nullable=False),
        sa.Column("settled", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_contact_key"),
    )
    op.create_table(
        "contact",
        sa.Column("identity_id", Id, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("last_four", sa.Text),
        sa.Column("shown", sa.Text),
        sa.Column("sealed", sa.Text, nullable=False),
        sa.Column("key_number", sa.SmallInteger, nullable=False),
        sa.PrimaryKeyConstraint("identity_id", name="pk_contact"),
        sa.ForeignKeyConstraint(
            ["key_number"],
            ["contact_key.number"],
            name="fk_contact_key_number_contact_key",
            ondelete="RESTRICT",
        ),
    )
    op.create_index("ix_contact_last_four_shown", "contact", ["last_four", "shown"])
