"""Which of a batch change, and why the others don't: without a database."""

import pytest

from yutang.tasks.decide import Act, sort_out, without_twins
from yutang.tasks.model import Outcome, Refusal, Task, TaskState, Why


def _task(id_: int, state: TaskState) -> Task:
    done = state is TaskState.DONE
    return Task(
        id=id_, kind="stop_group", params={}, subject_kind="group", subject_id="x", subject_name="x",
        owner_staff_id=None, owner_name=None, assignee_id=None, assignee_name=None, due_at=9, overdue=False, harm=1,
        state=state, snoozed_until=None, why=Why("w"), source="s", source_id="1", created_at=0,
        done_at=5 if done else None, done_by_name="Mia" if done else None, result=None,
    )  # fmt: skip


ALL = [_task(n, state) for n, state in enumerate(TaskState)]  # open, snoozed, done, dropped


@pytest.mark.parametrize("act", [Act.DONE, Act.SNOOZE, Act.HAND_OVER])
def test_what_is_still_to_do_may_change(act: Act) -> None:
    outcome = sort_out([0, 1, 2, 3], ALL, act)
    assert outcome.changed == [0, 1]
    assert outcome.refused == [Refusal(2, "already_done", {"by": "Mia", "at": 5}), Refusal(3, "not_open")]


def test_only_done_and_snoozed_can_be_taken_back() -> None:
    outcome = sort_out([0, 1, 2, 3], ALL, Act.REOPEN)
    assert (outcome.changed, [no.id for no in outcome.refused]) == ([1, 2], [0, 3])


def test_each_is_judged_once_in_the_order_asked() -> None:
    outcome = sort_out([1, 0, 1, 77, 77], ALL, Act.DONE)
    assert (outcome.changed, outcome.refused) == ([1, 0], [Refusal(77, "not_found")])


def test_an_empty_batch_is_no_error() -> None:
    assert sort_out([], [], Act.DONE) == Outcome([])


def test_a_key_is_given_once() -> None:
    keys = {1: "a", 2: "b", 3: "b", 4: "c"}
    outcome = without_twins(Outcome([1, 2, 3, 4, 5]), keys, {"c"})
    assert outcome.changed == [1, 2, 5]  # 5 is snoozed: it holds its key already
    assert [no.id for no in outcome.refused] == [3, 4]
