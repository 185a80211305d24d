"""What a rule reads, when it has to be asked again, and segments in their places."""

import pytest
from msgspec.structs import replace
from tests.engine.shapes import world

from yutang.engine import compile_rule
from yutang.engine import rule as r
from yutang.engine.catalogue import Segment
from yutang.engine.plan import inlined
from yutang.ledger.catalogue import Kind

DAY = 86_400_000_000
NOW = 1_780_000_000_000_000  # 04:26:40 in Shanghai
WORLD = world("Asia/Shanghai", r.Did(r.Fact("message.sent"), window=r.Last(30)))
WHO = {Kind.IDENTITY_SEEN, Kind.IDENTITY_LINKED, Kind.IDENTITY_PARTED, Kind.CUSTOMER_ERASED}


def reads(rule: r.Rule, there: object = WORLD):
    return compile_rule(rule, there, now=NOW).reads


def test_kinds_tables_and_attributes() -> None:
    since = r.SinceFact(r.Fact("order.placed"))
    found = reads(r.All([r.Did(r.Fact("group.joined"), window=since), r.Known("born"), r.HasTag("组/甲")]))
    asked = {
        Kind.GROUP_JOINED,
        Kind.ORDER_PLACED,
        Kind.ATTRIBUTE_SET,
        Kind.TAG_ADDED,
        Kind.TAG_REMOVED,
    }
    assert found.kinds == WHO | asked
    assert found.tables == {"customer", "fact", "attribute", "tagging"}
    assert found.attributes == {"born"}
    assert found.expires


def test_a_rule_of_nothing_reads_who_is_a_customer() -> None:
    assert (reads(r.All([])).kinds, reads(r.All([])).tables) == (WHO, {"customer"})


NEVER, TAGGED = r.Did(r.Fact("order.placed"), at_most=0), r.HasTag("组/甲")
EARLY = r.KnownSince(r.Between(until=r.Moment(day="2026-05-01")))


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        (r.All([]), True), (TAGGED, False), (r.Not(TAGGED), True), (NEVER, True), (r.Not(NEVER), False),
        (r.All([TAGGED, NEVER]), False), (r.AnyOf([TAGGED, NEVER]), True), (r.Not(r.AnyOf([TAGGED, NEVER])), False),
        (r.Spending("spent", at_most=9), True), (r.Spending("average", at_most=9), False),
        (r.Amount(r.Fact("order.placed"), "sum", at_least=1), False), (r.Amount(r.Fact("order.placed"), "max"), False),
        (r.HasIdentity(["wecom"]), True), (r.Not(r.Sample("x", 0, 9)), True), (r.All([TAGGED, r.Sample("x", 0, 9)]), False),
        (EARLY, True), (r.All([TAGGED, EARLY]), True),  # who has the tag may turn out to be known for longer
    ],
)  # fmt: skip
def test_rules_that_hold_for_who_is_new_are_told(rule: r.Rule, told: bool) -> None:
    assert reads(rule).strangers is told


@pytest.mark.parametrize("leaf", [r.InGroup(states=["alive"]), r.InGroup(tags=["组/甲"])])
def test_groups_are_read_with_what_is_asked_of_them(leaf: r.InGroup) -> None:
    assert {"membership", "identity", "group_state" if leaf.states else "group_tagging"} < reads(leaf).tables


def test_a_segment_is_read_by_its_rule_or_by_its_members() -> None:
    assert Kind.MESSAGE_SENT in reads(r.InSegment(1)).kinds
    assert not reads(r.InSegment(1)).segments
    for number in (2, 3):
        assert reads(r.InSegment(number)).segments == {number}
        assert reads(r.InSegment(number)).tables == {"customer", "segment_member"}


def test_windows_move_at_the_tenants_midnight() -> None:
    moving = reads(r.InSegment(1))
    midnight = NOW - (NOW + 8 * DAY // 24) % DAY + DAY  # of Shanghai
    assert not moving.moved(NOW, midnight - 1, "Asia/Shanghai")
    assert moving.moved(NOW, midnight, "Asia/Shanghai")
    fixed = reads(r.KnownSince(r.Between(r.Moment(day="2026-05-01"))))
    assert not fixed.moved(NOW, NOW + 90 * DAY, "Asia/Shanghai")
    assert not reads(r.Owner()).moved(NOW, NOW + 90 * DAY, "Asia/Shanghai")
    assert reads(r.Anniversary("born", 7)).moved(NOW, NOW + DAY, "Asia/Shanghai")


def test_the_next_day_has_the_same_statement() -> None:
    today, later = (compile_rule(r.InSegment(1), WORLD, now=NOW + n * DAY) for n in (0, 1))
    assert today.sql is later.sql
    assert today.params != later.params


def test_what_a_statement_is_made_of_is_what_it_is_kept_by() -> None:
    """Another world gives names other numbers: it must not get a kept statement."""
    other = replace(WORLD, stages={"buying": 99})
    stage = r.InStage(["buying"])
    assert [list(compile_rule(stage, there, now=NOW).params.values()) for there in (WORLD, other)] == [
        [3],
        [99],
    ]


def test_segments_inside_segments_are_put_in() -> None:
    there = replace(
        WORLD, segments={1: Segment(r.Not(r.InSegment(2))), 2: Segment(r.Spreading()), 3: Segment(None)}
    )
    assert inlined(r.AnyOf([r.InSegment(1), r.InSegment(3)]), there) == r.AnyOf(
        [r.Not(r.Spreading()), r.InSegment(3)]
    )
