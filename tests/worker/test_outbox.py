"""The jobs of the outbox in the lanes and by the clock, against a real fakecom."""

from collections.abc import Iterator

import pytest
from tests.outbox.conftest import fake, here  # noqa: F401 - fixtures
from tests.outbox.tenant import Tenant

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
