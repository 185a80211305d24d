"""Rules as JSON: the same back, faults with their places, bombs that don't go off, the published schema."""

import json

import jsonschema
import pytest
from hypothesis import given, settings
from tests.engine.rules import RULES

from yutang.engine import Fault, parse, schema
from yutang.engine import rule as r
from yutang.engine.codec import MAX_BYTES, encode
from yutang.locales import t

SCHEMA = jsonschema.Draft202012Validator(schema())


@settings(max_examples=60, deadline=None)
@given(rule=RULES)
def test_the_schema_takes_what_the_language_says(rule: r.Rule) -> None:
    assert parse(encode(rule)) == rule
    SCHEMA.validate(json.loads(encode(rule)))


@pytest.mark.parametrize(
    ("told", "at", "code"),
    [
        ('{"op"', "rule", "not_json"),
        (b"\xff\xfe", "rule", "not_json"),
        ("", "rule", "not_json"),
        ("[]", "rule", "not_of_the_language"),
        ('{"op":"nothing"}', "rule.op", "not_of_the_language"),
        ('{"rules":[]}', "rule", "not_of_the_language"),
        ('{"op":"all","rules":[{"op":"did","fact":{"kind":3}}]}', "rule.rules[0].fact.kind", "not_of_the_language"),
        ('{"op":"known","attribute":"a","more":1}', "rule", "not_of_the_language"),
        ('{"op":"number","attribute":"a","at_least":"5"}', "rule.at_least", "not_of_the_language"),
        ('{"op":"number","attribute":"a","at_least":1.5}', "rule.at_least", "not_of_the_language"),
        ('{"op":"number","attribute":"a","at_least":1e999}', "rule.at_least", "not_of_the_language"),
        ('{"op":"not","rule":' * 5_000 + "1", "rule", "too_deep"),
        ("[" * 100_000, "rule", "not_of_the_language"),
        ('{"op":"text","attribute":"a","values":[' + '"x",' * 1_001 + '"x"]}', "rule.values", "not_of_the_language"),
        (" " * (MAX_BYTES + 1), "rule", "too_long"),
    ],
)  # fmt: skip
def test_what_is_no_rule_is_a_fault_with_its_place(told: str | bytes, at: str, code: str) -> None:
    found = parse(told)
    assert isinstance(found, Fault)
    assert (found.at, found.code) == (at, code)
    assert all(t(lang, f"fault.{code}", **found.params) for lang in ("en", "zh"))


def test_the_schema_refuses_it_too() -> None:
    assert not SCHEMA.is_valid({"op": "nothing"})
    assert not SCHEMA.is_valid({"op": "all", "rules": [{"op": "not", "rule": 1}]})


def test_no_tuple_goes_through_the_api() -> None:
    assert "prefixItems" not in json.dumps(schema())
