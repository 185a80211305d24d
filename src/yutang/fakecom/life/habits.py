"""Standing behaviour: what a member does with tasks, and customers with Moments, when nobody tells them."""

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


class Taste(msgspec.Struct, kw_only=True):
    """Of each customer who sees a Moment: likes it with the chance `like`, comments on it with `comment`, after a wait
    of `mean_s` seconds on average (exponential)."""

    like: float = 0.0
    comment: float = 0.0
    mean_s: float = 3600.0


def see(fake: "Fake", corp: Corp, userid: str, moment: str, customers: list[str]) -> None:
    """Draw what these customers do with what the member published. Without a taste nothing is drawn."""
    if not corp.tastes:
        return
    taste = msgspec.convert(corp.tastes, Taste)
    for customer in customers:
        for what, chance in (("like", taste.like), ("comment", taste.comment)):
            if fake.dice.chance(chance):
                wait = -taste.mean_s * math.log(1 - fake.dice.fraction())
                fake.clock.plan(
                    fake.state.now + int(wait * 1000), f"{what} moment", corp.corpid, userid=userid,
                    external_userid=customer, task=moment,
                )  # fmt: skip


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
