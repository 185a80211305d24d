# ruff: noqa: DTZ001, PT011 - wall clocks have no zone; any ValueError will do
"""Stamps: units, zones, orders, and what can't be a stamp."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yutang.importers import times

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2024-01-02 03:04:05", "2024-01-02T03:04:05+08:00"),
        ("2024/1/2 3:04", "2024-01-02T03:04+08:00"),
        ("2024年1月2日", "2024-01-02T00:00+08:00"),
        ("2024年1月2日 下午3点04分", "2024-01-02T15:04+08:00"),
        ("2024-01-02 星期二 03:04", "2024-01-02T03:04+08:00"),
        ("2024-01-02 上午12:30", "2024-01-02T00:30+08:00"),
        ("2024-01-02T03:04:05.123456Z", "2024-01-02T03:04:05.123456+00:00"),
        ("2024-01-02T03:04:05-0530", "2024-01-02T03:04:05-05:30"),
        ("2024-01-02 03:04+09", "2024-01-02T03:04+09:00"),
        ("20240102", "2024-01-02T00:00+08:00"),
        ("20240102030405", "2024-01-02T03:04:05+08:00"),
        ("45293.5", "2024-01-02T12:00+08:00"),
        ("13/1/2024, 3:04 PM", "2024-01-13T15:04+08:00"),
        ("1/13/24 12:00 am", "2024-01-13T00:00+08:00"),
    ],
)
def test_written_stamps(text, iso):
    assert times.parse_local(text, SHANGHAI) == times.micros_of(datetime.fromisoformat(iso), UTC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "昨天",
        "2024-02-30",
        "1/2/2024",
        "2024-01-02 25:00",
        "13:00 PM",
        "123",
        "2024-13-01",
        "1/2/24 13:00 PM",
    ],
)
def test_what_is_no_stamp(text):
    with pytest.raises(ValueError):
        times.parse_local(text, SHANGHAI)


def test_the_order_of_slashed_dates():
    assert times.parse_local("1/2/2024", UTC, day_first=True) == times.parse_local("2024-02-01", UTC)
    assert times.parse_local("1/2/2024", UTC, day_first=False) == times.parse_local("2024-01-02", UTC)
    assert times.infer_day_first(["1/2/2024", "[25/2/2024"]) is True
    assert times.infer_day_first(["1/2/24", "2/25/24"]) is False
    assert times.infer_day_first(["1/2/24", "2024-01-25"]) is None
    assert times.infer_day_first(["25/1/24", "1/25/24"]) is None


@pytest.mark.parametrize(
    ("value", "unit"),
    [(1_714_530_030, "s"), (1_714_530_030_000, "ms"), (1_714_530_030_000_000, "us"), (0, "s")],
)
def test_units_by_magnitude(value, unit):
    assert times.unit_of([value, value, 0]) == unit
    assert value == 0 or times.from_unix(value, unit) == 1_714_530_030_000_000


def test_unix_stamps_as_text_keep_their_digits():
    assert times.from_unix("1355517523.000008", "s") == 1_355_517_523_000_008
    assert times.from_unix("-1.5", "s") == -1_500_000
    assert times.from_unix(1.5, "ms") == 1500
    for text in ("", "x", "1.x", "nan"):
        with pytest.raises(ValueError):
            times.from_unix(text, "s")


def test_stamps_that_cannot_be_true():
    now = times.parse_local("2024-06-01", UTC)
    assert times.check(0, now) == "time_ancient"
    assert times.check(times.ANCIENT, now) is None
    assert times.check(now + times.DAY, now) is None
    assert times.check(now + times.DAY + 1, now) == "time_future"


def test_excel_serials():
    assert times.from_excel(45293.0, UTC) == times.parse_local("2024-01-02", UTC)
    with pytest.raises(ValueError):
        times.from_excel(1e9, UTC)


@given(st.lists(st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1)), max_size=20), st.sampled_from(
    [SHANGHAI, BERLIN, UTC, timezone(timedelta(hours=-9, minutes=-30)), ZoneInfo("America/St_Johns"), ZoneInfo("Australia/Lord_Howe")]
))  # fmt: skip
def test_whole_columns_are_as_one_by_one(walls, zone):
    local = np.array([times.micros_of(wall, UTC) for wall in walls], np.int64)
    assert times.to_utc(local, zone).tolist() == [times.micros_of(wall, zone) for wall in walls]


def test_columns_on_days_when_clocks_change():
    walls = [datetime(2024, 3, 31) + timedelta(minutes=7 * n) for n in range(200)]
    walls += [datetime(2024, 10, 27) + timedelta(minutes=7 * n) for n in range(200)]
    local = np.array([times.micros_of(wall, UTC) for wall in walls], np.int64)
    assert times.to_utc(local, BERLIN).tolist() == [times.micros_of(wall, BERLIN) for wall in walls]
    assert times.to_utc(np.array([-(2**62), 2**62]), BERLIN).shape == (2,)


@given(st.text(max_size=30))
def test_any_text_is_a_stamp_or_a_value_error(text):
    try:
        micros = times.parse_local(text, SHANGHAI)
    except ValueError:
        return
    assert isinstance(micros, int)


ZONES = ("Asia/Shanghai", "America/New_York", "Europe/Berlin", "Asia/Kolkata", "America/Sao_Paulo", "Australia/Lord_Howe",
         "Asia/Tehran", "America/Havana", "Pacific/Apia", "Africa/Casablanca", "UTC")  # fmt: skip


@given(
    st.lists(st.datetimes(datetime(1991, 1, 1), datetime(2035, 1, 1)), min_size=1, max_size=30),
    st.sampled_from(ZONES),
)
def test_columns_and_single_stamps_agree_in_every_zone(walls, name):
    zone = ZoneInfo(name)
    local = np.array([(wall - datetime(1970, 1, 1)) // timedelta(microseconds=1) for wall in walls], np.int64)
    assert times.to_utc(local, zone).tolist() == [times.micros_of(wall, zone) for wall in walls]


@pytest.mark.parametrize("name", ZONES)
def test_the_days_of_every_change_of_clocks_agree(name):
    """Each quarter of an hour of the days around each change in twelve years."""
    zone = ZoneInfo(name)
    day = datetime(2012, 1, 1)
    changes = [
        day + timedelta(n)
        for n in range(12 * 365)
        if zone.utcoffset(day + timedelta(n)) != zone.utcoffset(day + timedelta(n + 1))
    ]
    walls = [change + timedelta(minutes=15 * n) for change in changes for n in range(-8, 104)]
    local = np.array([(wall - datetime(1970, 1, 1)) // timedelta(microseconds=1) for wall in walls], np.int64)
    assert times.to_utc(local, zone).tolist() == [times.micros_of(wall, zone) for wall in walls]


@given(st.datetimes(datetime(1991, 1, 1), datetime(2035, 1, 1)).map(lambda d: d.replace(microsecond=0)))
def test_what_is_written_is_read_back(wall):
    micros = times.micros_of(wall, SHANGHAI)
    half = "上午" if wall.hour < 12 else "下午"
    for text in (
        f"{wall:%Y-%m-%d %H:%M:%S}", f"{wall:%Y/%m/%d %H:%M:%S}", f"{wall:%Y%m%d%H%M%S}", f"{wall:%Y年%m月%d日 %H时%M分%S秒}",
        f"{wall.year}/{wall.month}/{wall.day} {half}{(wall.hour - 1) % 12 + 1}:{wall:%M:%S}", f"{wall:%Y-%m-%dT%H:%M:%S}+08:00",
        f"{wall.isoformat()}.000", f"{wall:%Y-%m-%d %I:%M:%S %p}",
    ):  # fmt: skip
        expected = times.micros_of(wall, timezone(timedelta(hours=8))) if text.endswith("+08:00") else micros
        assert times.parse_local(text, SHANGHAI) == expected
    for day_first, order in ((True, "%d/%m/%Y"), (False, "%m/%d/%Y")):
        assert (
            times.parse_local(f"{wall.strftime(order)} {wall:%H:%M:%S}", SHANGHAI, day_first=day_first)
            == micros
        )


@given(st.integers(662_688_000, 2_051_222_400), st.integers(0, 999_999))
def test_the_unit_of_one_stamp_is_told_by_its_size(seconds, part):
    micros = seconds * times.SECOND + part
    for unit, value in (("s", seconds), ("ms", micros // 1000), ("us", micros)):
        assert times.unit_of([value]) == unit
    assert times.from_unix(f"{seconds}.{part:06}", "s") == micros
    assert times.from_unix(f"{seconds}.{part:06}999", "s") == micros
    assert times.from_unix(micros, "us") == micros
