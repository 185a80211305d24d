"""Pairs who may be one: what speaks for it adds up, pages hold each pair once, and what is over is asked no more."""

from pathlib import Path

import pytest
from tests.customers.shop import ADMIN, NOW, K, Shop, met
from tests.ledger.batch import START, table

from yutang.customers.acts import joining
from yutang.customers.acts.erasing import erase
from yutang.customers.answers import MergeSuggestion
from yutang.customers.queries.cursor import cursor_out
from yutang.customers.queries.suggestions import suggestions


def asked(shop: Shop, *, limit: int = 20) -> list[MergeSuggestion]:
    items: list[MergeSuggestion] = []
    cursor: str | None = None
    while True:
        found = suggestions(shop.ledger, shop.contacts, ADMIN, cursor=cursor, limit=limit)
        assert len(found.items) <= limit
        items += found.items
        cursor = found.next
        if cursor is None:
            return items


def pairs(shop: Shop) -> list[set[str]]:
    return [{one.one.id, one.other.id} for one in asked(shop)]


def pair(shop: Shop, *who: str) -> set[str]:
    return {str(shop.customer(one)) for one in who}


def hinted(one: str, other: str) -> tuple[K, int, dict[str, object]]:
    return (
        K.IDENTITY_LINKED,
        START,
        {"actor": one, "related": other, "amount": 0, "props": '{"by":"import"}'},
    )


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """Five people; a and b share an e-mail, c and d are hinted at, e stands alone."""
    shop = Shop(tmp_path)
    shop.tell(
        *(met(who, who * 2) for who in "abcde"),
        shop.has_email("a", "x@b.cn"),
        shop.has_email("b", "x@b.cn"),
        hinted("c", "d"),
    )
    return shop


def test_the_likeliest_come_first_and_evidence_adds_up(shop: Shop) -> None:
    assert pairs(shop) == [pair(shop, "c", "d"), pair(shop, "a", "b")]
    before = {one.evidence[0].code: one.score for one in asked(shop)}
    shop.tell(hinted("a", "b"))
    first, second = asked(shop)
    assert {first.one.id, first.other.id} == pair(shop, "a", "b")
    assert sorted(one.code for one in first.evidence) == ["hinted", "shared_email"]
    assert (first.score, second.score) == (
        min(99, before["hinted"] + before["shared_email"]),
        before["hinted"],
    )


def test_what_is_shared_is_shown_masked(shop: Shop) -> None:
    (told,) = [one for item in asked(shop) for one in item.evidence if one.code == "shared_email"]
    assert told.shown
    assert "x@b.cn" not in told.shown
    assert told.holders == 2


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
def test_pages_hold_each_pair_once(shop: Shop, limit: int) -> None:
    shop.tell(hinted("a", "e"), hinted("b", "e"), hinted("c", "e"))
    whole = pairs(shop)
    assert len(whole) == 5
    assert [{one.one.id, one.other.id} for one in asked(shop, limit=limit)] == whole


@pytest.mark.parametrize("cursor", ["x", "", cursor_out(-1, 0), cursor_out("a", 0), "W10", "bnVsbA"])
def test_a_foreign_cursor_is_refused(shop: Shop, cursor: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any of them; the edge says "bad cursor"
        suggestions(shop.ledger, shop.contacts, ADMIN, cursor=cursor)


def test_a_page_beyond_the_last_is_empty(shop: Shop) -> None:
    found = suggestions(shop.ledger, shop.contacts, ADMIN, cursor=cursor_out(1_000, 0))
    assert (found.items, found.next) == ([], None)


def test_who_was_merged_is_suggested_as_the_one_they_are(shop: Shop) -> None:
    joining.merge(shop.ledger, ADMIN, shop.id("b"), shop.id("c"), now=NOW)
    assert sorted(map(sorted, pairs(shop))) == sorted(
        map(sorted, (pair(shop, "a", "b"), pair(shop, "b", "d")))
    )
    joining.merge(shop.ledger, ADMIN, shop.id("a"), shop.id("d"), now=NOW + 1)
    (left,) = asked(shop)  # both pieces speak for the same two by now
    assert {left.one.id, left.other.id} == pair(shop, "a", "b")
    assert sorted(one.code for one in left.evidence) == ["hinted", "shared_email"]


def test_of_who_is_erased_nothing_is_asked(shop: Shop) -> None:
    erase(shop.ledger, ADMIN, shop.id("a"), now=NOW)
    erase(shop.ledger, ADMIN, shop.id("c"), now=NOW + 1)
    assert pairs(shop) == []  # whoever merged them would make somebody of nobody
    shop.ledger.rebuild()
    assert pairs(shop) == []


def test_an_import_taken_back_takes_its_hints_along(shop: Shop) -> None:
    shop.ledger.take("late", "test", "wecom", table(hinted("a", "e")), now=NOW, run=7)
    assert pair(shop, "a", "e") in pairs(shop)
    shop.ledger.undo(7, now=NOW + 1)
    assert pairs(shop) == [pair(shop, "c", "d"), pair(shop, "a", "b")]
    shop.ledger.rebuild()
    assert pairs(shop) == [pair(shop, "c", "d"), pair(shop, "a", "b")]
