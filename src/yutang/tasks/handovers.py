"""The task that a hand-over leaves behind: whom the platform could not hand over, a person must look after."""

from collections.abc import Sequence

import sqlalchemy as sa

from yutang.kit.clock import DAY
from yutang.tasks import actions
from yutang.tasks.model import NewTask, TaskState, Why
from yutang.tasks.sends import OURSELVES
from yutang.tasks.tables import task

SOURCE = "handover"
HARM = 55  # customers whom nobody looks after go to whoever does
DAYS = 1


def left_over(  # noqa: PLR0913 - the task's own words
    conn: sa.Connection, handover_id: int, name: str, *, customers: int, groups: int, giver_id: int,
    user_id: int | None, now: int,
) -> None:  # fmt: skip
    """For whoever confirmed the hand-over, else for whoever the giver's account belongs to. `name`: the giver's."""
    wanted = NewTask(
        kind="hand_over_rest", subject_kind=SOURCE, subject_id=str(handover_id), subject_name=name,
        due_at=now + DAYS * DAY, harm=HARM, why=Why("handover_ended", {"customers": customers, "groups": groups}),
        source=SOURCE, source_id=str(handover_id), params={"n": customers + groups},
        owner_staff_id=None if user_id is not None else giver_id, assignee_id=user_id,
    )  # fmt: skip
    actions.create(conn, [wanted], viewer=OURSELVES, now=now)


def open_of_staff(conn: sa.Connection, staff_ids: Sequence[int] | None = None) -> dict[int, int]:
    """By member of staff, tasks that are theirs and open, snoozed ones too."""
    counted = sa.select(task.c.owner_staff_id, sa.func.count()).where(
        task.c.state == TaskState.OPEN, task.c.owner_staff_id.is_not(None), task.c.assignee_id.is_(None)
    )
    if staff_ids is not None:
        counted = counted.where(task.c.owner_staff_id.in_(list(staff_ids)))
    return {row[0]: row[1] for row in conn.execute(counted.group_by(task.c.owner_staff_id))}
