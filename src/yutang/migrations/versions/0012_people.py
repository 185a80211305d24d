"""Which identities are one customer follows from facts and is held by analytics alone; State keeps identities."""

from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    with op.batch_alter_table("identity") as batch:
        batch.drop_index("ix_identity_customer_id")
        batch.drop_constraint("fk_identity_customer_id", type_="foreignkey")
        batch.drop_column("customer_id")
    op.drop_table("customer")
