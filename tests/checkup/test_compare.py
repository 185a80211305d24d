"""Two check-ups side by side: what differs and nothing else."""

import datetime as dt

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from tests.insight.sample import sample

from yutang.checkup.compare import Side, compare
from yutang.checkup.model import Advice, Checkup, State

BEFORE = sample(30)


def later(**changes: object) -> Checkup:
    groups = [msgspec.structs.replace(g, **changes) if n == 4 else g for n, g in enumerate(BEFORE.groups)]
    return msgspec.structs.replace(BEFORE, groups=groups, as_of=BEFORE.as_of + dt.timedelta(7))


def test_the_same_has_no_difference() -> None:
    told = compare(BEFORE, BEFORE)
    assert (told.groups, told.entered, told.left) == ([], 0, 0)
    assert told.before == told.after == BEFORE.totals


def test_a_change_of_advice_has_both_sides() -> None:
    old = BEFORE.groups[4]
    advice = Advice.STOP if old.advice is not Advice.STOP else Advice.KEEP
    told = compare(BEFORE, later(advice=advice, p_active_28d=0.01))
    (one,) = told.groups
    assert (one.id, one.name, one.owner) == (old.id, old.name, old.owner)
    assert one.before == Side(state=old.state, advice=old.advice, p=old.p_active_28d)
    assert one.after == Side(state=old.state, advice=advice, p=0.01)
    assert (told.from_, told.to) == (BEFORE.as_of, BEFORE.as_of + dt.timedelta(7))


def test_a_chance_that_moved_alone_is_none() -> None:
    assert compare(BEFORE, later(p_active_28d=0.123, messages_28d=99_999)).groups == []


def test_in_json_it_says_from() -> None:
    assert set(msgspec.to_builtins(compare(BEFORE, BEFORE))) >= {"from", "to"}


@given(st.sets(st.integers(0, 29)), st.sets(st.integers(0, 29)))
def test_who_came_and_who_went(gone: set[int], new: set[int]) -> None:
    before = msgspec.structs.replace(BEFORE, groups=[g for n, g in enumerate(BEFORE.groups) if n not in new])
    after = msgspec.structs.replace(BEFORE, groups=[g for n, g in enumerate(BEFORE.groups) if n not in gone])
    told = compare(before, after)
    assert {g.id for g in told.groups if g.before is None} == {BEFORE.groups[n].id for n in new - gone}
    assert {g.id for g in told.groups if g.after is None} == {BEFORE.groups[n].id for n in gone - new}
    assert (told.entered, told.left) == (len(new - gone), len(gone - new))
    assert len(told.groups) == told.entered + told.left


@given(st.lists(st.sampled_from(State), min_size=30, max_size=30))
def test_there_and_back_is_the_same_list(states: list[State]) -> None:
    groups = [msgspec.structs.replace(g, state=s) for g, s in zip(BEFORE.groups, states, strict=True)]
    after = msgspec.structs.replace(BEFORE, groups=groups)
    there, back = compare(BEFORE, after), compare(after, BEFORE)
    assert [(g.id, g.before, g.after) for g in there.groups] == [
        (g.id, g.after, g.before) for g in back.groups
    ]
    assert len(there.groups) == sum(g.state is not s for g, s in zip(BEFORE.groups, states, strict=True))
