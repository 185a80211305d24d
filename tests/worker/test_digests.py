"""The job that makes summaries: from the real check-up of a small tenant, once a day, pushed, with tasks counted."""

import datetime as dt
from types import SimpleNamespace

import pytest
from tests.checkup.tenant import BOSS, END, LAST, fill, talk
from tests.tasks.taskworld import wanted

from ledger.batch import DAY, take
from yutang.checkup.settings import Assumptions
from yutang.checkup.snapshots import Board
from yutang.digests import store
from yutang.digests.model import Period
from yutang.kit import jobs
from yutang.kit.errors import YutangError
from yutang.ledger.ledger import Ledger
from yutang.tasks import actions as tasks
from yutang.worker.digests import make_digest

NOW = END + DAY // 2


@pytest.fixture
def here(ledger: Ledger) -> SimpleNamespace:
    fill(ledger)
    board = Board(ledger, Assumptions())

    def make(period: str = "daily", now: int = NOW, **more):
        params = {"period": period} | more
        return make_digest(ledger.state, board, params, now=now, link_base="https://y.example")

    def load(id_: int):
        with ledger.state.read() as conn:
            return store.load(conn, id_)[1]

    return SimpleNamespace(ledger=ledger, board=board, make=make, load=load)


def test_the_first_compares_with_the_day_before(here: SimpleNamespace) -> None:
    result = here.make()
    made = here.load(result["digest"])
    assert (made.period, made.as_of, made.since) == (Period.DAILY, LAST, LAST - dt.timedelta(1))
    assert sum(made.states.values()) == 7
    assert made.changes == result["changes"]


def test_the_first_weekly_looks_back_a_week_of_real_history(here: SimpleNamespace) -> None:
    made = here.load(here.make("weekly")["digest"])
    assert made.since == LAST - dt.timedelta(7)
    assert made.sentence.code != "first"


def test_nothing_new_makes_no_second_one(here: SimpleNamespace) -> None:
    first = here.make()
    assert here.make(now=NOW + DAY) == {"digest": None, "changes": 0}
    assert here.make(asked=True)["digest"] == first["digest"]  # asked by hand, it is made anew in its place


def test_the_next_compares_with_the_last(here: SimpleNamespace) -> None:
    here.make()
    take(here.ledger, "later", *talk("quiet", range(3), range(30, 36), END + 3 * DAY))
    made = here.load(here.make(now=NOW + 3 * DAY)["digest"])
    assert (made.since, made.as_of) == (LAST, LAST + dt.timedelta(3))
    assert ("群quiet", "came_back") in {(one.name, one.move.value) for one in made.moved}
    assert made.sentence.code in {"better", "mixed", "mixed_dead"}


def test_tasks_are_counted_since_the_last(here: SimpleNamespace) -> None:
    def some(conn) -> None:
        due = (NOW - 1, NOW + 1, NOW + 9 * DAY, NOW + 9 * DAY)
        new = [wanted(str(n), due_at=at) for n, at in enumerate(due)]
        tasks.create(conn, new, viewer=BOSS, now=NOW - 2)
        tasks.finish(conn, [4], viewer=BOSS, now=NOW - 1)

    here.ledger.state.write(some)
    told = here.load(here.make()["digest"]).tasks
    assert (told.done, told.overdue, told.due_today, told.later) == (1, 1, 1, 1)


def test_a_delivery_is_asked_for_in_the_same_transaction(here: SimpleNamespace) -> None:
    here.make()
    with here.ledger.state.read() as conn:
        assert [job.kind for job in jobs.listed(conn)] == ["deliver"]


def test_without_data_there_is_nothing_to_say(ledger: Ledger) -> None:
    board = Board(ledger, Assumptions())
    assert make_digest(ledger.state, board, {"period": "daily"}, now=NOW, link_base="") == {
        "digest": None,
        "changes": 0,
    }
    with pytest.raises(YutangError) as told:
        make_digest(ledger.state, board, {"period": "daily", "asked": True}, now=NOW, link_base="")
    assert told.value.code == "no_checkup"
