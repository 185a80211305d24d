"""Into which group people are guided, and into which never."""

import msgspec
import pytest
from tests.checkup.rules.test_state import group

from yutang.checkup.model import State
from yutang.checkup.rules.merge import Judged, Pair, accept, choose
from yutang.checkup.settings import Assumptions

A = Assumptions()


def side(state: State, p: float, line: str | None = "美妆", key: int = 1, **fields: object) -> Judged:
    limit = fields.pop("size_limit", None)
    made = group(0 if state is State.ALIVE else 60, **fields)
    return Judged(msgspec.structs.replace(made, line=line, group_id=key, size_limit=limit), state, p)


def weak(**fields: object) -> Judged:
    return side(State.DORMANT, 0.1, **({"active_28": 0} | fields))


def well(**fields: object) -> Judged:
    return side(State.ALIVE, 0.97, **({"key": 2, "active_28": 20} | fields))


def pair(overlap: float = 0.5, **fields: object) -> Pair:
    return Pair(
        **(
            {
                "source": 1,
                "target": 2,
                "shared": 20,
                "source_people": 40,
                "target_people": 90,
                "overlap": overlap,
            }
            | fields
        )
    )


ACCEPTED = [
    (pair(), weak(), well()),
    (pair(0.35), weak(), well()),
    (pair(topic=0.4), weak(line=None), well()),
    (pair(prints=1), weak(line=None), well(line=None)),
    (pair(0.7), weak(line=None), well(line=None)),
    (pair(topic=0.7, prints=2), weak(line="读书"), well()),
    (pair(0.8), side(State.ALIVE, 0.6, active_28=3, messages_28=10), well(messages_28=300)),
]
REFUSED = [
    (pair(0.2), weak(), well()),  # too few in common
    (pair(), weak(), well(size_limit=100)),  # no room
    (pair(), weak(), side(State.FADING, 0.6, key=2)),  # the target ails too
    (pair(), weak(line="读书"), well()),  # another business
    (pair(0.5), weak(line=None), well()),  # nothing says that it is the same
    (pair(topic=0.1), weak(line=None), well()),  # they talk of other things
    (pair(0.5), side(State.ALIVE, 0.9), well()),  # a living group, not another one's double
    (pair(0.9), side(State.FORMING, 0.5), well()),  # let it begin
]


@pytest.mark.parametrize(("between", "source", "target"), ACCEPTED)
def test_accepted(between, source, target):
    assert accept(between, source, target, A).code == "shares_people"


@pytest.mark.parametrize(("between", "source", "target"), REFUSED)
def test_refused(between, source, target):
    assert accept(between, source, target, A) is None


def test_the_reason_names_the_target_and_the_share():
    reason = accept(pair(topic=0.42), weak(), well(), A)
    assert reason.params == {"target": "群", "shared": 20, "percent": 50, "topic": 42}


def test_nobody_is_guided_into_a_group_that_is_guided_away():
    double = side(State.ALIVE, 0.8, key=2, active_28=4, messages_28=20)
    sides = {1: weak(), 2: double, 3: well(key=3, messages_28=900)}
    chosen = choose([pair(0.5), pair(0.9, source=2, target=3)], sides, A)
    assert {s: p.target for s, (p, _) in chosen.items()} == {2: 3}


def test_room_is_shared_by_all_who_come():
    sides = {1: weak(), 3: weak(key=3), 2: well(size_limit=115)}
    chosen = choose([pair(0.5), pair(0.4, source=3)], sides, A)
    assert {s: p.target for s, (p, _) in chosen.items()} == {1: 2}


def test_the_closest_target_wins():
    sides = {1: weak(), 2: well(), 3: well(key=3)}
    chosen = choose([pair(0.5), pair(0.8, target=3)], sides, A)
    assert chosen[1][0].target == 3
