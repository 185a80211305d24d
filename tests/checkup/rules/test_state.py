"""Golden table: a small group's situation → its state and the sentence that says why."""

import datetime as dt

import pytest

from yutang.checkup.model import State
from yutang.checkup.rules.state import enough, of_talk
from yutang.checkup.settings import Assumptions
from yutang.checkup.situation import Situation

DAY = dt.date(2026, 6, 30)


def ago(days: int | None) -> dt.date | None:
    return None if days is None else DAY - dt.timedelta(days)


def group(silent: int | None = 0, watched: int = 200, age: int | None = None, **fields: object) -> Situation:
    """A group read for 200 days whose last active day is `silent` days ago."""
    given = {
        "messaged": True, "messages_all": 500, "active_days": 60, "gaps": 40, "span": 160, "active_28": 8,
        "active_before": 8, "active_best": 9, "messages_28": 60, "messages_before": 60, "speakers": 9,
    } | fields  # fmt: skip
    return Situation(
        1,
        "test",
        "g",
        "群",
        None,
        None,
        None,
        False,
        DAY,
        ago(age),
        ago(watched - 1),
        DAY,
        ago(watched - 1),
        ago(silent),
        **given,
    )


GOLDEN = [
    # alive
    (group(), 0.97, State.ALIVE, "steady"),
    (
        group(35, gaps=3, span=90, active_28=0, active_before=1, active_best=1),
        0.6,
        State.ALIVE,
        "slow_rhythm",
    ),
    (group(2, active_before=3, active_28=1, active_best=3), 0.8, State.ALIVE, "steady"),
    # fading
    (group(3, active_28=4, active_before=12, active_best=12), 0.9, State.FADING, "days_fell"),
    (group(1, active_28=12, active_before=17, active_best=23), 0.97, State.FADING, "days_fell"),
    (group(1, active_28=15, active_before=17, active_best=23), 0.97, State.ALIVE, "steady"),
    (group(1, messages_before=200, messages_28=70, active_before=9), 0.9, State.FADING, "messages_fell"),
    (group(15, active_28=6), 0.8, State.FADING, "overdue"),
    (group(20, gaps=2, span=80, active_28=1, active_before=1, active_best=2), 0.3, State.FADING, "unlikely"),
    # dormant
    (group(30, gaps=3, span=90, active_28=0, active_before=1), 0.3, State.DORMANT, "silent_long"),
    (group(60, gaps=2, span=80, active_28=0, active_before=0), 0.05, State.DORMANT, "silent_long"),
    (group(None, watched=40, active_28=0), 0.05, State.DORMANT, "never_active"),
    # dead
    (group(90, active_28=0, active_before=0, messages_28=0), 0.03, State.DEAD, "rhythm_broken"),
    (
        group(90, active_28=0, active_before=0, messages_28=0, staff_28=20),
        0.03,
        State.DEAD,
        "staff_talks_alone",
    ),
    (group(120, gaps=0, span=0, active_28=0, active_before=0), 0.03, State.DEAD, "silent_dead"),
    (group(None, active_days=0, active_28=0), 0.02, State.DEAD, "never_active"),
    (group(None, messages_all=0, staff_all=80, active_28=0), 0.02, State.DEAD, "staff_only"),
    # a group that may well come back is never stopped, however long it has been silent
    (group(56, active_28=0, active_before=0, messages_28=3), 0.2, State.DEAD, "rhythm_broken"),
    (group(56, active_28=0, active_before=0, messages_28=3), 0.25, State.DORMANT, "silent_long"),
    (group(55, active_28=0, active_before=0, messages_28=3), 0.2, State.DORMANT, "silent_long"),
    (group(150, active_28=0, active_before=0, messages_28=3), 0.42, State.DORMANT, "silent_long"),
    # one gap is no rhythm to be late by: three of them, and the forecast, are
    (group(160, gaps=1, span=13, active_28=0, active_before=0), 0.001, State.DEAD, "rhythm_broken"),
    (group(160, gaps=1, span=54, active_28=0, active_before=0), 0.001, State.DORMANT, "silent_long"),
    (group(160, gaps=1, span=13, active_28=0, active_before=0), 0.1, State.DORMANT, "silent_long"),
    (group(55, gaps=1, span=13, active_28=0, active_before=1), 0.001, State.DORMANT, "silent_long"),
    (group(56, gaps=1, span=13, active_28=0, active_before=0), 0.001, State.DEAD, "rhythm_broken"),
    (group(28, active_28=0, active_before=6), 0.099, State.DEAD, "rhythm_broken"),
    (group(28, active_28=0, active_before=6), 0.1, State.DORMANT, "silent_long"),
    (group(40, active_28=0, active_before=6), 0.7, State.DORMANT, "silent_long"),
    # a loud day is no trend, a quiet month with a good forecast is no death
    (
        group(1, messages_before=300, messages_28=60, active_28=8, active_before=8),
        0.95,
        State.ALIVE,
        "steady",
    ),
    (group(28, active_28=0, active_before=6), 0.12, State.DORMANT, "silent_long"),
    # forming
    (group(2, age=12, watched=12), 0.8, State.FORMING, "new_group"),
    (group(None, age=20, watched=20, active_28=0), 0.3, State.FORMING, "new_quiet"),
    (group(0, age=28), 0.9, State.ALIVE, "steady"),
]


@pytest.mark.parametrize(("situation", "p", "state", "code"), GOLDEN)
def test_state_and_why(situation, p, state, code):
    found, reason = of_talk(situation, p, Assumptions())
    assert (found, reason.code) == (state, code)


@pytest.mark.parametrize(
    ("situation", "is_enough"),
    [
        (group(), True),
        (group(messages_all=4), False),
        (group(messages_all=1, staff_all=4), True),
        (group(watched=13, active_7=2), False),
        (group(watched=5, active_7=3), True),
        (group(messaged=False), False),
        (group(messaged=False, counted=True, messages_all=0, days_seen=190), True),
        (group(messaged=False, counted=True, messages_all=0, days_seen=3), False),
    ],
)
def test_too_little_is_never_judged(situation, is_enough):
    assert enough(situation) is is_enough


def test_reasons_carry_the_groups_own_numbers():
    _, reason = of_talk(group(90, active_28=0, active_before=0), 0.034, Assumptions())
    assert reason.params == {"days": 90, "cadence": 4.0, "percent": 3}
