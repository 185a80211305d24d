"""State's table of what runs by the clock. Only this package writes it."""

import sqlalchemy as sa

from yutang.kit.db import metadata

# When each thing that runs by the clock was last asked for: the instant of its slot, not of its run.
clock_slot = sa.Table(
    "clock_slot",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("slot_at", sa.BigInteger, nullable=False),
)
