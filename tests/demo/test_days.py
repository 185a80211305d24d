import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from yutang.demo.days import LAST, SPAN, WEEK, WINDOW, ZONE, Calendar

CALENDAR = Calendar(dt.date(2026, 3, 1))


@pytest.mark.parametrize(("day", "second"), [(LAST, 0), (LAST, 86_399), (0, 43_200), (-400, 5)])
def test_instants_agree_with_the_time_zone_database(day, second):
    moment = dt.datetime.fromtimestamp(CALENDAR.millis(day, second) / 1000, ZoneInfo(ZONE))
    assert moment.date() == CALENDAR.date(day)
    assert moment.strftime("%Y-%m-%d %H:%M:%S") == CALENDAR.text(day, second)


def test_the_last_index_is_the_anchor():
    assert CALENDAR.date(LAST) == dt.date(2026, 3, 1)
    assert CALENDAR.date(LAST - 1) == dt.date(2026, 2, 28)
    assert CALENDAR.month(LAST) == "2026-03"
    assert CALENDAR.month(LAST - 1) == "2026-02"


def test_windows_end_with_the_anchor_and_hold_their_days():
    assert LAST - WEEK + 1 == 7
    assert LAST - WINDOW + 1 == 28
    assert SPAN == LAST + 1


def test_weekends():
    assert CALENDAR.weekend(LAST)  # 2026-03-01 was a Sunday
    assert CALENDAR.weekend(LAST - 1)
    assert not CALENDAR.weekend(LAST - 2)
