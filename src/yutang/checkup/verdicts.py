"""Statements on what was decided about groups. No decisions."""

import datetime as dt
from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from yutang.checkup.decide import DecisionKind, Verdict
from yutang.checkup.model import Advice, State
from yutang.checkup.tables import group_decision

_COLUMNS = [c for c in group_decision.columns if c.name not in ("id", "by_id")]
_STANDS = group_decision.c.undone_at.is_(None)


def version(conn: sa.Connection) -> tuple[int, int]:
    """Moves with every decision and every undo: what was read under it is still right."""
    one = group_decision.c
    row = conn.execute(
        sa.select(sa.func.coalesce(sa.func.max(one.id), 0), sa.func.count(one.undone_at))
    ).one()
    return int(row[0]), int(row[1])


def standing(conn: sa.Connection, ids: Sequence[int] | None = None) -> dict[int, Verdict]:
    """The decision that nobody took back, by group; of all groups, or of `ids`. Snoozes that ended are among them."""
    wanted = sa.select(*_COLUMNS).where(_STANDS)
    if ids is not None:
        wanted = wanted.where(group_decision.c.group_id.in_(ids))
    return {row.group_id: _verdict(row) for row in conn.execute(wanted)}


def of_group(conn: sa.Connection, group_id: int) -> list[Verdict]:
    """All that was ever decided about one group, newest first."""
    one = group_decision.c
    wanted = sa.select(*_COLUMNS).where(one.group_id == group_id).order_by(one.id.desc())
    return [_verdict(row) for row in conn.execute(wanted)]


def take_back(conn: sa.Connection, ids: Sequence[int], *, by_name: str, now: int) -> None:
    """End the decisions that stand on these groups."""
    mine = sa.update(group_decision).where(_STANDS, group_decision.c.group_id.in_(ids))
    conn.execute(mine.values(undone_at=now, undone_by_name=by_name))


def put(conn: sa.Connection, verdicts: Iterable[Verdict], *, by_id: int) -> None:
    rows = [
        {
            "group_id": v.group_id,
            "kind": v.kind.value,
            "until": None if v.until is None else v.until.isoformat(),
            "reason": v.reason,
            "state": v.state.value,
            "advice": v.advice.value,
            "by_id": by_id,
            "by_name": v.by_name,
            "decided_at": v.decided_at,
        }
        for v in verdicts
    ]
    if rows:
        conn.execute(sa.insert(group_decision), rows)


def _verdict(row: sa.Row[tuple[object, ...]]) -> Verdict:
    return Verdict(
        group_id=row.group_id,
        kind=DecisionKind(row.kind),
        until=None if row.until is None else dt.date.fromisoformat(row.until),
        reason=row.reason,
        state=State(row.state),
        advice=Advice(row.advice),
        by_name=row.by_name,
        decided_at=row.decided_at,
        undone_at=row.undone_at,
        undone_by_name=row.undone_by_name,
    )
