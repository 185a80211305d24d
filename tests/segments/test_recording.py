"""The whole way, on both databases: facts come in, a sweep stands and lays out, what changed is recorded once, a rebuild
gives the same."""

import pyarrow as pa
import pytest

from ledger.batch import DAY, START, join, say, take
from yutang.accounts.model import Role, Viewer
from yutang.engine import World, rule
from yutang.kit import clock
from yutang.ledger.catalogue import Kind
from yutang.ledger.ledger import Ledger
from yutang.ledger.record import ACT
from yutang.segments.layers import actions, store
from yutang.segments.layers.ladder import finder, hold, plan
from yutang.segments.layers.model import LayerDraft, ProposalState, TierDraft
from yutang.segments.lifecycle.flows import funnel
from yutang.segments.lifecycle.model import Stage, at_instant
from yutang.segments.lifecycle.standing import adopt, changes, stand
from yutang.segments.recording import recordable

ZONE = clock.zone("Asia/Shanghai")
WORLD = World("Asia/Shanghai")
BOSS = Viewer(user_id=1, login="boss", name="陈", role=Role.SUPERVISOR)
WEEK = START + 7 * DAY


def buy(who: str, at: int, cents: int) -> tuple:
    return (Kind.ORDER_PLACED, at, {"actor": who, "amount": cents})


@pytest.fixture
def shop(ledger: Ledger) -> Ledger:
    """Ann bought, Bo talks, Cy only sits there."""
    take(
        ledger, "k", buy("wmAnn", START, 30_000), say("g1", "wmBo", START + DAY), join("g1", "wmCy", START)
    )  # fmt: skip
    return ledger


def named(ledger: Ledger, sql: str) -> dict[str, tuple]:
    """Rows of (customer_id, …) by the name of the account."""
    rows = ledger.analytics.rows(f"select i.external_id, s.* exclude (customer_id) from ({sql}) s"
                                 " join identity i on i.id = s.customer_id")  # fmt: skip
    return {row[0]: row[1:] for row in rows}


def sweep_stages(ledger: Ledger, now: int) -> int:
    with ledger.analytics.cursor() as cursor:
        stand(cursor, at_instant(now, ZONE))
        rows = changes(cursor, now)
    kept = ledger.record(rows, origin="sweep", now=now)
    with ledger.analytics.transaction() as cursor:
        stand(cursor, at_instant(now + 1, ZONE))
        adopt(cursor)
    return kept


def test_stages_are_recorded_once_and_survive_a_rebuild(shop: Ledger) -> None:
    assert sweep_stages(shop, WEEK) == 3
    assert sweep_stages(shop, WEEK + 60_000_000) == 0
    standing = named(shop, "select customer_id, stage from standing")
    assert standing == {"wmAnn": (Stage.BUYING,), "wmBo": (Stage.INTERACTING,), "wmCy": (Stage.AWARE,)}
    take(shop, "k2", buy("wmAnn", WEEK + DAY, 100))
    assert sweep_stages(shop, WEEK + 2 * DAY) == 1
    shop.rebuild()
    assert sweep_stages(shop, WEEK + 2 * DAY + 1) == 0
    day = at_instant(WEEK + 2 * DAY, ZONE).day
    with shop.analytics.cursor() as cursor:
        counts = funnel(cursor, day).counts
    assert {stage for stage, n in counts.items() if n} == {Stage.REPEAT, Stage.INTERACTING, Stage.AWARE}


VALUE = LayerDraft(name="消费", tiers=[
    TierDraft(name="299", rule=rule.Spending("spent", at_least=29_900)),
    TierDraft(name="800", rule=rule.Spending("spent", at_least=80_000), capacity=30),
])  # fmt: skip


def sweep_layer(ledger: Ledger, layer_id: int, now: int) -> tuple[int, int]:
    """(placed, proposed)."""
    with ledger.state.read() as conn:
        layer, standing = actions.one(conn, layer_id), store.standing(conn, layer_id)
    with ledger.analytics.cursor() as cursor:
        made = plan(cursor, layer, finder(WORLD, now), now, standing)
    proposed: list[int] = []
    placed = ledger.record(
        made.placed, origin="sweep", now=now,
        also=lambda conn: proposed.append(actions.keep_plan(conn, layer_id, made, now=now)),
    )  # fmt: skip
    with ledger.analytics.transaction() as cursor:
        hold(cursor, layer)
    return placed, proposed[0]


def test_a_tier_changes_when_somebody_accepts_and_not_before(shop: Ledger) -> None:
    layer = shop.state.write(lambda conn: actions.define(conn, VALUE, WORLD, viewer=BOSS, now=WEEK))
    assert isinstance(layer, int)
    with shop.state.read() as conn:
        low, high = (tier.id for tier in actions.one(conn, layer).tiers)
    members = "select customer_id, tier_id from tier_member"
    assert sweep_layer(shop, layer, WEEK) == (1, 0)
    assert named(shop, members) == {"wmAnn": (low,)}
    take(shop, "k2", buy("wmAnn", WEEK + DAY, 60_000))
    assert sweep_layer(shop, layer, WEEK + 2 * DAY) == (0, 1)
    assert sweep_layer(shop, layer, WEEK + 3 * DAY) == (0, 0)
    assert named(shop, members) == {"wmAnn": (low,)}
    with shop.state.read() as conn:
        (open_,) = store.listed(conn, layer, ProposalState.OPEN)
        chosen = actions.choose(conn, [open_.id], None)
    now = WEEK + 4 * DAY
    shop.record(actions.facts(chosen, now), origin="console", now=now,
                also=lambda conn: actions.accept(conn, chosen, viewer=BOSS, now=now))  # fmt: skip
    assert sweep_layer(shop, layer, now + DAY) == (0, 0)
    assert named(shop, members) == {"wmAnn": (high,)}
    shop.rebuild()
    assert sweep_layer(shop, layer, now + 2 * DAY) == (0, 0)
    assert named(shop, members) == {"wmAnn": (high,)}


def test_what_somebody_else_decided_records_no_fact(shop: Ledger) -> None:
    layer = shop.state.write(lambda conn: actions.define(conn, VALUE, WORLD, viewer=BOSS, now=WEEK))
    sweep_layer(shop, layer, WEEK)
    take(shop, "k2", buy("wmAnn", WEEK + DAY, 60_000))
    sweep_layer(shop, layer, WEEK + 2 * DAY)
    with shop.state.read() as conn:
        chosen = store.listed(conn, layer, ProposalState.OPEN)
    shop.state.write(lambda conn: actions.refuse(conn, chosen, "不用", viewer=BOSS, now=WEEK))
    count = "select count(*) from fact where kind = ?"
    before = shop.analytics.rows(count, [Kind.TIER_CHANGED])
    with pytest.raises(actions.Decided):
        shop.record(actions.facts(chosen, WEEK + 3 * DAY), origin="console", now=WEEK + 3 * DAY,
                    also=lambda conn: actions.accept(conn, chosen, viewer=BOSS, now=WEEK))  # fmt: skip
    assert sweep_layer(shop, layer, WEEK + 4 * DAY) == (0, 0)
    assert shop.analytics.rows(count, [Kind.TIER_CHANGED]) == before


def test_columns_that_are_lacking_are_null() -> None:
    full = recordable(pa.table({"happened": [5], "kind": pa.array([26], pa.int32())}))
    assert full.schema == ACT
    assert {k: v for k, v in full.to_pylist()[0].items() if v is not None} == {"kind": 26, "happened": 5}
