"""Layers for tests: rules that name a set of ids, and a finder that knows those sets."""

from collections.abc import Collection, Mapping

import duckdb
import msgspec
from tests.segments.population import Population, at

from yutang.engine.rule import InSegment, Rule
from yutang.kit.clock import EPOCH
from yutang.ledger.catalogue import Kind
from yutang.segments.layers.model import Layer, Tier


class Listed(msgspec.Struct, frozen=True):
    """A query over ids that are given."""

    params: Mapping[str, object]
    sql: str = "select unnest($ids::bigint[]) as customer_id"


def within(sets: Mapping[int, Collection[int]]):
    """A finder: the rule "in segment n" holds for the customers of `sets[n]`."""

    def find(rule: Rule) -> Listed:
        assert isinstance(rule, InSegment)
        return Listed({"ids": sorted(sets.get(rule.segment, ()))})

    return find


def ladder(*tiers: tuple[int, int | None, int], first: int = 11) -> Layer:
    """Tiers of (segment to come in, segment to stay, hold days), the lowest first; ids from `first` on."""
    made = [
        Tier(id=first + n, name=f"T{n}", rule=InSegment(enter), stay=None if stay is None else InSegment(stay),
             hold_days=hold, capacity=None)
        for n, (enter, stay, hold) in enumerate(tiers)
    ]  # fmt: skip
    return Layer(id=1, name="L", tiers=made, created_at=0, changed_at=0)


def micros(day: int, hour: float = 12.0) -> int:
    """µs of an instant `day` days before the population's day."""
    return int((at(day, hour) - EPOCH.replace(tzinfo=None)).total_seconds()) * 1_000_000


def changed(world: Population, who: int, tier: int | None, day: int, layer: int = 1) -> None:
    """A fact: their tier changed at noon of that day."""
    world.fact(Kind.TIER_CHANGED, who, at(day), object_id=tier, source=layer)


def belongs(con: duckdb.DuckDBPyConnection) -> dict[int, tuple[int | None, int | None]]:
    """(was, tier) by customer, after a climb."""
    rows = con.execute("select customer_id, was, tier_id from ly_next").fetchall()
    return {who: (was, tier) for who, was, tier in rows}
