"""Tasks of sends: one a member of staff, ended by what the channel says, and never against what a person did."""

from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from tests.tasks.taskworld import DAY, NOW, account, staff

from yutang.accounts.audit import listed
from yutang.accounts.model import Role
from yutang.kit.db import Database
from yutang.tasks import actions, sends, store
from yutang.tasks.model import Task, TaskState


@pytest.fixture
def world(database: Database) -> SimpleNamespace:
    """Send 3 is laid before identities 7 and 8, send 31 before 7."""

    def make(conn: sa.Connection) -> SimpleNamespace:
        staff(conn, 7, "小林")
        staff(conn, 8, "阿泽")
        here = SimpleNamespace(
            db=database,
            boss=account(conn, "boss", Role.SUPERVISOR),
            lin=account(conn, "lin", Role.OPERATOR, 7),
        )
        for id_, who in ((3, {7: 9, 8: 5}), (31, {7: 1})):
            asked = [sends.Asked(staff_id=one, people=people) for one, people in who.items()]
            told = sends.wanted(id_, f"群发 {id_}", asked, moment=id_ == 31, by=here.boss, now=NOW)
            assert actions.create(conn, told, viewer=here.boss, now=NOW) == len(who)
        return here

    return database.write(make)


def tasks(world: SimpleNamespace, send: int = 3, *, now: int = NOW) -> dict[int | None, Task]:
    with world.db.read() as conn:
        found = actions.of_subject(conn, world.boss, "send", str(send), now=now)
    return {one.owner_staff_id: one for one in found}


def done(world: SimpleNamespace, send: int, *who: int) -> int:
    return world.db.write(lambda conn: sends.done(conn, send, who, now=NOW + 1))


def test_each_is_told_how_many_and_by_whom(world: SimpleNamespace) -> None:
    one = tasks(world)[7]
    assert (one.kind, one.params, one.subject_name, one.owner_name) == (
        "confirm_send",
        {"n": 9},
        "群发 3",
        "小林",
    )
    assert (one.why.code, one.why.params, one.due_at) == ("send_confirmed", {"by": "Boss"}, NOW + DAY)
    assert tasks(world, 31)[7].kind == "publish_moment"
    with world.db.read() as conn:
        mine = store.page(conn, world.lin, TaskState.OPEN, only_mine=True, cursor=None, limit=9, now=NOW)
    assert sorted(task.source_id for task in mine.items) == ["31:7", "3:7"]


def test_the_channel_ends_those_of_that_send_alone(world: SimpleNamespace) -> None:
    assert done(world, 3, 7, 99) == 1
    assert done(world, 3, 7) == 0
    assert [one.state for one in tasks(world).values()].count(TaskState.OPEN) == 1
    assert tasks(world, 31)[7].state is TaskState.OPEN  # "31:7" is not what "3:7" begins with
    assert done(world, 3) == 0


def test_nobody_is_said_to_have_done_it(world: SimpleNamespace) -> None:
    done(world, 3, 7)
    one = tasks(world)[7]
    assert (one.state, one.done_at, one.done_by_name) == (TaskState.DONE, NOW + 1, None)
    with world.db.read() as conn:
        log = listed(conn, subject=("task", str(one.id)))
    assert [(entry.act, entry.user_id) for entry in log] == [("task_done", None)]


def test_what_a_person_ended_stays_theirs(world: SimpleNamespace) -> None:
    one = tasks(world)[7]
    world.db.write(lambda conn: actions.finish(conn, [one.id], viewer=world.lin, now=NOW, result="已发"))
    assert done(world, 3, 7) == 0
    after = tasks(world)[7]
    assert (after.done_by_name, after.result, after.done_at) == ("Lin", "已发", NOW)


def test_a_snoozed_one_ends_too(world: SimpleNamespace) -> None:
    one = tasks(world)[7]
    world.db.write(lambda conn: actions.snooze(conn, [one.id], NOW + DAY, viewer=world.lin, now=NOW))
    assert done(world, 3, 7) == 1
    assert tasks(world, now=NOW + 2 * DAY)[7].state is TaskState.DONE


def test_a_send_that_is_over_takes_back_what_is_open_and_leaves_what_was_done(world: SimpleNamespace) -> None:
    done(world, 3, 7)
    drop = [
        world.db.write(lambda conn: sends.dropped(conn, 3, [7, 8], viewer=world.boss, now=NOW))
        for _ in range(2)
    ]
    assert drop == [1, 0]
    assert {who: one.state for who, one in tasks(world).items()} == {7: TaskState.DONE, 8: TaskState.DROPPED}
    assert tasks(world, 31)[7].state is TaskState.OPEN
    assert done(world, 3, 8) == 0  # a late word of the channel opens nothing


def test_thousands_of_staff_at_once(world: SimpleNamespace) -> None:
    who = list(range(1_000, 3_400))
    asked = [sends.Asked(staff_id=one, people=1) for one in who]
    told = sends.wanted(9, "大促", asked, moment=False, by=world.boss, now=NOW)
    assert world.db.write(lambda conn: actions.create(conn, told, viewer=world.boss, now=NOW)) == 2_400
    assert done(world, 9, *who[:1_300]) == 1_300
    assert world.db.write(lambda conn: sends.dropped(conn, 9, who, viewer=world.boss, now=NOW)) == 1_100
