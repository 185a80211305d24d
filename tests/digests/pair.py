"""Two check-ups a week apart, and small ones made to measure, for the tests of summaries."""

import datetime as dt
import random
from collections import Counter

import msgspec
from tests.insight.sample import AS_OF, group, sample

from yutang.checkup.model import Advice, Blast, Checkup, State
from yutang.digests.difference import digest
from yutang.digests.model import Digest, Period, TaskFigures

BEFORE = AS_OF - dt.timedelta(7)


def small(as_of: dt.date = AS_OF, blasts: list[Blast] | None = None, **states: str) -> Checkup:
    """A check-up of the groups named, each in a state: small(a="alive", b="dead"); advice follows the state."""
    advice = {"alive": "keep", "fading": "revive", "dormant": "merge", "dead": "stop", "forming": "keep"}
    groups = [
        msgspec.structs.replace(
            group(n + 50, random.Random(1)), id=f"wecom:{name}", name=name, state=State(state), retained=100 - n,
            advice=Advice(advice.get(state, "unknown")), hours_freed_per_week=float(n),
        )
        for n, (name, state) in enumerate(states.items())
    ]  # fmt: skip
    whole = sample(1)
    totals = msgspec.structs.replace(
        whole.totals, groups=len(groups), states=dict(Counter(str(s) for s in states.values())), inflow_28d=9,
        evaporation_28d=4,
    )  # fmt: skip
    return msgspec.structs.replace(whole, as_of=as_of, groups=groups, totals=totals, blasts=blasts or [])


def large(groups: int = 300) -> Digest:
    """A summary with changes in most of so many groups, hostile names among them."""
    before = msgspec.structs.replace(sample(groups, 7), as_of=BEFORE, blasts=[])
    tasks = TaskFigures(done=12, overdue=3, due_today=1, later=40)
    return digest(before, sample(groups, 8), period=Period.WEEKLY, tasks=tasks)
