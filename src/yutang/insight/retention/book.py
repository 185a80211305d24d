# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""The stays of everybody under one definition: made in one pass, kept as columns, asked as often as one likes."""

import datetime as dt
from typing import Any

import duckdb
import msgspec
import pyarrow as pa

from yutang.engine.steps import run
from yutang.insight.retention import lives, stays
from yutang.insight.retention.model import GRACE_DAYS, FollowBasis, RetentionDefinition
from yutang.kit.clock import zone

ONE_DAY = dt.timedelta(days=1)


class Book(msgspec.Struct, frozen=True, kw_only=True):
    """`stay`, `run`: the tables of `stays`. `seat`: (group_id, customer_id, d0, d1), who was in which group."""

    definition: RetentionDefinition
    stay: pa.Table
    run: pa.Table
    seat: pa.Table
    seconds: dict[str, float]

    def values(self) -> dict[str, object]:
        """What statements over a book bind."""
        return {"far": self.definition.as_of + ONE_DAY, "zone": self.definition.zone}


def steps(basis: FollowBasis) -> tuple[Any, ...]:
    """The statements that make rt_stay, rt_run and rt_seat."""
    if basis is FollowBasis.RELATION:
        return *lives.FOLLOWED, lives.SEAT, lives.BUCKET, lives.AWAKE_RUN, *stays.STEPS
    return (*lives.FOLLOWED, lives.SEAT, lives.GROUPS, lives.BUCKET_ANY, lives.BUYERS, lives.AWAKE_RUN,
            *stays.STEPS)  # fmt: skip


def make(con: duckdb.DuckDBPyConnection, definition: RetentionDefinition) -> Book:
    """Read relations, memberships and facts of the analytics store; only temporary tables are made, on a cursor of its
    own. Raises YutangError unknown_zone."""
    zone(definition.zone)
    values = {
        "far": definition.as_of + ONE_DAY, "zone": definition.zone, "k": definition.dormant_days,
        "grace": GRACE_DAYS,
    }  # fmt: skip
    with con.cursor() as cursor:
        seconds = run(cursor, steps(definition.basis), values)
        return Book(
            definition=definition,
            stay=cursor.sql("from rt_stay").to_arrow_table(),
            run=cursor.sql("select * exclude moved from rt_run").to_arrow_table(),
            seat=cursor.sql(
                "select group_id, customer_id, d0, d1 from rt_seat where d0 < d1"
            ).to_arrow_table(),
            seconds=seconds,
        )
