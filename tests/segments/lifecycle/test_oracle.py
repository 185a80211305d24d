"""Whatever happened to a few people: the statements and a slow count by hand agree on every one of them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.segments.lifecycle.oracle import Oracle
from tests.segments.population import DAY, ZONE, Fact, Population, Relation, Seat, at

from yutang.ledger.catalogue import Ending, Kind
from yutang.ledger.traits import Trait
from yutang.segments.lifecycle.model import Stage, StageRules, TieRules, at_end_of
from yutang.segments.lifecycle.standing import stand

pytestmark = pytest.mark.laws

PEOPLE, STAFF, GROUPS = (1, 2, 3, 4, 5), (8, 9), (21, 22, 23)
RULES = [
    StageRules(),
    StageRules(
        interacting=3, interacting_stay=6, rhythm_window=60, rhythm_days=2, risk_floor=4, risk_cap=20,
        risk_without_rhythm=8, lost_times=2, lost_cap=30, back=4, spreading=20,
    ),
]  # fmt: skip

days = st.one_of(st.integers(-2, 45), st.integers(0, 420))
hours = st.sampled_from([0.0, 0.5, 9.0, 12.0, 23.75])
moments = st.builds(at, days, hours)
messages = st.builds(
    lambda when, who, group: Fact(Kind.MESSAGE_SENT, when, who, group),
    moments, st.sampled_from(PEOPLE + STAFF), st.sampled_from(GROUPS),
)  # fmt: skip
# A mark belongs to one person, as in the ledger.
orders = st.builds(
    lambda kind, when, who, mark, cents, traits: Fact(kind, when, who, None, 100 * who + mark, cents, int(traits)),
    st.sampled_from([Kind.ORDER_PLACED, Kind.ORDER_PLACED, Kind.ORDER_REFUNDED, Kind.ORDER_CHANGED]),
    moments, st.sampled_from(PEOPLE), st.integers(0, 3), st.integers(0, 500),
    st.sampled_from([0, 0, 0, Trait.CANCELLED, Trait.FOREIGN_MONEY]),
)  # fmt: skip
stood = st.builds(
    lambda when, who, stage: Fact(Kind.STAGE_CHANGED, when, who, None, int(stage), None),
    moments, st.sampled_from(PEOPLE), st.sampled_from(Stage),
)  # fmt: skip
relations = st.builds(
    lambda customer, since, ended, cause: Relation(
        customer, 8, since, ended if ended and ended >= since else None,
        cause if ended and ended >= since else None,
    ),
    st.sampled_from(PEOPLE), moments, st.none() | moments, st.sampled_from(Ending).map(int),
)  # fmt: skip
seats = st.builds(Seat, st.sampled_from(GROUPS), st.sampled_from(PEOPLE), st.none() | moments,
                  st.none() | st.sampled_from(PEOPLE + STAFF))  # fmt: skip


@st.composite
def populations(draw: st.DrawFn) -> Population:
    world = Population()
    world.person(*PEOPLE)
    world.person(2, of=1)  # one person, two accounts
    for id_ in STAFF:
        world.staff(id_)
    for id_ in GROUPS:
        world.group(id_, private=id_ != 21)
    world.facts = draw(st.lists(st.one_of(messages, messages, orders, stood), max_size=40))
    world.relations = draw(st.lists(relations, max_size=5))
    world.seats = draw(st.lists(seats, max_size=6))
    return world


@settings(max_examples=120, deadline=None)
@given(
    populations(),
    st.sampled_from(RULES),
    st.sampled_from([TieRules(), TieRules(strong_weeks=1, reply_hours=1)]),
)
def test_everybody_stands_where_a_slow_count_says(
    world: Population, rules: StageRules, ties: TieRules
) -> None:
    end = at_end_of(DAY, ZONE)
    with world.store() as con:
        stand(con, end, rules, ties)
        found = {row[0]: row[1:] for row in con.execute("select * from standing_next").fetchall()}
    slow = Oracle(world, end, rules, ties)
    scores = slow.scores()
    assert found == {
        c: (slow.stage(c), slow.spreading(c), slow.tie(c), *scores.get(c, (None, None, None)))
        for c in world.people
    }
