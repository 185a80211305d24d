"""The order of Today, in SQL as in the pure rule; pages that nothing slips between; counts by the tenant's day."""

import random
from zoneinfo import ZoneInfo

import pytest
from tests.tasks.taskworld import DAY, HOUR, NOW, account, wanted

from yutang.accounts.model import Role, Viewer
from yutang.kit.db import Database
from yutang.tasks import actions, store
from yutang.tasks.model import Counts, Task, TaskState, day_end, rank

ZONE = ZoneInfo("Asia/Shanghai")


def _page(db: Database, viewer: Viewer, state: TaskState = TaskState.OPEN, *, now: int = NOW, **more):
    with db.read() as conn:
        values = {"only_mine": False, "cursor": None, "limit": 100} | more
        return store.page(conn, viewer, state, now=now, **values)


def _all(db: Database, viewer: Viewer, state: TaskState, limit: int) -> list[Task]:
    found, cursor, first = [], None, True
    while first or cursor:
        page = _page(db, viewer, state, cursor=cursor, limit=limit, now=NOW + (0 if first else 5 * DAY))
        found, cursor, first = [*found, *page.items], page.next, False
    return found


@pytest.fixture
def boss(database: Database) -> Viewer:
    """A supervisor, and 60 tasks due around now, many of equal harm."""
    rng = random.Random(4)
    due = [NOW + rng.choice((-2, -1, 0, 1, 2)) * DAY + rng.choice((0, HOUR)) for _ in range(60)]
    tasks = [wanted(str(n), due_at=at, harm=rng.choice((10, 50, 90))) for n, at in enumerate(due)]

    def make(conn) -> Viewer:
        viewer = account(conn, "boss", Role.SUPERVISOR)
        actions.create(conn, tasks, viewer=viewer, now=NOW)
        return viewer

    return database.write(make)


def test_the_database_orders_as_the_rule_does(database: Database, boss: Viewer) -> None:
    items = _page(database, boss).items
    ranks = [rank(due_at=t.due_at, harm=t.harm, id_=t.id, now=NOW) for t in items]
    assert len(items) == 60
    assert ranks == sorted(ranks)


@pytest.mark.parametrize("limit", [1, 7, 59, 60])
def test_pages_hold_each_task_once_though_time_passes(database: Database, boss: Viewer, limit: int) -> None:
    whole = [t.id for t in _page(database, boss).items]
    assert [t.id for t in _all(database, boss, TaskState.OPEN, limit)] == whole


def test_done_newest_first_and_snoozed_by_their_return(database: Database, boss: Viewer) -> None:
    ids = [t.id for t in _page(database, boss, limit=12).items]
    for n, id_ in enumerate(ids[:6]):
        database.write(lambda c, i=id_, n=n: actions.finish(c, [i], viewer=boss, now=NOW + n % 3))
    for n, id_ in enumerate(ids[6:]):
        until = NOW + 9 * DAY - n % 3
        database.write(lambda c, i=id_, at=until: actions.snooze(c, [i], at, viewer=boss, now=NOW))
    done, snoozed = (_all(database, boss, s, 2) for s in (TaskState.DONE, TaskState.SNOOZED))
    assert [(-(t.done_at or 0), -t.id) for t in done] == sorted((-(t.done_at or 0), -t.id) for t in done)
    assert [(t.snoozed_until, t.id) for t in snoozed] == sorted((t.snoozed_until, t.id) for t in snoozed)
    assert (len(done), len(snoozed)) == (6, 6)


@pytest.mark.parametrize(
    "cursor", ["x", "äöü", "W10", "WzFd", "WzEsMiwzLDQsNSw2XQ", "WzEsIjIiXQ", "e30", "%00", "W" * 5000]
)
def test_a_foreign_cursor_is_refused(database: Database, boss: Viewer, cursor: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any of them; the edge says "bad cursor"
        _page(database, boss, cursor=cursor)


def test_a_cursor_of_another_list_is_refused(database: Database, boss: Viewer) -> None:
    """[1,2,3] is of tasks that ended, [1,2,3,4,5] of open ones."""
    for state, cursor in ((TaskState.OPEN, "WzEsMiwzXQ"), (TaskState.DONE, "WzEsMiwzLDQsNV0")):
        with pytest.raises(ValueError, match=cursor):
            _page(database, boss, state, cursor=cursor)


def test_counts_by_the_tenants_day(database: Database) -> None:
    end = day_end(NOW, ZONE)
    due = [NOW - 1, NOW, end - 1, end, end + DAY]

    def make(conn) -> Viewer:
        viewer = account(conn, "lin", Role.OPERATOR)
        tasks = [wanted(str(n), due_at=at, assignee_id=viewer.user_id) for n, at in enumerate(due)]
        actions.create(conn, [*tasks, wanted("x")], viewer=viewer, now=NOW)
        return viewer

    viewer = database.write(make)
    with database.read() as conn:
        assert store.counts(conn, viewer, only_mine=True, now=NOW, day_end=end) == Counts(1, 2, 2)
        assert store.counts(conn, viewer, only_mine=False, now=end + 9 * DAY, day_end=end) == Counts(5, 0, 0)


def test_nothing_counts_as_zero(database: Database) -> None:
    lin = database.write(lambda conn: account(conn, "lin", Role.OPERATOR))
    with database.read() as conn:
        assert store.counts(conn, lin, only_mine=False, now=NOW, day_end=NOW) == Counts(0, 0, 0)


def test_mine_leaves_out_what_a_supervisor_only_sees(database: Database, boss: Viewer) -> None:
    assert _page(database, boss, only_mine=True).items == []


def test_done_between_takes_the_start_and_leaves_the_end(database: Database, boss: Viewer) -> None:
    ids = [t.id for t in _page(database, boss, limit=3).items]
    for n, id_ in enumerate(ids):
        database.write(lambda c, i=id_, n=n: actions.finish(c, [i], viewer=boss, now=NOW + n))
    with database.read() as conn:
        assert [store.done_between(conn, NOW, NOW + n) for n in (0, 1, 2, 9)] == [0, 1, 2, 3]
