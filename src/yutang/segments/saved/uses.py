"""What asks for a segment: nobody may take it away meanwhile."""

import sqlalchemy as sa

from yutang.engine import Rule
from yutang.engine.rule import InSegment
from yutang.engine.walk import leaves
from yutang.segments.layers import store as layers
from yutang.segments.saved import store
from yutang.segments.saved.model import Use


def named(rule: Rule | None) -> set[int]:
    """The segments that a rule names itself."""
    return (
        {leaf.segment for _, leaf in leaves(rule) if isinstance(leaf, InSegment)}
        if rule is not None
        else set()
    )


def uses(conn: sa.Connection) -> dict[int, list[Use]]:
    """Who asks for which segment, of all in use."""
    found: dict[int, list[Use]] = {}
    asking = [(Use("segment", one.id, one.name), named(one.rule)) for one in store.segments(conn)]
    for layer in layers.layers(conn):
        rules = [rule for tier in layer.tiers for rule in (tier.rule, tier.stay)]
        asking.append(
            (Use("layer", layer.id, layer.name), set[int]().union(*(named(rule) for rule in rules)))
        )
    for use, ids in asking:
        for id_ in ids:
            found.setdefault(id_, []).append(use)
    return found


def used_by(conn: sa.Connection, segment_id: int) -> list[Use]:
    return uses(conn).get(segment_id, [])
