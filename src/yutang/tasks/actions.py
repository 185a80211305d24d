"""Verbs on batches of tasks. Each runs inside the caller's transaction: decide, write, record for the audit log."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from yutang.accounts.audit import record
from yutang.accounts.model import PERMISSIONS, Permission, Role, Viewer
from yutang.accounts.tables import user_account
from yutang.tasks import store
from yutang.tasks.decide import Act, sort_out, without_twins
from yutang.tasks.model import NewTask, Outcome, Refusal, Task, TaskState


def create(conn: sa.Connection, wanted: Sequence[NewTask], *, viewer: Viewer, now: int) -> int:
    """Make tasks; how many are new. One whose (source, source_id, kind) is open already is not made again."""
    made = store.insert(conn, wanted, by=viewer.user_id, now=now)
    if made:
        after = {"tasks": made, "source": wanted[0].source}
        record(conn, viewer, "tasks_created", now=now, subject_kind="task", after=after)
    return len(made)


def drop(conn: sa.Connection, source: str, source_ids: Sequence[str], *, viewer: Viewer, now: int) -> int:
    """Take back the open tasks of these sources, snoozed ones too; how many. What was done stays done."""
    gone = store.drop(conn, source, source_ids)
    if gone:
        after = {"tasks": gone, "source": source}
        record(conn, viewer, "tasks_dropped", now=now, subject_kind="task", after=after)
    return len(gone)


def of_subject(conn: sa.Connection, viewer: Viewer, kind: str, id_: str, *, now: int) -> list[Task]:
    """All tasks about one thing ("group", its "<platform>:<external id>") in the viewer's scope, newest first."""
    return store.of_subject(conn, viewer, kind, id_, now=now)


def finish(
    conn: sa.Connection, ids: Sequence[int], *, viewer: Viewer, now: int, result: str | None = None
) -> Outcome:
    """Done. One that somebody else has done first is refused with their name and the time."""
    values = {"state": TaskState.DONE, "done_at": now, "done_by": viewer.user_id, "result": result,
              "open_key": None, "snoozed_until": None}  # fmt: skip
    return _change(conn, ids, Act.DONE, values, viewer=viewer, now=now)


def snooze(conn: sa.Connection, ids: Sequence[int], until: int, *, viewer: Viewer, now: int) -> Outcome:
    """Out of sight until then; it comes back by itself, due as before. A time that has passed is refused ("past")."""
    if until <= now:
        return Outcome([], [Refusal(id_, "past") for id_ in dict.fromkeys(ids)])
    return _change(conn, ids, Act.SNOOZE, {"snoozed_until": until}, viewer=viewer, now=now)


def hand_over(conn: sa.Connection, ids: Sequence[int], user_id: int, *, viewer: Viewer, now: int) -> Outcome:
    """Give to a colleague who may do tasks; "nobody" when there is no such account, or it may not."""
    if not _may_do(conn, user_id):
        return Outcome([], [Refusal(id_, "nobody") for id_ in dict.fromkeys(ids)])
    values = {"assignee_id": user_id, "snoozed_until": None}
    return _change(conn, ids, Act.HAND_OVER, values, viewer=viewer, now=now)


def reopen(conn: sa.Connection, ids: Sequence[int], *, viewer: Viewer, now: int) -> Outcome:
    """Undo of done and of snooze. Refused where the same thing is a task again by now ("twin_open")."""
    found = store.by_ids(conn, viewer, ids, now=now, lock=True)
    keys = {t.id: store.open_key(t.source, t.source_id, t.kind) for t in found if t.state is TaskState.DONE}
    outcome = sort_out(ids, found, Act.REOPEN)
    outcome = without_twins(outcome, keys, store.keys_open(conn, sorted(keys.values())))
    store.open_again(conn, outcome.changed)
    _record(conn, found, outcome, Act.REOPEN, {"state": TaskState.OPEN}, viewer=viewer, now=now)
    return outcome


def _may_do(conn: sa.Connection, user_id: int) -> bool:
    who = sa.select(user_account.c.role).where(
        user_account.c.id == user_id, user_account.c.disabled.is_(False)
    )
    role = conn.execute(who).scalar()
    return role is not None and Permission.TASKS_DO in PERMISSIONS[Role(role)]


def _change(
    conn: sa.Connection, ids: Sequence[int], act: Act, values: dict[str, Any], *, viewer: Viewer, now: int
) -> Outcome:
    found = store.by_ids(conn, viewer, ids, now=now, lock=True)
    outcome = sort_out(ids, found, act)
    store.change(conn, outcome.changed, values)
    _record(conn, found, outcome, act, values, viewer=viewer, now=now)
    return outcome


def _record(
    conn: sa.Connection, found: Sequence[Task], outcome: Outcome, act: Act, values: dict[str, Any], *, viewer: Viewer,
    now: int,
) -> None:  # fmt: skip
    """One row a task: its history is what the log holds about it."""
    changed = set(outcome.changed)
    after = {name: value for name, value in values.items() if name not in {"open_key", "done_by", "done_at"}}
    for one in found:
        if one.id in changed:
            before = {name: getattr(one, name) for name in after}
            record(
                conn,
                viewer,
                act,
                now=now,
                subject_kind="task",
                subject_id=str(one.id),
                before=before,
                after=after,
            )
