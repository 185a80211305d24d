"""Tasks on both databases: made once, seen by those they concern, changed in batches whose conflicts are values."""

from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from tests.tasks.taskworld import DAY, HOUR, NOW, account, staff, wanted

from yutang.accounts.audit import listed
from yutang.accounts.model import Role
from yutang.kit.db import Database
from yutang.tasks import actions
from yutang.tasks.model import TaskState


@pytest.fixture
def world(database: Database) -> SimpleNamespace:
    """`lin` works as identity 7, `mia` as none; both operators."""

    def make(conn: sa.Connection) -> SimpleNamespace:
        staff(conn, 7, "小林")
        staff(conn, 8, "阿泽")
        return SimpleNamespace(
            boss=account(conn, "boss", Role.SUPERVISOR), lin=account(conn, "lin", Role.OPERATOR, 7),
            mia=account(conn, "mia", Role.OPERATOR), eye=account(conn, "eye", Role.ANALYST),
            gone=account(conn, "gone", Role.OPERATOR, disabled=True), db=database,
        )  # fmt: skip

    return database.write(make)


def _create(world: SimpleNamespace, *tasks, now: int = NOW) -> int:
    return world.db.write(lambda conn: actions.create(conn, tasks, viewer=world.boss, now=now))


def _of(world: SimpleNamespace, viewer, source_id: str = "1", now: int = NOW):
    with world.db.read() as conn:
        return actions.of_subject(conn, viewer, "group", f"wecom:{source_id}", now=now)


def _act(world: SimpleNamespace, verb, ids, *args, viewer, now: int = NOW, **more):
    return world.db.write(lambda conn: verb(conn, ids, *args, viewer=viewer, now=now, **more))


def test_the_same_advice_makes_one_task_while_it_is_open(world: SimpleNamespace) -> None:
    assert _create(world, wanted("1"), wanted("2"), wanted("1")) == 2
    assert _create(world, wanted("1"), wanted("3")) == 1
    assert _create(world, wanted("1", kind="merge_group")) == 1  # another act is another task
    task = next(t for t in _of(world, world.boss) if t.kind == "stop_group")
    assert _act(world, actions.finish, [task.id], viewer=world.boss).changed == [task.id]
    assert _create(world, wanted("1")) == 1  # done, so it may be needed again


def test_a_thousand_tasks_at_once(world: SimpleNamespace) -> None:
    assert _create(world, *(wanted(str(n)) for n in range(1200))) == 1200
    ids = [str(n) for n in range(1, 1200)]
    dropped = world.db.write(lambda c: actions.drop(c, "advice", ids, viewer=world.boss, now=NOW))
    assert dropped == 1199
    assert [_of(world, world.boss, str(n))[0].state for n in (0, 5)] == [TaskState.OPEN, TaskState.DROPPED]


def test_nothing_made_leaves_no_trace_in_the_log(world: SimpleNamespace) -> None:
    assert _create(world) == 0
    _create(world, wanted("1"))
    _create(world, wanted("1"))
    with world.db.read() as conn:
        assert [entry.act for entry in listed(conn)] == ["tasks_created"]


def test_an_operator_sees_their_own_and_those_of_their_identity(world: SimpleNamespace) -> None:
    _create(world, wanted("1", owner_staff_id=7), wanted("2", owner_staff_id=8), wanted("3"))
    seen = {
        who: [n for n in "123" if _of(world, getattr(world, who), n)] for who in ("boss", "eye", "lin", "mia")
    }
    assert seen == {"boss": ["1", "2", "3"], "eye": ["1", "2", "3"], "lin": ["1"], "mia": []}


def test_a_task_belongs_to_whoever_works_as_its_owner(world: SimpleNamespace) -> None:
    _create(world, wanted("1", owner_staff_id=7), wanted("2", owner_staff_id=8))
    mine, theirs = _of(world, world.boss, "1")[0], _of(world, world.boss, "2")[0]
    assert (mine.assignee_id, mine.assignee_name, mine.owner_name) == (world.lin.user_id, "Lin", "小林")
    assert (theirs.assignee_id, theirs.owner_name) == (None, "阿泽")
    late = world.db.write(lambda conn: account(conn, "late", Role.OPERATOR, 8))
    assert _of(world, late, "2")[0].assignee_id == late.user_id  # linked later: it is theirs now


def test_a_disabled_account_has_no_tasks_of_its_identity(world: SimpleNamespace) -> None:
    world.db.write(lambda conn: account(conn, "left", Role.OPERATOR, 8, disabled=True))
    _create(world, wanted("2", owner_staff_id=8))
    assert _of(world, world.boss, "2")[0].assignee_id is None


def test_done_by_somebody_else_is_told_not_raised(world: SimpleNamespace) -> None:
    _create(world, wanted("1", owner_staff_id=7))
    id_ = _of(world, world.lin)[0].id
    first = _act(world, actions.finish, [id_], viewer=world.boss, result="已解散")
    second = _act(world, actions.finish, [id_, 999], viewer=world.lin, now=NOW + 1)
    assert (first.changed, first.refused) == ([id_], [])
    assert second.changed == []
    assert [(no.id, no.code, no.params) for no in second.refused] == [
        (id_, "already_done", {"by": "Boss", "at": NOW}), (999, "not_found", {}),
    ]  # fmt: skip
    done = _of(world, world.lin)[0]
    assert (done.state, done.result, done.done_by_name, done.done_at) == (
        TaskState.DONE,
        "已解散",
        "Boss",
        NOW,
    )


def test_an_operator_cannot_touch_what_is_not_theirs(world: SimpleNamespace) -> None:
    _create(world, wanted("1", owner_staff_id=7))
    id_ = _of(world, world.boss)[0].id
    for verb, args in (
        (actions.finish, ()), (actions.snooze, (NOW + DAY,)), (actions.hand_over, (world.mia.user_id,)),
        (actions.reopen, ()),
    ):  # fmt: skip
        refused = _act(world, verb, [id_], *args, viewer=world.mia).refused
        assert [no.code for no in refused] == ["not_found"]
    assert _of(world, world.boss)[0].state is TaskState.OPEN


def test_a_snoozed_task_comes_back_by_itself(world: SimpleNamespace) -> None:
    _create(world, wanted("1"))
    id_ = _of(world, world.boss)[0].id
    assert _act(world, actions.snooze, [id_], NOW + HOUR, viewer=world.boss).changed == [id_]
    assert [_of(world, world.boss, now=NOW + h)[0].state for h in (0, HOUR - 1, HOUR)] == [
        TaskState.SNOOZED, TaskState.SNOOZED, TaskState.OPEN,
    ]  # fmt: skip
    past = _act(world, actions.snooze, [id_], NOW, viewer=world.boss)
    assert [no.code for no in past.refused] == ["past"]


def test_undo_of_snooze_and_of_done(world: SimpleNamespace) -> None:
    _create(world, wanted("1"), wanted("2"))
    ids = [_of(world, world.boss, n)[0].id for n in "12"]
    _act(world, actions.snooze, ids[:1], NOW + DAY, viewer=world.boss)
    _act(world, actions.finish, ids[1:], viewer=world.boss, result="x")
    assert _act(world, actions.reopen, ids, viewer=world.boss).changed == ids
    assert [(t.state, t.result, t.done_at) for n in "12" for t in _of(world, world.boss, n)] == [
        (TaskState.OPEN, None, None)
    ] * 2
    again = _act(world, actions.reopen, ids, viewer=world.boss)
    assert [no.code for no in again.refused] == ["nothing_to_undo"] * 2
    assert _create(world, wanted("1"), wanted("2")) == 0  # open again, so no twin is made


def test_undo_is_refused_where_the_task_was_made_anew(world: SimpleNamespace) -> None:
    _create(world, wanted("1"))
    old = _of(world, world.boss)[0].id
    _act(world, actions.finish, [old], viewer=world.boss)
    _create(world, wanted("1"))
    new = _of(world, world.boss)[0].id
    assert [no.code for no in _act(world, actions.reopen, [old], viewer=world.boss).refused] == ["twin_open"]
    _act(world, actions.finish, [new], viewer=world.boss)
    both = _act(world, actions.reopen, [old, new], viewer=world.boss)
    assert (both.changed, [no.code for no in both.refused]) == ([old], ["twin_open"])


def test_what_is_handed_over_is_the_colleagues(world: SimpleNamespace) -> None:
    _create(world, wanted("1", owner_staff_id=7))
    id_ = _of(world, world.lin)[0].id
    _act(world, actions.hand_over, [id_], world.mia.user_id, viewer=world.lin)
    assert _of(world, world.mia)[0].assignee_name == "Mia"
    for nobody in (999, world.gone.user_id, world.eye.user_id):  # none, disabled, may only read
        assert _act(world, actions.hand_over, [id_], nobody, viewer=world.boss).refused[0].code == "nobody"


def test_every_change_stands_in_the_log(world: SimpleNamespace) -> None:
    _create(world, wanted("1"))
    id_ = _of(world, world.boss)[0].id
    _act(world, actions.snooze, [id_], NOW + DAY, viewer=world.boss)
    _act(world, actions.reopen, [id_], viewer=world.boss)
    _act(world, actions.hand_over, [id_], world.mia.user_id, viewer=world.boss)
    _act(world, actions.finish, [id_], viewer=world.mia, result="好了")
    with world.db.read() as conn:
        log = listed(conn, subject=("task", str(id_)))
    assert [e.act for e in log] == ["task_done", "task_handed_over", "task_reopened", "task_snoozed"]
    assert (log[0].user_name, log[0].before["state"], log[0].after["result"]) == ("Mia", "open", "好了")
