"""Tags by hand: put on, taken off, and nothing said that is so already."""

from pathlib import Path
from typing import Any

import pytest
from tests.customers.shop import ADMIN, NOW, K, Shop, operator, small
from tests.ledger.batch import DAY

from yutang.accounts.model import Viewer
from yutang.customers.acts.tagging import change_tags
from yutang.customers.answers import Changed
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
