"""Instants as whole microseconds: exact both ways, in any zone, before 1970 too."""

import datetime as dt
from zoneinfo import ZoneInfo

import hypothesis.strategies as st
import pytest
from hypothesis import given

from yutang.kit.clock import DAY, EPOCH, SECOND, micros, moment, now, zone
from yutang.kit.errors import YutangError

ZONES = [dt.UTC, ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York"), ZoneInfo("Asia/Kathmandu")]


@given(
    st.datetimes(
        min_value=dt.datetime(1900, 1, 1),  # noqa: DTZ001 - the zone comes after
        max_value=dt.datetime(2200, 1, 1),  # noqa: DTZ001
    ),
    st.sampled_from(ZONES),
)
def test_there_and_back_is_the_same_instant(naive: dt.datetime, where: dt.tzinfo) -> None:
    aware = naive.replace(tzinfo=where)
    again = moment(micros(aware), where)
    # An hour that the clock shows twice or never is the same instant, if not the same wall time.
    assert again.astimezone(dt.UTC) == aware.astimezone(dt.UTC)
    assert micros(again) == micros(aware)


@given(st.integers(-2_000_000_000_000_000, 7_000_000_000_000_000))
def test_no_microsecond_is_lost(instant: int) -> None:
    assert micros(moment(instant)) == instant


def test_known_instants() -> None:
    assert micros(EPOCH) == 0
    assert micros(EPOCH - dt.timedelta(microseconds=1)) == -1
    assert (
        moment(1_790_000_000 * SECOND, ZoneInfo("Asia/Shanghai")).isoformat() == "2026-09-21T22:13:20+08:00"
    )
    assert DAY == 86_400_000_000


def test_a_day_of_the_tenant_begins_at_its_midnight() -> None:
    shanghai = ZoneInfo("Asia/Shanghai")
    midnight = micros(dt.datetime(2026, 9, 22, tzinfo=shanghai))
    assert moment(midnight - 1, shanghai).date() == dt.date(2026, 9, 21)
    assert moment(midnight, shanghai).date() == dt.date(2026, 9, 22)


def test_days_of_summer_time_are_not_all_alike() -> None:
    york = ZoneInfo("America/New_York")
    lengths = {
        (
            micros(dt.datetime(2026, *day, tzinfo=york) + dt.timedelta(1))
            - micros(dt.datetime(2026, *day, tzinfo=york))
        )
        // (3600 * SECOND)
        for day in ((3, 7), (3, 8), (11, 1))
    }
    assert lengths == {23, 24, 25}


@pytest.mark.parametrize("name", ["Asia/Shanghai", "UTC", "America/Argentina/Ushuaia"])
def test_zones_have_their_names(name: str) -> None:
    assert zone(name).key == name


@pytest.mark.parametrize(
    "name", ["Nowhere", "", "../etc/passwd", "/etc/localtime", "Asia", "a\x00b", "x" * 5000]
)
def test_no_zone_is_one_clear_error(name: str) -> None:
    with pytest.raises(YutangError) as told:
        zone(name)
    assert (told.value.code, told.value.params) == ("unknown_zone", {"zone": name})


def test_now_is_whole_microseconds_between_two_looks() -> None:
    before = dt.datetime.now(dt.UTC)
    told = now()
    assert isinstance(told, int)
    assert (
        before - dt.timedelta(milliseconds=1)
        <= moment(told)
        <= dt.datetime.now(dt.UTC) + dt.timedelta(milliseconds=1)
    )
