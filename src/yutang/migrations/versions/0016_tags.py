"""Tags with their groups, other names and rules."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

Id = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "tag_group",
        sa.Column("id", Id, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("exclusive", sa.Boolean, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("archived_at", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_tag_group"),
    )
    op.create_table(
        "tag",
        sa.Column("id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("group_id", sa.BigInteger, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("until_days", sa.Integer),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("archived_at", sa.BigInteger),
        sa.Column("merged_into", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_tag"),
        sa.ForeignKeyConstraint(["group_id"], ["tag_group.id"], name="fk_tag_group_id_tag_group"),
    )
    op.create_index("ix_tag_group_id", "tag", ["group_id"])
    op.create_table(
        "tag_alias",
        sa.Column("mark", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("tag_id", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("mark", name="pk_tag_alias"),
    )
    op.create_table(
        "tag_rule",
        sa.Column("tag_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("says", sa.Text, nullable=False),
        sa.Column("confidence", sa.Integer, nullable=False),
        sa.Column("until_days", sa.Integer),
        sa.Column("switched_on", sa.Boolean, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("seen", sa.BigInteger, nullable=False),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
        sa.Column("ran_at", sa.BigInteger),
        sa.Column("error", sa.Text),
        sa.PrimaryKeyConstraint("tag_id", name="pk_tag_rule"),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name="fk_tag_rule_tag_id_tag"),
    )
