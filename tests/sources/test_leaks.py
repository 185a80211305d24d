"""When a code has leaked: a burst outside of what its campaign is."""

import datetime as dt
from zoneinfo import ZoneInfo

from yutang.kit.clock import micros
from yutang.sources.leaks import FEW, HOUR, Burst, Outside, burst, outside
from yutang.sources.model import Hours, Source, Welcome

CHINA = ZoneInfo("Asia/Shanghai")
SECOND = 1_000_000


def at(text: str) -> int:
    return micros(dt.datetime.fromisoformat(text).replace(tzinfo=CHINA))


def campaign(**more: object) -> Source:
    """A shop's opening week, ten to ten."""
    told = {
        "id": 1, "name": "开业", "place": "人民广场店", "begins_at": at("2025-10-06"), "ends_at": at("2025-10-13"),
        "hours": (Hours(days=(1, 2, 3, 4, 5, 6, 7), since=600, until=1320),), "welcome": Welcome(),
        "created_at": at("2025-10-01"), "ended_at": None,
    }  # fmt: skip
    return Source(**(told | more))  # type: ignore[arg-type]


def joins(since: str, count: int, every: int = 30) -> list[int]:
    return [at(since) + n * every * SECOND for n in range(count)]


def test_what_an_instant_is_outside_of() -> None:
    source = campaign()
    told = [outside(source, at(when), CHINA) for when in
            ("2025-10-05T12:00", "2025-10-06T09:59", "2025-10-06T10:00", "2025-10-12T22:00", "2025-10-13T12:00")]  # fmt: skip
    assert told == [Outside.EARLY, Outside.HOURS, None, Outside.HOURS, Outside.OVER]


def test_a_campaign_that_was_ended_by_hand_is_over() -> None:
    ended = campaign(ended_at=at("2025-10-08T12:00"))
    assert outside(ended, at("2025-10-08T13:00"), CHINA) is Outside.OVER
    assert outside(ended, at("2025-10-08T11:00"), CHINA) is None


def test_a_campaign_without_bounds_never_leaks() -> None:
    source = campaign(begins_at=None, ends_at=None, hours=())
    assert burst(source, joins("2025-10-09T03:00", 500, 1), at("2025-10-09T03:30"), CHINA) is None


def test_many_at_night_are_a_leak() -> None:
    found = burst(campaign(), joins("2025-10-09T03:00", 40), at("2025-10-09T03:30"), CHINA)
    assert found == Burst(40, 0, Outside.HOURS)


def test_a_few_at_night_are_guests() -> None:
    now = at("2025-10-09T03:30")
    assert burst(campaign(), joins("2025-10-09T03:00", FEW - 1), now, CHINA) is None
    assert burst(campaign(), joins("2025-10-09T03:00", FEW), now, CHINA) is not None


def test_many_within_the_campaign_are_its_success() -> None:
    assert burst(campaign(), joins("2025-10-09T12:00", 300, 2), at("2025-10-09T12:20"), CHINA) is None


def test_the_last_guests_of_a_busy_evening_are_no_leak() -> None:
    busy, after = joins("2025-10-09T20:00", 100, 20), joins("2025-10-09T22:00", 20)
    assert burst(campaign(), busy + after, at("2025-10-09T22:15"), CHINA) is None
    more = joins("2025-10-09T22:00", 60, 10)
    assert burst(campaign(), busy + more, at("2025-10-09T22:15"), CHINA) == Burst(60, 100, Outside.HOURS)


def test_what_came_hours_ago_is_no_burst_now() -> None:
    night = joins("2025-10-09T03:00", 40)
    assert burst(campaign(), night, max(night) + HOUR, CHINA) is None


def test_after_the_end_it_says_so() -> None:
    found = burst(campaign(), joins("2025-10-14T12:00", 12), at("2025-10-14T12:30"), CHINA)
    assert found == Burst(12, 0, Outside.OVER)
