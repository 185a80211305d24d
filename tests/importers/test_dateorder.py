from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


@pytest.mark.parametrize(
    ("texts", "last", "expected"),
    [
        (("24/1/2", "24/1/12"), "24/1/12", date(2024, 1, 12)), (("18/5/3", "18/5/4"), "18/05/13", date(2018, 5, 13)),
        (("24/1/10", "24/1/11", "24/1/12"), "24/1/12", date(2024, 1, 12)), (("24. 1. 2.", "24. 1. 12."), "24. 1. 12.", date(2024, 1, 12)),
        (("24/01/05", "24/01/07"), "24/01/07", date(2024, 1, 7)), (("23/12/31", "24/1/1", "24/1/2"), "24/1/1", date(2024, 1, 1)),
    ],
)  # fmt: skip
def test_a_year_of_two_digits_may_come_first(texts, last, expected):
    many = orders(*texts)
    assert many.date(slashed(last)) == expected
    assert many.notes == ["note.date_order:year_first"]


@given(
    st.lists(st.dates(date(2012, 1, 1), date(2029, 12, 31)), min_size=1, max_size=40),
    st.sampled_from(
        ["{0.day}/{0.month}/{0.year}", "{0.month}/{0.day}/{0.year}", "{0.year}/{0.month}/{0.day}"]
    ),
    st.booleans(),
)
def test_dates_with_whole_years_come_out_as_they_went_in(days, form, told):
    """When they are in order, or when the user says which way they stand; a day above 12 tells by itself."""
    days = sorted(days)
    texts = [form.format(day) for day in days]
    first = form.index("day") < form.index("month")
    sure = told or "year}/" in form or any(day.day > 12 for day in days)
    if sure:
        many = Orders([slashed(t) for t in texts], day_first=first if told else None)
        assert [many.date(slashed(t)) for t in texts] == days


@given(st.lists(st.dates(date(2012, 1, 1), date(2029, 12, 31)), min_size=6, max_size=60, unique=True))
def test_two_digits_day_first_are_not_taken_for_years(days):
    """Chats that go on for years, and those of one month, written 31/12/24."""
    texts = [f"{day:%d/%m/%y}" for day in sorted(days)]
    many = orders(*texts)
    if any(day.day > 12 for day in days) and len({d.day for d in days}) * 2 >= len({d.year for d in days}):
        assert [many.date(slashed(t)) for t in texts] == sorted(days)
