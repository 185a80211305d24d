"""Who was erased, as keyed hashes: a platform that tells on of them brings nobody back."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    op.create_table(
        "erased_account",
        sa.Column("mark", sa.Text, nullable=False),
        sa.Column("erased_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("mark", name="pk_erased_account"),
    )
