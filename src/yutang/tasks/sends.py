"""Tasks that a send makes: a member of staff confirms, in the channel's own client, what was laid before them."""

from collections.abc import Sequence

import msgspec
import sqlalchemy as sa

from yutang.accounts.model import Role, Viewer
from yutang.kit.clock import DAY
from yutang.tasks import actions
from yutang.tasks.model import NewTask, TaskState, Why
from yutang.tasks.tables import task

SOURCE = "send"
CHASE = "chase_moment"
HARM = 40  # a send that is late reaches people when it no longer concerns them
DAYS = 1
# Who does what nobody does: a task ends when the channel says that it was confirmed.
OURSELVES = Viewer(user_id=0, login="outbox", name="", role=Role.ADMINISTRATOR)


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Of one member of staff (an identity): how many are to be confirmed; of a Moment `people` is 1."""

    staff_id: int
    people: int


def wanted(
    send_id: int, name: str, asked: Sequence[Asked], *, moment: bool, by: Viewer, now: int
) -> list[NewTask]:  # fmt: skip
    """One a member of staff. Pure."""
    return [
        NewTask(
            kind="publish_moment" if moment else "confirm_send", subject_kind=SOURCE, subject_id=str(send_id),
            subject_name=name, due_at=now + DAYS * DAY, harm=HARM, why=Why("send_confirmed", {"by": by.name}),
            source=SOURCE, source_id=f"{send_id}:{one.staff_id}", params={"n": one.people},
            owner_staff_id=one.staff_id,
        )
        for one in asked
    ]  # fmt: skip


def chase(
    send_id: int, name: str, late: int, *, assignee_id: int | None, now: int
) -> NewTask:  # fmt: skip
    """Of a Moment, of which the platform has no reminder: a person asks who has not published. Pure."""
    return NewTask(
        kind=CHASE, subject_kind=SOURCE, subject_id=str(send_id), subject_name=name, due_at=now + DAYS * DAY // 2,
        harm=HARM, why=Why("moment_late", {"n": late}), source=SOURCE, source_id=f"{send_id}:{CHASE}",
        params={"n": late}, assignee_id=assignee_id,
    )  # fmt: skip


def unchased(conn: sa.Connection, send_id: int, *, viewer: Viewer, now: int) -> int:
    """Nobody is late any more."""
    return actions.drop(conn, SOURCE, [f"{send_id}:{CHASE}"], viewer=viewer, now=now)


def done(conn: sa.Connection, send_id: int, staff_ids: Sequence[int], *, now: int) -> int:
    """The channel says that these have confirmed; how many tasks ended. Those that people ended themselves stay so."""
    keys = [f"{send_id}:{one}" for one in staff_ids]
    open_ = sa.select(task.c.id).where(
        task.c.source == SOURCE, task.c.source_id.in_(keys), task.c.state == TaskState.OPEN
    )
    ids = list(conn.execute(open_).scalars())
    return len(actions.finish(conn, ids, viewer=OURSELVES, now=now).changed) if ids else 0


def dropped(conn: sa.Connection, send_id: int, staff_ids: Sequence[int], *, viewer: Viewer, now: int) -> int:
    """Nobody need confirm any more: it was cancelled, refused, or its time is over."""
    return actions.drop(conn, SOURCE, [f"{send_id}:{one}" for one in staff_ids], viewer=viewer, now=now)
