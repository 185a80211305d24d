"""What is wrong with a rule is told before it runs: each with its place, and a sentence in both languages."""

import time

import pytest
from tests.segments.saved.shops import NOW, Shop, wrote

from yutang.customers.attributes import AttributeType, Definition
from yutang.customers.definitions import add
from yutang.engine import Fault, parse
from yutang.engine.rule import AnyOf, Did, Fact, HasTag, InSegment, Last, NumberIs, TextIs
from yutang.kit.errors import YutangError
from yutang.locales import t
from yutang.segments.saved import store
from yutang.segments.saved.model import BadRule
from yutang.segments.tags.tables import tag, tag_group


def faults(shop: Shop, rule, **more) -> list[Fault]:
    with pytest.raises(BadRule) as refused:
        shop.make(rule, **more)
    for fault in refused.value.faults:
        assert all(t(lang, f"fault.{fault.code}", **fault.params) for lang in ("zh", "en"))
    assert all(t(lang, "error.segment_rule", **refused.value.params) for lang in ("zh", "en"))
    with shop.ledger.state.read() as conn:
        assert store.segments(conn) == []  # nothing is left of it
    return refused.value.faults


def codes(shop: Shop, rule) -> list[tuple[str, str]]:
    return [(fault.at, fault.code) for fault in faults(shop, rule)]


def test_segments_in_a_circle(shop: Shop) -> None:
    one = shop.make(wrote(), "甲")
    two = shop.make(InSegment(one), "乙")
    with pytest.raises(BadRule) as refused:
        shop.edit(one, InSegment(two), 1)
    (fault,) = refused.value.faults
    assert (fault.at, fault.code) == ("rule.segment", "segment_circle")
    with pytest.raises(BadRule):
        shop.edit(one, InSegment(one), 1)


def test_a_tag_that_was_deleted_since(shop: Shop) -> None:
    def archived(conn) -> None:
        conn.execute(tag_group.insert().values(id=1, name="偏好", exclusive=False, position=0))
        conn.execute(tag.insert().values(
            id=7, code="偏好/茶", group_id=1, name="茶", description="", created_at=NOW, archived_at=NOW,
        ))  # fmt: skip

    shop.ledger.state.write(archived)
    assert codes(shop, HasTag("偏好/茶")) == [("rule.tag", "deleted_tag")]
    assert codes(shop, HasTag("偏好/酒")) == [("rule.tag", "unknown_tag")]


def test_a_condition_of_another_type_than_the_attribute(shop: Shop) -> None:
    def defined(conn) -> None:
        add(conn, Definition(code="city", name_zh="城市", name_en="City", type=AttributeType.TEXT))

    shop.ledger.state.write(defined)
    assert codes(shop, NumberIs("city", at_least=1)) == [("rule.attribute", "wrong_type")]
    assert codes(shop, TextIs("town", ["x"])) == [("rule.attribute", "unknown_attribute")]
    assert shop.make(TextIs("city", ["上海"]))


@pytest.mark.parametrize("days", [0, 10_000, -1])
def test_windows_of_no_day_and_of_27_years(shop: Shop, days: int) -> None:
    ((place, code),) = codes(shop, Did(Fact("message.sent"), window=Last(days)))
    assert place.startswith("rule.window")
    assert code


def test_an_unknown_kind(shop: Shop) -> None:
    assert codes(shop, Did(Fact("message.eaten"))) == [("rule.fact.kind", "unknown_kind")]


def test_five_thousand_conditions(shop: Shop) -> None:
    ((_, code),) = codes(shop, AnyOf([wrote(7, n + 1) for n in range(5_000)]))
    assert code == "too_many_conditions"


@pytest.mark.parametrize(
    "bomb",
    [
        '{"op":"not","rule":' * 100_000 + '{"op":"spreading"}' + "}" * 100_000,
        "[" * 200_000,
        '{"op":"any","rules":[' + ",".join(['{"op":"spreading"}'] * 60_000) + "]}",
        '{"op":"stage","stages":["' + "x" * 2_000_000 + '"]}',
        '{"op":"sample","salt":"x","start":' + "9" * 5_000 + ',"end":1}',
        '{"op":"did","fact":{"kind":"\\ud800"}}',
    ],
    ids=["deep", "open", "wide", "long", "number", "half a letter"],
)
def test_json_bombs_are_answered_at_once(bomb: str) -> None:
    began = time.process_time()
    wrong = parse(bomb)
    assert isinstance(wrong, Fault)
    assert all(t(lang, f"fault.{wrong.code}", **wrong.params) for lang in ("zh", "en"))
    assert time.process_time() - began < 20  # no limit of speed: that it ends at all


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "a\nb", "\x00"])
def test_names_that_are_none(shop: Shop, name: str) -> None:
    with pytest.raises(YutangError) as refused:
        shop.make(wrote(), name)
    assert refused.value.code == "segment_name"
    assert all(t(lang, "error.segment_name", **refused.value.params) for lang in ("zh", "en"))


def test_a_name_twice_whatever_its_capitals(shop: Shop) -> None:
    shop.make(wrote(), "VIP")
    with pytest.raises(YutangError) as refused:
        shop.make(wrote(), "vip ")
    assert refused.value.code == "segment_name_taken"


def test_a_rule_as_it_is_kept_is_the_rule_that_was_given(shop: Shop) -> None:
    made = shop.make(wrote(9, 2))
    with shop.ledger.state.read() as conn:
        (kept,) = store.segments(conn, [made])
    assert kept.rule == wrote(9, 2)
