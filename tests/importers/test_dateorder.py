from datetime import date

import pytest

from yutang.importers.dateorder import Orders, slashed


def orders(*texts, half=False, day_first=None):
    return Orders([slashed(t, half=half) for t in texts], day_first=day_first)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("30/6/23", date(2023, 6, 30)), ("6/30/23", date(2023, 6, 30)), ("2023/6/30", date(2023, 6, 30)),
     ("30.06.2023", date(2023, 6, 30)), ("2023. 6. 30.", date(2023, 6, 30)), ("30-6-2023", date(2023, 6, 30))],
)  # fmt: skip
def test_a_date_that_tells_its_order(text, expected):
    assert orders(text).date(slashed(text)) == expected


@pytest.mark.parametrize("text", ["", "30/6", "30/6-23", "1/2/3", "2023/6/2023", "a/b/c", "30/6/123"])
def test_no_dates(text):
    assert slashed(text) is None


def test_one_clear_date_decides_for_the_look():
    many = orders("1/2/23", "1/13/23", "2/1/23")
    assert many.date(slashed("3/4/23")) == date(2023, 3, 4)
    assert many.notes == ["note.date_order:month_first"]


def test_each_look_has_its_own_order():
    both = orders("1/13/23", "13/1/2023")
    assert both.date(slashed("3/4/23")) == date(2023, 3, 4)
    assert both.date(slashed("3/4/2023")) == date(2023, 4, 3)
    assert both.notes == ["note.date_order:day_first", "note.date_order:month_first"]


def test_time_runs_forward_where_no_number_tells():
    assert orders("5/1/23", "4/2/23").notes == ["note.date_order:day_first"]
    assert orders("1/5/23", "2/4/23").notes == ["note.date_order:month_first"]


def test_the_clock_tells_where_nothing_else_does():
    assert orders("1/1/23", half=True).notes == ["note.date_order:month_first"]
    assert orders("1/1/23").notes == ["note.date_order:day_first"]


def test_the_user_overrules_but_not_the_calendar():
    said = orders("1/2/23", "1/13/23", day_first=True)
    assert said.date(slashed("1/2/23")) == date(2023, 2, 1)
    assert said.date(slashed("1/13/23")) == date(2023, 1, 13)
    with pytest.raises(ValueError, match=r"day is out of range|must be in 1"):
        said.date(slashed("31/2/23"))
