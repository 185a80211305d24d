"""A sweep: what changed becomes facts, recorded once; and the flows that are read from them add up."""

import datetime as dt

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.segments.population import DAY, ZONE, Fact, Population, at

from yutang.kit.clock import micros
from yutang.ledger.catalogue import Kind
from yutang.ledger.record import ACT
from yutang.segments.lifecycle.flows import between, funnel, moves
from yutang.segments.lifecycle.model import Flow, Stage, at_end_of, at_instant
from yutang.segments.lifecycle.standing import adopt, changes, stand

NOW = micros(dt.datetime.combine(DAY, dt.time(20), ZONE))


def sweep(world: Population, con: duckdb.DuckDBPyConnection, day: dt.date) -> list[Fact]:
    """Stand at the end of that day and keep the change as facts, as the ledger would; what changed."""
    end = at_end_of(day, ZONE)
    stand(con, end)
    rows = changes(con, 0).to_pylist()
    instant = end.end - dt.timedelta(seconds=1)
    told = [Fact(Kind(r["kind"]), instant, r["identity_id"], None, r["object_id"], r["amount"]) for r in rows]
    world.facts += told
    world.tell(con, told)
    return told


def some() -> Population:
    world = Population()
    world.person(1, 2, 3)
    world.group(21)
    world.order(1, 10)
    world.say(2, 21, 3)
    return world


def test_the_first_sweep_names_everybody_and_the_second_nobody() -> None:
    world = some()
    with world.store() as con:
        assert [(f.identity, f.object_id, f.amount) for f in sweep(world, con, DAY)] == [
            (1, Stage.BUYING, None), (2, Stage.INTERACTING, None), (3, Stage.STRANGER, None),
        ]  # fmt: skip
        assert sweep(world, con, DAY) == []
    world.say(3, 21, -1)
    with world.store() as con:
        (told,) = sweep(world, con, DAY + dt.timedelta(1))
    assert (told.object_id, told.amount) == (Stage.INTERACTING, Stage.STRANGER)


def test_rows_are_as_the_ledger_takes_them() -> None:
    with some().store() as con:
        stand(con, at_instant(NOW, ZONE))
        rows = changes(con, NOW)
    assert rows.schema == ACT
    assert {k: v for k, v in rows.slice(0, 1).to_pylist()[0].items() if v is not None} == {
        "kind": Kind.STAGE_CHANGED, "happened": NOW, "identity_id": 1, "object_id": Stage.BUYING,
    }  # fmt: skip


def test_what_happens_later_that_day_is_not_seen() -> None:
    world = some()
    world.order(3, 0)
    world.facts[-1] = Fact(Kind.ORDER_PLACED, at(0, 20), 3, None, 5, 100)
    with world.store() as con:
        stand(con, at_instant(NOW, ZONE))
        assert con.execute("select stage from standing_next where customer_id = 3").fetchall() == [(1,)]
        stand(con, at_instant(NOW + 1, ZONE))
        assert con.execute("select stage from standing_next where customer_id = 3").fetchall() == [(4,)]


def test_what_is_adopted_takes_the_place_of_all_that_stood() -> None:
    world = some()
    with world.store() as con:
        con.execute(
            "insert into standing values (1, 7, false, 0, null, null, null), (99, 7, true, 2, 5, 5, 5)"
        )
        stand(con, at_end_of(DAY, ZONE))
        assert adopt(con) == 3
        assert con.execute("select * from standing order by 1").fetchall() == [
            (1, Stage.BUYING, False, 0, 5, 5, 5), (2, Stage.INTERACTING, False, 1, None, None, None),
            (3, Stage.STRANGER, False, 0, None, None, None),
        ]  # fmt: skip


def test_there_and_back_is_two_moves_and_no_flow() -> None:
    world = some()
    world.stood(1, Stage.BUYING, 9)
    world.stood(1, Stage.AT_RISK, 5, Stage.BUYING)
    world.stood(1, Stage.BUYING, 3, Stage.AT_RISK)
    world.stood(2, Stage.AWARE, 2)
    with world.store() as con:
        first = DAY - dt.timedelta(8)
        assert between(con, first, DAY) == [Flow(None, Stage.AWARE, 1), Flow(Stage.BUYING, Stage.BUYING, 1)]
        assert moves(con, first, DAY) == [
            Flow(None, Stage.AWARE, 1), Flow(Stage.BUYING, Stage.AT_RISK, 1),
            Flow(Stage.AT_RISK, Stage.BUYING, 1),
        ]  # fmt: skip
        assert funnel(con, DAY - dt.timedelta(5)).counts[Stage.AT_RISK] == 1
        assert funnel(con, DAY - dt.timedelta(10)).counts == dict.fromkeys(Stage, 0)


lives = st.lists(
    st.tuples(st.sampled_from((1, 2, 3)), st.sampled_from("os"), st.integers(0, 300)), max_size=25
)


@settings(max_examples=15, deadline=None)
@given(lives, st.lists(st.integers(0, 200), min_size=2, max_size=5))
def test_flows_add_up_to_the_funnels(acts: list, days: list[int]) -> None:
    world = Population()
    world.person(1, 2, 3)
    world.group(21)
    for who, what, day in acts:
        world.order(who, day) if what == "o" else world.say(who, 21, day)
    swept = sorted({DAY - dt.timedelta(d) for d in days})
    with world.store() as con:
        for day in swept:
            sweep(world, con, day)
            assert sweep(world, con, day) == []
        flows = between(con, swept[0], swept[-1])
        start, end = funnel(con, swept[0]).counts, funnel(con, swept[-1]).counts
        for stage in Stage:
            assert sum(f.count for f in flows if f.came_from == stage) == start[stage]
            assert sum(f.count for f in flows if f.went_to == stage) == end[stage]
        net = dict.fromkeys(Stage, 0)
        for move in moves(con, swept[0], swept[-1]):
            net[Stage(move.went_to)] += move.count
            if move.came_from is not None:
                net[Stage(move.came_from)] -= move.count
        assert {s: start[s] + net[s] for s in Stage} == end


@settings(max_examples=10, deadline=None)
@given(lives)
def test_without_an_act_nobody_moves_up(acts: list) -> None:
    """Sweeps day by day after the last act: each person's stage goes one way only."""
    order = {Stage.REPEAT: 0, Stage.BUYING: 0, Stage.AT_RISK: 1, Stage.LOST: 2, Stage.INTERACTING: 0, Stage.AWARE: 1,
             Stage.STRANGER: 1}  # fmt: skip
    world = Population()
    world.person(1, 2, 3)
    world.group(21)
    for who, what, day in acts:
        world.order(who, day) if what == "o" else world.say(who, 21, day)
    seen: dict[int, int] = {}
    with world.store() as con:
        for later in range(0, 400, 23):
            for fact in sweep(world, con, DAY + dt.timedelta(later)):
                who, place = fact.identity or 0, order[Stage(fact.object_id or 0)]
                assert place >= seen.get(who, 0)
                seen[who] = place
