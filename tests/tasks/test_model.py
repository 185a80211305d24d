"""The rules of tasks: their order, the end of a day, what people see of a state."""

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.tasks.taskworld import DAY, HOUR, NOW

from yutang.tasks.model import TaskState, day_end, rank, state_of

INSTANT = st.integers(0, 4_000_000_000_000_000)


def _order(*tasks: tuple[str, int, int]) -> str:
    ranked = sorted(tasks, key=lambda t: rank(due_at=NOW + t[1] * HOUR, harm=t[2], id_=ord(t[0]), now=NOW))
    return "".join(t[0] for t in ranked)


def test_overdue_comes_first_and_by_its_harm() -> None:
    assert _order(("a", 1, 100), ("b", -1, 10), ("c", -50, 20)) == "cba"


def test_what_is_yet_due_comes_by_its_time() -> None:
    assert _order(("a", 2, 100), ("b", 1, 1), ("c", 1, 5)) == "cba"


def test_equals_come_by_age() -> None:
    assert _order(("b", -1, 5), ("a", -1, 5), ("c", -2, 5)) == "cab"


def test_due_this_instant_is_not_overdue() -> None:
    assert rank(due_at=NOW, harm=1, id_=1, now=NOW)[0] == 1
    assert rank(due_at=NOW - 1, harm=1, id_=1, now=NOW)[0] == 0


@given(INSTANT, INSTANT, st.integers(0, 100), st.integers(0, 100), INSTANT)
def test_of_two_overdue_the_more_harmful_is_first(a: int, b: int, x: int, y: int, now: int) -> None:
    one, two = (rank(due_at=min(due, now - 1), harm=h, id_=1, now=now) for due, h in ((a, x), (b, y)))
    assert x == y or (one < two) == (x > y)


@pytest.mark.parametrize(
    ("zone", "hours"), [("Asia/Shanghai", 24), ("America/New_York", 23), ("Pacific/Apia", 24), ("UTC", 24)]
)
def test_a_day_ends_at_the_next_midnight_of_the_zone(zone: str, hours: int) -> None:
    where = ZoneInfo(zone)
    start = 1_772_928_000_000_000  # 2026-03-08 00:00 UTC: New York skips an hour on that day
    end = day_end(start, where)
    assert start < end <= start + DAY
    assert day_end(end - 1, where) == end < day_end(end, where)
    assert day_end(end + 1, where) - end in {DAY, hours * HOUR, 23 * HOUR, 25 * HOUR}


@pytest.mark.parametrize(
    ("stored", "until", "seen"),
    [("open", None, "open"), ("open", NOW, "open"), ("open", NOW + 1, "snoozed"), ("done", NOW + 1, "done"),
     ("dropped", None, "dropped")],
)  # fmt: skip
def test_what_people_see_of_a_state(stored: str, until: int | None, seen: str) -> None:
    assert state_of(stored, until, NOW) is TaskState(seen)
