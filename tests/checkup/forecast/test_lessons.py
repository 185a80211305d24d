import datetime as dt

import numpy as np

from yutang.checkup.forecast.lessons import NEVER, Cuts, lessons

JAN = dt.date(2026, 1, 31)


def test_what_came_of_each_cut(days):
    days.talk(1, [100, 40, 20])
    days.talk(1, [60], people=[1])  # alone: no active day
    days.talk(2, [20])
    found = lessons(days.con, Cuts(JAN - dt.timedelta(84), JAN - dt.timedelta(28), every=28))
    assert found.past.group_id.tolist() == [1, 1, 1]  # group 2 begins too late for these cuts
    assert found.wait.tolist() == [44, 16, 8]
    assert found.known.tolist() == [64, 36, 8]  # the newest day of all is 20 days before JAN
    assert found.outcome().tolist() == [0.0, 1.0, 1.0]
    assert found.outcome(7).tolist() == [0.0, 0.0, 0.0]


def test_a_group_enters_thirteen_days_after_its_first_active_day(days):
    days.talk(1, [13], people=[1, 2])
    days.talk(2, [12], people=[1, 2])
    days.talk(3, [90], people=[1])
    found = lessons(days.con, Cuts(JAN, JAN))
    assert found.past.group_id.tolist() == [1]
    assert found.wait.tolist() == [NEVER]


def test_where_keeps_rows_together(days):
    days.talk(1, range(0, 200, 10))
    found = lessons(days.con, Cuts(JAN - dt.timedelta(56), JAN))
    kept = found.where(np.array([False, True, False]))
    assert (kept.past.cut.tolist(), kept.wait.tolist()) == ([found.past.cut[1]], [found.wait[1]])


def test_sample_of_groups_is_steady(days):
    for group in range(30):
        days.talk(group, [50])
    first, again = (lessons(days.con, Cuts(JAN, JAN, most=7)).past.group_id.tolist() for _ in range(2))
    assert len(first) == 7
    assert first == again
