"""Two said to be one, one said to be two, and who owns whom: everything a customer has follows, and comes back."""

from pathlib import Path

import pytest
from tests.customers.shop import ADMIN, NOW, NoNames, Shop, follows, met, operator, small
from tests.ledger.batch import START, persons

from yutang.accounts.model import Viewer
from yutang.customers.acts import joining
from yutang.customers.answers import MergeSuggestions
from yutang.customers.queries.person import person
from yutang.customers.queries.suggestions import suggestions
from yutang.kit.errors import YutangError


def orders(shop: Shop, who: str) -> int:
    found = person(shop.ledger, shop.contacts, ADMIN, shop.id(who), NoNames(), now=NOW)
    assert found is not None
    return found.spending.orders


def test_a_merge_brings_everything_together_and_parting_gives_it_back(tmp_path: Path) -> None:
    shop = small(tmp_path)
    before = persons(shop.ledger)
    li, wang = shop.id("li"), shop.id("wang")
    assert joining.merge(shop.ledger, ADMIN, wang, li, now=NOW) == [min(li, wang)]
    assert (shop.customer("li"), orders(shop, "li"), orders(shop, "wang")) == (shop.customer("wang"), 2, 2)
    parted = joining.part(shop.ledger, ADMIN, li, [wang], now=NOW + 1)
    assert sorted(parted) == sorted({li, wang})
    assert (orders(shop, "li"), orders(shop, "wang")) == (1, 1)
    assert persons(shop.ledger)[:-1] == before[:-1]  # all but the links themselves
    assert joining.merge(shop.ledger, ADMIN, li, wang, now=NOW + 2) == [min(li, wang)]


def test_three_are_merged_and_one_is_taken_out(tmp_path: Path) -> None:
    shop = small(tmp_path)
    li, wang, zhou = shop.id("li"), shop.id("wang"), shop.id("zhou")
    joining.merge(shop.ledger, ADMIN, li, wang, now=NOW)
    joining.merge(shop.ledger, ADMIN, wang, zhou, now=NOW + 1)
    assert len({shop.customer(who) for who in ("li", "wang", "zhou")}) == 1
    joining.part(shop.ledger, ADMIN, zhou, [wang], now=NOW + 2)
    assert shop.customer("wang") not in {shop.customer("li"), shop.customer("zhou")}


def test_an_account_with_its_phone_is_parted(tmp_path: Path) -> None:
    shop = small(tmp_path)
    shop.tell(shop.has_phone("chen", "13800138000"))
    assert shop.customer("chen") == shop.customer("li")
    joining.part(shop.ledger, ADMIN, shop.id("li"), [shop.id("chen")], now=NOW)
    assert shop.customer("chen") != shop.customer("li")
    shop.tell(shop.has_phone("chen", "+86 138 0013 8000"))  # told again: a person's word stands
    assert shop.customer("chen") != shop.customer("li")


def test_what_makes_no_sense_is_refused(tmp_path: Path) -> None:
    shop = small(tmp_path)
    li, zhou = shop.id("li"), shop.id("zhou")
    whole = [
        row[0] for row in shop.ledger.analytics.rows("select id from identity where customer_id = ?", [li])
    ]
    for act, code in (
        (lambda: joining.merge(shop.ledger, ADMIN, li, li, now=NOW), "merge_same"),
        (lambda: joining.merge(shop.ledger, ADMIN, li, shop.id("an"), now=NOW), "not_found"),
        (lambda: joining.merge(shop.ledger, operator(shop, "an"), li, zhou, now=NOW), "not_found"),
        (lambda: joining.part(shop.ledger, ADMIN, li, whole, now=NOW), "part_all"),
        (lambda: joining.part(shop.ledger, ADMIN, li, [zhou], now=NOW), "not_found"),
        (lambda: joining.part(shop.ledger, operator(shop, "an"), zhou, [zhou], now=NOW), "not_found"),
        (lambda: joining.refuse(shop.ledger, operator(shop, "an"), li, zhou, now=NOW), "not_found"),
    ):
        with pytest.raises(YutangError, match=code):
            act()


def suggested(shop: Shop, viewer: Viewer = ADMIN, **more: object) -> MergeSuggestions:
    return suggestions(shop.ledger, shop.contacts, viewer, **more)  # type: ignore[arg-type]


def pairs(found: MergeSuggestions) -> dict[tuple[str, str], list[tuple[str, str | None, int]]]:
    return {
        (one.one.name, one.other.name): [(e.code, e.shown, e.holders) for e in one.evidence] for one in found.items
    }  # fmt: skip


def test_a_shared_email_is_suggested_and_never_merged(tmp_path: Path) -> None:
    shop = small(tmp_path)
    shop.tell(shop.has_email("chen", "wang@example.com"))
    assert shop.customer("chen") != shop.customer("wang")
    (one,) = suggested(shop).items
    assert {one.one.name, one.other.name} == {"王芳", "陈晨"}
    assert [(e.code, e.shown, e.holders) for e in one.evidence] == [("shared_email", "w***@example.com", 2)]
    assert joining.merge(shop.ledger, ADMIN, int(one.one.id), int(one.other.id), now=NOW)
    assert suggested(shop).items == []


def test_what_was_refused_is_not_suggested_again(tmp_path: Path) -> None:
    shop = small(tmp_path)
    shop.tell(shop.has_email("chen", "wang@example.com"))
    (one,) = suggested(shop).items
    joining.refuse(shop.ledger, ADMIN, int(one.one.id), int(one.other.id), now=NOW)
    shop.tell(shop.has_email("chen", "wang@example.com "), met("chen", "陈晨"))
    assert suggested(shop).items == []
    assert joining.merge(shop.ledger, ADMIN, int(one.one.id), int(one.other.id), now=NOW + 1)


def test_namesakes_whose_phones_end_alike_are_suggested(tmp_path: Path) -> None:
    shop = small(tmp_path)
    shop.tell(met("li2", "李雷"), met("li3", "李雷"), met("li4", "韩梅"), shop.has_phone("li2", "13500008000"),
              shop.has_phone("li3", "13500009999"), shop.has_phone("li4", "13611118000"))  # fmt: skip
    (one,) = suggested(shop).items
    assert {one.one.id, one.other.id} == {str(shop.id("li")), str(shop.id("li2"))}
    assert [e.code for e in one.evidence] == ["name_phone"]
    joining.refuse(shop.ledger, ADMIN, shop.id("li"), shop.id("li2"), now=NOW)
    assert suggested(shop).items == []


def test_a_phone_that_many_hold_says_little(tmp_path: Path) -> None:
    shop = small(tmp_path)
    many = [f"m{n}" for n in range(12)]
    shop.tell(*(met(who, f"员工{who}") for who in many), *(shop.has_phone(who, "13888888888") for who in many),
              shop.has_email("chen", "wang@example.com"))  # fmt: skip
    found = suggested(shop, limit=50)
    assert next(iter(pairs(found))) in {("王芳", "陈晨"), ("陈晨", "王芳")}
    weak = [one for one in found.items if one.evidence[0].code == "shared_phone"]
    assert len(weak) == 11
    assert all(one.score < 10 and one.evidence[0].holders == 12 for one in weak)
    first = suggested(shop, limit=5)
    assert [one.one.id for one in suggested(shop, limit=50, cursor=first.next).items] == [
        one.one.id for one in found.items[5:]
    ]


def test_only_who_sees_both_is_asked(tmp_path: Path) -> None:
    shop = small(tmp_path)
    shop.tell(shop.has_email("zhou", "wang@example.com"))
    assert len(suggested(shop).items) == 1
    assert suggested(shop, operator(shop, "an")).items == suggested(shop, operator(shop, "bo")).items == []
    assert len(suggested(shop, operator(shop, "an", "bo")).items) == 1


def test_an_owner_is_decided_by_hand(tmp_path: Path) -> None:
    shop = small(tmp_path)
    shop.tell(follows("li", "bo", START + 9))
    bo = shop.id("bo")
    done = joining.assign(shop.ledger, ADMIN, [shop.id("li"), 1 << 50], bo, now=NOW)
    assert (done.changed, done.skipped) == (1, [str(1 << 50)])

    def owner() -> tuple[str | None, str]:
        found = person(shop.ledger, shop.contacts, ADMIN, shop.id("li"), NoNames(), now=NOW)
        assert found
        assert found.owner
        return found.owner.staff.name if found.owner.staff else None, found.owner.why

    assert owner() == ("波", "assigned")
    joining.assign(shop.ledger, ADMIN, [shop.id("li")], None, now=NOW)
    assert owner()[1] != "assigned"
    with pytest.raises(YutangError, match="not_found"):
        joining.assign(shop.ledger, operator(shop, "an"), [shop.id("li")], bo, now=NOW)
