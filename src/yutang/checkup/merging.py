"""Finds, for the groups that are weak, the living group that their people could be guided into."""

from collections.abc import Mapping, Sequence

import duckdb

from yutang.checkup.advice import Judgement
from yutang.checkup.measures import overlap, topic
from yutang.checkup.model import Reason, State
from yutang.checkup.outlook import Outlook
from yutang.checkup.rules.merge import WEAK, Judged, Pair, choose
from yutang.checkup.settings import Assumptions
from yutang.checkup.situation import Situation
from yutang.checkup.store import Values, fetch
from yutang.engine.steps import run

FEW_DAYS = 8  # a living group with no more active days in 28 may be another one's double


def targets(
    cursor: duckdb.DuckDBPyConnection,
    situations: Sequence[Situation],
    judged: Mapping[int, Judgement],
    expected: Mapping[int, Outlook],
    values: Values,
    a: Assumptions,
) -> tuple[dict[int, tuple[int, Reason]], dict[str, float]]:
    """Target and reason by source group, and the seconds each step took. Leaves cu_weak for later steps."""
    sides = {
        s.group_id: Judged(s, judged[s.group_id].state, expected[s.group_id].p or 0.0)
        for s in situations
        if s.group_id in expected and not s.dismissed
    }
    weak = [g for g, j in sides.items() if _candidate(j)]
    alive = [g for g, j in sides.items() if j.state is State.ALIVE]
    _keep(cursor, "cu_weak", weak)
    _keep(cursor, "cu_target", alive)
    if not (weak and alive):
        return {}, {}
    seconds = run(cursor, overlap.STEPS, values)
    pairs, more = _pairs(cursor, values)
    chosen = choose(pairs, sides, a)
    return {g: (pair.target, why) for g, (pair, why) in chosen.items()}, seconds | more


def _candidate(j: Judged) -> bool:
    return j.state in WEAK or (j.state is State.ALIVE and j.situation.active_28 <= FEW_DAYS)


def _keep(cursor: duckdb.DuckDBPyConnection, table: str, ids: list[int]) -> None:
    """Hand ids over to SQL in one statement, never a row at a time."""
    cursor.execute(
        f"create or replace temp table {table} as select unnest($ids::bigint[]) as group_id", {"ids": ids}
    )


def _pairs(cursor: duckdb.DuckDBPyConnection, values: Values) -> tuple[list[Pair], dict[str, float]]:
    rows = [Pair(*r) for r in fetch(cursor, overlap.PAIRS, values)]  # pyright: ignore[reportArgumentType]
    texts = cursor.execute("select exists(from payload)").fetchall()[0][0]
    if not rows or not texts:
        return rows, {}
    seconds = run(cursor, topic.STEPS, values)
    alike = topic.likeness(topic.sampled(cursor), [(p.source, p.target) for p in rows])
    return [_with_topic(p, alike.get((p.source, p.target))) for p in rows], seconds


def _with_topic(p: Pair, alike: float | None) -> Pair:
    return Pair(
        p.source, p.target, p.shared, p.source_people, p.target_people, p.overlap, p.prints, topic=alike
    )
