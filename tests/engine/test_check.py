"""Each fault: its smallest rule, its place, its sentence in both languages; and the nearest rule without it."""

import ast
import json
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from tests.engine.shapes import world

from yutang.engine import Fault, check, parse
from yutang.engine import rule as r
from yutang.engine.catalogue import Segment
from yutang.engine.costs import MAX_CONDITIONS
from yutang.locales import catalogue, t

WORLD = world("Asia/Shanghai")
SAID = {"kind": "message.sent"}
BOUGHT = {"kind": "order.placed"}


def faults(rule: Any, there: Any = WORLD, **more: Any) -> list[Fault]:
    found = parse(json.dumps(rule)) if isinstance(rule, dict) else rule
    assert not isinstance(found, Fault), found
    return check(found, there, **more)


def last(days: int) -> dict[str, Any]:
    return {"op": "did", "fact": SAID, "window": {"span": "last", "days": days}}


def between(since: Any, until: Any) -> dict[str, Any]:
    return {"op": "known_since", "window": {"span": "between", "since": since, "until": until}}


ONE = [
    ({"op": "any", "rules": []}, ".rules", "empty"),
    ({"op": "known", "attribute": "no"}, ".attribute", "unknown_attribute"),
    ({"op": "number", "attribute": "word", "at_least": 1}, ".attribute", "wrong_type"),
    ({"op": "text", "attribute": "n", "values": ["a"]}, ".attribute", "wrong_type"),
    ({"op": "anniversary", "attribute": "n", "within": 1}, ".attribute", "wrong_type"),
    ({"op": "text", "attribute": "word", "values": []}, ".values", "empty"),
    ({"op": "text", "attribute": "word", "values": ["a", "b\0"]}, ".values[1]", "bad_text"),
    ({"op": "text", "attribute": "word", "values": ["x" * 1_001]}, ".values[0]", "bad_text"),
    ({"op": "number", "attribute": "n"}, ".at_least", "no_bounds"),
    ({"op": "number", "attribute": "n", "at_least": 5, "at_most": 4}, ".at_least", "nothing_between"),
    ({"op": "number", "attribute": "n", "at_most": 10**30}, ".at_most", "number_too_big"),
    ({"op": "date", "attribute": "born"}, ".since", "no_bounds"),
    ({"op": "date", "attribute": "born", "since": {}}, ".since", "moment_unclear"),
    ({"op": "date", "attribute": "born", "since": {"day": "1 May"}}, ".since.day", "bad_day"),
    ({"op": "date", "attribute": "born", "since": {"day": "9999-12-31"}}, ".since.day", "bad_day"),
    ({"op": "anniversary", "attribute": "born", "within": -1}, ".within", "days_out_of_range"),
    ({"op": "choice", "attribute": "one", "values": ["w"]}, ".values[0]", "unknown_choice"),
    ({"op": "choice", "attribute": "one", "values": ["x", "y"], "how": "all_of"}, ".how", "contradiction"),
    ({"op": "tag", "tag": "组/丙"}, ".tag", "deleted_tag"),
    ({"op": "tag", "tag": "组/丁"}, ".tag", "unknown_tag"),
    ({"op": "tag", "tag": "组/甲", "sources": ["god"]}, ".sources[0]", "unknown_tag_source"),
    ({"op": "tag", "tag": "组/甲", "confidence": 101}, ".confidence", "bad_confidence"),
    ({"op": "consent", "purpose": "none"}, ".purpose", "unknown_purpose"),
    ({"op": "consent", "purpose": "survey", "channel": "fax"}, ".channel", "unknown_channel"),
    ({"op": "did", "fact": {"kind": "no.such"}}, ".fact.kind", "unknown_kind"),
    ({"op": "did", "fact": {"kind": "group.seen"}}, ".fact.kind", "unknown_kind"),
    ({"op": "did", "fact": SAID | {"channels": ["sms"]}}, ".fact.channels", "no_such_filter"),
    ({"op": "did", "fact": SAID | {"amount_at_least": 1}}, ".fact.amount_at_least", "no_such_filter"),
    ({"op": "did", "fact": SAID | {"traits": ["rude"]}}, ".fact.traits[0]", "unknown_trait"),
    (
        {"op": "did", "fact": SAID | {"traits": ["link"], "without": ["link"]}},
        ".fact.traits[0]",
        "contradiction",
    ),
    ({"op": "did", "fact": SAID | {"groups": [99]}}, ".fact.groups[0]", "unknown_group"),
    ({"op": "did", "fact": {"kind": "tag.added", "tags": ["组/丙"]}}, ".fact.tags[0]", "deleted_tag"),
    ({"op": "did", "fact": {"kind": "tag.added", "staff": [99]}}, ".fact.staff[0]", "unknown_staff"),
    (
        {"op": "did", "fact": {"kind": "relation.begun", "sources": ["x"]}},
        ".fact.sources[0]",
        "unknown_source",
    ),
    ({"op": "did", "fact": SAID | {"objects": [-1]}}, ".fact.objects[0]", "number_too_big"),
    ({"op": "did", "fact": {"kind": "consent.given"}, "of": "group"}, ".of", "no_such_filter"),
    ({"op": "did", "fact": SAID, "at_least": -1}, ".at_least", "too_small"),
    ({"op": "did", "fact": SAID, "at_least": 3, "at_most": 2}, ".at_least", "nothing_between"),
    (last(0), ".window.days", "window_empty"),
    (last(-5), ".window.days", "window_empty"),
    (last(10_000), ".window.days", "window_too_long"),
    ({"op": "amount", "fact": SAID, "measure": "sum", "at_least": 1}, ".fact.kind", "no_such_filter"),
    ({"op": "amount", "fact": BOUGHT, "measure": "sum"}, ".at_least", "no_bounds"),
    (between({"days_ago": 3}, {"days_ago": 5}), ".window.until", "window_backwards"),
    (between({"day": "2026-05-02"}, {"day": "2026-05-01"}), ".window.until", "window_backwards"),
    (between({"instant": 5}, {"instant": 5}), ".window.until", "window_backwards"),
    (between({"instant": -5}, None), ".window.since.instant", "bad_instant"),
    (between({"days_ago": -1}, None), ".window.since.days_ago", "days_out_of_range"),
    (between({"days_ago": 1, "day": "2026-05-01"}, None), ".window.since", "moment_unclear"),
    (
        {"op": "sequence", "first": SAID, "then": BOUGHT, "within_hours": 0},
        ".within_hours",
        "hours_out_of_range",
    ),
    ({"op": "segment", "segment": 9}, ".segment", "unknown_segment"),
    ({"op": "group", "states": ["odd"]}, ".states[0]", "unknown_state"),
    ({"op": "group", "advice": ["odd"]}, ".advice[0]", "unknown_advice"),
    ({"op": "owner", "staff": [99]}, ".staff[0]", "unknown_staff"),
    ({"op": "source", "sources": ["odd"]}, ".sources[0]", "unknown_source"),
    ({"op": "stage", "stages": ["odd"]}, ".stages[0]", "unknown_stage"),
    ({"op": "tie", "ties": ["odd"]}, ".ties[0]", "unknown_tie"),
    ({"op": "score", "of": "money", "at_least": 0}, ".at_least", "too_small"),
    ({"op": "tier", "layer": 2}, ".layer", "unknown_layer"),
    ({"op": "tier", "layer": 1, "tiers": [4]}, ".tiers[0]", "unknown_tier"),
    ({"op": "spending", "measure": "orders", "at_most": -1}, ".at_most", "too_small"),
    ({"op": "sample", "salt": "a", "start": 10, "end": 10}, ".start", "bad_sample"),
]


@pytest.mark.parametrize(
    ("rule", "at", "code"), ONE, ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_fault_is_told_with_its_place(rule: dict[str, Any], at: str, code: str) -> None:
    for told, place in (
        (rule, "rule"),
        ({"op": "all", "rules": [{"op": "spreading"}, rule]}, "rule.rules[1]"),
    ):
        (found,) = faults(told)
        assert (found.at, found.code) == (place + at, code)
        assert all(t(lang, f"fault.{code}", **found.params) for lang in ("en", "zh"))


SOUND = [
    {"op": "all", "rules": []}, last(1), last(3_650), between({"days_ago": 5}, {"days_ago": 5}),
    {"op": "number", "attribute": "cents", "at_least": -5, "at_most": -5},
    {"op": "anniversary", "attribute": "born", "within": 0},
    {"op": "date", "attribute": "born", "until": {"days_ago": -30}},
    {"op": "choice", "attribute": "many", "values": ["x", "y"], "how": "all_of"},
    {"op": "did", "fact": SAID, "at_least": 0, "at_most": 0}, {"op": "sample", "salt": "a", "start": 0, "end": 10_000},
    {"op": "group"}, {"op": "owner"}, {"op": "tier", "layer": 1},
]  # fmt: skip


@pytest.mark.parametrize("rule", SOUND)
def test_the_nearest_sound_rule_has_none(rule: dict[str, Any]) -> None:
    assert faults(rule) == []


def test_without_lists_of_groups_and_staff_they_are_not_looked_up() -> None:
    there = replace(WORLD, groups=None, staff=None, states=None, advice=None)
    assert faults({"op": "group", "groups": [99], "states": ["odd"]}, there) == []


def both(*rules: dict[str, Any]) -> dict[str, Any]:
    return {"op": "all", "rules": list(rules)}


def n(**bounds: int) -> dict[str, Any]:
    return {"op": "number", "attribute": "n", **bounds}


SPREADS = {"op": "spreading"}


@pytest.mark.parametrize(
    "rule",
    [
        both(n(at_least=5), n(at_most=4)),
        both(n(at_least=1, at_most=9), n(at_least=3), n(at_most=2)),
        both(SPREADS, {"op": "not", "rule": SPREADS}),
        both({"op": "not", "rule": SPREADS}, SPREADS),
        both({"op": "did", "fact": SAID, "at_least": 3}, {"op": "did", "fact": SAID, "at_most": 2}),
        both({"op": "did", "fact": SAID}, {"op": "not", "rule": {"op": "did", "fact": SAID}}),
        both({"op": "choice", "attribute": "one", "values": ["x"]}, {"op": "choice", "attribute": "one", "values": ["y"]}),
        both({"op": "spending", "measure": "spent", "at_least": 9}, {"op": "spending", "measure": "spent", "at_most": 8}),
    ],
)  # fmt: skip
def test_conditions_that_cant_hold_together(rule: dict[str, Any]) -> None:
    (found,) = faults(rule)
    assert (found.at, found.code) == (f"rule.rules[{len(rule['rules']) - 1}]", "contradiction")


@pytest.mark.parametrize(
    "rule",
    [
        both(n(at_least=5), n(at_most=5)),
        both(n(at_least=5), {"op": "number", "attribute": "cents", "at_most": 4}),
        both({"op": "choice", "attribute": "many", "values": ["x"]}, {"op": "choice", "attribute": "many", "values": ["y"]}),
        both({"op": "did", "fact": SAID, "at_least": 3}, {"op": "did", "fact": BOUGHT, "at_most": 2}),
        {"op": "any", "rules": [SPREADS, {"op": "not", "rule": SPREADS}]},
    ],
)  # fmt: skip
def test_conditions_that_can(rule: dict[str, Any]) -> None:
    assert faults(rule) == []


def circle(*links: tuple[int, int]) -> Any:
    """A world with segments that each name the next."""
    return replace(WORLD, segments={a: Segment(r.Not(r.InSegment(b))) for a, b in links})


@pytest.mark.parametrize(
    ("there", "segment"),
    [(circle((1, 1)), None), (circle((1, 2), (2, 1)), None), (circle((1, 2), (2, 3), (3, 2)), None),
     (circle((1, 2), (2, 7), (7, 1)), 7)],
)  # fmt: skip
def test_segments_in_a_circle(there: Any, segment: int | None) -> None:
    found = faults({"op": "segment", "segment": 1}, there, segment=segment)
    assert [(one.at, one.code) for one in found] == [("rule.segment", "segment_circle")]


def test_a_circle_is_one_though_members_are_kept() -> None:
    kept = {1: Segment(r.InSegment(2), kept=True), 2: Segment(r.InSegment(1), kept=True)}
    (found,) = faults({"op": "segment", "segment": 1}, replace(WORLD, segments=kept))
    assert found.code == "segment_circle"


def test_two_ways_to_one_segment_are_no_circle() -> None:
    segments = {
        1: Segment(r.All([r.InSegment(2), r.InSegment(3)])),
        2: Segment(r.InSegment(3)),
        3: Segment(None),
    }
    assert faults({"op": "segment", "segment": 1}, replace(WORLD, segments=segments)) == []


def nested(levels: int) -> r.Rule:
    rule: r.Rule = r.Spreading()
    for _ in range(levels - 1):
        rule = r.Not(rule)
    return rule


def test_depth() -> None:
    assert check(nested(20), WORLD) == []
    assert [one.code for one in check(nested(21), WORLD)] == ["too_deep"]
    (found,) = check(nested(100_000), WORLD)
    assert found.code == "too_deep"
    assert len(found.at) < 500


def test_depth_counts_through_segments() -> None:
    there = replace(WORLD, segments={1: Segment(nested(15))})
    wrapped = r.Not(r.Not(r.Not(r.Not(r.Not(r.InSegment(1))))))
    assert check(wrapped, there) == []
    assert [one.code for one in check(r.Not(wrapped), there)] == ["too_deep"]


def test_five_thousand_conditions() -> None:
    def draws(count: int) -> r.Rule:
        return r.AnyOf([r.Sample(str(n), 0, 1) for n in range(count)])

    assert check(draws(MAX_CONDITIONS), WORLD) == []
    assert [one.code for one in check(draws(5_000), WORLD)] == ["too_many_conditions"]
    there = replace(WORLD, segments={1: Segment(draws(150))})
    assert check(r.InSegment(1), there) == []
    twice = r.All([r.InSegment(1), r.Not(draws(60))])
    assert [(one.at, one.code) for one in check(twice, there)] == [("rule", "too_many_conditions")]


def test_cost() -> None:
    said, bought = r.Fact("message.sent"), r.Fact("order.placed")
    slow = [r.Sequence(said, bought, hours) for hours in range(1, 40)]
    assert check(r.AnyOf([*slow[:30]]), WORLD) == []
    assert [one.code for one in check(r.AnyOf([*slow]), WORLD)] == ["too_costly"]


def test_at_most_a_hundred_faults() -> None:
    assert len(check(r.All([r.Known(f"no{n}") for n in range(150)]), WORLD)) == 100


def test_every_fault_has_its_sentence_and_no_sentence_is_idle() -> None:
    folder = Path(check.__code__.co_filename).parent
    known = {key.removeprefix("fault.") for key in catalogue("en") if key.startswith("fault.")}
    told = {
        node.value
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert known <= told
    given = {
        str(node.args[1].value)
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Fault" and len(node.args) > 1
        if isinstance(node.args[1], ast.Constant)
    }
    assert len(given) > 20
    assert given <= known
