"""What runs by the clock: each slot once, over restarts, a week off, summer time and a clock that jumps."""

import datetime as dt
from collections import Counter
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yutang.digests import deliveries
from yutang.digests.deliveries import Message
from yutang.digests.tables import webhook
from yutang.kit import jobs
from yutang.kit.clock import DAY, micros
from yutang.kit.db import Database
from yutang.worker.schedule import ROUTINES, due, latest, tick

SHANGHAI = ZoneInfo("Asia/Shanghai")
HALF_HOUR = DAY // 48
NAMES = {routine.name for routine in ROUTINES}


def at(text: str, zone: ZoneInfo = SHANGHAI) -> int:
    return micros(dt.datetime.fromisoformat(text).replace(tzinfo=zone))


def _run(start: int, end: int, zone: ZoneInfo = SHANGHAI, last: dict[str, int] | None = None) -> Counter[str]:
    """How often each routine is started while the clock goes from start to end, half an hour a step."""
    kept, seen = dict(last if last is not None else _all(start, zone)), Counter()
    for now in range(start, end + 1, HALF_HOUR):
        for one in due(now, kept, zone):
            seen[one.name] += 1
            kept[one.name] = one.slot_at
    return seen


def _all(now: int, zone: ZoneInfo = SHANGHAI) -> dict[str, int]:
    return {one.name: one.slot_at for one in due(now, {}, zone)}


def test_a_week_has_seven_of_each_day_and_one_monday() -> None:
    seen = _run(at("2026-02-23T00:00"), at("2026-03-01T23:59"))  # Monday to Sunday
    assert seen == {
        "checkup": 7,
        "standing": 7,
        "autotag": 7,
        "seal": 7,
        "clean": 7,
        "daily": 7,
        "weekly": 1,
        "reconcile": 7,
        "recount": 7,
    }


def test_the_hours_are_the_tenants() -> None:
    before, after = at("2026-02-24T08:29"), at("2026-02-24T08:30")
    kept = _all(before)
    assert due(before, kept, SHANGHAI) == []
    assert [one.name for one in due(after, kept, SHANGHAI)] == ["daily"]  # a Tuesday
    monday = at("2026-02-23T08:30")
    assert {one.name for one in due(monday, _all(monday - 1), SHANGHAI)} == {"daily", "weekly"}


def test_missed_while_off_it_runs_once_not_seven_times() -> None:
    kept = _all(at("2026-02-23T12:00"))
    seen = _run(at("2026-03-02T12:00"), at("2026-03-02T20:00"), last=kept)
    assert seen == dict.fromkeys(NAMES, 1)


def test_at_the_first_start_each_runs_once() -> None:
    assert {one.name for one in due(at("2026-02-25T12:00"), {}, SHANGHAI)} == NAMES


def test_set_back_by_hours_nothing_runs_twice() -> None:
    now = at("2026-02-24T09:00")
    kept = _all(now)
    assert [due(now - hours * 2 * HALF_HOUR, kept, SHANGHAI) for hours in range(1, 8)] == [[]] * 7


def test_a_clock_that_was_years_ahead_does_not_stop_everything() -> None:
    kept = _all(at("2031-01-01T12:00"))
    now = at("2026-02-24T12:00")
    assert {one.name for one in due(now, kept, SHANGHAI)} == NAMES
    assert due(now, _all(now), SHANGHAI) == []


@pytest.mark.parametrize(
    ("zone", "day"),
    [("Europe/Berlin", "2026-03-28"), ("America/New_York", "2026-10-31"), ("Africa/Cairo", "2026-04-23"),
     ("Australia/Lord_Howe", "2026-04-03"), ("Pacific/Apia", "2011-12-28")],
)  # fmt: skip
def test_days_of_23_or_25_hours_have_each_slot_once(zone: str, day: str) -> None:
    where = ZoneInfo(zone)
    start = at(f"{day}T12:00", where)
    end = micros((dt.datetime.fromisoformat(f"{day}T12:00") + dt.timedelta(4)).replace(tzinfo=where))
    seen = _run(start, end - HALF_HOUR, where)
    assert {seen[name] for name in ("checkup", "seal", "clean", "daily")} <= {
        3,
        4,
    }  # Apia skipped a day whole


@given(
    st.integers(0, 4_000_000_000_000_000),
    st.sampled_from(["Asia/Shanghai", "America/New_York", "UTC", "Asia/Kathmandu"]),
)
def test_the_latest_slot_is_past_and_less_than_a_period_ago(now: int, name: str) -> None:
    where = ZoneInfo(name)
    for routine in ROUTINES:
        slot = latest(routine, now, where)
        assert 0 <= now - slot < (7 * DAY if routine.weekday is not None else DAY) + DAY // 12
        assert latest(routine, slot, where) == slot


def _open(database: Database) -> list[str]:
    with database.read() as conn:
        return sorted(f"{job.kind} {job.subject or ''}".strip() for job in jobs.listed(conn, open_only=True))


def test_ticks_add_jobs_once_over_restarts(database: Database) -> None:
    now = at("2026-02-24T09:00")
    assert tick(database, now=now, zone_="Asia/Shanghai") == 8
    assert _open(database) == [
        "autotag", "checkup", "clean", "digest daily", "digest weekly", "reconcile", "seal",
        "standing",
    ]  # fmt: skip
    assert [tick(database, now=now + n, zone_="Asia/Shanghai") for n in range(3)] == [0, 0, 0]
    assert tick(database, now=now + DAY, zone_="Asia/Shanghai") == 0  # yesterday's still wait: none is added
    _end_all(database, now + DAY)
    assert tick(database, now=now + DAY, zone_="Asia/Shanghai") == 0
    assert tick(database, now=now + 2 * DAY, zone_="Asia/Shanghai") == 7


def _end_all(database: Database, now: int) -> None:
    with database.read() as conn:
        ids = [job.id for job in jobs.listed(conn, open_only=True)]
    for id_ in ids:
        database.write(lambda conn, id_=id_: jobs.cancel(conn, id_, now=now))


def test_a_delivery_whose_time_has_come_is_asked_for(database: Database) -> None:
    now = at("2026-02-24T09:00")
    tick(database, now=now, zone_="Asia/Shanghai")
    _end_all(database, now)

    def wait(conn) -> None:
        row = {"name": "x", "url": "https://x/", "periods": "[]", "lang": "zh", "secret": "", "created_at": 0,
               "created_by": 1}  # fmt: skip
        id_ = conn.execute(webhook.insert().values(**row).returning(webhook.c.id)).scalar_one()
        deliveries.wait(conn, Message(webhook_id=id_, key="k", event="test", body=b""), now=now + 60)

    database.write(wait)
    assert tick(database, now=now + 59, zone_="Asia/Shanghai") == 0
    assert tick(database, now=now + 60, zone_="Asia/Shanghai") == 1
    assert tick(database, now=now + 61, zone_="Asia/Shanghai") == 0
    assert _open(database) == ["deliver"]
