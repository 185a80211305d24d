"""A clock that is moved while people are signed in and things wait: hours back, a day on, years on."""

from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
from tests.tasks.taskworld import wanted
from tests.web.conftest import Browser, empty

from yutang.accounts import sessions
from yutang.kit import clock, jobs
from yutang.kit.clock import DAY
from yutang.kit.jobs import LeaseLost, Order
from yutang.tasks import actions
from yutang.web.app import make_app

pytestmark = pytest.mark.faults
__all__ = ["empty"]
HOUR = DAY // 24


@pytest.fixture
def here(empty: SimpleNamespace) -> SimpleNamespace:
    """The application with a clock of the test's own: `here.at` in microseconds; `here.tab` is signed in."""
    empty.at = empty.begun = clock.now()
    empty.app = make_app(msgspec.structs.replace(empty.context, now=lambda: empty.at))
    boss = empty.client("administrator")
    state = empty.ledger.state
    fresh = state.write(lambda c: sessions.start(c, boss.viewer.user_id, address="test", now=empty.at))
    empty.boss, empty.tab = boss, Browser(empty.app, fresh.cookie, fresh.csrf)
    return empty


@pytest.mark.parametrize(
    ("moved", "status"), [(-3 * HOUR, 200), (11 * HOUR, 200), (13 * HOUR, 401), (900 * DAY, 401)]
)
def test_a_session_lives_as_long_as_the_clock_says(here: SimpleNamespace, moved: int, status: int) -> None:
    assert here.tab("GET", "/session").status_code == 200
    here.at += moved
    assert here.tab("GET", "/session").status_code == status
    here.at = here.begun
    assert here.tab("GET", "/session").status_code in {200, status}


def test_a_clock_set_back_locks_nobody_in_or_out(here: SimpleNamespace) -> None:
    here.at -= 400 * DAY
    told = {"login": here.boss.viewer.login, "password": here.password}
    for _ in range(3):
        assert here.tab("POST", "/session", json=told).status_code == 200
    wrong = here.tab("POST", "/session", json=told | {"password": "wrong"})
    assert wrong.json()["code"] == "login_wrong"


def test_what_is_put_off_comes_back_by_the_clock(here: SimpleNamespace) -> None:
    state = here.ledger.state
    task = [wanted("1", due_at=here.at)]
    state.write(lambda c: actions.create(c, task, viewer=here.boss.viewer, now=here.at))
    (id_,) = [one["id"] for one in here.tab("GET", "/tasks").json()["items"]]
    put_off = here.tab("POST", f"/tasks/{id_}/snooze", json={"until_at": (here.at + 5 * HOUR) // 1000})
    assert put_off.status_code == 200

    def shown() -> list[Any]:
        answer = here.tab("GET", "/tasks?state=open")
        assert answer.status_code == 200, answer.text
        return [one["id"] for one in answer.json()["items"]]

    for moved, there in ((HOUR, []), (-4 * HOUR, []), (6 * HOUR, [id_]), (HOUR, [])):
        here.at = here.begun + moved
        assert shown() == there


def test_a_lease_is_lost_once_and_nothing_is_written_twice(here: SimpleNamespace) -> None:
    """Forward over a lease: the next takes the job, the first one learns of it at its next step."""
    state, now = here.ledger.state, here.at
    id_ = state.write(lambda c: jobs.enqueue(c, Order(kind="import", lane="long"), now=now))
    first = state.write(lambda c: jobs.claim(c, "long", now=now))
    assert state.write(lambda c: jobs.claim(c, "long", now=now - DAY)) is None  # set back, it is still his
    second = state.write(lambda c: jobs.claim(c, "long", now=now + DAY))
    assert (first.job.id, second.job.id) == (id_, id_)
    with pytest.raises(LeaseLost):
        state.write(lambda c: jobs.save(c, first, now=now + DAY, done=5, total=9, note=None, cursor=None))
    state.write(lambda c: jobs.save(c, second, now=now, done=1, total=9, note=None, cursor=None))
    state.write(lambda c: jobs.finish(c, second, {}, now=now))
    assert here.tab("GET", f"/jobs/{id_}").json()["state"] == "done"
