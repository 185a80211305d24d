"""The job of hand-overs in the lanes and by the clock, against a real fakecom."""

from collections.abc import Iterator

import pytest
from tests.handover.conftest import fake, here, world  # noqa: F401 - fixtures
from tests.handover.tenant import DAY, Tenant

from worker.lanes import Lanes, until
from yutang.connections import actions as connections
from yutang.handover import jobs as handing_over
from yutang.handover.orders import JOB
from yutang.kit import jobs
from yutang.kit.jobs import ENDED, Job
from yutang.worker.handover import handing_over as handler
from yutang.worker.schedule import tick


@pytest.fixture
def lanes(here: Tenant) -> Iterator[Lanes]:  # noqa: F811
    here.world.sync()
    handlers = {JOB: handler(here.world.learner, here.world.clients)}
    with Lanes(here.ledger.state, handlers, here.now) as made:
        yield made


def _done(here: Tenant) -> list[Job]:  # noqa: F811
    with here.ledger.state.read() as conn:
        return [job for job in jobs.listed(conn, kinds=[JOB]) if job.state in ENDED]


def _due(here: Tenant) -> bool:  # noqa: F811
    with here.ledger.state.read() as conn:
        return handing_over.due(conn, here.now())


def test_lanes_ask_for_it_and_follow_it_by_the_clock(here: Tenant, lanes: Lanes) -> None:  # noqa: F811
    state, zone = here.ledger.state, here.ledger.zone
    assert not _due(here)
    id_ = here.begin("wang")  # confirming orders the job
    assert _due(here)
    lanes.workers.wake()
    until(lambda: len(_done(here)) == 1)
    assert (here.sums(id_), _due(here)) == ({"waiting": 10}, False)
    here.pass_time(DAY)
    assert _due(here)
    assert tick(state, now=here.now(), zone_=zone) > 0
    lanes.workers.wake()
    until(lambda: len(_done(here)) == 2)
    assert here.sums(id_) == {"done": 10}
    here.pass_time(90 * DAY)
    assert not _due(here)


def test_a_connection_that_is_off_keeps_it_waiting_and_says_so(here: Tenant, lanes: Lanes) -> None:  # noqa: F811
    id_ = here.begin("wang")
    state = here.ledger.state
    state.write(lambda c: connections.switch(c, here.world.id, on=False, viewer=here.boss, now=here.now()))
    lanes.workers.wake()
    until(lambda: len(_done(here)) == 1)
    assert (here.sums(id_), here.line(id_).fault, here.asked()) == ({"planned": 10}, "handover_connection", 0)
    state.write(lambda c: connections.switch(c, here.world.id, on=True, viewer=here.boss, now=here.now()))
    here.pass_time(301)
    tick(state, now=here.now(), zone_=here.ledger.zone)
    lanes.workers.wake()
    until(lambda: len(_done(here)) == 2)
    assert here.sums(id_) == {"waiting": 10}
