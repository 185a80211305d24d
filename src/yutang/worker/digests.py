"""The job "digest": make the summary of a period from the check-up, keep it, put it in line for its webhooks."""

import datetime as dt
from typing import Any

import sqlalchemy as sa

from yutang.checkup.model import Checkup
from yutang.checkup.snapshots import Board
from yutang.digests import actions, store
from yutang.digests.difference import digest
from yutang.digests.model import DAYS, Digest, Period, TaskFigures
from yutang.digests.orders import deliver_order
from yutang.kit import jobs
from yutang.kit.clock import DAY, zone
from yutang.kit.db import Database
from yutang.kit.errors import YutangError
from yutang.tasks.model import day_end
from yutang.tasks.store import all_counts, done_between


def make_digest(
    state: Database, board: Board, params: dict[str, Any], *, now: int, link_base: str
) -> dict[str, Any]:
    """What the job does. `params`: {"period": "daily" | "weekly", "asked": bool}.

    Asked by hand, it is made anew though that day has one. The result: {"digest": id or None, "changes": n}; None:
    nothing has come in since the last. Raises YutangError "no_checkup" where one is asked for and there is no data.
    """
    period, asked = Period(params["period"]), bool(params.get("asked"))
    newest = _current(board, now)
    if newest is None:
        if asked:
            raise YutangError("no_checkup")
        return {"digest": None, "changes": 0}
    with state.read() as conn:
        kept = store.kept(conn, period, newest.as_of)
        last = store.last_before(conn, period, newest.as_of)
    if kept is not None and not asked:
        return {"digest": None, "changes": 0}
    since = last[0] if last else newest.as_of - dt.timedelta(days=DAYS[period])
    before = board.of(since, now=now)
    with state.read() as conn:
        done_since = last[1] if last else now - DAYS[period] * DAY
        figures = task_figures(conn, since=done_since, now=now, zone_=newest.zone)
    made = digest(before.survey.checkup if before else None, newest, period=period, tasks=figures)
    id_ = state.write(lambda conn: _keep(conn, made, now, link_base))
    return {"digest": id_, "changes": made.changes}


def _current(board: Board, now: int) -> Checkup | None:
    """The newest check-up, made anew where facts have come in since."""
    standing = board.standing()
    snapshot = board.take(now=now) if standing is None or standing.stale else board.newest()
    return snapshot.survey.checkup if snapshot else None


def task_figures(conn: sa.Connection, *, since: int, now: int, zone_: str) -> TaskFigures:
    """Of all tasks: a summary is for those who see every group."""
    counts = all_counts(conn, now=now, day_end=day_end(now, zone(zone_)))
    return TaskFigures(
        done=done_between(conn, since, now), overdue=counts.overdue, due_today=counts.now, later=counts.later
    )


def _keep(conn: sa.Connection, made: Digest, now: int, link_base: str) -> int:
    id_ = actions.keep(conn, made, now=now, link_base=link_base)
    jobs.enqueue(conn, deliver_order(), now=now)
    return id_
