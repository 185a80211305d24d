"""Standing behaviour: what a member does with tasks when nobody tells him."""

import math
from typing import TYPE_CHECKING

import msgspec

from yutang.fakecom.state.corps import Member
from yutang.fakecom.state.world import Corp

if TYPE_CHECKING:
    from yutang.fakecom.server import Fake


class Habit(msgspec.Struct, kw_only=True):
    """Confirms a task with `probability`, else ignores it; after `low_s` to `high_s` seconds, evenly, plus a wait of
    `mean_s` seconds on average that is mostly short and sometimes long (exponential)."""

    probability: float = 1.0
    low_s: float = 0.0
    high_s: float = 0.0
    mean_s: float = 0.0


def expect(fake: "Fake", corp: Corp, member: Member, kind: str, task: str) -> bool:
    """Draw what the member does with a task of a `kind` ("mass" or "moment"). True: it will be ignored."""
    if not member.confirms:
        return False
    habit = msgspec.convert(member.confirms, Habit)
    if not fake.dice.chance(habit.probability):
        return True
    wait = habit.low_s + fake.dice.fraction() * (habit.high_s - habit.low_s)
    wait -= habit.mean_s * math.log(1 - fake.dice.fraction())
    fake.clock.plan(
        fake.state.now + int(wait * 1000), f"confirm {kind}", corp.corpid, userid=member.userid, task=task
    )
    return False
