"""The job "push_tags": it follows the rules of tags and a sync, tells how far it is, and waits as long as it is told."""

import pytest
from tests.segments.tags.wecom.conftest import Keeper, fake, here  # noqa: F401 - fixtures

from worker.lanes import Lanes, until
from yutang.channels.wecom.limits import Rates
from yutang.connections.orders import push_order, sync_order
from yutang.kit import jobs
from yutang.kit.jobs import Job, JobState
from yutang.worker.push import follow, pushing
from yutang.worker.sync import syncing
from yutang.worker.tags import auto_tagging

HIGH = "意向/高"


def _jobs(here: Keeper, kind: str = "push_tags") -> list[Job]:  # noqa: F811
    with here.ledger.state.read() as conn:
        return jobs.listed(conn, kinds=[kind])


def _lanes(here: Keeper) -> Lanes:  # noqa: F811
    after = lambda: follow(here.ledger.state, here.now)  # noqa: E731
    return Lanes(here.ledger.state, {
        "push_tags": pushing(here.learner, here.clients), "sync": syncing(here.learner, here.clients, after),
        "autotag": auto_tagging(here.ledger, here.now),
    }, here.now)  # fmt: skip


def _ended(here: Keeper) -> bool:  # noqa: F811
    with here.ledger.state.read() as conn:
        return not jobs.listed(conn, open_only=True)


@pytest.mark.parametrize("first", ["autotag", "sync"])
def test_it_follows_the_rules_of_tags_and_a_sync(here: Keeper, first: str) -> None:  # noqa: F811
    (high,) = here.keep(HIGH)
    here.bear("wm000", high)
    with _lanes(here) as lanes:
        order = sync_order(here.id, "总部") if first == "sync" else jobs.Order(kind="autotag", lane="short")
        here.ledger.state.write(lambda conn: jobs.enqueue(conn, order, now=here.now()))
        lanes.workers.wake()
        until(lambda: _jobs(here) and _ended(here))
    (job,) = _jobs(here)
    assert (job.state, job.subject, job.done, job.total) == (JobState.DONE, "x", 2, 2)
    assert job.result["pairs_marked"] == 2
    assert here.there() == {("li", "wm000", HIGH), ("wang", "wm000", HIGH)}


def test_nothing_is_ordered_where_nothing_is_kept(here: Keeper) -> None:  # noqa: F811
    here.tag(HIGH)
    follow(here.ledger.state, here.now)
    assert _jobs(here) == []


def test_a_stop_is_told_in_words(here: Keeper) -> None:  # noqa: F811
    here.keep(HIGH)
    here.fake.ctl("apps", agentid=1000002, trusted_ips=["10.9.8.7"])
    with _lanes(here) as lanes:
        here.ledger.state.write(lambda conn: jobs.enqueue(conn, push_order(here.id, "总部"), now=here.now()))
        lanes.workers.wake()
        until(lambda: _ended(here))
    (job,) = _jobs(here)
    assert (job.state, job.error["code"], job.error["params"]["trouble"]) == (
        JobState.FAILED,
        "push_stopped",
        "ip",
    )


def test_where_it_must_wait_for_long_it_goes_on_then(here: Keeper) -> None:  # noqa: F811
    """Two calls of each API at once, and eighteen an hour."""
    here.clients.close()
    here.wire(Rates(corp_hour=20, share=1.0))
    (high,) = here.keep(HIGH)
    here.bear("wm000", high)
    here.bear("wm001", high)
    with _lanes(here) as lanes:
        here.ledger.state.write(lambda conn: jobs.enqueue(conn, push_order(here.id, "总部"), now=here.now()))
        lanes.workers.wake()
        until(lambda: len(_jobs(here)) == 2 and _jobs(here)[1].state is JobState.DONE)
    waiting, first = _jobs(here)
    assert first.result == {"again_at": waiting.run_at // 1000}
    assert (len(here.there()), waiting.run_at > here.now() + 90_000_000) == (2, True)
    here.fake.pass_time(3_700)
    with _lanes(here) as lanes:
        lanes.workers.wake()
        until(lambda: _ended(here))
    assert len(here.there()) == 4


def test_what_an_outage_cut_off_goes_on_by_itself(here: Keeper) -> None:  # noqa: F811
    (high,) = here.keep(HIGH)
    here.bear("wm000", high)
    here.fake.ctl("faults", kind="busy", path="externalcontact/*", count=10_000)
    order = push_order(here.id, "总部")
    here.ledger.state.write(lambda conn: jobs.enqueue(conn, order, now=here.now()))
    push = pushing(here.learner, here.clients)
    tools = lambda *_: here.tools  # noqa: E731
    with pytest.MonkeyPatch.context() as patched:  # waits go by on the fake's clock
        patched.setattr("yutang.worker.push.tools_of", tools)
        with Lanes(here.ledger.state, {"push_tags": push}, here.now) as lanes:
            lanes.workers.wake()
            until(lambda: len(_jobs(here)) == 2)
            until(lambda: _jobs(here)[1].state in jobs.ENDED)
    waiting, first = _jobs(here)
    assert (first.state, first.result) == (JobState.DONE, {"again_at": waiting.run_at // 1000})
    assert waiting.run_at >= here.now() + 590_000_000
    here.fake.ctl("faults/clear")
    here.fake.pass_time(700)
    with _lanes(here) as lanes:
        lanes.workers.wake()
        until(lambda: _ended(here))
    assert here.there() == {("li", "wm000", HIGH), ("wang", "wm000", HIGH)}
