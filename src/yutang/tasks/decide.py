"""Which tasks of a batch an act changes, and why it leaves the others. Pure: what two people do at once ends here."""

import enum
from collections.abc import Callable, Sequence

from yutang.tasks.model import Outcome, Refusal, Task, TaskState


class Act(enum.StrEnum):
    DONE = "task_done"
    SNOOZE = "task_snoozed"
    HAND_OVER = "task_handed_over"
    REOPEN = "task_reopened"


def sort_out(asked: Sequence[int], found: Sequence[Task], act: Act) -> Outcome:
    """`found`: those of `asked` that the viewer may see. Order of the answer: as asked, each once."""
    here = {task.id: task for task in found}
    judge: Callable[[Task], Refusal | None] = _reopen if act is Act.REOPEN else _still_open
    ids = list(dict.fromkeys(asked))
    refused = [
        no
        for id_ in ids
        if (no := judge(here[id_]) if id_ in here else Refusal(id_, "not_found")) is not None
    ]
    out = {no.id for no in refused}
    return Outcome([id_ for id_ in ids if id_ not in out], refused)


def _still_open(task: Task) -> Refusal | None:
    if task.state is TaskState.DONE:
        return Refusal(task.id, "already_done", {"by": task.done_by_name or "", "at": task.done_at or 0})
    return Refusal(task.id, "not_open") if task.state is TaskState.DROPPED else None


def _reopen(task: Task) -> Refusal | None:
    """Takes back "done" and "snoozed"; an open task has nothing to take back, a dropped one has lost its cause."""
    can = task.state in {TaskState.DONE, TaskState.SNOOZED}
    return None if can else Refusal(task.id, "nothing_to_undo")


def without_twins(outcome: Outcome, keys: dict[int, str], taken: set[str]) -> Outcome:
    """Leave out those whose key another open task holds, and all but the first of a key within the batch itself."""
    held, refused = set(taken), list(outcome.refused)
    changed: list[int] = []
    for id_ in outcome.changed:
        key = keys.get(id_)
        if key is not None and key in held:
            refused.append(Refusal(id_, "twin_open"))
            continue
        held |= {key} if key is not None else set()
        changed.append(id_)
    return Outcome(changed, refused)
