"""The whole check-up on small worlds: what comes out, and that it is honest, sorted and repeatable."""

import datetime as dt

import duckdb
import msgspec
import pytest
from tests.checkup.world import DAY, ZONE, World

from yutang.checkup.actions import examine
from yutang.checkup.model import Advice, Checkup, Confidence, State
from yutang.checkup.settings import Assumptions
from yutang.engine.steps import Cancelled
from yutang.ledger.catalogue import Role


def lively_and_dead() -> World:
    """Group 1 lives; 2 died half a year ago, and most of its people are in 1; 3 is staff alone."""
    world = World(roles={90: Role.STAFF})
    for group in (1, 2, 3):
        world.group(group, line="美妆", owner_id=90)
    world.talk(1, range(0, 150, 1), range(1, 8))
    world.talk(2, range(100, 200, 2), (3, 4, 5, 20))
    world.talk(3, range(0, 150, 3), (90,))
    for who in range(1, 31):
        world.stay(1, who, 300)
    for who in (3, 4, 5, 20, 21):
        world.stay(2, who, 300)
    return world


def test_each_group_gets_its_advice():
    found = {g.id: g for g in lively_and_dead().examined().groups}
    assert (found["test:g1"].state, found["test:g1"].advice) == (State.ALIVE, Advice.KEEP)
    assert (found["test:g2"].state, found["test:g2"].advice) == (State.DEAD, Advice.MERGE)
    assert (found["test:g3"].state, found["test:g3"].advice) == (State.DEAD, Advice.STOP)
    assert found["test:g2"].merge_with == "test:g1"
    assert found["test:g2"].reasons[0].code == "shares_people"
    assert found["test:g3"].reasons[0].code == "staff_only"


def test_totals_add_up_and_groups_are_in_order():
    found = lively_and_dead().examined()
    assert [g.advice for g in found.groups] == [Advice.STOP, Advice.MERGE, Advice.KEEP]
    assert (found.totals.groups, found.totals.staff_only, found.totals.active_each_of_7_days) == (3, 1, 1)
    assert sum(found.totals.states.values()) == sum(found.totals.advice.values()) == 3
    assert found.totals.retained == 35
    assert found.totals.people == 30  # nobody is counted twice
    assert found.totals.hours_freed_per_week == pytest.approx(2 * 10 / 60, abs=0.02)
    assert found.operators[0].owned == 3


def test_a_stop_says_whom_to_carry_first():
    world = lively_and_dead()
    world.groups[1]["line"] = "读书"  # no group to guide them into
    world.order(21, 30, 8800)
    dead = next(g for g in world.examined().groups if g.id == "test:g2")
    assert (dead.advice, dead.first_move) == (Advice.STOP, "carry_people")
    assert [(p.id, p.why) for p in dead.people][:2] == [("p21", "silent_buyer"), ("p3", "co_builder")]


def test_json_round_trip():
    found = lively_and_dead().examined()
    assert msgspec.json.decode(msgspec.json.encode(found), type=Checkup) == found


def test_twice_is_the_same():
    world = lively_and_dead()
    first, second = world.examined(), world.examined()
    assert msgspec.structs.replace(first, timings={}) == msgspec.structs.replace(second, timings={})


def test_the_stores_tables_are_left_as_they_were():
    with lively_and_dead().store() as con:
        before = con.execute("select table_name from duckdb_tables() order by 1").fetchall()
        examine(con, as_of=None, zone=ZONE, settings=Assumptions())
        assert con.execute("select table_name from duckdb_tables() order by 1").fetchall() == before


def test_an_empty_store():
    found = World().examined(None)
    assert (found.groups, found.operators, found.blasts) == ([], [], [])
    assert (found.as_of, found.totals.retained) == (dt.date(1970, 1, 1), None)


def test_one_message_is_too_little():
    world = World()
    world.say(1, 1, 40)
    only = world.examined().groups[0]
    assert (only.state, only.advice, only.confidence) == (State.UNKNOWN, Advice.UNKNOWN, Confidence.LOW)
    assert only.p_active_28d is None
    assert only.evidence.messages == 1


def test_the_default_day_is_the_datas_last():
    world = World()
    world.say(1, 1, 3)
    world.facts.append(msgspec_free_roster(0))
    assert world.examined(None).as_of == DAY - dt.timedelta(3)


def msgspec_free_roster(day: int):
    """A roster read on a later day: no sign of life."""
    from tests.checkup.world import Fact, at

    from yutang.ledger.catalogue import Kind

    return Fact(Kind.GROUP_SEEN, 1, None, at(day), props='{"members": 3}')


def test_groups_opened_later_are_not_there_yet():
    world = lively_and_dead()
    from tests.checkup.world import at

    world.group(9, created=at(-2))
    assert "test:g9" not in {g.id for g in world.examined().groups}


def test_with_a_roster_alone_there_is_advice_from_flows():
    world = World()
    for who in range(1, 41):
        world.stay(1, who, 200, 5 if who < 9 else None)
    only = world.examined().groups[0]
    assert (only.state, only.advice, only.confidence) == (State.FADING, Advice.REVIVE, Confidence.LOW)
    assert only.evidence.sources == ["roster"]
    assert (only.retained, only.evaporation_28d, only.net_28d) == (32, 8, -8)


def test_cancelled():
    with lively_and_dead().store() as con, pytest.raises(Cancelled):
        examine(con, as_of=DAY, zone=ZONE, settings=Assumptions(), cancelled=lambda: True)


def test_names_that_are_missing_or_odd():
    world = World()
    world.group(1, name=None)
    world.group(2, name="'; drop table fact; --")
    assert {g.name for g in world.examined().groups} == {"g1", "'; drop table fact; --"}


def test_a_hundred_thousand_groups():
    with World().store() as con:
        con.execute(
            """insert into customer_group (id, platform, external_id, name, private)
            select range, 'test', 'g' || range, 'g' || range, false from range(100000)"""
        )
        con.execute(
            "insert into identity select range, 'test', 'p' || range, null, null, 0, 1, 0 from range(1000)"
        )
        con.execute(
            """insert into fact (id, kind, happened, day, identity_id, group_id, key_hi, key_lo, traits)
            select range, 1, timestamp '2026-06-30 04:00:00' - to_days((range % 60)::integer),
                date '2026-06-30' - (range % 60)::integer, range * 7 % 1000, range % 100000, 0, range, 0
            from range(600000)"""
        )
        found = examine(con, as_of=None, zone=ZONE, settings=Assumptions())
    assert found.totals.groups == 100_000
    assert sum(found.totals.states.values()) == 100_000
    assert isinstance(con, duckdb.DuckDBPyConnection)
