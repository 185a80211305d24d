"""One customer's page: everything the facts say, contacts masked, remarks and texts only for whom they are for."""

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from tests.customers.shop import (
    ADMIN,
    ANALYST,
    NOW,
    K,
    NoNames,
    Shop,
    buys,
    follows,
    operator,
    small,
    tagged,
    unfollows,
)
from tests.ledger.batch import DAY, START, leave, say

from yutang.accounts.model import Role, Viewer
from yutang.accounts.tables import audit_log
from yutang.customers.queries.person import person
from yutang.customers.queries.revealing import reveal
from yutang.customers.queries.timeline import timeline
from yutang.customers.views import CustomerView
from yutang.kit.errors import YutangError
from yutang.ledger.catalogue import Channel, Refusal
from yutang.ledger.marks import mark
from yutang.ledger.record import acts


def look(shop: Shop, who: str, viewer: Viewer = ADMIN, *, now: int = NOW, **tags: str) -> CustomerView:
    names = NoNames({mark("tag", name): name for name in tags.values()})
    found = person(shop.ledger, shop.contacts, viewer, shop.id(who), names, now=now)
    assert found is not None
    return found


def test_a_page_says_who_somebody_is(tmp_path: Path) -> None:
    li = look(small(tmp_path), "li", tea="偏好/茶")
    assert [(one.platform, one.external_id) for one in li.accounts] == [("wecom", "li"), ("phone", None)]
    assert [one.shown for one in li.contacts] == ["138****8000"]
    assert (li.name, li.may_reveal, li.sources, li.touches) == ("李雷", True, ["门店码"], [])
    assert (li.stage, li.tiers, li.segments) == (None, [], [])  # no job has run yet
    assert li.owner
    assert li.owner.staff
    assert (li.owner.staff.name, li.owner.why) == ("安", "only")
    assert [(one.staff.name, one.source, one.remark, one.how) for one in li.relations] == [
        ("安", "门店码", "老李 买茶", "added")
    ]
    assert [(need.tag.name, need.evidence, need.confidence) for need in li.needs] == [
        ("偏好/茶", "想要龙井", 70)
    ]
    assert [(group.id, group.left_at) for group in li.groups] == [("wecom:g1", None), ("wecom:g2", None)]


def test_orders_stand_with_their_rows_refunds_and_status(tmp_path: Path) -> None:
    shop = small(tmp_path)
    shop.tell(
        (K.ORDER_REFUNDED, START + 9 * DAY, {"actor": "li", "ref": "r1", "related": "o1", "amount": 100}),
        buys("li", "o3", 700, START + 10 * DAY, currency="USD"), buys("li", "o4", 800, START + 11 * DAY),
        (K.ORDER_CHANGED, START + 12 * DAY, {"actor": "li", "ref": "o4", "props": '{"status":"已取消"}'}),
        (K.ORDER_REFUNDED, START + 9 * DAY, {"actor": "li", "ref": "r9", "related": "o9", "amount": 50}),
    )  # fmt: skip
    li = look(shop, "li")
    o4, o3, o1, o9 = li.orders
    assert (o4.status, o4.cancelled, o3.foreign, o3.currency) == ("已取消", True, True, "USD")
    assert (o1.cents, o1.refunded_cents, o1.status, o1.cancelled) == (10_000, 100, "已完成", False)
    assert [(line.items, line.cents) for line in o1.lines] == [("茶", 9_900), ("杯", 100)]
    assert (o9.placed_at, o9.refunded_cents, o9.lines) == (None, 50, [])
    spent = li.spending
    assert (spent.orders, spent.spend_cents, spent.refunded_cents, spent.average_cents) == (
        1,
        10_000,
        150,
        10_000,
    )


def test_consents_are_the_last_word_and_run_out(tmp_path: Path) -> None:
    shop = small(tmp_path)

    def word(kind: K, at: int, purpose: str, **props: Any) -> Any:
        told = {"purpose": purpose, **props}
        return (kind, at, {"actor": "li", "ref": purpose, "props": str(told).replace("'", '"')})

    shop.tell(
        word(K.CONSENT_GIVEN, START, "marketing", channel="sms", notice="v1"),
        word(K.CONSENT_WITHDRAWN, START + DAY, "marketing", channel="sms"),
        word(K.CONSENT_GIVEN, START, "sensitive", notice="v2", until=NOW - 1),
        word(K.CONSENT_GIVEN, START, "research", notice="v3", until=NOW + DAY),
    )
    told = {
        (one.purpose, one.channel): (one.given, one.in_force, one.notice) for one in look(shop, "li").consents
    }
    assert told == {
        ("marketing", "sms"): (False, False, None), ("sensitive", None): (True, False, "v2"),
        ("research", None): (True, True, "v3"),
    }  # fmt: skip


def test_relations_and_groups_keep_their_past(tmp_path: Path) -> None:
    shop = small(tmp_path)
    shop.tell(unfollows("li", "an", START + 20 * DAY, 3), follows("li", "bo", START + 20 * DAY, how="transferred"),
              leave("g1", "li", START + 21 * DAY))  # fmt: skip
    li = look(shop, "li")
    assert [(one.staff.name, one.cause, one.how, one.ended_at) for one in li.relations] == [
        ("波", None, "transferred", None), ("安", "transferred", "added", (START + 20 * DAY) // 1000),
    ]  # fmt: skip
    assert [(one.id, one.left_at is None) for one in li.groups] == [("wecom:g2", True), ("wecom:g1", False)]


def test_when_somebody_is_active_is_told_in_the_tenants_zone(tmp_path: Path) -> None:
    shop = small(tmp_path)
    # START is 20:26 UTC on a Thursday: 04:26 on Friday in Shanghai.
    shop.tell(*(say("g1", "zhou", START + n * 7 * DAY, f"早{n}") for n in range(6)))
    zhou = look(shop, "zhou").activity
    assert (zhou.acts, zhou.block, zhou.weekday, zhou.blocks[1], zhou.weekdays[4]) == (6, 1, 4, 6, 6)
    assert [(one.kind, one.times) for one in zhou.kinds] == [("message.sent", 6)]
    assert look(shop, "wang").activity.block is None


def test_the_next_step_is_taken_from_facts(tmp_path: Path) -> None:
    shop = small(tmp_path)
    week = START + 12 * DAY
    wang = look(shop, "wang", now=week).next_step
    assert wang
    assert (wang.code, wang.params) == ("thank_after_first_order", {"days": 4})
    shop.tell(say("g1", "chen", START + 11 * DAY, "现在还有货吗？"))
    chen = look(shop, "chen", now=week).next_step
    assert chen
    assert (chen.code, chen.params) == ("answer_question", {"days": 1})
    shop.tell(say("g1", "an", START + 11 * DAY + 60, "有的"))
    assert look(shop, "chen", now=week).next_step is None


def test_where_somebody_stands_is_on_the_page(tmp_path: Path) -> None:
    shop = small(tmp_path)
    with shop.ledger.analytics.cursor() as cursor:
        cursor.execute(
            "insert into standing (customer_id, stage, spreading, tie, recency, frequency, money)"
            " values (?, 5, true, 2, 3, 4, 5)", [shop.id("li")],
        )  # fmt: skip
        cursor.execute("insert into segment_member values (9, ?)", [shop.id("li")])
        cursor.execute("insert into tier_member values (1, 8, ?, now()::timestamp)", [shop.id("li")])
    li = look(shop, "li")
    assert (li.stage, li.spreading, li.tie) == ("repeat", True, "strong")
    assert (li.recency, li.frequency, li.money) == (3, 4, 5)
    assert ([one.tier.id for one in li.tiers], [one.id for one in li.segments]) == (["8"], ["9"])


def test_what_was_sent_to_them_is_on_the_page_with_what_became_of_it(tmp_path: Path) -> None:
    shop = small(tmp_path)
    li, an, sent, refused = shop.id("li"), shop.id("an"), K.TOUCH_SENT, K.TOUCH_REFUSED

    def touch(
        kind: K, send: int, at: int, who: int = li, channel: int = Channel.WECOM, why: int | None = None
    ) -> dict[str, Any]:
        return {"kind": kind, "happened": at, "identity_id": who, "staff_id": an, "channel": channel,
                "object_id": send, "amount": why}  # fmt: skip

    asked = [touch(K.TOUCH_PROPOSED, send, START + send * DAY) for send in (1, 2, 3)]
    asked += [
        touch(K.TOUCH_PROPOSED, 1, START, shop.id("wang")),
        touch(refused, 4, START, li, Channel.MOMENTS, Refusal.NO_CONSENT),
    ]
    shop.ledger.record(acts(asked), origin="send", now=NOW)
    # A platform's clock is behind ours; and of one who was left out at first it says later that they got it.
    told = [
        touch(sent, 1, START + DAY - 1_000),
        touch(refused, 2, START + 5 * DAY, why=Refusal.PLATFORM_CAPPED),
    ]
    shop.ledger.record(acts(told), origin="send", now=NOW)
    found = [(one.state, one.channel, one.at * 1000, one.reason) for one in look(shop, "li").touches]
    assert found == [
        ("refused", "wecom", START + 5 * DAY, "platform_capped"), ("proposed", "wecom", START + 3 * DAY, None),
        ("sent", "wecom", START + DAY - 1_000, None), ("refused", "moments", START, "no_consent"),
    ]  # fmt: skip
    told_of = timeline(shop.ledger, ADMIN, li, NoNames(), kinds=["touch.refused"])
    assert told_of
    assert [one.details for one in told_of.items] == [
        {"reason": "platform_capped"},
        {"reason": "no_consent"},
    ]
    shop.ledger.record(acts([touch(sent, 2, START + 4 * DAY)]), origin="send", now=NOW)
    li_ = look(shop, "li").touches
    assert [(one.state, one.reason) for one in li_] == [
        ("sent", None), ("proposed", None), ("sent", None), ("refused", "no_consent"),
    ]  # fmt: skip
    assert len({one.id for one in li_}) == 4
    assert [one.state for one in look(shop, "wang").touches] == ["proposed"]


def test_out_of_scope_is_not_there(tmp_path: Path) -> None:
    shop = small(tmp_path)
    an = operator(shop, "an")
    for who in ("zhou", "an", "bo"):
        assert person(shop.ledger, shop.contacts, an, shop.id(who), NoNames(), now=NOW) is None
    assert person(shop.ledger, shop.contacts, ADMIN, 1 << 50, NoNames(), now=NOW) is None
    assert (
        person(shop.ledger, shop.contacts, ADMIN, shop.id("an"), NoNames(), now=NOW) is None
    )  # staff is no customer
    li = look(shop, "li", operator(shop, "bo"))
    assert (li.relations[0].remark, li.may_reveal) == (None, False)
    assert {group.id: group.visible for group in li.groups} == {"wecom:g1": False, "wecom:g2": True}


def test_an_expired_tag_is_gone_from_the_page(tmp_path: Path) -> None:
    shop = small(tmp_path)
    shop.tell(tagged("wang", "x/短", until=NOW - 1, evidence="话"), tagged("wang", "x/长", until=NOW + 1))
    wang = look(shop, "wang")
    assert [tag.id for tag in wang.tags] == [str(mark("tag", "x/长"))]
    assert wang.needs == []


@pytest.mark.parametrize(
    ("role", "unit", "sees"),
    [
        (Role.ADMINISTRATOR, False, True), (Role.SUPERVISOR, False, True), (Role.SUPERVISOR, True, True),
        (Role.OPERATOR, False, True), (Role.ANALYST, False, False),
    ],
)  # fmt: skip
def test_contacts_in_full_are_for_some_roles_and_each_look_is_logged(
    tmp_path: Path, role: Role, unit: bool, sees: bool
) -> None:
    shop = small(tmp_path)
    an = shop.id("an")
    viewer = Viewer(
        user_id=7, login="v", name="v", role=role, staff_id=an if role is Role.OPERATOR else None,
        unit_id=1 if unit else None, unit_staff=frozenset({an}) if unit else frozenset(),
    )  # fmt: skip
    assert look(shop, "li", viewer).may_reveal is sees
    if not sees:
        with pytest.raises(YutangError, match="reveal_not_own"):
            reveal(shop.ledger, shop.contacts, viewer, shop.id("li"), now=NOW)
    else:
        shown = reveal(shop.ledger, shop.contacts, viewer, shop.id("li"), now=NOW)
        assert shown is not None
        assert [one.shown for one in shown] == ["+8613800138000"]
    with shop.ledger.state.read() as conn:
        logged = conn.execute(sa.select(audit_log.c.act, audit_log.c.subject_id, audit_log.c.after)).all()
    assert [row.act for row in logged] == (["contacts_revealed"] if sees else [])
    assert not any("13800138000" in (row.after or "") for row in logged)


def test_who_only_shares_a_group_sees_no_contact_in_full(tmp_path: Path) -> None:
    shop = small(tmp_path)
    bo = operator(shop, "bo")
    with pytest.raises(YutangError, match="reveal_not_own"):
        reveal(shop.ledger, shop.contacts, bo, shop.id("li"), now=NOW)
    assert reveal(shop.ledger, shop.contacts, bo, shop.id("wang"), now=NOW) is None
    assert ANALYST.scope.everything
