"""Who climbs, who falls, who is held; and what a sweep asks for, against a count by hand of any population."""

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.segments.layers.ladders import belongs, changed, ladder, micros, within
from tests.segments.population import Population

from yutang.engine import World, rule
from yutang.kit.clock import DAY
from yutang.ledger.catalogue import Kind
from yutang.segments.layers.ladder import climb, finder, hold, plan
from yutang.segments.layers.model import Layer, Tier

NOW = micros(0)
NONE = pa.table({name: pa.array([], pa.int64()) for name in ("id", "customer_id", "from_tier", "to_tier")})
BRONZE, SILVER, GOLD = 11, 12, 13
# Segments 1, 2, 3 come into bronze, silver, gold; 22 and 23 stay in silver and gold.
THREE = ladder((1, None, 0), (2, 22, 0), (3, 23, 10))


def standing(*rows: tuple[int, int, int, int | None]) -> pa.Table:
    return pa.Table.from_pylist(
        [dict(zip(("id", "customer_id", "from_tier", "to_tier"), row, strict=True)) for row in rows],
        NONE.schema,
    )


def people(n: int = 6) -> Population:
    world = Population()
    world.person(*range(1, n + 1))
    return world


def placed(world: Population, sets: dict[int, set[int]], layer: Layer = THREE, now: int = NOW):
    with world.store() as con:
        climb(con, layer, within(sets), now)
        return belongs(con)


def test_the_highest_rule_that_holds_decides() -> None:
    found = placed(people(), {1: {1, 2, 3, 4}, 2: {2, 3}, 3: {3, 5}})
    assert found == {
        1: (None, BRONZE),
        2: (None, SILVER),
        3: (None, GOLD),
        4: (None, BRONZE),
        5: (None, GOLD),
    }


def test_only_customers_belong() -> None:
    world = people(1)
    world.staff(9)
    assert placed(world, {1: {1, 9, 99}}) == {1: (None, BRONZE)}


def test_up_at_once_down_only_past_the_softer_rule() -> None:
    world = people()
    for who in (1, 2, 3, 4):
        changed(world, who, SILVER, 100)
    sets = {1: {2, 3, 4}, 2: {1}, 3: {4}, 22: {2}}
    assert placed(world, sets) == {
        1: (SILVER, SILVER),  # still qualifies
        2: (SILVER, SILVER),  # would be bronze; the softer rule holds
        3: (SILVER, BRONZE),
        4: (SILVER, GOLD),
    }


def test_out_when_no_rule_holds_and_in_from_there() -> None:
    world = people()
    changed(world, 1, BRONZE, 50)
    changed(world, 2, BRONZE, 50)
    changed(world, 2, None, 40)
    assert placed(world, {1: {2}}) == {1: (BRONZE, None), 2: (None, BRONZE)}


@pytest.mark.parametrize(("day", "tier"), [(9, GOLD), (10, BRONZE)])
def test_nobody_falls_before_their_hold_time_is_over(day: int, tier: int) -> None:
    world = people(1)
    changed(world, 1, GOLD, day)
    assert placed(world, {1: {1}}) == {1: (GOLD, tier)}
    assert placed(world, {1: {1}, 23: {1}}) == {1: (GOLD, GOLD)}


def test_the_newest_change_counts_and_other_layers_do_not() -> None:
    world = people(2)
    changed(world, 1, GOLD, 60)
    changed(world, 1, SILVER, 50)
    changed(world, 1, BRONZE, 30, layer=2)
    changed(world, 2, 99, 50)  # a tier that was deleted
    assert placed(world, {1: {2}, 2: {1}}) == {1: (SILVER, SILVER), 2: (None, BRONZE)}


def test_a_customer_of_two_accounts_is_one() -> None:
    world = people(2)
    world.person(2, of=1)
    changed(world, 2, SILVER, 20)
    assert placed(world, {2: {1}}) == {1: (SILVER, SILVER)}


def test_first_tiers_are_placed_and_changes_are_proposed() -> None:
    world = people()
    for who in (1, 2):
        changed(world, who, SILVER, 50)
    with world.store() as con:
        made = plan(con, THREE, within({1: {1, 3}}), NOW, NONE)
    assert [{k: v for k, v in row.items() if v is not None} for row in made.placed.to_pylist()] == [
        {"kind": Kind.TIER_CHANGED, "happened": NOW, "identity_id": 3, "source_id": 1, "object_id": BRONZE}
    ]
    assert made.proposed.to_pylist() == [
        {"customer_id": 1, "from_tier": SILVER, "to_tier": BRONZE},
        {"customer_id": 2, "from_tier": SILVER, "to_tier": None},
    ]
    assert made.lapsed.num_rows == 0


def test_what_stands_is_not_proposed_again_and_what_no_longer_holds_lapses() -> None:
    world = people()
    for who in (1, 2, 3, 4):
        changed(world, who, SILVER, 50)
    stand = standing(
        (71, 1, SILVER, BRONZE), (72, 2, SILVER, None), (73, 3, SILVER, BRONZE), (74, 4, BRONZE, None)
    )
    with world.store() as con:
        # 1: as proposed. 2: bronze now, not out. 3: silver after all. 4: was moved by hand since.
        made = plan(con, THREE, within({1: {1, 2, 4}, 2: {3}}), NOW, stand)
    assert made.lapsed["id"].to_pylist() == [72, 73, 74]
    assert made.proposed.to_pylist() == [
        {"customer_id": 2, "from_tier": SILVER, "to_tier": BRONZE},
        {"customer_id": 4, "from_tier": SILVER, "to_tier": BRONZE},
    ]


def test_members_are_made_anew_from_the_facts() -> None:
    world = people(4)
    changed(world, 1, BRONZE, 50)
    changed(world, 1, GOLD, 40)
    changed(world, 2, GOLD, 40)
    changed(world, 2, None, 30)
    changed(world, 3, 99, 30)
    with world.store() as con:
        con.execute("insert into tier_member values (1, 11, 4, now()), (2, 5, 4, timestamp '2026-01-01')")
        assert hold(con, THREE) == 1
        rows = con.execute("select layer_id, tier_id, customer_id from tier_member order by 1").fetchall()
    assert rows == [(1, GOLD, 1), (2, 5, 4)]


def test_rules_of_the_language_find_who_they_say() -> None:
    world = people(3)
    spent = [(0, 29_900), (1, 80_000), (2, 300_000)]
    tiers = [
        Tier(id=11 + n, name=str(n), rule=rule.Spending("spent", at_least=least), stay=None, hold_days=0, capacity=30)
        for n, least in spent
    ]  # fmt: skip
    layer = Layer(id=1, name="L", tiers=tiers, created_at=0, changed_at=0)
    with world.store() as con:
        con.execute("insert into spending (customer_id, orders, cents, refunded) values (1, 1, 79999, 0), "
                    "(2, 2, 300000, 0), (3, 1, 29899, 0)")  # fmt: skip
        climb(con, layer, finder(World("Asia/Shanghai"), NOW), NOW)
        assert belongs(con) == {1: (None, 11), 2: (None, 13)}


ids = st.sets(st.integers(1, 6))
holds = st.sampled_from([0, 5])


@pytest.mark.laws
@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.tuples(ids, st.none() | ids, holds), min_size=1, max_size=4),
    st.lists(st.tuples(st.integers(1, 6), st.none() | st.integers(11, 15), st.integers(0, 9)), max_size=8),
)
def test_everybody_is_where_a_count_by_hand_puts_them(tiers: list, history: list) -> None:
    world = people()
    for who, tier, day in history:
        changed(world, who, tier, day)
    layer = ladder(
        *((n, 100 + n if stay is not None else None, held) for n, (_, stay, held) in enumerate(tiers))
    )
    sets = {n: enter for n, (enter, _, _) in enumerate(tiers)} | {
        100 + n: stay for n, (_, stay, _) in enumerate(tiers) if stay is not None
    }
    expected = {}
    for who in world.people:
        mine = sorted(((-day, n, tier) for n, (c, tier, day) in enumerate(history) if c == who))
        last = mine[-1] if mine else None
        at_ = None if last is None or last[2] is None or last[2] > 10 + len(tiers) else last[2] - 11
        best = max((n for n, (enter, _, _) in enumerate(tiers) if who in enter), default=None)
        if at_ is not None and (best is None or best < at_):
            _, stay, held = tiers[at_]
            if (stay is not None and who in stay) or -last[0] < held:  # type: ignore[index]
                best = at_
        if at_ is not None or best is not None:
            expected[who] = (None if at_ is None else at_ + 11, None if best is None else best + 11)
    assert placed(world, sets, layer) == expected
    again = placed(world, sets, layer, NOW + 400 * DAY)
    assert all(
        tier is None or tier == expected[who][1] or (expected[who][1] or 0) > tier
        for who, (_, tier) in again.items()
    )
