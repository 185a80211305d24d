"""Tags by name: made once, renamed and moved without losing anybody, whatever name an import says."""

import pytest
from tests.segments.tags.conftest import NOW, Shop

from ledger.batch import DAY, START
from yutang.accounts import audit
from yutang.kit.errors import YutangError
from yutang.ledger.marks import mark
from yutang.segments.saved.world import world
from yutang.segments.tags import actions
from yutang.segments.tags.model import Change, Draft, GroupChange


def test_a_tag_is_the_one_that_facts_named_before_it_was_made(shop: Shop) -> None:
    shop.imported("等级/VIP", ["安", "波"])
    made = shop.make("等级/VIP")
    assert made.id == mark("tag", "等级/VIP")
    assert shop.row("等级/VIP").figures.count == 2


def test_an_import_under_any_name_finds_the_renamed_tag(shop: Shop) -> None:
    shop.imported("等级/VIP", ["安"])
    shop.imported("等级/贵宾", ["波"])  # before the rename: facts of an unknown tag
    made = shop.make("等级/VIP")
    actions.change_tags(shop.ledger, shop.boss, [Change(id=made.id, name="贵宾")], now=NOW)
    assert shop.bearers(made.id) == {"安", "波"}
    shop.imported("等级/贵宾", ["晨"], at=START + DAY)
    shop.imported("等级/VIP", ["迪"], at=START + DAY)
    assert shop.bearers(made.id) == {"安", "波", "晨", "迪"}
    shop.imported(
        "等级/贵宾", ["安"], at=START + 2 * DAY, off=True
    )  # put on under one name, taken off under the other
    assert shop.bearers(made.id) == {"波", "晨", "迪"}
    assert (shop.row("等级/贵宾").tag.code, shop.listed().unmanaged) == ("等级/VIP", [])
    with shop.ledger.state.read() as conn, shop.ledger.analytics.cursor() as cursor:
        assert world(conn, cursor, shop.ledger.zone).tags == {"等级/VIP"}  # rules know it by its first name


def test_names_survive_a_rebuild(shop: Shop) -> None:
    shop.imported("等级/贵宾", ["波"])
    made = shop.make("等级/VIP")
    actions.change_tags(shop.ledger, shop.boss, [Change(id=made.id, name="贵宾")], now=NOW)
    shop.ledger.rebuild()
    assert shop.bearers(made.id) == {"波"}


def test_a_group_is_renamed_with_its_tags(shop: Shop) -> None:
    made = shop.make("等级/VIP")
    change = GroupChange(id=made.group_id, name="会员等级", exclusive=True)
    actions.change_groups(shop.ledger, shop.boss, [change], now=NOW)
    shop.imported("会员等级/VIP", ["安"])
    assert shop.bearers(made.id) == {"安"}
    assert shop.listed().groups[0].exclusive


def test_a_tag_moves_to_another_group(shop: Shop) -> None:
    made, other = shop.make("等级/VIP"), shop.make("来源/抖音")
    actions.change_tags(shop.ledger, shop.boss, [Change(id=made.id, group_id=other.group_id)], now=NOW)
    shop.imported("来源/VIP", ["安"])
    assert shop.bearers(made.id) == {"安"}
    with shop.ledger.state.read() as conn:
        assert audit.listed(conn)[0].act == "tag_moved"


@pytest.mark.parametrize("name", ["VIP", "vip", "贵宾"])
def test_a_name_is_never_given_twice_nor_one_that_a_tag_had(shop: Shop, name: str) -> None:
    made = shop.make("等级/VIP")
    actions.change_tags(shop.ledger, shop.boss, [Change(id=made.id, name="贵宾")], now=NOW)
    if name == "vip":
        actions.change_tags(shop.ledger, shop.boss, [Change(id=made.id, name="VIP")], now=NOW)
    with pytest.raises(YutangError, match="tag_name_taken"):
        shop.make(f"等级/{name}")


@pytest.mark.parametrize("name", ["", " ", "a/b", "a:b", "甲：乙", "x" * 61, "a\u202eb", "a\x00b"])
def test_a_name_that_no_file_could_say_is_refused(shop: Shop, name: str) -> None:
    group = shop.make("等级/VIP").group_id
    with pytest.raises(YutangError, match="tag_name"):
        actions.create_tags(shop.ledger, shop.boss, [Draft(group_id=group, name=name)], now=NOW)


def test_all_of_a_batch_or_nothing(shop: Shop) -> None:
    group = shop.make("等级/VIP").group_id
    with pytest.raises(YutangError, match="tag_name_taken"):
        actions.create_tags(
            shop.ledger, shop.boss, [Draft(group_id=group, name=one) for one in ("新", "新")], now=NOW
        )
    assert [one.name for one in shop.listed().tags] == ["等级/VIP"]


def test_a_group_that_is_not_there(shop: Shop) -> None:
    with pytest.raises(YutangError, match="not_found"):
        actions.create_tags(shop.ledger, shop.boss, [Draft(group_id=9, name="x")], now=NOW)
