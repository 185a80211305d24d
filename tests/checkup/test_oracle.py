"""SQL against the naive oracle, on generated worlds."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.checkup import oracle
from tests.checkup.world import DAY, World, at

from yutang.ledger.catalogue import Role

pytestmark = pytest.mark.laws

EDGES = (-1, 0, 6, 7, 27, 28, 29, 55, 56, 83, 84, 89, 90, 179, 180)  # days on which a window opens or closes
day = st.one_of(st.integers(-5, 8), st.sampled_from(EDGES), st.integers(-5, 220))
messages = st.tuples(st.integers(1, 3), st.integers(1, 7), day, st.sampled_from((0, 12, 23.99)))
moments = st.one_of(st.none(), day)
stays = st.tuples(st.integers(1, 3), st.integers(1, 7), moments, moments)
FEW = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _world(
    said: list[tuple[int, int, int, int]], stayed: list[tuple[int, int, int | None, int | None]]
) -> World:
    world = World(roles={i: Role(r) for i, r in zip(range(1, 8), (0, 1, 1, 1, 2, 3, 4), strict=True)})
    for group in (1, 2, 3):
        world.group(group)
    for group, who, day, hour in said:
        world.say(group, who, day, hour)
    for group, who, joined, left in stayed:
        world.stay(group, who, joined, left, hour=12 * (who % 2))
    return world


@FEW
@given(st.lists(messages, max_size=120), st.lists(stays, max_size=25), st.sampled_from([0, 1, 28]))
def test_every_figure_equals_the_oracles(said, stayed, back):
    world, as_of = _world(said, stayed), DAY - dt.timedelta(back)
    end, start = at(back - 1, 0), at(back + 27, 0)
    for group, s in world.measured(as_of).items():
        for name, value in oracle.activity(world, group, as_of).items():
            assert getattr(s, name) == value, name
        for name, value in oracle.participation(world, group, as_of, end).items():
            assert getattr(s, name) == (pytest.approx(value) if isinstance(value, float) else value), name
        flows = oracle.flows(world, group, start, end)
        assert (s.inflow, s.evaporation, s.retained) == (
            flows["inflow"],
            flows["evaporation"],
            flows["retained"],
        )


@FEW
@given(st.lists(stays, max_size=80))
def test_retained_is_conserved_in_each_group_and_in_all(stayed):
    world = _world([], stayed)
    now, before = world.measured(DAY), world.measured(DAY - dt.timedelta(28))
    for group, s in now.items():
        assert s.retained == before[group].retained + s.inflow - s.evaporation
    assert sum(s.retained for s in now.values()) - sum(s.retained for s in before.values()) == sum(
        s.inflow - s.evaporation for s in now.values()
    )


@FEW
@given(st.lists(messages, max_size=40))
def test_facts_after_the_day_change_nothing(said):
    past = [m for m in said if m[2] >= 3]
    day = DAY - dt.timedelta(3)
    assert _world(said, []).measured(day) == _world(past, []).measured(day)
