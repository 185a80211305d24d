"""Which tags a rule names, by their codes: as a condition, of facts, of groups. Pure."""

from collections.abc import Mapping
from typing import Any, cast

import msgspec

from yutang.engine import Rule
from yutang.engine.walk import leaves

_FIELDS = ("tag", "tags")


def named(rule: Rule | None) -> set[str]:
    """Codes of tags."""
    if rule is None:
        return set()
    return {code for _, leaf in leaves(rule) for code in _codes(msgspec.to_builtins(leaf))}


def leads_to(code: str, first: Rule, rules: Mapping[str, Rule]) -> bool:
    """Whether a rule asks for a tag, itself or through the rules of the tags it asks for."""
    waiting, seen = [first], set[str]()
    while waiting:
        fresh = named(waiting.pop()) - seen
        seen |= fresh
        waiting += [rules[one] for one in fresh if one in rules]
    return code in seen


def _codes(told: Any) -> list[str]:
    """The texts under the fields that name tags, however deep: a leaf holds facts, which hold tags."""
    if not isinstance(told, dict):
        return []
    found: list[str] = []
    for name, value in cast("dict[str, Any]", told).items():
        if name in _FIELDS:
            found += [value] if isinstance(value, str) else cast("list[str]", value)
        else:
            found += _codes(value)
    return found
