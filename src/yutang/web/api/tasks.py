"""Tasks: today's list, and what people do with them. The scope rule is in `tasks.store`, not here."""

from typing import Annotated, Any, Literal

import msgspec
from litestar import get, post
from litestar.params import JSONBody, PathParameter, QueryParameter

from yutang.accounts.model import Permission, Viewer
from yutang.kit.clock import zone
from yutang.tasks import actions, store
from yutang.tasks.model import Outcome, Refusal, Task, TaskState, Why, day_end
from yutang.web.context import Context
from yutang.web.needs import NeedsContext, NeedsViewer
from yutang.web.problem import Problem, not_found

LARGEST_ID = (1 << 53) - 1
TaskId = Annotated[int, PathParameter(ge=1, le=LARGEST_ID)]
Ids = Annotated[
    list[Annotated[int, msgspec.Meta(ge=1, le=LARGEST_ID)]], msgspec.Meta(min_length=1, max_length=1000)
]
Instant = Annotated[int, msgspec.Meta(ge=0, le=4_102_444_800_000)]  # ms, to the year 2100
Result = Annotated[str, msgspec.Meta(max_length=2000)]
UserId = Annotated[int, msgspec.Meta(ge=1, le=LARGEST_ID)]


class TaskView(msgspec.Struct, frozen=True, kw_only=True):
    """A task as screens show it. Instants are milliseconds since 1970, UTC.

    Words: locales "task.<kind>" with `params` and name = `subject_name`; of `why`, "reason.<code>" when the source is
    advice, else "task.why.<code>".
    """

    id: int
    kind: str
    params: dict[str, Any]
    subject_kind: str
    subject_id: str
    subject_name: str
    owner_staff_id: int | None
    owner_name: str | None
    assignee_id: int | None
    assignee_name: str | None
    mine: bool
    due_at: int
    overdue: bool
    harm: int
    state: TaskState
    snoozed_until: int | None
    why: Why
    source: str
    created_at: int
    done_at: int | None
    done_by_name: str | None
    result: str | None


class TaskCounts(msgspec.Struct, frozen=True, kw_only=True):
    """Open tasks: past their time, due before the tenant's day ends, due later."""

    overdue: int
    now: int
    later: int


class TaskList(msgspec.Struct, frozen=True, kw_only=True):
    items: list[TaskView]
    next: str | None
    counts: TaskCounts


class TaskDone(msgspec.Struct, frozen=True, kw_only=True):
    result: Result | None = None


class TaskSnooze(msgspec.Struct, frozen=True, kw_only=True):
    until_at: Instant


class TaskHandOver(msgspec.Struct, frozen=True, kw_only=True):
    user_id: UserId


class TaskBatch(msgspec.Struct, frozen=True, kw_only=True):
    """One act on many tasks. `until_at` for snooze, `user_id` for hand_over, `result` for done."""

    act: Literal["done", "snooze", "hand_over", "reopen"]
    ids: Ids
    until_at: Instant | None = None
    user_id: UserId | None = None
    result: Result | None = None


class TaskRefusal(msgspec.Struct, frozen=True, kw_only=True):
    """Why a task stayed as it was; locales "error.<code>"."""

    id: int
    code: str
    params: dict[str, Any]


class TaskOutcome(msgspec.Struct, frozen=True, kw_only=True):
    changed: list[int]
    refused: list[TaskRefusal]


def view(task: Task, viewer: Viewer) -> TaskView:
    return TaskView(
        id=task.id, kind=task.kind, params=task.params, subject_kind=task.subject_kind, subject_id=task.subject_id,
        subject_name=task.subject_name, owner_staff_id=task.owner_staff_id, owner_name=task.owner_name,
        assignee_id=task.assignee_id, assignee_name=task.assignee_name, mine=task.assignee_id == viewer.user_id,
        due_at=task.due_at // 1000, overdue=task.overdue, harm=task.harm, state=task.state,
        snoozed_until=_ms(task.snoozed_until), why=task.why, source=task.source, created_at=task.created_at // 1000,
        done_at=_ms(task.done_at), done_by_name=task.done_by_name, result=task.result,
    )  # fmt: skip


def _ms(micros: int | None) -> int | None:
    return None if micros is None else micros // 1000


@get("/tasks", operation_id="list_tasks", tags=["tasks"], opt={"permission": Permission.TASKS_SEE},
     sync_to_thread=True)  # fmt: skip
def list_tasks(
    context: NeedsContext,
    viewer: NeedsViewer,
    shown: Annotated[TaskState, QueryParameter(name="state")] = TaskState.OPEN,  # Litestar keeps "state"
    mine: Annotated[bool, QueryParameter()] = False,  # noqa: FBT002 - a query parameter
    cursor: Annotated[str | None, QueryParameter(max_length=200)] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
) -> TaskList:
    """Open ones by the harm of being late, snoozed ones by their return, ended ones newest first; with the counts."""
    now = context.now()
    end = day_end(now, zone(context.ledger.zone))
    with context.state.read() as conn:
        try:
            page = store.page(conn, viewer, shown, only_mine=mine, cursor=cursor, limit=limit, now=now)
        except ValueError:
            raise Problem(400, "bad_cursor") from None
        counts = store.counts(conn, viewer, only_mine=mine, now=now, day_end=end)
    told = TaskCounts(overdue=counts.overdue, now=counts.now, later=counts.later)
    return TaskList(items=[view(task, viewer) for task in page.items], next=page.next, counts=told)


@get(
    "/tasks/{task_id:int}", operation_id="get_task", tags=["tasks"], opt={"permission": Permission.TASKS_SEE},
    sync_to_thread=True,
)  # fmt: skip
def get_task(context: NeedsContext, viewer: NeedsViewer, task_id: TaskId) -> TaskView:
    with context.state.read() as conn:
        found = store.by_ids(conn, viewer, [task_id], now=context.now())
    if not found:
        raise not_found("task")
    return view(found[0], viewer)


_ACT: dict[str, Any] = {
    "tags": ["tasks"], "opt": {"permission": Permission.TASKS_DO}, "sync_to_thread": True, "status_code": 200,
}  # fmt: skip


@post("/tasks/{task_id:int}/done", operation_id="finish_task", **_ACT)
def finish_task(
    context: NeedsContext, viewer: NeedsViewer, task_id: TaskId, data: JSONBody[TaskDone]
) -> TaskView:
    """409 task_already_done {by, at}: somebody else was first."""
    return _one(context, viewer, TaskBatch(act="done", ids=[task_id], result=data.result))


@post("/tasks/{task_id:int}/snooze", operation_id="snooze_task", **_ACT)
def snooze_task(
    context: NeedsContext, viewer: NeedsViewer, task_id: TaskId, data: JSONBody[TaskSnooze]
) -> TaskView:
    """Out of sight until then; due as before. 422 task_past."""
    return _one(context, viewer, TaskBatch(act="snooze", ids=[task_id], until_at=data.until_at))


@post("/tasks/{task_id:int}/hand-over", operation_id="hand_over_task", **_ACT)
def hand_over_task(
    context: NeedsContext, viewer: NeedsViewer, task_id: TaskId, data: JSONBody[TaskHandOver]
) -> TaskOutcome:
    """422 task_nobody: no such colleague. The task may be out of the viewer's sight afterwards, so it isn't sent."""
    outcome = _act(context, viewer, TaskBatch(act="hand_over", ids=[task_id], user_id=data.user_id))
    _raise(outcome)
    return _told(outcome)


@post("/tasks/{task_id:int}/reopen", operation_id="reopen_task", **_ACT)
def reopen_task(context: NeedsContext, viewer: NeedsViewer, task_id: TaskId) -> TaskView:
    """Undo of done and of snooze. 409 task_nothing_to_undo, task_twin_open."""
    return _one(context, viewer, TaskBatch(act="reopen", ids=[task_id]))


@post("/tasks/batch", operation_id="act_on_tasks", **_ACT)
def act_on_tasks(context: NeedsContext, viewer: NeedsViewer, data: JSONBody[TaskBatch]) -> TaskOutcome:
    """One act on many, in one transaction. What could not be changed is told with its reason, the rest is done."""
    return _told(_act(context, viewer, data))


def _one(context: Context, viewer: Viewer, batch: TaskBatch) -> TaskView:
    _raise(_act(context, viewer, batch))
    with context.state.read() as conn:
        found = store.by_ids(conn, viewer, batch.ids, now=context.now())
    if not found:
        raise not_found("task")
    return view(found[0], viewer)


def _act(context: Context, viewer: Viewer, batch: TaskBatch) -> Outcome:
    now, ids = context.now(), batch.ids
    if batch.act == "done":
        return context.state.write(
            lambda conn: actions.finish(conn, ids, viewer=viewer, now=now, result=batch.result)
        )
    if batch.act == "snooze":
        until = _given(batch.until_at, "until_at") * 1000
        return context.state.write(lambda conn: actions.snooze(conn, ids, until, viewer=viewer, now=now))
    if batch.act == "hand_over":
        user_id = _given(batch.user_id, "user_id")
        return context.state.write(lambda conn: actions.hand_over(conn, ids, user_id, viewer=viewer, now=now))
    return context.state.write(lambda conn: actions.reopen(conn, ids, viewer=viewer, now=now))


def _given(value: int | None, name: str) -> int:
    if value is None:
        raise Problem(422, "missing_field", field=name)
    return value


def _raise(outcome: Outcome) -> None:
    """The refusal of a single task as an answer of HTTP."""
    for no in outcome.refused:
        if no.code == "not_found":
            raise not_found("task")
        status = 422 if no.code in {"past", "nobody"} else 409
        raise Problem(status, f"task_{no.code}", **_params(no))


def _told(outcome: Outcome) -> TaskOutcome:
    refused = [
        TaskRefusal(
            id=no.id, code=no.code if no.code == "not_found" else f"task_{no.code}", params=_params(no)
        )
        for no in outcome.refused
    ]
    return TaskOutcome(changed=outcome.changed, refused=refused)


def _params(no: Refusal) -> dict[str, Any]:
    return {name: value // 1000 if name == "at" else value for name, value in no.params.items()}  # pyright: ignore[reportOperatorIssue]


routes = [
    list_tasks, get_task, finish_task, snooze_task, hand_over_task, reopen_task, act_on_tasks,
]  # fmt: skip
