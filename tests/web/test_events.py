"""The stream that screens listen to: who hears what, slow readers, the end at shutdown."""

import asyncio
import json
import threading

from yutang.kit import clock, jobs
from yutang.kit.jobs import Order
from yutang.web.api.jobs import view
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


def _stream(served, browser, act) -> str:
    """What the browser's stream brings until the server stops."""

    def later() -> None:
        while not served.context.hub.listeners:
            pass
        act()
        threading.Timer(1.5, served.stop.set).start()

    threading.Thread(target=later).start()
    return browser("GET", "/jobs/events").text


def _job(served, by: int | None):
    state = served.ledger.state
    order = Order(kind="checkup", created_by=by)
    id_ = state.write(lambda conn: jobs.enqueue(conn, order, now=clock.now()))
    with state.read() as conn:
        return jobs.one(conn, id_)


def test_an_operator_hears_of_their_own_jobs_only(served) -> None:
    browser = served.client("operator")
    own, foreign = _job(served, browser.viewer.user_id), _job(served, 987)

    def act() -> None:
        for job in (foreign, own):
            served.context.hub.tell("job", view(job, clock.now()), user_id=job.created_by)

    text = _stream(served, browser, act)
    assert f'"id":{own.id},' in text
    assert f'"id":{foreign.id},' not in text


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
