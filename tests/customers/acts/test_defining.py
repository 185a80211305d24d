"""Attributes defined, changed and put away: one spelling, no two of a code, none lost that something needs."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa
from tests.customers.shop import ADMIN, NOW, Shop, small

from yutang.accounts.tables import audit_log
from yutang.customers import definitions
from yutang.customers.acts import defining, saying
from yutang.customers.attributes import AttributeType, Definition
from yutang.kit.errors import YutangError

CITY = Definition(
    code="city", name_zh=" 城市 ", name_en="City", type=AttributeType.CHOICE, choices=("a ", "b", "a")
)


def all_of(shop: Shop) -> list[Definition]:
    with shop.ledger.state.read() as conn:
        return definitions.listed(conn)


def test_a_definition_is_made_in_one_spelling_changed_and_logged(tmp_path: Path) -> None:
    shop = small(tmp_path)
    made = defining.create(shop.ledger, ADMIN, CITY, now=NOW)
    assert (made.name_zh, made.choices, made.created_at) == ("城市", ("a", "b"), NOW)
    assert all_of(shop) == [made]
    changed = defining.change(shop.ledger, ADMIN, "city", {"choices": ("b", "c"), "position": 4}, now=NOW)
    assert (changed.choices, changed.position, all_of(shop)) == (("b", "c"), 4, [changed])
    defining.change(shop.ledger, ADMIN, "city", {"position": 4}, now=NOW)
    with shop.ledger.state.read() as conn:
        acts = list(conn.execute(sa.select(audit_log.c.act).order_by(audit_log.c.id)).scalars())
    assert acts == ["attribute_created", "attribute_changed"]  # what changes nothing is not an act


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"code": "City"}, "attribute_code"), ({"code": ""}, "attribute_code"), ({"code": "9a"}, "attribute_code"),
        ({"code": "a" * 41}, "attribute_code"), ({"code": "a\n"}, "attribute_code"), ({"code": "城市"}, "attribute_code"),
        ({"name_zh": " "}, "name_bad"), ({"choices": ()}, "attribute_choices"), ({"choices": (" ",)}, "attribute_choices"),
        ({"choices": ("x" * 61,)}, "attribute_choices"), ({"type": AttributeType.TEXT}, "attribute_choices"),
        ({"choices": tuple(map(str, range(501)))}, "attribute_choices"),
        ({"code": "birthday"}, "attribute_reserved"), ({"code": "frequency_wish"}, "attribute_reserved"),
    ],
)  # fmt: skip
def test_what_is_no_definition_is_refused(tmp_path: Path, change: dict[str, Any], code: str) -> None:
    shop = small(tmp_path)
    with pytest.raises(YutangError, match=code):
        defining.create(shop.ledger, ADMIN, msgspec.structs.replace(CITY, **change), now=NOW)
    assert all_of(shop) == []


def test_a_code_is_given_once_and_never_found_where_it_is_not(tmp_path: Path) -> None:
    shop = small(tmp_path)
    defining.create(shop.ledger, ADMIN, CITY, now=NOW)
    with pytest.raises(YutangError, match="attribute_taken"):
        defining.create(shop.ledger, ADMIN, CITY, now=NOW)
    for act in (
        lambda: defining.change(shop.ledger, ADMIN, "none", {}, now=NOW),
        lambda: defining.remove(shop.ledger, ADMIN, "none", now=NOW, used=lambda *_: False),
    ):
        with pytest.raises(YutangError, match="not_found"):
            act()


def test_what_something_needs_is_archived_and_the_rest_is_gone(tmp_path: Path) -> None:
    shop = small(tmp_path)

    def remove(*, used: bool = False) -> bool:
        return defining.remove(
            shop.ledger, ADMIN, "city", now=NOW, used=lambda _, code: used and code == "city"
        )

    defining.create(shop.ledger, ADMIN, CITY, now=NOW)
    assert remove() is False
    assert all_of(shop) == []
    defining.create(shop.ledger, ADMIN, CITY, now=NOW)
    assert remove(used=True) is True
    assert all_of(shop)[0].archived_at == NOW
    assert defining.change(shop.ledger, ADMIN, "city", {}, now=NOW, archived=False).archived_at is None
    saying.set_attribute(shop.ledger, ADMIN, [shop.id("li")], "city", "a", now=NOW)
    assert remove() is True
