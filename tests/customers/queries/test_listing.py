"""The list finds whom it should and nobody out of scope, in every order, page by page; a naive list decides."""

import random
from pathlib import Path
from typing import Any

import pytest
from tests.customers.shop import (
    ADMIN,
    ANALYST,
    NOW,
    NoNames,
    Shop,
    buys,
    follows,
    met,
    operator,
    small,
    staff,
    tagged,
)
from tests.ledger.batch import DAY, START, join, say

from yutang.accounts.model import Viewer
from yutang.customers.model import Wanted
from yutang.customers.queries.cursor import cursor_in, cursor_out
from yutang.customers.queries.listing import page
from yutang.customers.views import CustomerRow
from yutang.ledger.marks import mark


def found(
    shop: Shop, viewer: Viewer = ADMIN, *, names: Any = None, limit: int = 200, **wanted: Any
) -> list[str]:
    return [row.name for row in rows(shop, viewer, names=names, limit=limit, **wanted)]


def rows(
    shop: Shop, viewer: Viewer = ADMIN, *, names: Any = None, limit: int = 200, **wanted: Any
) -> list[CustomerRow]:
    """All pages, one behind the other; the total says how many."""
    got: list[CustomerRow] = []
    cursor = None
    while True:
        one = page(shop.ledger, shop.contacts, viewer, Wanted(**wanted), names or NoNames(), cursor=cursor, limit=limit,
                   now=NOW)  # fmt: skip
        got += one.items
        cursor = one.next
        if cursor is None:
            assert one.total == len(got)
            return got


def test_a_row_says_what_the_list_shows(tmp_path: Path) -> None:
    shop = small(tmp_path)
    tea = mark("tag", "偏好/茶")
    li = next(row for row in rows(shop, names=NoNames({tea: "偏好/茶"})) if row.name == "李雷")
    assert (li.orders, li.spend_cents, li.refunded_cents, li.relations) == (1, 10_000, 0, 1)
    assert (li.sources, li.remark) == (["门店码"], "老李 买茶")
    assert li.owner
    assert li.owner.staff
    assert (li.owner.staff.name, li.owner.why, li.owner.clash) == ("安", "only", False)
    assert [(tag.id, tag.name, tag.confidence, tag.source) for tag in li.tags] == [
        (str(tea), "偏好/茶", 70, "staff")
    ]
    assert [(one.kind, one.shown) for one in li.contacts] == [("phone", "138****8000")]
    assert li.last_message_at == (START + 6 * DAY) // 1000
    assert li.last_order_at == (START + 7 * DAY) // 1000
    chen = next(row for row in rows(shop) if row.name == "陈晨")
    assert (chen.orders, chen.owner, chen.contacts, chen.last_order_at) == (0, None, [], None)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"q": "雷"}, ["李雷"]), ({"q": " 王芳 "}, ["王芳"]), ({"q": "买茶"}, ["李雷"]), ({"q": "8000"}, ["李雷"]),
        ({"q": "9000"}, ["周舟"]), ({"q": "８０００"}, ["李雷"]), ({"q": "138 0013 8000"}, ["李雷"]),
        ({"q": "+86-139-0013-9000"}, ["周舟"]), ({"q": "13700137000"}, []), ({"q": "Wang@Example.com"}, ["王芳"]),
        ({"q": "偏好/茶"}, ["李雷"]), ({"q": "li"}, ["李雷"]), ({"q": "%"}, []), ({"q": "_"}, []),
        ({"q": "' or 1=1 --"}, []), ({"q": "nobody@example.com"}, []), ({"source": "直播"}, ["周舟"]),
        ({"group": "wecom:g2"}, ["李雷"]), ({"group": "g2"}, []), ({"tags": (mark("tag", "偏好/茶"), 5)}, ["李雷"]),
        ({"tags": (5,)}, []), ({"stage": "repeat"}, []), ({"segment": 9}, []), ({"tier": 9}, []), ({"owner": 1 << 50}, []),
    ],
)  # fmt: skip
def test_a_search_finds_whom_it_means(tmp_path: Path, wanted: dict[str, Any], expected: list[str]) -> None:
    assert sorted(found(small(tmp_path), **wanted)) == sorted(expected)


def test_a_tag_that_has_run_out_finds_nobody(tmp_path: Path) -> None:
    shop = small(tmp_path)
    shop.tell(tagged("wang", "x/短", until=NOW - 1), tagged("zhou", "x/短", until=NOW + 1))
    tag = mark("tag", "x/短")
    assert found(shop, tags=(tag,)) == ["周舟"]
    assert found(shop, q="x/短") == found(shop, q="短", names=NoNames({tag: "x/短"})) == ["周舟"]


def test_results_of_jobs_can_be_asked_for(tmp_path: Path) -> None:
    shop = small(tmp_path)
    li = shop.customer("li")
    with shop.ledger.analytics.cursor() as cursor:
        cursor.execute(
            "insert into standing (customer_id, stage, spreading, tie) values (?, 5, true, 2)", [li]
        )
        cursor.execute("insert into segment_member values (9, ?)", [li])
        cursor.execute("insert into tier_member values (1, 8, ?, now()::timestamp)", [li])
    for wanted in ({"stage": "repeat"}, {"segment": 9}, {"tier": 8}):
        (row,) = rows(shop, **wanted)
        assert (row.name, row.stage, row.tiers[0].tier.id) == ("李雷", "repeat", "8")


def test_an_owner_is_who_owns_not_who_follows(tmp_path: Path) -> None:
    shop = small(tmp_path)
    shop.tell(follows("li", "bo", START + 9 * DAY))
    assert sorted(found(shop, owner=shop.id("an"))) == ["李雷", "王芳"]
    assert found(shop, owner=shop.id("bo")) == ["周舟"]


def test_nobody_is_found_out_of_scope_whatever_is_asked(tmp_path: Path) -> None:
    shop = small(tmp_path)
    an, bo, both = operator(shop, "an"), operator(shop, "bo"), operator(shop, "an", "bo")
    assert sorted(found(shop, an)) == ["李雷", "王芳", "陈晨"]
    assert sorted(found(shop, bo)) == ["周舟", "李雷"]  # li sits in bo's group
    assert len(found(shop, both)) == len(found(shop, ANALYST)) == 4
    for asked in ({"q": "周"}, {"q": "9000"}, {"q": "13900139000"}, {"source": "直播"}, {"owner": shop.id("bo")},
                  {"q": "周老师"}):  # fmt: skip
        assert found(shop, an, **asked) == []
    nobody = Viewer(user_id=9, login="x", name="x", role=an.role)
    assert found(shop, nobody) == []


def test_a_remark_is_for_those_who_answer_for_who_wrote_it(tmp_path: Path) -> None:
    shop = small(tmp_path)
    bo = operator(shop, "bo")
    li = next(row for row in rows(shop, bo) if row.name == "李雷")
    assert li.remark is None
    assert found(shop, bo, q="买茶") == []
    assert found(shop, operator(shop, "an"), q="买茶") == ["李雷"]


def test_letters_are_found_in_either_case(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    shop.tell(met("p1", "VIP 王姐"), met("p2", "ÉCLAIR 店"), follows("p2", "an", remark="周五 Team"))
    shop.tell(met("p3", "\u212aai 的店"), met("p4", "kk"))
    assert found(shop, q="vip") == found(shop, q="Vip 王") == found(shop, q="王姐") == ["VIP 王姐"]
    # The kelvin sign's small letter is a k: what is read first must not lose it.
    assert found(shop, q="KAI") == found(shop, q="kai 的") == ["\u212aai 的店"]
    assert found(shop, q="Kk") == ["kk"]
    assert found(shop, q="éclair") == found(shop, q="周五 tEAM") == ["ÉCLAIR 店"]


def test_names_are_taken_as_they_are(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    hostile = [
        "<script>alert(1)</script>",
        "'; drop table customer; --",
        "\u202e倒写",
        "a" * 190,
        "😀\u200d👩",
        "$text",
        "{x}",
    ]
    shop.tell(*(met(f"p{n}", name) for n, name in enumerate(hostile)))
    assert sorted(found(shop, sort="name")) == sorted(hostile)
    for name in hostile:
        assert found(shop, q=name[:150]) == [name]


@pytest.mark.parametrize("text", ["", "x", "!!", "bnVsbA", cursor_out("name", 3), cursor_out(5, 3)[:-3]])
def test_a_cursor_of_another_order_is_refused(tmp_path: Path, text: str) -> None:
    shop = small(tmp_path)
    with pytest.raises(ValueError):  # noqa: PT011 - it says nothing but that
        page(
            shop.ledger,
            shop.contacts,
            ADMIN,
            Wanted(sort="spend"),
            NoNames(),
            cursor=text or "=",
            limit=5,
            now=NOW,
        )


def test_a_cursor_comes_back_as_it_went() -> None:
    for key, id_ in ((-5, 1), ("李", 2), (1 << 62, 3)):
        assert cursor_in(cursor_out(key, id_)) == (key, id_)
    with pytest.raises(ValueError):  # noqa: PT011
        cursor_in(cursor_out(1 << 63, 1))


def _crowd(shop: Shop, size: int) -> list[dict[str, Any]]:
    """Made-up customers, and the same as plain dicts."""
    dice = random.Random(4)
    shop.tell(staff("s1", "一"), staff("s2", "二"))
    people, told = [], []
    for n in range(size):
        who = f"c{n}"
        name = dice.choice([None, f"客{n % 700}", f"Amy {n}"])
        one: dict[str, Any] = {"who": who, "name": name or who, "sort": name or "", "cents": None, "last": None,
                               "heard": None, "since": START, "staff": set(), "tags": set()}  # fmt: skip
        told.append(met(who, name))
        for k in range(dice.choice([0, 0, 1, 2])):
            at, cents = START + dice.randrange(50) * DAY, dice.randrange(1, 2_000)
            told.append(buys(who, f"o{n}-{k}", cents, at))
            one["cents"], one["last"] = (one["cents"] or 0) + cents, max(one["last"] or 0, at)
        for by in ("s1", "s2"):
            if dice.random() < 0.3:
                told.append(follows(who, by, START + DAY))
                one["staff"].add(by)
        if dice.random() < 0.2:
            told.append(tagged(who, "a/b"))
            one["tags"].add("a/b")
        if dice.random() < 0.3:
            at = START + dice.randrange(60) * DAY
            told.append(say(f"g{n % 3}", who, at, f"你好{n}"))
            one["heard"] = at
        people.append(one)
    shop.tell(*told)
    return people


_KEYS: dict[str, Any] = {
    "since": lambda one: -one["since"], "spend": lambda one: -(one["cents"] or -(1 << 62)),
    "last_order": lambda one: -(one["last"] or -(1 << 62)), "last_message": lambda one: -(one["heard"] or -(1 << 62)),
    "name": lambda one: one["sort"],
}  # fmt: skip


@pytest.mark.laws
def test_five_thousand_customers_are_listed_as_a_naive_list_has_them(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    people = _crowd(shop, 5_000)
    ids = dict(shop.ledger.analytics.rows("select external_id, customer_id from identity"))
    s1 = operator(shop, "s1")
    asked: list[tuple[Viewer, dict[str, Any], Any]] = [
        (ADMIN, {}, lambda _: True), (s1, {}, lambda one: "s1" in one["staff"]),
        (ADMIN, {"q": "amy 1"}, lambda one: "amy 1" in one["sort"].lower()),
        (s1, {"tags": (mark("tag", "a/b"),)}, lambda one: one["tags"] and "s1" in one["staff"]),
        (ADMIN, {"owner": shop.id("s2")}, lambda one: one["staff"] == {"s2"}),
    ]  # fmt: skip
    for sort, key in _KEYS.items():
        for viewer, wanted, fits in asked:
            right = sorted((one for one in people if fits(one)), key=lambda one: (key(one), ids[one["who"]]))
            got = rows(shop, viewer, sort=sort, **wanted)
            assert [row.id for row in got] == [str(ids[one["who"]]) for one in right], (sort, wanted)
            assert [row.spend_cents for row in got] == [one["cents"] or 0 for one in right]


def test_pages_hold_together_at_any_size(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    shop.tell(*(met(f"p{n}", "同名") for n in range(23)), *(join("g", f"p{n}", START) for n in range(23)))
    whole = [row.id for row in rows(shop, sort="name")]
    assert len(set(whole)) == 23
    for limit in (1, 2, 7, 22, 23, 24):
        assert [row.id for row in rows(shop, sort="name", limit=limit)] == whole
