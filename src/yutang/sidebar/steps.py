"""The next step with a customer, done or put off: a task of whoever pressed it, so it comes back by itself."""

import datetime as dt
from zoneinfo import ZoneInfo

import msgspec
import sqlalchemy as sa

from yutang.accounts.model import Viewer
from yutang.customers.views import CustomerView, NextStep
from yutang.kit.clock import DAY, SECOND
from yutang.tasks import actions
from yutang.tasks.model import NewTask, Task, TaskState, Why, day_end

SOURCE = "sidebar"
HOLDS = 7 * DAY  # what was done is not asked for again meanwhile
MORNING = 9 * 3_600 * SECOND  # put off: until then of the next day
# Days from what asks for the step to when it is late, and the harm of that (tasks.model.NewTask).
ALLOWED: dict[str, tuple[int, int]] = {
    "answer_complaint": (0, 80), "answer_question": (0, 60), "thank_after_first_order": (3, 30),
    "greet_new_contact": (1, 40), "wake_at_risk": (60, 30), "win_back_lost": (120, 20),
}  # fmt: skip
UNHURRIED = (7, 15)
# What is said in answer counts as no touch: no cap holds it back.
ANSWERS = frozenset({"answer_complaint", "answer_question"})


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """`due_at`: µs. `state`: open, snoozed (until `until`) or done (at `done_at`), by this viewer."""

    code: str
    params: dict[str, int]
    due_at: int
    state: TaskState
    until: int | None = None
    done_at: int | None = None

    def overdue(self, now: int) -> bool:
        return self.due_at < now


def step_of(
    conn: sa.Connection, view: CustomerView, viewer: Viewer, *, now: int, zone: ZoneInfo
) -> Step | None:
    """None: nothing presses."""
    found = view.next_step
    if found is None:
        return None
    mine = _mine(conn, view.id, found.code, viewer, now)
    state, due = TaskState.OPEN if mine is None else mine.state, due_at(found, now, zone)
    return Step(
        code=found.code, params=found.params, due_at=due, state=state, until=mine.snoozed_until if mine else None,
        done_at=mine.done_at if mine else None,
    )  # fmt: skip


def due_at(step: NextStep, now: int, zone: ZoneInfo) -> int:
    """The end of the day on which it is late; without a beginning that is known, a week from now."""
    days = step.params.get("days")
    allowed, _ = ALLOWED.get(step.code, UNHURRIED)
    since = now if not isinstance(days, int) else now - days * DAY
    return day_end(since + allowed * DAY, zone)


def _mine(conn: sa.Connection, customer: str, code: str, viewer: Viewer, now: int) -> Task | None:
    """The viewer's last word on this step, if it still holds."""
    about = actions.of_subject(conn, viewer, "customer", customer, now=now)
    key = _key(customer, code, viewer)
    last = next((one for one in about if (one.source, one.source_id) == (SOURCE, key)), None)
    if last is None or last.state is TaskState.DROPPED:
        return None
    over = last.state is TaskState.DONE and now - (last.done_at or 0) > HOLDS
    return None if over else last


def done(
    conn: sa.Connection, view: CustomerView, step: NextStep, viewer: Viewer, *, now: int, zone: ZoneInfo
) -> None:
    ids = _task(conn, view, step, viewer, now, zone)
    actions.finish(conn, ids, viewer=viewer, now=now)


def later(
    conn: sa.Connection, view: CustomerView, step: NextStep, viewer: Viewer, *, now: int, zone: ZoneInfo
) -> None:
    """Until the next morning."""
    ids = _task(conn, view, step, viewer, now, zone)
    actions.snooze(conn, ids, day_end(now, zone) + MORNING, viewer=viewer, now=now)


def again(conn: sa.Connection, view: CustomerView, step: NextStep, viewer: Viewer, *, now: int) -> None:
    """Undo of both."""
    mine = _mine(conn, view.id, step.code, viewer, now)
    if mine is not None:
        actions.reopen(conn, [mine.id], viewer=viewer, now=now)


def _task(
    conn: sa.Connection, view: CustomerView, step: NextStep, viewer: Viewer, now: int, zone: ZoneInfo
) -> list[int]:  # fmt: skip
    """The open task of this step, made if there is none; none where it is done: pressed twice is pressed once."""
    mine = _mine(conn, view.id, step.code, viewer, now)
    if mine is not None:
        return [] if mine.state is TaskState.DONE else [mine.id]
    _, harm = ALLOWED.get(step.code, UNHURRIED)
    wanted = NewTask(
        kind=step.code, subject_kind="customer", subject_id=view.id, subject_name=view.name or f"#{view.id}",
        due_at=due_at(step, now, zone), harm=harm, why=Why("next_step", {"by": viewer.name}), source=SOURCE,
        source_id=_key(view.id, step.code, viewer), assignee_id=viewer.user_id or None,
    )  # fmt: skip
    actions.create(conn, [wanted], viewer=viewer, now=now)
    made = _mine(conn, view.id, step.code, viewer, now)
    return [] if made is None else [made.id]


def _key(customer: str, code: str, viewer: Viewer) -> str:
    return f"{customer}:{code}:{viewer.user_id}"


def date_of(micros: int, zone: ZoneInfo) -> dt.date:
    return dt.datetime.fromtimestamp(micros / SECOND, zone).date()
