"""Jobs as rows, on both databases: who has one, what its end leaves, and what brings it back."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import sqlalchemy as sa

from yutang.kit import jobs
from yutang.kit.clock import SECOND
from yutang.kit.db import Database
from yutang.kit.jobs import ATTEMPTS, LEASE, Cancelled, Claim, Job, JobState, LeaseLost, Order
from yutang.kit.tables import job as table

NOW = 1_790_000_000_000_000


class Desk:
    """Jobs in one State, each call in a transaction of its own."""

    def __init__(self, state: Database) -> None:
        self.state = state

    def put(self, kind: str = "import", *, now: int = NOW, **more: Any) -> int | None:
        return self.state.write(lambda conn: jobs.enqueue(conn, Order(kind=kind, **more), now=now))

    def claim(self, lane: str = "long", *, now: int = NOW) -> Claim | None:
        return self.state.write(lambda conn: jobs.claim(conn, lane, now=now))

    def taken(self, *, now: int = NOW) -> Claim:
        found = self.claim(now=now)
        assert found is not None
        return found

    def do(self, what: Any, *args: Any, **more: Any) -> Any:
        return self.state.write(lambda conn: what(conn, *args, **more))

    def one(self, id_: int | None) -> Job:
        assert id_ is not None
        with self.state.read() as conn:
            found = jobs.one(conn, id_)
        assert found is not None
        return found


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


def test_a_new_job_waits_and_says_what_it_is(desk: Desk) -> None:
    id_ = desk.put(params={"路径": [1, None, "x"]}, subject="群.csv", created_by=7)
    found = desk.one(id_)
    assert (found.state, found.lane, found.run_at, found.created_at) == (JobState.QUEUED, "long", NOW, NOW)
    assert (found.params, found.subject, found.created_by) == ({"路径": [1, None, "x"]}, "群.csv", 7)
    assert (found.done, found.total, found.attempts, found.cancel_asked) == (0, None, 0, False)
    assert (found.started_at, found.finished_at, found.cursor, found.result) == (None, None, None, None)


def test_nobody_finds_a_job_that_is_not_there(desk: Desk) -> None:
    with desk.state.read() as conn:
        assert jobs.one(conn, 99) is None
    assert not desk.do(jobs.cancel, 99, now=NOW)
    assert not desk.do(jobs.resume, 99, now=NOW)
    assert desk.claim() is None


def test_jobs_are_claimed_by_the_instant_they_are_due_then_by_age(desk: Desk) -> None:
    later = desk.put(run_at=NOW + 2)
    first, second = desk.put(run_at=NOW), desk.put(run_at=NOW)
    assert [desk.taken(now=NOW + 5).job.id for _ in range(3)] == [first, second, later]


def test_one_put_off_is_not_due_a_microsecond_before(desk: Desk) -> None:
    id_ = desk.put(run_at=NOW + SECOND)
    assert desk.claim(now=NOW + SECOND - 1) is None
    assert desk.taken(now=NOW + SECOND).job.id == id_


def test_a_lane_takes_its_own_only(desk: Desk) -> None:
    short = desk.put(lane="short")
    assert desk.claim("long") is None
    found = desk.claim("short")
    assert found is not None
    assert found.job.id == short


def test_a_claim_starts_the_job_and_counts(desk: Desk) -> None:
    desk.put()
    taken = desk.taken(now=NOW + 3)
    assert (taken.job.state, taken.job.started_at, taken.job.attempts) == (JobState.RUNNING, NOW + 3, 1)
    assert desk.claim(now=NOW + 3) is None


def test_many_that_claim_at_once_share_the_jobs(desk: Desk) -> None:
    made = {desk.put() for _ in range(12)}
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: desk.claim(), range(16)))
    taken = [claim.job.id for claim in found if claim is not None]
    assert len(taken) == len(set(taken))
    # On PostgreSQL two that pick one row at once may leave one with none; who asks again gets what is left.
    while (more := desk.claim()) is not None:
        taken.append(more.job.id)
    assert sorted(taken) == sorted(made)  # type: ignore[type-var]


@pytest.mark.parametrize(("after", "freed"), [(0, False), (LEASE, False), (LEASE + 1, True)])
def test_a_lease_that_ran_out_lets_the_next_one_in(desk: Desk, after: int, freed: bool) -> None:
    desk.put()
    dead = desk.taken()
    again = desk.claim(now=NOW + after)
    assert (again is not None) is freed
    if again is not None:
        assert (again.job.id, again.job.attempts, again.job.started_at) == (dead.job.id, 2, NOW)
        assert again.token != dead.token


def test_progress_extends_the_lease(desk: Desk) -> None:
    desk.put()
    taken = desk.taken()
    desk.do(jobs.save, taken, now=NOW + LEASE, done=1)
    assert desk.claim(now=NOW + 2 * LEASE) is None
    assert desk.claim(now=NOW + 2 * LEASE + 1) is not None


def test_what_is_not_told_again_stays(desk: Desk) -> None:
    id_ = desk.put()
    taken = desk.taken()
    desk.do(jobs.save, taken, now=NOW, done=5, total=10, note={"file": "群.csv"}, cursor=[3, "b"])
    desk.do(jobs.save, taken, now=NOW, done=7)
    found = desk.one(id_)
    assert (found.done, found.total, found.note, found.cursor) == (7, 10, {"file": "群.csv"}, [3, "b"])


def test_a_cursor_moves_with_its_work_or_not_at_all(desk: Desk) -> None:
    id_ = desk.put()
    taken = desk.taken()

    def step(conn: sa.Connection) -> None:
        jobs.save(conn, taken, now=NOW, done=1, cursor=1)
        raise ValueError("the work itself failed")

    with pytest.raises(ValueError, match="itself"):
        desk.state.write(step)
    assert (desk.one(id_).done, desk.one(id_).cursor) == (0, None)


ENDS = {
    "finish": lambda conn, taken: jobs.finish(conn, taken, {"n": 1}, now=NOW + 9),
    "fail": lambda conn, taken: jobs.fail(conn, taken, "disk_full", {"path": "x"}, now=NOW + 9),
    "cancelled": lambda conn, taken: jobs.cancelled(conn, taken, now=NOW + 9),
}


@pytest.mark.parametrize(
    ("end", "state"),
    [("finish", JobState.DONE), ("fail", JobState.FAILED), ("cancelled", JobState.CANCELLED)],
)
def test_an_end_is_told_with_what_came_of_it(desk: Desk, end: str, state: JobState) -> None:
    id_ = desk.put()
    desk.do(ENDS[end], desk.taken())
    found = desk.one(id_)
    assert (found.state, found.finished_at) == (state, NOW + 9)
    assert found.result == ({"n": 1} if end == "finish" else None)
    assert found.error == ({"code": "disk_full", "params": {"path": "x"}} if end == "fail" else None)
    assert desk.claim(now=NOW + 9 * LEASE) is None


@pytest.mark.parametrize("end", ENDS)
def test_who_lost_the_lease_writes_nothing_more(desk: Desk, end: str) -> None:
    id_ = desk.put()
    dead = desk.taken()
    now = NOW + LEASE + 1
    alive = desk.taken(now=now)
    with pytest.raises(LeaseLost):
        desk.do(jobs.save, dead, now=now, done=99)
    with pytest.raises(LeaseLost):
        desk.do(ENDS[end], dead)
    desk.do(jobs.release, dead)
    assert (desk.one(id_).state, desk.one(id_).done) == (JobState.RUNNING, 0)
    desk.do(jobs.finish, alive, "ours", now=now)
    assert desk.one(id_).result == "ours"


@pytest.mark.parametrize("end", ENDS)
def test_what_has_ended_ends_once(desk: Desk, end: str) -> None:
    desk.put()
    taken = desk.taken()
    desk.do(ENDS[end], taken)
    with pytest.raises(LeaseLost):
        desk.do(jobs.finish, taken, None, now=NOW)
    with pytest.raises(LeaseLost):
        desk.do(jobs.save, taken, now=NOW, done=1)


def test_a_queued_job_is_cancelled_at_once(desk: Desk) -> None:
    id_ = desk.put()
    assert desk.do(jobs.cancel, id_, now=NOW + 4)
    assert (desk.one(id_).state, desk.one(id_).finished_at) == (JobState.CANCELLED, NOW + 4)
    assert desk.claim() is None
    assert not desk.do(jobs.cancel, id_, now=NOW + 5)


def test_a_running_job_hears_of_it_when_it_next_saves(desk: Desk) -> None:
    id_ = desk.put()
    taken = desk.taken()
    assert desk.do(jobs.cancel, id_, now=NOW)
    assert (desk.one(id_).state, desk.one(id_).cancel_asked) == (JobState.RUNNING, True)
    with pytest.raises(Cancelled):
        desk.do(jobs.save, taken, now=NOW, done=3)
    desk.do(jobs.cancelled, taken, now=NOW)
    assert desk.one(id_).state == JobState.CANCELLED


def test_what_has_ended_cannot_be_cancelled(desk: Desk) -> None:
    id_ = desk.put()
    desk.do(jobs.finish, desk.taken(), None, now=NOW)
    assert not desk.do(jobs.cancel, id_, now=NOW)
    assert not desk.one(id_).cancel_asked


def test_resume_goes_on_from_the_cursor_as_if_nothing_was_tried(desk: Desk) -> None:
    id_ = desk.put()
    taken = desk.taken()
    desk.do(jobs.save, taken, now=NOW, done=5, cursor={"file": 2})
    desk.do(jobs.cancel, id_, now=NOW)
    desk.do(jobs.fail, taken, "disk_full", {}, now=NOW)
    assert desk.do(jobs.resume, id_, now=NOW + SECOND)
    found = desk.one(id_)
    assert (found.state, found.run_at, found.attempts) == (JobState.QUEUED, NOW + SECOND, 0)
    assert (found.error, found.finished_at, found.cancel_asked) == (None, None, False)
    assert (found.done, found.cursor) == (5, {"file": 2})
    assert desk.claim(now=NOW) is None  # not before the instant it was resumed at
    again = desk.taken(now=NOW + SECOND)
    desk.do(jobs.save, again, now=NOW + SECOND, done=6)  # an old wish to stop does not stop it


@pytest.mark.parametrize("state", ["queued", "running", "done"])
def test_only_what_failed_or_was_cancelled_is_resumed(desk: Desk, state: str) -> None:
    id_ = desk.put()
    if state != "queued":
        taken = desk.taken()
        if state == "done":
            desk.do(jobs.finish, taken, None, now=NOW)
    assert not desk.do(jobs.resume, id_, now=NOW)
    assert desk.one(id_).state == state


def test_of_a_key_one_is_open(desk: Desk) -> None:
    first = desk.put(only_one="seal")
    assert desk.put(only_one="seal") is None
    assert desk.put(only_one="checkup") is not None
    assert desk.put() is not None
    taken = desk.taken()
    assert taken.job.id == first
    assert desk.put(only_one="seal") is None  # running counts as well as queued
    desk.do(jobs.finish, taken, None, now=NOW)
    assert desk.put(only_one="seal") is not None


def test_one_waits_behind_a_run_that_began_too_early(desk: Desk) -> None:
    def behind() -> int | None:
        return desk.do(jobs.enqueue_behind, Order(kind="seal", only_one="seal"), now=NOW)

    first = behind()
    assert behind() is None  # what is queued has all of it ahead
    taken = desk.taken()
    second = behind()
    assert second not in (None, first)
    assert behind() is None
    desk.do(jobs.finish, taken, None, now=NOW)
    again = desk.taken()
    assert again.job.id == second
    assert behind() is not None


def test_what_waits_for_later_comes_now_when_it_is_wanted_now(desk: Desk) -> None:
    def behind(after: int) -> int | None:
        order = Order(kind="push", only_one="push", run_at=NOW + after)
        return desk.do(jobs.enqueue_behind, order, now=NOW)

    waiting = behind(600 * SECOND)
    assert desk.claim(now=NOW) is None
    assert behind(900 * SECOND) is None
    assert desk.claim(now=NOW) is None
    assert behind(0) is None
    assert desk.taken().job.id == waiting


def test_many_that_want_the_only_one_at_once_get_one(desk: Desk) -> None:
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: desk.put(only_one="checkup"), range(20)))
    assert sum(id_ is not None for id_ in made) == 1


@pytest.mark.parametrize("end", ["fail", "cancelled", "queued"])
def test_a_resumed_job_is_the_only_one_again(desk: Desk, end: str) -> None:
    id_ = desk.put(only_one="upload:5")
    if end == "queued":
        desk.do(jobs.cancel, id_, now=NOW)
    else:
        desk.do(ENDS[end], desk.taken())
    assert desk.do(jobs.resume, id_, now=NOW)
    assert desk.put(only_one="upload:5") is None


def test_nothing_is_resumed_beside_another_of_its_key(desk: Desk) -> None:
    old = desk.put(only_one="upload:5")
    desk.do(jobs.cancel, old, now=NOW)
    new = desk.put(only_one="upload:5")
    assert new is not None
    assert not desk.do(jobs.resume, old, now=NOW)
    assert desk.one(old).state == JobState.CANCELLED
    desk.do(jobs.cancel, new, now=NOW)
    assert desk.do(jobs.resume, old, now=NOW)


def test_a_refused_resume_spoils_nothing_of_its_transaction(desk: Desk) -> None:
    old = desk.put(only_one="k")
    desk.do(jobs.cancel, old, now=NOW)
    desk.put(only_one="k")
    assert old is not None

    def both(conn: sa.Connection) -> int | None:
        assert not jobs.resume(conn, old, now=NOW)
        return jobs.enqueue(conn, Order(kind="other"), now=NOW)

    assert desk.one(desk.state.write(both)).kind == "other"


def test_a_job_that_kills_its_process_is_given_up(desk: Desk) -> None:
    id_ = desk.put()
    now = NOW
    for n in range(1, ATTEMPTS + 1):
        assert desk.taken(now=now).job.attempts == n
        now += LEASE + 1
    assert desk.claim(now=now) is None
    found = desk.one(id_)
    assert (found.state, found.error) == (
        JobState.FAILED,
        {"code": "job_given_up", "params": {"attempts": ATTEMPTS}},
    )
    assert desk.do(jobs.resume, id_, now=now)  # a person may try once more
    assert desk.taken(now=now).job.attempts == 1


def test_a_shutdown_costs_no_attempt(desk: Desk) -> None:
    id_ = desk.put()
    for _ in range(ATTEMPTS + 2):
        desk.do(jobs.release, desk.taken())
    assert (desk.one(id_).state, desk.one(id_).attempts) == (JobState.QUEUED, 0)


def test_released_it_is_there_for_the_next_at_once(desk: Desk) -> None:
    id_ = desk.put(only_one="k")
    taken = desk.taken()
    desk.do(jobs.save, taken, now=NOW, done=4, cursor=4)
    desk.do(jobs.release, taken)
    again = desk.taken()
    assert (again.job.id, again.job.cursor, again.job.done) == (id_, 4, 4)
    with pytest.raises(LeaseLost):
        desk.do(jobs.save, taken, now=NOW, done=5)


def test_at_the_start_nothing_runs(desk: Desk) -> None:
    ran, waits, over = desk.put(), desk.put(run_at=NOW + SECOND), desk.put()
    desk.taken()
    desk.do(jobs.finish, desk.taken(), None, now=NOW)
    desk.do(jobs.free_all)
    assert [desk.one(id_).state for id_ in (ran, waits, over)] == ["queued", "queued", "done"]
    assert desk.one(ran).attempts == 1  # it may have been what killed the process
    assert desk.taken().job.id == ran


def test_lists_are_newest_first_and_cut(desk: Desk) -> None:
    ids = [desk.put("import"), desk.put("undo"), desk.put("seal"), desk.put("import")]
    desk.do(jobs.cancel, ids[3], now=NOW)

    def listed(**how: Any) -> list[int]:
        with desk.state.read() as conn:
            return [found.id for found in jobs.listed(conn, **how)]

    assert listed() == ids[::-1]
    assert listed(limit=2) == ids[:1:-1]
    assert listed(kinds=["import"]) == [ids[3], ids[0]]
    assert listed(kinds=[]) == []
    assert listed(open_only=True) == [ids[2], ids[1], ids[0]]
    assert listed(before=ids[2]) == [ids[1], ids[0]]
    assert listed(kinds=["import", "seal"], open_only=True, before=ids[3], limit=1) == [ids[2]]


def test_values_json_does_not_know_are_kept_as_their_text(desk: Desk, tmp_path: Any) -> None:
    id_ = desk.put(params={"path": tmp_path})
    assert desk.one(id_).params == {"path": str(tmp_path)}


def test_an_ended_job_keeps_no_claim(desk: Desk) -> None:
    id_ = desk.put(only_one="k")
    desk.do(jobs.finish, desk.taken(), None, now=NOW)
    with desk.state.read() as conn:
        row = conn.execute(sa.select(table).where(table.c.id == id_)).one()
    assert (row.claim, row.lease_until, row.only_one) == (None, None, "k")
