"""What asks for a tag: nobody may take it away meanwhile."""

import sqlalchemy as sa

from yutang.kit.errors import YutangError
from yutang.segments.layers import store as layers
from yutang.segments.saved import store as segments
from yutang.segments.saved.model import Use
from yutang.segments.tags import rules
from yutang.segments.tags.model import Tag
from yutang.segments.tags.naming import named


def uses(conn: sa.Connection) -> dict[str, list[Use]]:
    """Who asks for which tag, by its code: saved segments, layers, rules of other tags."""
    asking = [(Use("segment", one.id, one.name), named(one.rule)) for one in segments.segments(conn)]
    for layer in layers.layers(conn):
        asked = (rule for tier in layer.tiers for rule in (tier.rule, tier.stay))
        asking.append((Use("layer", layer.id, layer.name), set[str]().union(*map(named, asked))))
    asking += [(Use("autotag", one.id, one.name), named(rule)) for _, one, rule in rules.conditions(conn)]
    found: dict[str, list[Use]] = {}
    for use, codes in asking:
        for code in sorted(codes):
            found.setdefault(code, []).append(use)
    return found


def refuse_used(conn: sa.Connection, tag: Tag) -> None:
    """Raises YutangError "tag_in_use" {name, by, n} when a rule of something else asks for the tag."""
    asking = [use for use in uses(conn).get(tag.code, []) if (use.kind, use.id) != ("autotag", tag.id)]
    if asking:
        raise YutangError("tag_in_use", name=tag.name, by=asking[0].name, n=len(asking))
