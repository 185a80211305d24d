"""The stream that screens listen to: who hears what, slow readers, the end at shutdown."""

import asyncio
import json
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from tests.web.conftest import Browser

from yutang.accounts.limits import MINUTE
from yutang.accounts.tables import session
from yutang.kit import clock, jobs
from yutang.kit.jobs import Order
from yutang.web import events
from yutang.web.api.jobs import concerns, view
from yutang.web.events import QUEUE, Event, Hub


def _listen(hub: Hub, act, want: int) -> list[Event | None]:
    async def run() -> list[Event | None]:
        heard: list[Event | None] = []
        stream = hub.listen()

        async def read() -> None:
            async for event in stream:
                heard.append(event)
                if len(heard) >= want:
                    return

        task = asyncio.create_task(read())
        while not hub.listeners:  # noqa: ASYNC110 - the hub has no word for it
            await asyncio.sleep(0.01)
        threading.Thread(target=act).start()
        await asyncio.wait_for(task, 10)
        await stream.aclose()
        return heard

    return asyncio.run(run())


def test_what_a_thread_tells_is_heard_in_order() -> None:
    hub = Hub(threading.Event())
    heard = _listen(hub, lambda: [hub.tell("job", {"id": n}) for n in range(3)], 3)
    assert [json.loads(e.data)["id"] for e in heard if e] == [0, 1, 2]
    assert hub.listeners == 0


def test_a_stop_ends_the_stream() -> None:
    stop = threading.Event()
    hub = Hub(stop)
    assert _listen(hub, stop.set, 1) == []


def test_who_falls_behind_is_cut_off_not_waited_for() -> None:
    hub = Hub(threading.Event())

    async def run() -> int:
        stream = hub.listen()
        first = asyncio.create_task(anext(stream))
        while not hub.listeners:  # noqa: ASYNC110 - the hub has no word for it
            await asyncio.sleep(0.01)
        for n in range(QUEUE + 5):
            hub.tell("job", n)
        await first
        heard = 1
        async for _ in stream:
            heard += 1
        return heard

    assert asyncio.run(run()) <= QUEUE
    assert hub.listeners == 0


def test_a_busy_stream_is_pinged_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who listens is looked at again at each ping: a lot of news must not put it off."""
    monkeypatch.setattr(events, "PING", 0.2)
    hub = Hub(threading.Event())

    def talk() -> None:
        for n in range(60):
            hub.tell("job", n)
            time.sleep(0.01)

    assert None in _listen(hub, talk, 55)


def _stream(served, browser, act, *, seconds: float = 1.5) -> str:
    """What the browser's stream brings until the server stops, so long after `act`."""

    def later() -> None:
        while not served.context.hub.listeners:
            pass
        act()
        threading.Timer(seconds, served.stop.set).start()

    threading.Thread(target=later).start()
    return browser("GET", "/jobs/events").text


def _job(served, by: int | None):
    state = served.ledger.state
    order = Order(kind="checkup", created_by=by)
    id_ = state.write(lambda conn: jobs.enqueue(conn, order, now=clock.now()))
    with state.read() as conn:
        return jobs.one(conn, id_)


def _tell(served, job) -> None:
    """As the server does."""
    served.context.hub.tell("job", view(job, clock.now()), concerns=lambda viewer: concerns(job, viewer))


def test_an_operator_hears_of_their_own_jobs_only(served) -> None:
    browser = served.client("operator")
    own, foreign = _job(served, browser.viewer.user_id), _job(served, 987)

    def act() -> None:
        for job in (foreign, own):
            _tell(served, job)

    text = _stream(served, browser, act)
    assert f'"id":{own.id},' in text
    assert f'"id":{foreign.id},' not in text


@pytest.mark.parametrize(("role", "hears"), [("operator", False), ("analyst", True)])
def test_a_job_of_the_clock_is_told_to_whom_it_is_shown(served, role: str, hears: bool) -> None:
    """It is nobody's, and not everybody's; what is for all still is."""
    browser, job = served.client(role), _job(served, None)

    def act() -> None:
        _tell(served, job)
        served.context.hub.tell("fresh", {"day": 1})

    text = _stream(served, browser, act)
    assert (f'"id":{job.id},' in text) is hears
    assert (browser("GET", f"/jobs/{job.id}").status_code == 200) is hears
    assert '{"day":1}' in text


def _disabled(boss: Any, user: int) -> None:
    assert boss("PATCH", f"/users/{user}", json={"disabled": True}).status_code == 200


def _demoted(boss: Any, user: int) -> None:
    assert boss("PATCH", f"/users/{user}", json={"role": "operator"}).status_code == 200


@pytest.mark.parametrize("change", [_disabled, _demoted])
def test_a_stream_ends_with_the_rights_it_was_opened_with(served, change: Callable[[Any, int], None]) -> None:
    boss, browser, job = served.client("administrator"), served.client("supervisor"), _job(served, None)

    def act() -> None:
        change(boss, browser.viewer.user_id)
        _tell(served, job)

    assert "event:" not in _stream(served, browser, act, seconds=20)
    assert not served.stop.is_set()  # it ended by itself


def test_a_stream_ends_with_its_session(served) -> None:
    browser, job = served.client("supervisor"), _job(served, None)

    def act() -> None:
        assert browser("DELETE", "/session").status_code == 204
        _tell(served, job)

    assert "event:" not in _stream(served, browser, act, seconds=20)
    assert not served.stop.is_set()


def test_what_another_process_ended_is_seen_at_the_next_ping(served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "PING", 0.1)
    monkeypatch.setattr(events, "TICK", 0.1)
    browser = served.client("supervisor")
    gone = sa.delete(session)
    _stream(served, browser, lambda: served.ledger.state.write(lambda c: c.execute(gone)), seconds=20)
    assert not served.stop.is_set()


def test_to_listen_is_no_use_of_a_session(served, monkeypatch: pytest.MonkeyPatch) -> None:
    """A tab left open keeps nobody signed in."""
    monkeypatch.setattr(events, "PING", 0.1)
    monkeypatch.setattr(events, "TICK", 0.1)
    browser, long_ago = served.client("supervisor"), clock.now() - 30 * MINUTE
    state = served.ledger.state

    def act() -> None:
        state.write(lambda conn: conn.execute(sa.update(session).values(seen_at=long_ago)))

    assert _stream(served, browser, act, seconds=1).count("ping") > 2
    with state.read() as conn:
        assert conn.execute(sa.select(session.c.seen_at)).scalar() == long_ago


def test_the_command_line_of_this_machine_listens_too(served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "PING", 0.1)
    monkeypatch.setattr(events, "TICK", 0.1)
    browser = Browser(served.app, bearer="own-token")
    assert _stream(served, browser, lambda: None, seconds=1).count("ping") > 2


def test_jobs_of_others_are_not_found(served) -> None:
    foreign = _job(served, 987)
    browser = served.client("operator")
    assert browser("GET", "/jobs").json()["items"] == []
    assert browser("GET", f"/jobs/{foreign.id}").status_code == 404
    assert browser("POST", f"/jobs/{foreign.id}/cancel").status_code == 404
    assert served.client("analyst")("GET", f"/jobs/{foreign.id}").status_code == 200


def test_a_queued_job_is_cancelled_and_goes_on(served) -> None:
    browser = served.client("supervisor")
    id_ = _job(served, None).id
    assert browser("POST", f"/jobs/{id_}/resume").json()["code"] == "job_not_resumable"
    ended = browser("POST", f"/jobs/{id_}/cancel").json()
    assert (ended["state"], ended["resumable"], ended["cancellable"]) == ("cancelled", True, False)
    assert browser("POST", f"/jobs/{id_}/resume").json()["state"] == "queued"
    assert served.woken == 2
    assert served.client("analyst")("POST", f"/jobs/{id_}/cancel").status_code == 403
