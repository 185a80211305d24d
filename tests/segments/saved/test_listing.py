"""Segments as lists show them: pages that hold each member once, counts and overlaps within what one sees."""

from typing import Any

import pytest
from tests.accounts.people import person
from tests.segments.saved.shops import NOW, Shop, wrote

from ledger.batch import DAY, START
from yutang.accounts.model import Role, Viewer
from yutang.engine.rule import InSegment, Not
from yutang.ledger.catalogue import Kind
from yutang.ledger.catalogue import Role as Kin
from yutang.segments.saved import actions, listing


@pytest.fixture
def sizes(shop: Shop) -> Shop:
    """Ann, Bo and Cy wrote, Di did not; Sam follows Ann and Di. `.all`, `.twice`, `.rest`: segments, swept."""
    shop.say("ann", "bo", "cy")
    shop.say("ann", at=NOW - 2 * DAY)
    shop.meet("di")
    shop.take(*((Kind.RELATION_BEGUN, START, {"actor": who, "related": "sam"}) for who in ("ann", "di")))
    here: Any = shop
    here.all, here.twice = shop.make(wrote(), "乙 写过"), shop.make(wrote(times=2), "甲 常写")
    here.rest = shop.make(Not(InSegment(here.all)), "丙 其他")
    for one in (here.all, here.twice, here.rest):
        shop.sweep(one)
    here.sam = person(shop.ledger.state, "sam", Role.OPERATOR, staff_id=shop.id("sam"))
    here.new = person(shop.ledger.state, "new", Role.OPERATOR)
    return shop


def rows(shop: Shop, viewer: Viewer, ids: list[int] | None = None) -> dict[int, int]:
    with shop.ledger.state.read() as conn, shop.ledger.analytics.cursor() as cursor:
        return {one.segment.id: one.members for one in listing.listed(conn, cursor, viewer.scope, ids)}


def page(shop: Shop, segment: int, viewer: Viewer, **more: Any) -> list[int]:
    values = {"after": 0, "limit": 100} | more
    with shop.ledger.analytics.cursor() as cursor:
        return [one.id for one in listing.members(cursor, segment, viewer.scope, **values)]


def matrix(shop: Any, viewer: Viewer, *ids: int) -> list[list[int]]:
    with shop.ledger.analytics.cursor() as cursor:
        return listing.matrix(cursor, ids, viewer.scope)


def test_members_are_counted_within_what_one_sees(sizes: Any) -> None:
    assert rows(sizes, sizes.boss) == {sizes.all: 3, sizes.twice: 1, sizes.rest: 1}
    assert rows(sizes, sizes.sam) == {sizes.all: 1, sizes.twice: 1, sizes.rest: 1}
    assert rows(sizes, sizes.new) == {sizes.all: 0, sizes.twice: 0, sizes.rest: 0}
    assert rows(sizes, sizes.boss, [sizes.twice, 999]) == {sizes.twice: 1}
    assert rows(sizes, sizes.boss, []) == {}


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
def test_pages_hold_each_member_once(sizes: Any, limit: int) -> None:
    found: list[int] = []
    while part := page(sizes, sizes.all, sizes.boss, after=found[-1] if found else 0, limit=limit):
        found += part
    assert found == sorted(sizes.id(who) for who in ("ann", "bo", "cy"))
    assert page(sizes, sizes.all, sizes.sam, limit=limit) == [sizes.id("ann")]


@pytest.mark.parametrize(
    ("text", "found"),
    [("LI", {"ann"}), ("雷", {"bo"}), ("%", {"cy"}), ("_", set()), ("'", set()), (" ", {"bo"})],
)
def test_a_part_of_a_name_is_taken_as_it_is(sizes: Any, text: str, found: set[str]) -> None:
    names = {"ann": "LiLei", "bo": "李 雷", "cy": "100%"}
    sizes.take(
        *(
            (Kind.IDENTITY_SEEN, START, {"actor": who, "name": name, "role": Kin.PERSON})
            for who, name in names.items()
        )
    )
    assert sizes.names(page(sizes, sizes.all, sizes.boss, text=text)) == found


def test_overlaps_are_what_sets_say_and_within_ones_scope(sizes: Any) -> None:
    ids = (sizes.all, sizes.twice, sizes.rest)
    for viewer, seen in (
        (sizes.boss, {"ann", "bo", "cy", "di"}),
        (sizes.sam, {"ann", "di"}),
        (sizes.new, set()),
    ):
        sets = [sizes.members(one) & seen for one in ids]
        assert matrix(sizes, viewer, *ids) == [[len(a & b) for b in sets] for a in sets]
    assert matrix(sizes, sizes.boss, sizes.all, 999, sizes.all) == [[3, 0, 3], [0, 0, 0], [3, 0, 3]]
    assert matrix(sizes, sizes.boss) == []


def test_what_is_put_away_is_in_no_list_and_nobody_asks_for_it(sizes: Any) -> None:
    known = {one.segment.id: [use.name for use in one.used_by] for one in _listed(sizes)}
    assert known == {sizes.all: ["丙 其他"], sizes.twice: [], sizes.rest: []}
    for one in (sizes.rest, sizes.twice):
        sizes.ledger.state.write(lambda conn, one=one: actions.archive(conn, one, viewer=sizes.boss, now=NOW))
    assert [(one.segment.id, one.used_by) for one in _listed(sizes)] == [(sizes.all, [])]


def _listed(shop: Shop) -> list[listing.Listed]:
    with shop.ledger.state.read() as conn, shop.ledger.analytics.cursor() as cursor:
        return listing.listed(conn, cursor, shop.boss.scope)


def test_who_is_no_customer_or_out_of_sight_is_not_seen(sizes: Any) -> None:
    with sizes.ledger.analytics.cursor() as cursor:
        seen = {who: listing.sees(cursor, sizes.sam.scope, sizes.id(who)) for who in ("ann", "bo", "di")}
        assert seen == {"ann": True, "bo": False, "di": True}
        assert [listing.sees(cursor, sizes.boss.scope, id_) for id_ in (sizes.id("bo"), 0, 1 << 60)] == [
            True,
            False,
            False,
        ]
