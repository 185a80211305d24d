"""The jobs of the outbox in the lanes and by the clock, against a real fakecom."""

from collections.abc import Iterator

import pytest
from tests.connections.conftest import SETTINGS
from tests.outbox.conftest import fake, here  # noqa: F401 - fixtures
from tests.outbox.tenant import Tenant

from fakecom.running import CORP, SECRET
from worker.lanes import Lanes, until
from yutang.connections import actions as connections
from yutang.connections.wecom.clients import Clients
from yutang.kit import jobs
from yutang.kit.jobs import ENDED, Job
from yutang.outbox import jobs as outbox
from yutang.worker.outbox import sending
from yutang.worker.schedule import tick


@pytest.fixture
def lanes(here: Tenant) -> Iterator[Lanes]:  # noqa: F811
    clients = Clients(here.ledger.state, here.secrets, now=here.now)
    with Lanes(here.ledger.state, sending(here.ledger, clients), here.now) as made:
        yield made
    clients.close()


def _done(here: Tenant, kind: str) -> list[Job]:  # noqa: F811
    with here.ledger.state.read() as conn:
        return [job for job in jobs.listed(conn, kinds=[kind]) if job.state in ENDED]


def test_the_clock_asks_for_what_is_due_and_for_nothing_else(here: Tenant) -> None:  # noqa: F811
    state = here.ledger.state
    with state.read() as conn:
        assert outbox.due(conn, here.now()) == []
    id_ = here.send()
    with state.read() as conn:
        assert outbox.due(conn, here.now()) == [outbox.SUBMIT]
    here.work(outbox.SUBMIT)
    with state.read() as conn:
        assert outbox.due(conn, here.now()) == []
    here.fake.pass_time(301)
    with state.read() as conn:
        assert outbox.due(conn, here.now()) == [outbox.POLL]
    here.cancel(id_)
    here.work()
    with state.read() as conn:
        assert outbox.due(conn, here.now() + 10**15) == []


def test_lanes_hand_a_send_over_and_follow_it(here: Tenant, lanes: Lanes) -> None:  # noqa: F811
    id_ = here.send()
    state, zone = here.ledger.state, here.ledger.zone
    assert tick(state, now=here.now(), zone_=zone) > 0
    lanes.workers.wake()
    until(lambda: _done(here, outbox.SUBMIT) != [])
    assert here.states(id_) == {"waiting": 15}
    here.fake.ctl("member/li/confirm")
    here.fake.pass_time(301)
    tick(state, now=here.now(), zone_=zone)
    lanes.workers.wake()
    until(lambda: _done(here, outbox.POLL) != [])
    assert here.states(id_) == {"sent": 10, "waiting": 5}
    assert here.got() == {f"wm{n:03}": 1 for n in range(10)}


def test_a_connection_that_is_off_keeps_it_waiting_and_says_so(here: Tenant, lanes: Lanes) -> None:  # noqa: F811
    id_ = here.send()
    state = here.ledger.state
    state.write(lambda c: connections.switch(c, here.connection, on=False, viewer=here.boss, now=here.now()))
    tick(state, now=here.now(), zone_=here.ledger.zone)
    lanes.workers.wake()
    until(lambda: _done(here, outbox.SUBMIT) != [])
    assert here.states(id_) == {"planned": 15}
    assert {part.fault for part in here.parts(id_)} == {"send_connection"}
    assert here.made() == 0


def test_a_connection_that_is_added_again_goes_on_with_it_and_another_corps_never(
    here: Tenant,  # noqa: F811
    lanes: Lanes,
) -> None:
    id_, state, zone = here.send(), here.ledger.state, here.ledger.zone

    def connect(corp: str) -> int:
        told = SETTINGS | {"corp_id": corp, "secret": SECRET, "base_url": here.fake.url}
        asked = {"secrets": here.secrets, "viewer": here.boss, "now": here.now()}
        return state.write(lambda c: connections.connect(c, "wecom", "again", told, **asked))[0].id

    def work(jobs_done: int) -> None:
        tick(state, now=here.now(), zone_=zone)
        lanes.workers.wake()
        until(lambda: len(_done(here, outbox.SUBMIT)) == jobs_done)

    state.write(lambda c: connections.disconnect(c, here.connection, viewer=here.boss, now=here.now()))
    assert connect("wwanother") != here.connection
    work(1)
    assert (here.states(id_), here.made()) == ({"planned": 15}, 0)
    assert connect(CORP) == here.connection
    here.fake.pass_time(301)
    work(2)
    assert here.states(id_) == {"waiting": 15}
