"""Counted: who bears a tag now and bore it a month ago, from which sources, and whether it tells anybody apart."""

import json

import pytest
from tests.segments.tags.conftest import NOW, Shop

from ledger.batch import DAY, START, join
from yutang.accounts.model import Scope
from yutang.engine import compile_rule
from yutang.engine.rule import All, AnyOf, HasTag
from yutang.ledger.catalogue import Kind
from yutang.ledger.record import acts
from yutang.segments.saved.world import world
from yutang.segments.tags.figures import Figures, outcome, splits
from yutang.segments.tags.history import of_customer, of_group

ALL = Scope(everything=True)


@pytest.fixture
def sown(shop: Shop) -> Shop:
    shop.ids = shop.people("安波晨迪")
    shop.tag = shop.make("等级/VIP")
    return shop


def _act(
    shop: Shop,
    kind: Kind,
    who: str | None,
    *,
    at: int,
    until: int | None = None,
    source: str = "staff",
    **more,
) -> None:
    props = json.dumps({"source": source, "confidence": 70, "until": until})
    row = {
        "kind": kind,
        "happened": at,
        "identity_id": who and shop.ids[who],
        "object_id": shop.tag.id,
        "props": props,
    }
    shop.ledger.record(acts([row | more]), origin="console", now=at)


def _told(shop: Shop) -> Figures:
    return shop.row("等级/VIP").figures


def test_a_month_ago_is_what_had_happened_by_then(sown: Shop) -> None:
    month = NOW - 30 * DAY
    _act(sown, Kind.TAG_ADDED, "安", at=month - DAY)  # then and now
    _act(sown, Kind.TAG_ADDED, "波", at=month - 2 * DAY)  # then
    _act(sown, Kind.TAG_REMOVED, "波", at=month + DAY)
    _act(sown, Kind.TAG_ADDED, "晨", at=month + DAY)  # now
    _act(sown, Kind.TAG_ADDED, "迪", at=month - 9 * DAY, until=month - DAY)  # ran out before
    assert (_told(sown).before, _told(sown).count) == (2, 2)
    _act(sown, Kind.TAG_ADDED, "迪", at=month - 8 * DAY, until=month + DAY)  # ran out since
    assert (_told(sown).before, _told(sown).count) == (3, 2)
    _act(sown, Kind.TAG_ADDED, "迪", at=month - 7 * DAY)  # then for good
    assert (_told(sown).before, _told(sown).count) == (3, 3)


def test_sources_are_told_apart_and_a_customer_counts_once(sown: Shop) -> None:
    staff = sown.people(["客服"])["客服"]
    _act(sown, Kind.TAG_ADDED, "安", at=NOW - DAY)
    _act(sown, Kind.TAG_ADDED, "安", at=NOW - DAY, staff_id=staff)  # the relation too
    _act(sown, Kind.TAG_ADDED, "波", at=NOW - DAY, source="answer")
    assert (_told(sown).count, _told(sown).sources) == (2, {"staff": 1, "answer": 1})


def test_what_splits_nobody() -> None:
    assert splits(0, 10) == "nobody"
    assert splits(0, 0) == "nobody"
    assert splits(10, 10) == "everybody"
    assert splits(3, 10, same=True) == "same"
    assert splits(3, 10) is None


def test_the_same_people_under_two_names_are_pointed_out(sown: Shop) -> None:
    other = sown.make("等级/贵宾")
    for tag in ("等级/VIP", "等级/贵宾"):
        sown.imported(tag, "安波")
    told = {one.name: one.figures for one in sown.listed().tags}
    assert (told["等级/VIP"].splits, told["等级/VIP"].same_as) == ("same", other.id)
    assert told["等级/贵宾"].same_as == sown.tag.id
    sown.imported("等级/贵宾", "安", at=START + DAY, off=True)
    sown.imported("等级/贵宾", "晨", at=START + DAY)  # as many, and others
    assert _told(sown).splits is None


def test_a_rule_is_told_whom_it_would_tag(sown: Shop) -> None:
    sown.imported("等级/VIP", "安波")

    def told(rule, scope: Scope = ALL, own: int | None = None):
        with sown.ledger.state.read() as conn, sown.ledger.analytics.cursor() as cursor:
            query = compile_rule(rule, world(conn, cursor, sown.ledger.zone), now=NOW)
            found = outcome(cursor, query, scope, now=NOW, own=own)
        return found.count, found.customers, found.splits, found.same_as

    assert told(All([])) == (4, 4, "everybody", None)
    assert told(AnyOf([HasTag("等级/VIP")])) == (2, 4, "same", sown.tag.id)
    assert told(HasTag("等级/VIP"), own=sown.tag.id) == (2, 4, None, None)
    assert told(All([]), Scope(everything=False)) == (0, 0, "nobody", None)


def test_history_tells_every_act_of_a_person_and_of_a_relation(sown: Shop) -> None:
    staff = sown.people(["客服"])["客服"]
    sown.imported("等级/VIP", "安")
    _act(sown, Kind.TAG_ADDED, "安", at=NOW - 3 * DAY, staff_id=staff, until=NOW)
    _act(sown, Kind.TAG_REMOVED, "安", at=NOW - DAY)
    with sown.ledger.analytics.cursor() as cursor:
        whole = of_customer(cursor, ALL, sown.ids["安"])
        one = of_customer(cursor, ALL, sown.ids["安"], staff_id=staff)
        none = of_customer(cursor, ALL, sown.ids["安"], tag_id=7)
        nobody = of_customer(cursor, ALL, 10_000)
    assert [(a.added, a.source, a.staff_id) for a in whole] == [
        (False, "staff", None), (True, "staff", staff), (True, "platform", None),
    ]  # fmt: skip
    assert [(a.confidence, a.until, a.happened) for a in one] == [(70, NOW, NOW - 3 * DAY)]
    assert (none, nobody) == ([], None)


def test_history_of_a_group_and_of_a_renamed_tag(sown: Shop) -> None:
    sown.take(join("群", "安", START))
    ((group,),) = sown.ledger.analytics.rows("select id from customer_group")
    _act(sown, Kind.TAG_ADDED, None, at=NOW - DAY, group_id=group)
    sown.rename(sown.tag.id, "贵宾")
    sown.imported("等级/贵宾", "安")
    with sown.ledger.analytics.cursor() as cursor:
        assert [a.tag_id for a in of_group(cursor, group)] == [sown.tag.id]
        assert [a.tag_id for a in of_customer(cursor, ALL, sown.ids["安"])] == [sown.tag.id]
    assert sown.row("等级/贵宾").figures.groups == 1
