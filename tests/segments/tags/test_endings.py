"""What becomes of names: adopted from data, merged, archived; never while a rule asks for them."""

import pytest
from tests.segments.tags.conftest import NOW, Shop

from ledger.batch import DAY, START
from yutang.accounts import audit
from yutang.engine.rule import All, Did, Fact, HasTag, InGroup, Not, NumberIs
from yutang.kit.errors import YutangError
from yutang.ledger.marks import mark
from yutang.segments.layers import store as layers
from yutang.segments.layers.model import LayerDraft, TierDraft
from yutang.segments.saved import store as segments
from yutang.segments.saved.model import Refresh, SegmentKind
from yutang.segments.tags import actions, uses
from yutang.segments.tags.endings import adopt, archive, archive_groups, merge
from yutang.segments.tags.model import Draft
from yutang.segments.tags.naming import leads_to, named


def test_a_tag_of_the_data_is_listed_by_name_and_adopted(shop: Shop) -> None:
    shop.imported("来源/抖音", ["安", "波"])
    (strange,) = shop.listed().unmanaged
    assert (strange.code, strange.figures.count) == ("来源/抖音", 2)
    (made,) = adopt(shop.ledger, shop.boss, [strange.id], now=NOW)
    assert (made.id, made.code, shop.row("来源/抖音").figures.count) == (
        mark("tag", "来源/抖音"),
        "来源/抖音",
        2,
    )
    assert shop.listed().unmanaged == []


@pytest.mark.parametrize(
    ("code", "shown"),
    [("抖音", "标签/抖音"), ("来源/抖音/直播", "来源/抖音-直播"), ("来源/抖音：直播", "来源/抖音-直播")],
)
def test_a_name_that_could_not_be_typed_is_adopted_under_one_that_could(
    shop: Shop, code: str, shown: str
) -> None:
    shop.imported(code, ["安"])
    (made,) = adopt(shop.ledger, shop.boss, [mark("tag", code)], now=NOW)
    assert made.code == code  # rules go on finding it
    shop.imported(shown, ["波"], at=START + DAY)
    assert shop.bearers(made.id) == {"安", "波"}
    assert shop.row(shown).tag.id == made.id


def test_what_nobody_named_is_not_adopted(shop: Shop) -> None:
    with pytest.raises(YutangError, match="not_found"):
        adopt(shop.ledger, shop.boss, [123], now=NOW)
    shop.imported("来源/抖音", ["安"])
    ids = [mark("tag", "来源/抖音")]
    adopt(shop.ledger, shop.boss, ids, now=NOW)
    with pytest.raises(YutangError, match="not_found"):
        adopt(shop.ledger, shop.boss, ids, now=NOW)


def test_two_tags_become_one_and_both_names_find_it(shop: Shop) -> None:
    shop.imported("等级/VIP", ["安", "波"])
    shop.imported("等级/贵宾", ["波", "晨"])
    vip, guest = shop.make("等级/VIP"), shop.make("等级/贵宾")
    merge(shop.ledger, shop.boss, guest.id, vip.id, now=NOW)
    assert (shop.bearers(vip.id), shop.bearers(guest.id)) == ({"安", "波", "晨"}, set())
    shop.imported("等级/贵宾", ["迪"], at=START + DAY)
    shop.ledger.rebuild()
    assert shop.bearers(vip.id) == {"安", "波", "晨", "迪"}
    assert [one.name for one in shop.listed().tags] == ["等级/VIP"]
    with pytest.raises(YutangError, match="tag_name_taken"):
        shop.make("等级/贵宾")
    with pytest.raises(YutangError, match="tag_same"):
        merge(shop.ledger, shop.boss, vip.id, vip.id, now=NOW)
    with shop.ledger.state.read() as conn:
        assert audit.listed(conn)[0].act == "tag_merged"


def test_a_chain_of_merges_leads_to_the_last(shop: Shop) -> None:
    ids = [shop.make(f"等级/{name}").id for name in "甲乙丙"]
    for name in "甲乙丙":
        shop.imported(f"等级/{name}", [name])
    merge(shop.ledger, shop.boss, ids[0], ids[1], now=NOW)
    merge(shop.ledger, shop.boss, ids[1], ids[2], now=NOW)
    assert shop.bearers(ids[2]) == {"甲", "乙", "丙"}


def test_an_archived_tag_made_again_is_itself_with_its_history(shop: Shop) -> None:
    shop.imported("等级/VIP", ["安"])
    made = shop.make("等级/VIP")
    archive(shop.ledger, shop.boss, [made.id], now=NOW)
    assert (shop.listed().tags, shop.listed().unmanaged) == ([], [])
    again = actions.create_tags(
        shop.ledger, shop.boss, [Draft(group_id=made.group_id, name="VIP", description="新")], now=NOW
    )[0]
    assert (again.id, again.description, shop.row("等级/VIP").figures.count) == (made.id, "新", 1)


def test_a_group_with_tags_stays(shop: Shop) -> None:
    made = shop.make("等级/VIP")
    with pytest.raises(YutangError, match="tag_group_in_use"):
        archive_groups(shop.ledger, shop.boss, [made.group_id], now=NOW)
    archive(shop.ledger, shop.boss, [made.id], now=NOW)
    archive_groups(shop.ledger, shop.boss, [made.group_id], now=NOW)
    assert shop.listed().groups == []
    assert shop.make("等级/新").group_id != made.group_id


def _segment(shop: Shop, rule) -> None:
    values = {"name": "常客", "description": "", "kind": SegmentKind.DYNAMIC, "rule": rule, "version": 1,
              "refresh": Refresh.DAILY, "created_by_name": "", "created_at": NOW, "changed_at": NOW}  # fmt: skip
    shop.ledger.state.write(lambda conn: segments.add(conn, values))


def _layer(shop: Shop, rule) -> None:
    draft = LayerDraft(name="分层", tiers=[TierDraft(name="一", rule=All([]), stay=rule)])

    def write(conn) -> None:
        layers.put_tiers(conn, layers.put_layer(conn, "分层", None, NOW), draft)

    shop.ledger.state.write(write)


@pytest.mark.parametrize("asks", ["segment", "layer", "autotag"])
def test_a_tag_that_a_rule_asks_for_is_not_taken_away(shop: Shop, asks: str) -> None:
    made, other = shop.make("等级/VIP"), shop.make("等级/别的")
    rule = Not(HasTag("等级/VIP"))
    {"segment": _segment, "layer": _layer, "autotag": lambda shop, rule: shop.rule(other.id, rule)}[asks](
        shop, rule
    )
    for act in (
        lambda: archive(shop.ledger, shop.boss, [made.id], now=NOW),
        lambda: merge(shop.ledger, shop.boss, made.id, other.id, now=NOW),
    ):
        with pytest.raises(YutangError, match="tag_in_use"):
            act()
    with shop.ledger.state.read() as conn:
        assert [use.kind for use in uses.uses(conn)["等级/VIP"]] == [asks]
    merge(shop.ledger, shop.boss, other.id, made.id, now=NOW)  # the other way nobody asks for what goes


def test_every_place_of_a_rule_that_names_tags_is_seen() -> None:
    rule = All([
        HasTag("甲/1"), Not(Did(Fact("tag.added", tags=["甲/2", "甲/3"]))), InGroup(tags=["甲/4"]), NumberIs("tag", 1),
    ])  # fmt: skip
    assert named(rule) == {"甲/1", "甲/2", "甲/3", "甲/4"}
    assert named(None) == set()
    assert leads_to("乙", HasTag("甲"), {"甲": HasTag("丙"), "丙": Not(HasTag("乙")), "乙": HasTag("甲")})
    assert not leads_to("丁", HasTag("甲"), {"甲": HasTag("甲")})
