"""Tags by hand, of customers and of relations: put on, taken off, and nothing said that is so already."""

from pathlib import Path
from typing import Any

import pytest
from tests.customers.shop import ADMIN, NOW, K, NoNames, Shop, follows, operator, small, unfollows
from tests.ledger.batch import DAY, START

from yutang.accounts.model import Viewer
from yutang.customers.acts.joining import merge, part
from yutang.customers.acts.tagging import change_tags
from yutang.customers.answers import Changed
from yutang.customers.queries.person import person
from yutang.kit.errors import YutangError
from yutang.ledger.marks import mark


def change(shop: Shop, *who: str, at: int = NOW, viewer: Viewer = ADMIN, **more: Any) -> Changed:
    return change_tags(shop.ledger, viewer, [shop.id(one) for one in who], now=at, **more)


def bears(shop: Shop, who: str) -> set[int]:
    rows = shop.ledger.analytics.rows(
        "select tag_id from tagging where customer_id = ?", [shop.customer(who)]
    )
    return {tag for (tag,) in rows}


TEA, NEW = mark("tag", "偏好/茶"), mark("tag", "生命周期/新客")


def test_a_tag_goes_on_and_off(tmp_path: Path) -> None:
    shop = small(tmp_path)
    assert change(shop, "li", "wang", add={"生命周期/新客": None}, remove=["偏好/茶"]).changed == 2
    assert (bears(shop, "li"), bears(shop, "wang")) == ({NEW}, {NEW})
    assert change(shop, "li", "wang", add={"偏好/茶": None}, remove=[NEW], at=NOW + 1).changed == 2
    assert (bears(shop, "li"), bears(shop, "wang")) == ({TEA}, {TEA})


def test_what_is_so_already_is_not_said_again(tmp_path: Path) -> None:
    shop = small(tmp_path)
    assert change(shop, "li", add={"偏好/茶": None}, remove=["x/y"]).changed == 0
    ((facts,),) = shop.ledger.analytics.rows("select count(*) from fact where kind = ?", [int(K.TAG_REMOVED)])
    assert facts == 0
    assert change(shop, "li", add={"偏好/茶": NOW + DAY}).changed == 1  # another end is another thing
    assert change(shop, "li", add={"偏好/茶": NOW + DAY}, at=NOW + 1).changed == 0
    assert change(shop, "li", add={"偏好/茶": NOW + 9 * DAY}, at=NOW + 2 * DAY).changed == 1  # it had run out


def test_a_tag_both_on_and_off_is_on(tmp_path: Path) -> None:
    shop = small(tmp_path)
    change(shop, "wang", add={"偏好/茶": None}, remove=["偏好/茶"])
    assert bears(shop, "wang") == {TEA}


def test_a_name_is_a_group_and_a_name(tmp_path: Path) -> None:
    shop = small(tmp_path)
    for bad in ("茶", "/茶", "茶/", " / ", "a/b\n", "a/" + "b" * 200, "a/b\0", ""):
        with pytest.raises(YutangError, match="tag_whole_name"):
            change(shop, "wang", add={bad: None})
    with pytest.raises(YutangError, match="tag_past"):
        change(shop, "wang", add={"a/b": NOW})
    assert change(shop, "wang", add={" 偏好 / 茶 ": None}).changed == 1
    assert bears(shop, "wang") == {TEA}


def test_nobody_is_tagged_out_of_scope(tmp_path: Path) -> None:
    shop = small(tmp_path)
    an = operator(shop, "an")
    done = change(shop, "zhou", "wang", viewer=an, add={"a/b": None})
    assert (done.changed, done.skipped) == (1, [str(shop.id("zhou"))])
    assert bears(shop, "zhou") == set()


def of_relation(shop: Shop, who: str, by: str) -> set[int]:
    rows = shop.ledger.analytics.rows(
        "select tag_id from tagging where customer_id = ? and staff_id = ?", [shop.customer(who), shop.id(by)]
    )
    return {tag for (tag,) in rows}


def test_a_relation_has_tags_of_its_own(tmp_path: Path) -> None:
    shop = small(tmp_path)
    shop.tell(follows("li", "bo", START + 9 * DAY))
    an, bo = shop.id("an"), shop.id("bo")
    assert (
        change(shop, "li", staff=an, add={"偏好/茶": None}).changed == 1
    )  # li bears it, this relation didn't
    assert change(shop, "li", staff=an, add={"偏好/茶": None}, at=NOW + 1).changed == 0
    assert (of_relation(shop, "li", "an"), of_relation(shop, "li", "bo")) == ({TEA}, set())
    assert change(shop, "li", staff=bo, remove=["偏好/茶"], at=NOW + 1).changed == 0
    assert change(shop, "li", remove=["偏好/茶"], at=NOW + 2).changed == 1  # li's own
    assert (bears(shop, "li"), of_relation(shop, "li", "an")) == ({TEA}, {TEA})
    assert change(shop, "li", staff=an, remove=[TEA], at=NOW + 3).changed == 1
    assert bears(shop, "li") == set()


def test_only_who_has_or_had_a_relation_with_them_counts(tmp_path: Path) -> None:
    shop = small(tmp_path)
    shop.tell(unfollows("wang", "an", START + 20 * DAY))
    done = change(shop, "li", "wang", "zhou", "chen", staff=shop.id("an"), add={"a/b": None})
    assert (done.changed, done.skipped) == (2, sorted(str(shop.id(who)) for who in ("zhou", "chen")))
    nobody = change(shop, "li", staff=shop.id("chen"), add={"a/b": None})
    assert (nobody.changed, nobody.skipped) == (0, [str(shop.id("li"))])


def test_relations_of_staff_out_of_scope_are_not_theirs_to_tag(tmp_path: Path) -> None:
    shop = small(tmp_path)
    shop.tell(follows("li", "bo", START + 9 * DAY))
    an = operator(shop, "an")
    assert change(shop, "li", viewer=an, staff=shop.id("an"), add={"a/b": None}).changed == 1
    with pytest.raises(YutangError, match="not_found"):
        change(shop, "li", viewer=an, staff=shop.id("bo"), add={"a/b": None})
    assert of_relation(shop, "li", "bo") == set()


def test_a_relations_tag_goes_with_the_account_that_has_the_relation(tmp_path: Path) -> None:
    shop = small(tmp_path)
    li, zhou = shop.id("li"), shop.id("zhou")
    merge(shop.ledger, ADMIN, li, zhou, now=NOW)
    change(shop, "li", staff=shop.id("bo"), add={"a/b": None}, at=NOW + 1)  # zhou's relation
    assert of_relation(shop, "li", "bo") == {mark("tag", "a/b")}
    part(shop.ledger, ADMIN, shop.customer("li"), [zhou], now=NOW + 2)
    assert (of_relation(shop, "li", "bo"), of_relation(shop, "zhou", "bo")) == (set(), {mark("tag", "a/b")})
    assert change(shop, "zhou", staff=shop.id("bo"), remove=["a/b"], at=NOW + 3).changed == 1


def test_the_page_tells_a_relations_tags_where_the_relation_stands(tmp_path: Path) -> None:
    shop = small(tmp_path)
    shop.tell(follows("li", "bo", START + 9 * DAY), unfollows("li", "bo", START + 10 * DAY))
    shop.tell(follows("li", "bo", START + 11 * DAY))
    change(shop, "li", staff=shop.id("bo"), add={"偏好/茶": NOW + DAY})
    page = person(shop.ledger, shop.contacts, operator(shop, "an"), shop.id("li"), NoNames({TEA: "偏好/茶"}), now=NOW)  # fmt: skip
    assert page is not None
    told = [(one.staff.name, one.ended_at is None, [tag.name for tag in one.tags], one.yours) for one in page.relations]  # fmt: skip
    assert told == [
        ("波", True, ["偏好/茶"], False),
        ("安", True, [], True),
        ("波", False, [], False),
    ]
    assert [(tag.source, tag.until_at) for tag in page.relations[0].tags] == [("staff", (NOW + DAY) // 1000)]
