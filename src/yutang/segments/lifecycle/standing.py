# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownParameterType=false
"""Make everybody's standing, tell what changed, take it over: three calls, so that the facts of the change can be
recorded between the second and the third."""

from collections.abc import Callable

import duckdb
import msgspec
import pyarrow as pa

from yutang.engine.steps import Step, run
from yutang.ledger.catalogue import Kind
from yutang.segments.lifecycle import acts, rfm, stages, ties
from yutang.segments.lifecycle.model import AsOf, StageRules, Tie, TieRules
from yutang.segments.recording import recordable

NEXT = Step(
    "lifecycle.standing",
    f"""create or replace temp table standing_next as
    select s.customer_id, s.stage, w.customer_id is not null as spreading,
        coalesce(t.tie, {Tie.NONE:d})::tinyint as tie, r.recency, r.frequency, r.money
    from lc_stage s left join lc_tie t on t.customer_id = s.customer_id
    left join lc_spread w on w.customer_id = s.customer_id left join lc_rfm r on r.customer_id = s.customer_id""",
)
STEPS = (*acts.STEPS, rfm.RFM, *ties.tied("lc_tie"), *stages.STEPS, NEXT)


def stand(
    cursor: duckdb.DuckDBPyConnection,
    at: AsOf,
    stage_rules: StageRules | None = None,
    tie_rules: TieRules | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> dict[str, float]:
    """Make the temporary table `standing_next` (columns of `standing`) as of `at`; seconds by step.

    recency, frequency and money are null for who never bought. Nothing that others see is changed.
    """
    values = msgspec.structs.asdict(at)
    values |= msgspec.structs.asdict(stage_rules or StageRules())
    return run(cursor, STEPS, values | msgspec.structs.asdict(tie_rules or TieRules()), cancelled)


def changes(cursor: duckdb.DuckDBPyConnection, now: int) -> pa.Table:
    """Who stands elsewhere than the facts say, after `stand` on the same cursor: rows for `Ledger.record`.

    STAGE_CHANGED, happened `now` (µs), identity_id (the customer's smallest), object_id (stage), amount (stage before,
    null at first). Recorded, a second `stand` gives none.
    """
    made = cursor.sql(
        f"""select {Kind.STAGE_CHANGED:d}::smallint as kind, $now::bigint as happened, customer_id as identity_id,
            stage::bigint as object_id, before::bigint as amount
        from lc_stage where stage is distinct from before order by customer_id""",
        params={"now": now},
    )
    return recordable(made.to_arrow_table())


def adopt(cursor: duckdb.DuckDBPyConnection) -> int:
    """Put `standing_next` in the place of `standing`, inside the caller's transaction; how many customers. Who was
    merged into another meanwhile is a customer no more, and left out."""
    cursor.execute("delete from standing")
    cursor.execute(
        "insert into standing by name select n.* from standing_next n semi join customer c on c.id = n.customer_id"
    )
    return cursor.execute("select count(*) from standing").fetchall()[0][0]
