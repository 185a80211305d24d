"""Layers and proposals on both databases: defined, swept, accepted, refused; each act once, in the log, or not at all."""

from collections.abc import Callable
from typing import Any

import msgspec
import pyarrow as pa
import pytest
import sqlalchemy as sa

from yutang.accounts.audit import listed as acts
from yutang.accounts.model import Role, Viewer
from yutang.engine import World, rule
from yutang.kit.db import Database
from yutang.kit.errors import YutangError
from yutang.ledger.catalogue import Kind
from yutang.segments.layers import actions, store
from yutang.segments.layers.ladder import Plan
from yutang.segments.layers.model import LayerDraft, ProposalState, TierDraft

NOW = 1_772_000_000_000_000
BOSS = Viewer(user_id=1, login="boss", name="陈", role=Role.SUPERVISOR)
WORLD = World("Asia/Shanghai")
BIG = pa.int64()
ANY = rule.Spending("orders", at_least=1)


def tier(name: str, least: int = 1, **more: Any) -> TierDraft:
    return TierDraft(name=name, rule=rule.Spending("spent", at_least=least), **more)


VALUE = LayerDraft(
    name="消费分层", tiers=[tier("299"), tier("800", 80_000, stay=ANY, capacity=30, hold_days=30)]
)


@pytest.fixture
def act(database: Database) -> Callable:
    """Run an action in a transaction of its own."""

    def run(verb: Callable, *args: Any, **more: Any) -> Any:
        return database.write(lambda conn: verb(conn, *args, **more))

    return run


def define(act: Callable, draft: LayerDraft = VALUE, **more: Any) -> Any:
    return act(actions.define, draft, WORLD, viewer=BOSS, now=NOW, **more)


def planned(*proposed: tuple[int, int, int | None], lapsed: tuple[int, ...] = ()) -> Plan:
    names = ("customer_id", "from_tier", "to_tier")
    columns = {name: pa.array([row[n] for row in proposed], BIG) for n, name in enumerate(names)}
    return Plan(pa.table({}), pa.table(columns), pa.table({"id": pa.array(lapsed, BIG)}))


def proposed(act: Callable, *rows: tuple[int, int, int | None]) -> tuple[int, list[int]]:
    """A layer with these proposals: its id, and theirs."""
    layer = define(act)
    act(actions.keep_plan, layer, planned(*rows), now=NOW)
    return layer, [p.id for p in act(store.listed, layer, ProposalState.OPEN)]


def test_a_layer_is_kept_as_it_was_drawn(act: Callable) -> None:
    id_ = define(act)
    layer = act(actions.one, id_)
    assert (layer.name, [t.name for t in layer.tiers]) == ("消费分层", ["299", "800"])
    top = layer.tiers[1]
    assert (top.rule, top.stay, top.hold_days, top.capacity) == (
        rule.Spending("spent", at_least=80_000), ANY, 30, 30,
    )  # fmt: skip
    assert [(e.act, e.subject_id, e.user_name) for e in act(acts)] == [("layer_made", str(id_), "陈")]


def test_a_change_keeps_the_ids_of_tiers_that_stay(act: Callable) -> None:
    id_ = define(act)
    low, high = act(actions.one, id_).tiers
    draft = LayerDraft(name="消费分层", tiers=[tier("新客", id=None), tier("八百", 80_000, id=high.id)])
    assert define(act, draft, layer_id=id_) == id_
    after = act(actions.one, id_).tiers
    assert [t.name for t in after] == ["新客", "八百"]
    assert after[1].id == high.id
    assert after[0].id not in (low.id, high.id)
    assert (after[1].stay, after[1].capacity) == (None, None)
    entry = act(acts)[0]
    assert (entry.act, entry.before["tiers"][0]["name"], entry.after["tiers"][0]["name"]) == (
        "layer_changed", "299", "新客",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (LayerDraft(name=" ", tiers=[tier("a")]), "layer_name"),
        (LayerDraft(name="x" * 61, tiers=[tier("a")]), "layer_name"),
        (LayerDraft(name="x", tiers=[tier("")]), "layer_name"),
        (LayerDraft(name="x", tiers=[]), "layer_tiers"),
        (LayerDraft(name="x", tiers=[tier(str(n)) for n in range(21)]), "layer_tiers"),
        (LayerDraft(name="x", tiers=[tier("VIP"), tier("vip ")]), "layer_tier_twice"),
        (LayerDraft(name="x", tiers=[tier("a", id=77)]), "layer_tier_unknown"),
        (LayerDraft(name="x", tiers=[tier("a", hold_days=-1)]), "layer_hold"),
        (LayerDraft(name="x", tiers=[tier("a", capacity=0)]), "layer_capacity"),
    ],
)
def test_what_makes_no_ladder_is_refused(act: Callable, draft: LayerDraft, code: str) -> None:
    with pytest.raises(YutangError) as told:
        define(act, draft)
    assert told.value.code == code
    assert act(store.layers) == []


def test_a_name_is_taken_once_and_free_again_when_retired(act: Callable) -> None:
    first = define(act)
    with pytest.raises(YutangError, match="layer_name_taken"):
        define(act, msgspec.structs.replace(VALUE, name="消费分层 "))
    act(actions.retire, first, viewer=BOSS, now=NOW)
    second = define(act)
    assert [layer.id for layer in act(store.layers)] == [second]
    with pytest.raises(YutangError, match="layer_unknown"):
        act(actions.one, first)


def test_faults_of_a_rule_come_with_their_place_and_nothing_is_written(act: Callable) -> None:
    wrong = TierDraft(name="b", rule=ANY, stay=rule.InSegment(404))
    (fault,) = define(act, LayerDraft(name="x", tiers=[tier("a"), wrong]))
    assert (fault.at, fault.code) == ("tiers[1].stay.segment", "unknown_segment")
    assert act(store.layers) == []
    assert act(acts) == []


def test_a_layer_cannot_ask_for_its_own_tiers(act: Callable) -> None:
    id_ = define(act)
    low, _ = act(actions.one, id_).tiers
    world = World("Asia/Shanghai", layers={id_: frozenset({low.id})})
    own = TierDraft(name="b", rule=rule.Not(rule.InTier(id_, [low.id])))
    with pytest.raises(YutangError, match="layer_names_itself"):
        act(actions.define, LayerDraft(name="y", tiers=[own]), world, viewer=BOSS, now=NOW, layer_id=id_)
    assert isinstance(
        act(actions.define, LayerDraft(name="y", tiers=[own]), world, viewer=BOSS, now=NOW), int
    )


def test_an_accept_gives_facts_and_is_done_once(act: Callable) -> None:
    layer, ids = proposed(act, (5, 11, 12), (6, 12, None), (7, 12, 11))
    chosen = act(actions.choose, [*ids[:2], ids[0]], None)
    columns = ("kind", "happened", "identity_id", "source_id", "object_id", "amount")
    assert actions.facts(chosen, NOW).select(columns).to_pylist() == [
        dict(zip(columns, (Kind.TIER_CHANGED, NOW, 5, layer, 12, 11), strict=True)),
        dict(zip(columns, (Kind.TIER_CHANGED, NOW, 6, layer, None, 12), strict=True)),
    ]
    assert act(actions.accept, chosen, viewer=BOSS, now=NOW + 5) == 2
    done = act(store.of_ids, ids[:1])[0]
    assert (done.state, done.decided_by, done.decided_by_name, done.decided_at, done.ended_at) == (
        ProposalState.ACCEPTED, 1, "陈", NOW + 5, NOW + 5,
    )  # fmt: skip
    entry = act(acts)[0]
    assert (entry.act, entry.after["count"], entry.after["changes"][1]) == (
        "tier_accepted", 2, {"customer": "6", "from": 12, "to": None},
    )  # fmt: skip
    with pytest.raises(actions.Decided):
        act(actions.choose, ids, None)
    with pytest.raises(actions.Decided):  # chosen before somebody else was quicker
        act(actions.accept, chosen, viewer=BOSS, now=NOW + 6)
    assert len(act(acts)) == 2


def test_two_who_press_at_once_leave_one_decision_whole(act: Callable) -> None:
    _, ids = proposed(act, (5, 11, 12), (6, 12, None))
    mine, theirs = act(actions.choose, ids, None), act(actions.choose, ids[1:], None)
    act(actions.refuse, theirs, "老客户", viewer=BOSS, now=NOW)
    with pytest.raises(actions.Decided) as told:
        act(actions.accept, mine, viewer=BOSS, now=NOW)
    assert told.value.params == {"n": 1}
    assert [p.state for p in act(store.of_ids, ids)] == [ProposalState.OPEN, ProposalState.REFUSED]


def test_nobody_decides_on_whom_they_do_not_see(act: Callable) -> None:
    _, ids = proposed(act, (5, 11, 12), (6, 12, None))
    with pytest.raises(actions.Unseen) as told:
        act(actions.choose, [*ids, 999], {5})
    assert told.value.params == {"n": 2}
    assert [p.customer_id for p in act(actions.choose, ids[:1], {5})] == [5]


def test_a_refusal_stands_until_the_rules_change_their_mind(act: Callable) -> None:
    layer, ids = proposed(act, (5, 11, 12))
    chosen = act(actions.choose, ids, None)
    with pytest.raises(YutangError, match="proposal_reason"):
        act(actions.refuse, chosen, "  ", viewer=BOSS, now=NOW)
    act(actions.refuse, chosen, "就要离职", viewer=BOSS, now=NOW)
    assert act(store.standing, layer)["id"].to_pylist() == ids
    assert (
        act(actions.keep_plan, layer, planned((5, 11, 12)), now=NOW) == 0
    )  # a sweep that knew nothing of it
    assert act(actions.keep_plan, layer, planned((5, 11, 13), lapsed=(ids[0],)), now=NOW + 9) == 1
    old, new = act(store.of_ids, [ids[0], ids[0] + 1])
    assert (old.state, old.reason, old.ended_at) == (ProposalState.REFUSED, "就要离职", NOW + 9)
    assert (new.state, new.to_tier, new.since) == (ProposalState.OPEN, 13, NOW + 9)


def test_what_lapses_is_no_longer_open(act: Callable) -> None:
    layer, ids = proposed(act, (5, 11, 12), (6, 11, 12))
    assert act(store.open_changes, layer) == {(11, 12): 2}
    act(actions.keep_plan, layer, planned(lapsed=(ids[0], 12345)), now=NOW)
    assert act(store.open_changes, layer) == {(11, 12): 1}
    assert act(store.of_ids, ids)[0].state is ProposalState.LAPSED
    act(actions.retire, layer, viewer=BOSS, now=NOW)
    assert act(store.open_changes, layer) == {}


def test_one_proposal_stands_for_a_customer_in_a_layer(act: Callable) -> None:
    layer, _ = proposed(act, (5, 11, 12))
    with pytest.raises(sa.exc.IntegrityError):
        act(store.propose, layer, planned((5, 11, 13)).proposed, NOW)


def test_many_at_once_are_a_few_statements(act: Callable) -> None:
    layer, ids = proposed(act)
    assert ids == []
    count = 12_000
    assert (
        act(actions.keep_plan, layer, planned(*((n, 11, 12) for n in range(1, count + 1))), now=NOW) == count
    )
    ids = act(store.standing, layer)["id"].to_pylist()
    chosen = act(actions.choose, ids, range(count + 1))
    assert act(actions.accept, chosen, viewer=BOSS, now=NOW) == count
    entry = act(acts)[0]
    assert (entry.after["count"], len(entry.after["changes"])) == (count, actions.LOGGED)
    page = act(store.listed, layer, ProposalState.ACCEPTED, after=ids[9], limit=3)
    assert [p.id for p in page] == ids[10:13]
