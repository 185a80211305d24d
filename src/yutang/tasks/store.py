"""Statements on tasks. No decisions, but one rule AND-ed to every query: whose tasks a viewer may see."""

import base64
import json
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from yutang.accounts.model import Viewer
from yutang.accounts.store import in_scope
from yutang.accounts.tables import user_account
from yutang.customers.tables import identity
from yutang.kit.db import upsert
from yutang.tasks.model import Counts, NewTask, Page, Params, Task, TaskState, Why, state_of
from yutang.tasks.tables import task

AT_ONCE = 500  # rows of one INSERT: SQLite takes 32,766 values in a statement
_owner, _assigned, _doer = identity.alias("owner"), user_account.alias("assigned"), user_account.alias("doer")
_called = sa.func.coalesce(_owner.c.name, _owner.c.external_id)  # not every source tells its staff's names


def seen_by(viewer: Viewer) -> sa.ColumnElement[bool]:
    """The scope rule: what was given to the viewer, and what belongs to staff in their scope."""
    if viewer.scope.everything:
        return sa.true()
    return sa.or_(task.c.assignee_id == viewer.user_id, in_scope(task.c.owner_staff_id, viewer.scope))


def mine(viewer: Viewer) -> sa.ColumnElement[bool]:
    """Those the viewer has to do: given to them, or their identity's and given to nobody else."""
    own = [] if viewer.staff_id is None else [viewer.staff_id]
    unclaimed = sa.and_(task.c.assignee_id.is_(None), task.c.owner_staff_id.in_(own))
    return sa.or_(task.c.assignee_id == viewer.user_id, unclaimed)


def in_state(state: TaskState, now: int) -> sa.ColumnElement[bool]:
    """By time, not by a job: a snoozed task is open again the moment its time has come."""
    ahead = sa.and_(task.c.snoozed_until.is_not(None), task.c.snoozed_until > now)
    if state is TaskState.OPEN:
        return sa.and_(task.c.state == TaskState.OPEN, sa.not_(ahead))
    if state is TaskState.SNOOZED:
        return sa.and_(task.c.state == TaskState.OPEN, ahead)
    return task.c.state == state


def insert(conn: sa.Connection, wanted: Sequence[NewTask], *, by: int, now: int) -> list[int]:
    """New rows; their ids. Those whose key is open already are left as they are."""
    rows = [_row(one, by, now) for one in wanted]
    made: list[int] = []
    for start in range(0, len(rows), AT_ONCE):
        statement = upsert(conn, task).values(rows[start : start + AT_ONCE])
        made += conn.execute(statement.on_conflict_do_nothing().returning(task.c.id)).scalars()
    return made


def _row(one: NewTask, by: int, now: int) -> dict[str, Any]:
    return {
        "kind": one.kind, "params": _json(one.params), "subject_kind": one.subject_kind,
        "subject_id": one.subject_id, "subject_name": one.subject_name, "owner_staff_id": one.owner_staff_id,
        "assignee_id": one.assignee_id, "due_at": one.due_at, "harm": one.harm, "state": TaskState.OPEN,
        "why_code": one.why.code, "why_params": _json(one.why.params), "source": one.source,
        "source_id": one.source_id, "open_key": open_key(one.source, one.source_id, one.kind),
        "created_at": now, "created_by": by,
    }  # fmt: skip


def open_key(source: str, source_id: str, kind: str) -> str:
    return f"{source}:{source_id}:{kind}"


def drop(conn: sa.Connection, source: str, source_ids: Sequence[str]) -> list[int]:
    """End the open tasks of these sources; their ids."""
    gone: list[int] = []
    for start in range(0, len(source_ids), AT_ONCE):
        part = source_ids[start : start + AT_ONCE]
        statement = (
            sa.update(task)
            .where(task.c.source == source, task.c.source_id.in_(part), task.c.state == TaskState.OPEN)
            .values(state=TaskState.DROPPED, open_key=None, snoozed_until=None)
            .returning(task.c.id)
        )
        gone += conn.execute(statement).scalars()
    return gone


def sources_beginning(conn: sa.Connection, source: str, begin: str) -> list[str]:
    """The source ids of open tasks that begin so."""
    of = (task.c.source == source, task.c.source_id.startswith(begin, autoescape=True))
    wanted = sa.select(task.c.source_id).where(*of, task.c.state == TaskState.OPEN).distinct()
    return sorted(conn.execute(wanted).scalars())


def progress(conn: sa.Connection, source: str, begin: str) -> tuple[int, int]:
    """(open, done) of the tasks whose source ids begin so, whoever's they are."""
    of = (task.c.source == source, task.c.source_id.startswith(begin, autoescape=True))
    told = sa.select(task.c.state, sa.func.count()).where(*of).group_by(task.c.state)
    counts = {row[0]: row[1] for row in conn.execute(told)}
    return counts.get(TaskState.OPEN, 0), counts.get(TaskState.DONE, 0)


def forget(conn: sa.Connection, kind: str, subjects: Sequence[str]) -> int:
    """Of these subjects, who are to be known no more: open tasks end, and names and results go from all; how many."""
    about = (task.c.subject_kind == kind, task.c.subject_id.in_(list(subjects)))
    still_open = sa.update(task).where(*about, task.c.state == TaskState.OPEN)
    conn.execute(still_open.values(state=TaskState.DROPPED, open_key=None, snoozed_until=None))
    return conn.execute(sa.update(task).where(*about).values(subject_name="", result=None)).rowcount


def change(conn: sa.Connection, ids: Sequence[int], values: dict[str, Any]) -> None:
    conn.execute(sa.update(task).where(task.c.id.in_(ids)).values(**values))


def open_again(conn: sa.Connection, ids: Sequence[int]) -> None:
    """Back to open, with the key that keeps twins out. The caller has looked for twins."""
    key = task.c.source + ":" + task.c.source_id + ":" + task.c.kind
    values = {
        "state": TaskState.OPEN,
        "done_at": None,
        "done_by": None,
        "result": None,
        "snoozed_until": None,
    }
    conn.execute(sa.update(task).where(task.c.id.in_(ids)).values(open_key=key, **values))


def keys_open(conn: sa.Connection, keys: Sequence[str]) -> set[str]:
    """Which of these keys an open task holds."""
    return set(conn.execute(sa.select(task.c.open_key).where(task.c.open_key.in_(keys))).scalars())


def by_ids(
    conn: sa.Connection, viewer: Viewer, ids: Sequence[int], *, now: int, lock: bool = False
) -> list[Task]:
    """Those of `ids` that the viewer may see. `lock`: for a change in this transaction (PostgreSQL; SQLite has
    one writer)."""
    if lock and conn.dialect.name == "postgresql":
        conn.execute(sa.select(task.c.id).where(task.c.id.in_(ids)).order_by(task.c.id).with_for_update())
    wanted = _selected().where(task.c.id.in_(ids), seen_by(viewer)).order_by(task.c.id)
    return list(_tasks(conn, wanted, now))


def of_subject(conn: sa.Connection, viewer: Viewer, kind: str, id_: str, *, now: int) -> list[Task]:
    """All tasks about one thing that the viewer may see, whatever became of them; the newest first."""
    about = (task.c.subject_kind == kind, task.c.subject_id == id_, seen_by(viewer))
    return list(_tasks(conn, _selected().where(*about).order_by(task.c.id.desc()), now))


def page(
    conn: sa.Connection, viewer: Viewer, state: TaskState, *, only_mine: bool, cursor: str | None, limit: int, now: int
) -> Page:  # fmt: skip
    """Tasks of a state in their order (`model.rank` for open ones). `cursor` keeps the moment of the first page, so
    that nothing moves between pages. Raises ValueError for a cursor that is none of ours."""
    behind = _cursor_in(cursor) if cursor else None
    at = behind[0] if behind else now
    keys = _keys(state, at)
    if behind and len(behind) != 1 + len(keys):  # of another state's list
        raise ValueError(cursor)
    wanted = _selected(*(key.label(f"key_{n}") for n, key in enumerate(keys)))
    wanted = wanted.where(in_state(state, at), seen_by(viewer)).order_by(*keys).limit(limit + 1)
    if only_mine:
        wanted = wanted.where(mine(viewer))
    if behind:
        wanted = wanted.where(
            sa.tuple_(*keys) > sa.tuple_(*(sa.literal(v, sa.BigInteger) for v in behind[1:]))
        )
    rows = conn.execute(wanted).mappings().all()
    more = None
    if len(rows) > limit:
        last = rows[limit - 1]
        more = _cursor_out([at, *(last[f"key_{n}"] for n in range(len(keys)))])
    return Page([_task(row, now) for row in rows[:limit]], more)


def counts(conn: sa.Connection, viewer: Viewer, *, only_mine: bool, now: int, day_end: int) -> Counts:
    """What is open in a viewer's scope, by when it is due."""
    whose = (seen_by(viewer), mine(viewer)) if only_mine else (seen_by(viewer),)
    return _counted(conn, whose, now, day_end)


def all_counts(conn: sa.Connection, *, now: int, day_end: int) -> Counts:
    """What is open, whoever's it is: for summaries, which only those see who see everything."""
    return _counted(conn, (), now, day_end)


def _counted(conn: sa.Connection, whose: Sequence[sa.ColumnElement[bool]], now: int, day_end: int) -> Counts:
    def number(which: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
        return sa.func.coalesce(sa.func.sum(sa.case((which, 1), else_=0)), 0)

    due = task.c.due_at
    today = sa.and_(due >= now, due < day_end)
    later = sa.and_(due >= now, due >= day_end)
    wanted = sa.select(number(due < now), number(today), number(later))
    row = conn.execute(wanted.where(in_state(TaskState.OPEN, now), *whose)).one()
    return Counts(int(row[0]), int(row[1]), int(row[2]))


def done_between(conn: sa.Connection, since: int, until: int) -> int:
    """How many were done in [since, until)."""
    within = (task.c.state == TaskState.DONE, task.c.done_at >= since, task.c.done_at < until)
    return int(conn.execute(sa.select(sa.func.count()).select_from(task).where(*within)).scalar_one())


def _keys(state: TaskState, now: int) -> list[sa.ColumnElement[int]]:
    """`model.rank` in SQL for open tasks; snoozed ones by when they come back, ended ones newest first."""
    if state is TaskState.OPEN:
        late = task.c.due_at < now
        return [
            sa.case((late, 0), else_=1),
            sa.case((late, -task.c.harm), else_=task.c.due_at),
            sa.case((late, task.c.due_at), else_=-task.c.harm),
            task.c.id,
        ]
    first = task.c.snoozed_until if state is TaskState.SNOOZED else -sa.func.coalesce(task.c.done_at, 0)
    return [first, task.c.id if state is TaskState.SNOOZED else -task.c.id]


def _selected(*more: sa.ColumnElement[Any]) -> sa.Select[Any]:
    works_as = (
        sa.select(sa.func.min(user_account.c.id))
        .where(user_account.c.staff_id == task.c.owner_staff_id, user_account.c.disabled.is_(False))
        .scalar_subquery()
    )
    who = sa.func.coalesce(task.c.assignee_id, works_as)
    columns = [c for c in task.c if c.name != "assignee_id"]
    return sa.select(
        *columns, _assigned.c.id.label("assignee_id"), _assigned.c.name.label("assignee_name"),
        _called.label("owner_name"), _doer.c.name.label("done_by_name"), *more,
    ).select_from(
        task.outerjoin(_owner, _owner.c.id == task.c.owner_staff_id)
        .outerjoin(_assigned, _assigned.c.id == who)
        .outerjoin(_doer, _doer.c.id == task.c.done_by)
    )  # fmt: skip


def _tasks(conn: sa.Connection, wanted: sa.Select[Any], now: int) -> Iterator[Task]:
    return (_task(row, now) for row in conn.execute(wanted).mappings())


def _task(row: sa.RowMapping, now: int) -> Task:
    state = state_of(row["state"], row["snoozed_until"], now)
    values: dict[str, Any] = {name: row[name] for name in Task.__struct_fields__ if name in row}
    values |= {"params": _params(row["params"]), "why": Why(row["why_code"], _params(row["why_params"]))}
    values["snoozed_until"] = row["snoozed_until"] if state is TaskState.SNOOZED else None
    values |= {"state": state, "overdue": state is TaskState.OPEN and row["due_at"] < now}
    return Task(**values)


def _json(value: Params) -> str:
    return msgspec.json.encode(value).decode()


def _params(text: str) -> Params:
    return msgspec.json.decode(text, type=Params)


def _cursor_out(values: list[int]) -> str:
    return base64.urlsafe_b64encode(json.dumps(values, separators=(",", ":")).encode()).decode().rstrip("=")


def _cursor_in(text: str) -> list[int]:
    """The moment and the keys. ValueError for anything else."""
    decoded = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    values = msgspec.json.decode(decoded, type=list[int])
    if not values or any(abs(v) >= 1 << 63 for v in values):
        raise ValueError(text)
    return values


def pass_on(conn: sa.Connection, old: int, new: int) -> None:
    """Open tasks of one identity of staff are another's."""
    theirs = sa.update(task).where(task.c.owner_staff_id == old, task.c.state == TaskState.OPEN)
    conn.execute(theirs.values(owner_staff_id=new))
