"""Rate and time left: from where the present pace began, and never made up."""

from typing import Any

from yutang.kit.clock import SECOND
from yutang.kit.jobs import Job, JobState
from yutang.kit.progress import outlook

NOW = 1_790_000_000_000_000


def job(**given: Any) -> Job:
    usual: dict[str, Any] = {
        "id": 1, "kind": "import", "lane": "long", "state": JobState.RUNNING, "params": {}, "subject": None,
        "cursor": None, "done": 0, "total": 100, "note": None, "result": None, "error": None, "created_by": None,
        "created_at": NOW, "run_at": NOW, "started_at": NOW, "finished_at": None, "attempts": 1, "cancel_asked": False,
    }  # fmt: skip
    return Job(**(usual | given))


def test_half_done_in_ten_seconds_takes_ten_more() -> None:
    assert outlook(job(done=50), NOW + 10 * SECOND) == (5.0, 10.0)


def test_nothing_is_said_before_anything_is_known() -> None:
    assert outlook(job(), NOW + SECOND) == (None, None)
    assert outlook(job(done=5, started_at=None), NOW + SECOND) == (None, None)
    assert outlook(job(done=5), NOW - SECOND) == (None, None)  # the clock was set back


def test_without_a_total_there_is_a_rate_and_no_end() -> None:
    assert outlook(job(done=50, total=None), NOW + 10 * SECOND) == (5.0, None)


def test_a_night_between_two_parts_does_not_count() -> None:
    morning = NOW + 36_000 * SECOND
    paced = job(done=60, note={"pace": {"since": morning, "done": 40}})
    assert outlook(paced, morning + 10 * SECOND) == (2.0, 20.0)


def test_going_on_behind_a_pause_says_nothing_until_it_moves() -> None:
    assert outlook(job(done=30, note={"pace": {"since": NOW, "done": 40}}), NOW + SECOND) == (None, None)


def test_of_what_is_over_the_whole_counts() -> None:
    done = job(
        state=JobState.DONE,
        done=100,
        finished_at=NOW + 50 * SECOND,
        note={"pace": {"since": NOW, "done": 90}},
    )
    assert outlook(done, NOW + 900 * SECOND) == (2.0, None)


def test_more_done_than_expected_leaves_no_negative_time() -> None:
    assert outlook(job(done=120), NOW + 10 * SECOND) == (12.0, 0.0)
