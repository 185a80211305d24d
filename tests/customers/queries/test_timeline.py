"""The timeline: every fact once, newest first, whatever the page's size; texts only of chats the viewer may read."""

from pathlib import Path
from typing import Any

import pytest
from tests.customers.shop import ADMIN, NOW, K, NoNames, Shop, operator, small, tagged
from tests.ledger.batch import DAY, START, say

from yutang.accounts.model import Viewer
from yutang.customers.answers import TimelineItem
from yutang.customers.queries.timeline import timeline
from yutang.ledger.marks import mark
from yutang.ledger.record import acts


def read(
    shop: Shop, who: str, viewer: Viewer = ADMIN, *, limit: int = 200, **more: Any
) -> list[TimelineItem]:
    names = NoNames({mark("tag", "偏好/茶"): "偏好/茶"})
    items: list[TimelineItem] = []
    cursor = None
    while True:
        found = timeline(shop.ledger, viewer, shop.id(who), names, cursor=cursor, limit=limit, **more)
        assert found is not None
        items += found.items
        cursor = found.next
        if cursor is None:
            return items


def test_every_fact_is_there_once_newest_first(tmp_path: Path) -> None:
    shop = small(tmp_path)
    whole = read(shop, "li")
    facts = shop.ledger.analytics.rows(
        "select id from fact where customer_id = ? order by happened desc, id desc", [shop.customer("li")]
    )
    assert [one.id for one in whole] == [str(id_) for (id_,) in facts]
    for limit in (1, 2, 3, len(whole)):
        assert read(shop, "li", limit=limit) == whole


def test_kinds_filter(tmp_path: Path) -> None:
    shop = small(tmp_path)
    assert {one.kind for one in read(shop, "li", kinds=["order.placed", "tag.added"])} == {
        "order.placed",
        "tag.added",
    }
    assert read(shop, "li", kinds=["nothing.such"]) == []
    assert read(shop, "li", kinds=[]) == []


def test_facts_say_what_they_are_about(tmp_path: Path) -> None:
    shop = small(tmp_path)
    told = {one.kind: one for one in read(shop, "li")}
    tag, begun, order = told["tag.added"], told["relation.begun"], told["order.placed"]
    assert tag.of
    assert (tag.of.name, tag.details["evidence"], tag.details["confidence"]) == ("偏好/茶", "想要龙井", 70)
    assert begun.staff
    assert (begun.staff.name, begun.details["source"], begun.details["remark"]) == (
        "安",
        "门店码",
        "老李 买茶",
    )
    assert order.amount in (9_900, 100)
    assert told["identity.linked"].of
    assert told["identity.linked"].of.name == "phone"  # never the hash, never the number
    li = shop.id("li")
    rows = [
        {"kind": K.STAGE_CHANGED, "happened": NOW, "identity_id": li, "object_id": 6, "amount": 4},
        {"kind": K.CONSENT_GIVEN, "happened": NOW, "identity_id": li, "channel": 4, "object_id": 1,
         "props": '{"purpose":"marketing","until":5000}'},
    ]  # fmt: skip
    shop.ledger.record(acts(rows), origin="test", now=NOW)
    told = {one.kind: one for one in read(shop, "li")}
    stage, consent = told["stage.changed"], told["consent.given"]
    assert stage.of
    assert (stage.of.name, stage.details) == ("at_risk", {"before": "buying"})
    assert consent.of
    assert (consent.channel, consent.of.name, consent.details["until_at"]) == ("sms", "marketing", 5)


def test_texts_are_for_those_who_may_see_the_chat(tmp_path: Path) -> None:
    shop = small(tmp_path)

    def texts(viewer: Viewer) -> dict[str, tuple[str | None, bool]]:
        found = read(shop, "li", viewer, kinds=["message.sent"])
        return {one.group.id: (one.text, one.hidden) for one in found if one.group}

    tea, there = "这个茶怎么泡？", "波哥在吗"
    assert texts(ADMIN) == {"wecom:g1": (tea, False), "wecom:g2": (there, False)}
    assert texts(operator(shop, "an")) == {"wecom:g1": (tea, False), "wecom:g2": (None, True)}
    assert texts(operator(shop, "bo")) == {"wecom:g1": (None, True), "wecom:g2": (there, False)}
    begun = read(shop, "li", operator(shop, "bo"), kinds=["relation.begun"])[0]
    assert "remark" not in begun.details


def test_a_chat_with_one_customer_is_its_members_of_staff(tmp_path: Path) -> None:
    shop = small(tmp_path)
    shop.tell(
        (K.GROUP_SEEN, START, {"group": "chat", "props": '{"private":true}'}),
        (K.MEMBER_SEEN, START, {"group": "chat", "actor": "an"}), (K.MEMBER_SEEN, START, {"group": "chat", "actor": "li"}),
        say("chat", "li", START + DAY, "私聊"),
    )  # fmt: skip

    def text(viewer: Viewer) -> str | None:
        return next(
            one.text for one in read(shop, "li", viewer) if one.group and one.group.id == "wecom:chat"
        )

    assert (text(operator(shop, "an")), text(operator(shop, "bo"))) == ("私聊", None)


def test_out_of_scope_is_not_there(tmp_path: Path) -> None:
    shop = small(tmp_path)
    assert timeline(shop.ledger, operator(shop, "an"), shop.id("zhou"), NoNames()) is None
    assert timeline(shop.ledger, ADMIN, 1 << 50, NoNames()) is None
    with pytest.raises(ValueError):  # noqa: PT011 - it says nothing but that
        timeline(shop.ledger, ADMIN, shop.id("li"), NoNames(), cursor="x")


def test_props_that_are_no_object_do_no_harm(tmp_path: Path) -> None:
    shop = small(tmp_path)
    shop.tell(tagged("wang", "a/b"), (K.ORDER_PLACED, START + DAY, {"actor": "wang", "ref": "z", "amount": 1,
                                                                    "props": '["x"]'}))  # fmt: skip
    assert {one.kind for one in read(shop, "wang")} >= {"order.placed", "tag.added"}
