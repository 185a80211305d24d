"""Tasks of clashes: whose they are, what they say, and that who is erased stands in none."""

from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from tests.tasks.taskworld import DAY, NOW, account, wanted

from yutang.accounts.model import Role
from yutang.kit.db import Database
from yutang.staff import actions as organisation
from yutang.staff.clashes import Clash
from yutang.staff.model import Level, NewUnit
from yutang.tasks import actions, clashes, store
from yutang.tasks.model import TaskState


def clash(customer: int = 1, **more: object) -> Clash:
    values = {"name": "李雷", "proposed": "安", "followers": ["安", "波"], "above": [3, 2, 1]} | more
    return Clash(customer_id=customer, **values)  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize(
    ("above", "supervisors", "whose"),
    [
        ([3, 2, 1], {1: 10, 2: 20, 3: 30}, 30), ([3, 2, 1], {1: 10, 2: 20}, 20), ([3, 2, 1], {4: 40}, None), ([], {1: 10}, None),
        ([1], {1: 10, 3: 30}, 10),
    ],
)  # fmt: skip
def test_it_is_for_the_nearest_supervisor_above_all(
    above: list[int], supervisors: dict[int, int], whose: int | None
) -> None:
    (one,) = clashes.wanted([clash(above=above)], supervisors, now=NOW)
    assert (one.assignee_id, one.owner_staff_id, one.due_at) == (whose, None, NOW + 2 * DAY)


def test_it_says_who_follows_and_who_is_proposed() -> None:
    asked, open_, many, nameless = clashes.wanted(
        [clash(), clash(2, proposed=None), clash(3, followers=list("abcde")), clash(4, name=None)], {}, now=NOW)  # fmt: skip
    assert (asked.why.code, asked.why.params) == ("clash_ask", {"n": 2, "staff": "安 / 波", "proposed": "安"})
    assert (open_.why.code, open_.why.params) == ("clash_open", {"n": 2, "staff": "安 / 波"})
    assert many.why.params == {"n": 5, "staff": "a / b / c", "proposed": "安"}
    assert (nameless.subject_name, nameless.subject_id) == ("#4", "4")


def test_of_several_supervisors_of_a_unit_the_oldest_that_works(database: Database) -> None:
    """Not who is disabled, who only works there, or who answers for nothing."""

    boss = database.write(lambda conn: account(conn, "boss", Role.ADMINISTRATOR))
    drafts = [NewUnit(name=name, level=Level.COMPANY) for name in ("一", "二")]
    one, two = (unit.id for unit in organisation.create_units(database, boss, drafts, now=NOW))

    def found(conn: sa.Connection) -> tuple[dict[int, int], int]:
        account(conn, "gone", Role.SUPERVISOR, unit_id=one, disabled=True)
        account(conn, "op", Role.OPERATOR, unit_id=two)
        account(conn, "whole", Role.SUPERVISOR)
        old = account(conn, "old", Role.SUPERVISOR, unit_id=one).user_id
        account(conn, "new", Role.SUPERVISOR, unit_id=one)
        return clashes._supervisors(conn), old

    supervisors, old = database.write(found)
    assert supervisors == {one: old}


@pytest.fixture
def world(database: Database) -> SimpleNamespace:
    """Tasks about customers 1, 2 and 12; that of 2 is done, and somebody wrote why."""

    def make(conn: sa.Connection) -> SimpleNamespace:
        boss = account(conn, "boss", Role.SUPERVISOR)
        actions.create(
            conn, clashes.wanted([clash(1), clash(2), clash(12)], {}, now=NOW), viewer=boss, now=NOW
        )
        actions.create(
            conn, [wanted("1"), wanted("2")], viewer=boss, now=NOW
        )  # about groups of the same numbers
        (two,) = actions.of_subject(conn, boss, "customer", "2", now=NOW)
        actions.finish(conn, [two.id], viewer=boss, now=NOW, result="李雷说要安跟进")
        return SimpleNamespace(db=database, boss=boss)

    return database.write(make)


def about(world: SimpleNamespace, customer: int) -> tuple[TaskState, str, str | None]:
    with world.db.read() as conn:
        (one,) = actions.of_subject(conn, world.boss, "customer", str(customer), now=NOW)
    return one.state, one.subject_name, one.result


def test_once_decided_it_goes_and_others_stay(world: SimpleNamespace) -> None:
    over = [
        world.db.write(lambda conn: clashes.decided(conn, [1, 77], viewer=world.boss, now=NOW))
        for _ in range(2)
    ]
    assert over == [1, 0]
    assert [about(world, one)[0] for one in (1, 2, 12)] == [TaskState.DROPPED, TaskState.DONE, TaskState.OPEN]


def test_of_who_is_erased_no_task_says_a_name(world: SimpleNamespace) -> None:
    assert world.db.write(lambda conn: clashes.forget_people(conn, [1, 2])) == 2
    assert about(world, 1) == (TaskState.DROPPED, "", None)
    assert about(world, 2) == (TaskState.DONE, "", None)  # it is still counted among what was done
    assert about(world, 12) == (TaskState.OPEN, "李雷", None)
    with world.db.read() as conn:
        page = store.page(conn, world.boss, TaskState.OPEN, only_mine=False, cursor=None, limit=9, now=NOW)
    assert sorted(one.subject_name for one in page.items) == ["李雷", "群 1", "群 2"]
    assert world.db.write(lambda conn: clashes.forget_people(conn, [])) == 0
