import math

import numpy as np
import pytest

from yutang.checkup.forecast import features


def test_past_of_a_small_group(days):
    days.talk(7, [400, 100], people=[1, 2])
    days.talk(7, [50], people=[1])  # nobody answered: a talking day, not an active one
    days.talk(7, [30, 10], people=[2, 3, 4], each=2)
    days.talk(7, [-3], people=[5, 6])  # the future
    days.cut(7)
    past = features.read(days.con)
    assert (past.age[0], past.quiet[0], past.silent[0], past.days[0], past.ten[0]) == (400, 10, 10, 5, -1)
    assert (past.speakers[0], past.messages[0], past.guessed[0]) == (4, 13, False)
    long = [2 ** (-ago / 365) for ago in (400, 100, 50, 30, 10)]
    assert past.talk_long[0] == pytest.approx(sum(long))
    assert past.active_long[0] == pytest.approx(sum(long) - long[2])
    assert past.talk_short[0] == pytest.approx(sum(2 ** (-ago / 90) for ago in (400, 100, 50, 30, 10)))


def test_features_of_a_small_group(days):
    days.talk(7, [20, 10], people=[1, 2, 3])
    days.talk(7, [5], people=[1])
    days.cut(7)
    x = features.matrix(features.read(days.con))[0]
    found = dict(zip(features.NAMES, x, strict=True))

    def seen(n: int, half_life: float) -> float:
        return sum(2 ** (-i / half_life) for i in range(n + 1))

    then = (1 + 2 ** (-5 / 365) + 2 ** (-15 / 365) + 0.02) / (seen(15, 365) + 1)
    assert found["quiet"] == pytest.approx(-math.log(1 + 5 * then))
    active = (2 ** (-20 / 365) + 2 ** (-10 / 365) + 0.02) / (seen(20, 365) + 1)
    assert found["rhythm"] == pytest.approx(1 - math.exp(-28 * active))
    answered = (2 ** (-5 / 365) + 2 ** (-15 / 365) + 2) / (1 + 2 ** (-5 / 365) + 2 ** (-15 / 365) + 4)
    rate = answered * (sum(2 ** (-a / 90) for a in (20, 10, 5)) + 0.02) / (seen(20, 90) + 1)
    assert found["answers"] == pytest.approx(math.log(rate / (1 - rate)))
    assert found["pace"] == pytest.approx(math.log(answered / (7 + (20 + 7) * 10 / 3.5)))
    assert found["voices"] == pytest.approx(math.log(3))
    assert found["age"] == pytest.approx(math.log(48))
    active_then = (1 + 2 ** (-10 / 365) + 0.02) / (seen(10, 365) + 1)
    assert found["silent"] == pytest.approx(-math.log(1 + 10 * active_then))


def test_never_active_counts_as_silent_all_its_life(days):
    days.talk(7, [40, 5], people=[1])
    days.cut(7)
    x = features.matrix(features.read(days.con))[0]
    assert x[features.NAMES.index("silent")] == pytest.approx(-math.log(1 + 40 * 0.02 / 2))


def test_tenth_last_talking_day(days):
    days.talk(1, [3, 5, 8, 13, 21, 34, 55, 60, 61, 89, 144])
    days.cut(1)
    assert features.read(days.con).ten[0] == 89


def test_the_cut_itself_is_past_and_each_cut_sees_its_own(days):
    days.talk(1, [0, 28, 56])
    days.cut(1)
    days.cut(1, ago=28)
    days.cut(1, ago=29)
    past = features.read(days.con)
    assert past.quiet.tolist() == [27, 0, 0]  # ordered by cut, the oldest first
    assert past.days.tolist() == [1, 2, 3]


def test_group_never_heard_has_an_empty_past(days):
    days.con.execute("insert into cu_group_day values (5, '2026-01-30', 0, 0, 4, false)")  # staff alone
    days.cut(5)
    days.cut(6)
    past = features.read(days.con)
    assert past.days.tolist() == [0, 0]
    assert np.isfinite(features.matrix(past)).all()


def test_counted_messages_stand_in_for_voices(days):
    days.con.execute("insert into cu_group_day values (3, '2026-01-30', 40, 2, 0, true)")
    days.cut(3)
    past = features.read(days.con)
    assert past.guessed[0]
    assert features.matrix(past)[0][4] == pytest.approx(math.log(40))


def test_counts_of_long_ago_do_not_outweigh_messages_now(days):
    days.con.execute("insert into cu_group_day values (3, '2025-06-30', 40, 2, 0, true)")
    days.talk(3, [10], people=[1, 2, 3])
    days.cut(3)
    assert not features.read(days.con).guessed[0]


def test_people_counted_by_the_checkup_give_the_same_past(days):
    days.talk(1, [3, 80, 95], people=[1, 2])
    days.talk(1, [89], people=[9])
    days.talk(1, [90], people=[10])
    days.cut(1)
    days.con.execute(
        """create temp table cu_person as select group_id, identity_id from cu_sender_day
        where day > date '2026-01-31' - 90 group by all"""
    )
    own, theirs = (features.read(days.con, heard) for heard in (features.HEARD, features.HEARD_IN_CHECKUP))
    assert own.speakers.tolist() == theirs.speakers.tolist() == [3]
