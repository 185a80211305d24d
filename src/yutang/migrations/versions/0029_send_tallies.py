"""Sums of a send's recipients, kept beside them."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"

_KEPT = """
insert into send_tally (send_id, part_id, staff_id, state, reason, people)
select send_id, coalesce(part_id, 0), coalesce(staff_id, 0), state, reason, count(*)
from send_recipient group by 1, 2, 3, 4, 5
"""


def upgrade() -> None:
    op.create_table(
        "send_tally",
        *(sa.Column(name, sa.BigInteger, nullable=False) for name in ("send_id", "part_id", "staff_id")),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("reason", sa.SmallInteger, nullable=False),
        sa.Column("people", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("send_id", "part_id", "staff_id", "state", "reason", name="pk_send_tally"),
        sa.ForeignKeyConstraint(
            ["send_id"], ["send.id"], name="fk_send_tally_send_id_send", ondelete="CASCADE"
        ),
    )
    op.execute(_KEPT)
