"""Golden table: what joins, leaves and sizes alone say."""

import datetime as dt

import pytest

from yutang.checkup.model import Advice, State
from yutang.checkup.rules.roster import of_roster
from yutang.checkup.situation import Situation

DAY = dt.date(2026, 6, 30)


def listed(retained: int, **fields: object) -> Situation:
    given = {"retained": retained, "roster": True, "last_join": DAY - dt.timedelta(20)} | fields
    limit = given.pop("size_limit", None)
    return Situation(1, "t", "g", "群", None, None, limit, False, DAY, None, None, DAY, None, None, **given)


GOLDEN = [
    (listed(0, roster=False), State.UNKNOWN, Advice.UNKNOWN, "no_evidence"),
    (listed(50), State.UNKNOWN, Advice.UNKNOWN, "size_only"),
    (listed(0, roster=False, told_members=50), State.UNKNOWN, Advice.UNKNOWN, "size_only"),
    (listed(50, buyers_90=4), State.UNKNOWN, Advice.KEEP, "members_buy"),
    (listed(2, leaves=30, joins=32), State.DEAD, Advice.STOP, "nobody_left"),
    (listed(20, leaves=60, joins=80, last_join=DAY - dt.timedelta(100)), State.DEAD, Advice.STOP, "drained"),
    (listed(20, leaves=60, joins=80), State.UNKNOWN, Advice.UNKNOWN, "roster_quiet"),
    (listed(40, leaves=10, joins=50, evaporation=6, inflow=1), State.FADING, Advice.REVIVE, "losing_people"),
    (listed(400, leaves=10, joins=410, evaporation=6), State.UNKNOWN, Advice.UNKNOWN, "roster_quiet"),
    (listed(196, joins=196, size_limit=200), State.UNKNOWN, Advice.KEEP, "nearly_full"),
    (listed(196, joins=196, inflow=9), State.UNKNOWN, Advice.KEEP, "growing"),
    (listed(50, joins=50), State.UNKNOWN, Advice.UNKNOWN, "roster_quiet"),
]


@pytest.mark.parametrize(("situation", "state", "advice", "code"), GOLDEN)
def test_verdict(situation, state, advice, code):
    found = of_roster(situation)
    assert (found[0], found[1], found[3].code) == (state, advice, code)
