"""What asks for a segment: nobody may take it away meanwhile."""

from collections.abc import Callable
from typing import Any

import msgspec
import sqlalchemy as sa

from yutang.engine import Rule
from yutang.engine.rule import InSegment
from yutang.engine.walk import leaves
from yutang.segments.layers import store as layers
from yutang.segments.saved import store
from yutang.segments.saved.model import Use
from yutang.segments.tags.tables import tag, tag_rule

# What of a package above asks for segments: that package is not known here, whoever calls hands it in.
Asking = Callable[[sa.Connection], list[tuple[Use, set[int]]]]


def nothing(_: sa.Connection) -> list[tuple[Use, set[int]]]:
    return []


def named(rule: Rule | None) -> set[int]:
    """The segments that a rule names itself."""
    return (
        {leaf.segment for _, leaf in leaves(rule) if isinstance(leaf, InSegment)}
        if rule is not None
        else set()
    )


def uses(conn: sa.Connection, also: Asking = nothing) -> dict[int, list[Use]]:
    """Who asks for which segment, of all in use."""
    found: dict[int, list[Use]] = {}
    asking = [(Use("segment", one.id, one.name), named(one.rule)) for one in store.segments(conn)]
    for layer in layers.layers(conn):
        rules = [rule for tier in layer.tiers for rule in (tier.rule, tier.stay)]
        asking.append(
            (Use("layer", layer.id, layer.name), set[int]().union(*(named(rule) for rule in rules)))
        )
    asking += _auto_tags(conn)
    asking += also(conn)
    for use, ids in asking:
        for id_ in ids:
            found.setdefault(id_, []).append(use)
    return found


def _auto_tags(conn: sa.Connection) -> list[tuple[Use, set[int]]]:
    wanted = sa.select(tag.c.id, tag.c.code, tag_rule.c.says).join(tag_rule, tag_rule.c.tag_id == tag.c.id)
    rows = conn.execute(wanted.where(tag.c.archived_at.is_(None)))
    return [(Use("autotag", row.id, row.code), set(in_json(msgspec.json.decode(row.says)))) for row in rows]


def in_json(value: Any) -> list[int]:
    """Segments named anywhere in a rule's JSON, whatever lies around it."""
    if isinstance(value, list):
        return [id_ for inner in value for id_ in in_json(inner)]  # pyright: ignore[reportUnknownVariableType]
    if not isinstance(value, dict):
        return []
    named_here = [value["segment"]] if value.get("op") == "segment" else []  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    return named_here + [id_ for inner in value.values() for id_ in in_json(inner)]  # pyright: ignore[reportUnknownVariableType]


def used_by(conn: sa.Connection, segment_id: int, also: Asking = nothing) -> list[Use]:
    return uses(conn, also).get(segment_id, [])
