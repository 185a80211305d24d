"""What changes an answer without a fact of the kinds that its rule names: a sweep sees that too."""

import hashlib

import pytest
import sqlalchemy as sa
from tests.segments.saved.shops import NOW, Shop, wrote

from ledger.batch import DAY, START
from yutang.engine import Rule
from yutang.engine import rule as r
from yutang.engine.codec import encode
from yutang.ledger.catalogue import Kind, Role
from yutang.ledger.record import acts
from yutang.segments.layers import store as layers
from yutang.segments.layers.model import Layer, LayerDraft, TierDraft
from yutang.segments.saved import mirror, store
from yutang.segments.saved.lists import freeze
from yutang.segments.saved.sweep import Outcome, Swept
from yutang.segments.tags import actions as tags
from yutang.segments.tags.endings import merge
from yutang.segments.tags.model import Draft

LATER = NOW + 3 * DAY
UNCHANGED = Swept(outcome=Outcome.UNCHANGED)
BEFORE_MAY = r.Between(until=r.Moment(day="2026-04-30"))


def tagged(shop: Shop, who: str, tag: str = "会员/金", until: int | None = None) -> None:
    ends = "" if until is None else f',"until":{until}'
    props = f'{{"source":"staff","tag":"{tag}"{ends}}}'
    shop.take((Kind.TAG_ADDED, START, {"actor": who, "ref": tag, "props": props, "role": Role.PERSON}))


def _laid(conn: sa.Connection, draft: LayerDraft) -> list[Layer]:
    made = layers.put_layer(conn, draft.name, None, NOW)
    layers.put_tiers(conn, made, draft)
    return layers.layers(conn, [made])


@pytest.mark.parametrize(
    "rule",
    [
        r.Not(r.HasTag("会员/金")), r.Did(r.Fact("order.placed"), at_most=0), r.Spending("orders", at_most=0),
        r.Amount(r.Fact("order.placed"), "sum", at_most=0), r.All([]), r.Sample("x", 0, 10_000),
        r.HasIdentity(["wecom"]), r.KnownSince(r.Between(since=r.Moment(day="2026-01-01"))),
        r.AnyOf([r.HasTag("会员/金"), r.Not(r.Spending("spent", at_least=1))]),
    ],
    ids=["no tag", "never bought", "no order", "no sum", "all", "sample", "account", "since", "any"],
)  # fmt: skip
def test_who_is_new_by_a_message_alone_is_asked_about(shop: Shop, rule: Rule) -> None:
    shop.say("ann")
    tagged(shop, "cy")
    made = shop.make(rule)
    shop.sweep(made)
    assert shop.sweep(made, NOW + 60_000_000) == UNCHANGED
    shop.say("bo")
    assert shop.sweep(made, LATER) == Swept(outcome=Outcome.SWEPT, entered=1)
    assert "bo" in shop.members(made)


@pytest.mark.parametrize(
    "rule", [r.HasTag("会员/金"), r.All([r.HasTag("会员/金"), r.Spending("orders", at_most=0)])]
)
def test_who_is_new_moves_no_rule_that_asks_for_more_of_them(shop: Shop, rule: Rule) -> None:
    tagged(shop, "ann")
    made = shop.make(rule)
    shop.sweep(made)
    shop.say("bo")
    assert shop.sweep(made, LATER) == UNCHANGED


def test_an_older_fact_of_any_kind_makes_somebody_known_earlier(shop: Shop) -> None:
    tagged(shop, "ann")
    made = shop.make(r.All([r.HasTag("会员/金"), r.KnownSince(BEFORE_MAY)]))
    assert shop.sweep(made).entered == 0
    shop.say("ann", at=START - 60 * DAY)
    assert shop.sweep(made, LATER) == Swept(outcome=Outcome.SWEPT, entered=1)


def test_who_turns_out_to_be_staff_leaves_and_may_come_back(shop: Shop) -> None:
    tagged(shop, "ann")
    made = shop.make(r.HasTag("会员/金"))
    shop.sweep(made)
    said = {"actor": "ann", "group": "g1", "role": Role.STAFF}
    shop.take((Kind.MESSAGE_SENT, NOW - DAY, {**said, "text": "a colleague writes"}))
    assert shop.sweep(made, LATER) == Swept(outcome=Outcome.SWEPT, left=1)
    assert shop.sweep(made, LATER + DAY) == UNCHANGED


def test_tags_that_become_one_are_seen(shop: Shop) -> None:
    (group,) = tags.create_groups(shop.ledger, shop.boss, [("会员", False)], now=NOW)
    drafts = [Draft(group_id=group.id, name=name) for name in ("金", "黄金")]
    gold, golden = tags.create_tags(shop.ledger, shop.boss, drafts, now=NOW)
    tagged(shop, "ann")
    tagged(shop, "bo", "会员/黄金")
    made, rest = shop.make(r.HasTag("会员/金")), shop.make(r.Not(r.HasTag("会员/金")), "没有")
    other = shop.make(wrote(30), "不读标签")
    for one in (made, rest, other):
        shop.sweep(one)
    merge(shop.ledger, shop.boss, golden.id, gold.id, now=NOW)
    assert shop.sweep(made, NOW + 60_000_000) == Swept(outcome=Outcome.SWEPT, entered=1)
    assert shop.sweep(rest, NOW + 60_000_000) == Swept(outcome=Outcome.SWEPT, left=1)
    assert shop.sweep(other, NOW + 60_000_000) == UNCHANGED
    assert (shop.members(made), shop.members(rest)) == ({"ann", "bo"}, set())
    assert shop.sweep(made, LATER) == UNCHANGED


def test_a_list_that_was_levelled_after_a_merge_is_seen(shop: Shop) -> None:
    shop.meet("ann", "bo")
    shop.say("bo")
    base = shop.make(wrote())
    listed = freeze(shop.ledger, base, "名单", shop.world(), viewer=shop.boss, now=NOW)
    made = shop.make(r.InSegment(listed), "名单里的人")
    linked = {"kind": Kind.IDENTITY_LINKED, "happened": NOW, "identity_id": shop.id("ann"),
              "object_id": shop.id("bo"), "amount": 1, "props": '{"by":"user"}'}  # fmt: skip
    shop.ledger.record(acts([linked]), origin="console", now=NOW)
    assert (
        shop.sweep(made).entered == 0
    )  # bo is ann now, and the list's mirror has neither until it is levelled
    mirror.level_all(shop.ledger)
    assert shop.sweep(made, LATER).outcome is Outcome.SWEPT
    assert shop.members(made) == {"ann"}


def test_tiers_that_follow_their_facts_later_are_seen(shop: Shop) -> None:
    shop.meet("ann")
    draft = LayerDraft(name="会员", tiers=[TierDraft(name="金", rule=wrote())])
    (layer,) = shop.ledger.state.write(lambda conn: _laid(conn, draft))
    made = shop.make(r.InTier(layer.id))
    shop.sweep(made)
    row = [layer.id, layer.tiers[0].id, shop.id("ann"), START]
    shop.ledger.derive(
        lambda cursor: cursor.execute("insert into tier_member values (?, ?, ?, make_timestamp(?))", row)
    )
    assert shop.sweep(made, LATER) == Swept(outcome=Outcome.SWEPT, entered=1)


def test_who_is_known_from_a_day_ahead_is_found_on_that_day(shop: Shop) -> None:
    """A clock somewhere goes wrong: nothing comes in then, and the person is one of the window all the same."""
    shop.say("ann", at=NOW + DAY)
    made = shop.make(r.KnownSince(r.Between(since=r.Moment(day="2026-01-01"))))
    assert shop.sweep(made).entered == 0
    assert shop.sweep(made, NOW + DAY - 1) == UNCHANGED
    assert shop.sweep(made, NOW + DAY) == Swept(outcome=Outcome.SWEPT, entered=1)
    assert shop.sweep(made, LATER) == UNCHANGED


def test_a_sweep_kept_before_all_this_was_looked_at_is_made_again(shop: Shop) -> None:
    rule = r.HasTag("会员/金")
    tagged(shop, "ann")
    made = shop.make(rule)
    shop.sweep(made)
    alone = {"rule_digest": hashlib.sha256(encode(rule)).hexdigest()[:32]}
    kept = shop.standing(made)
    shop.ledger.state.write(lambda conn: store.renew(conn, made, alone, before=kept.generation))
    assert shop.sweep(made, NOW + 1).outcome is Outcome.SWEPT
    assert shop.sweep(made, NOW + 2) == UNCHANGED
