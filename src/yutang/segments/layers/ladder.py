# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownParameterType=false, reportUnknownArgumentType=false
"""Which tier everybody belongs to, and what has to change: sets on one cursor of DuckDB, never a customer at a time.

Up as soon as a higher tier's rule holds. Down only when neither the own tier's rule nor its softer stay rule holds,
and its hold time is over; then to the highest tier whose rule holds, or out.
"""

from collections.abc import Callable, Mapping
from typing import Protocol

import duckdb
import msgspec
import pyarrow as pa

from yutang.engine import Rule, World, compile_rule
from yutang.kit.clock import moment
from yutang.ledger.catalogue import Kind
from yutang.segments.layers.model import Layer
from yutang.segments.recording import recordable


class Ids(Protocol):
    """A query that answers `customer_id`, and what it binds by `$name`."""

    @property
    def sql(self) -> str: ...

    @property
    def params(self) -> Mapping[str, object]: ...


Find = Callable[[Rule], Ids]


class Plan(msgspec.Struct, frozen=True):
    """What a sweep of one layer asks for.

    `placed`: first tiers, which nothing speaks against: rows for `Ledger.record`. `proposed`: (customer_id, from_tier,
    to_tier) that are not proposed yet; `lapsed`: ids of proposals that the rules no longer ask for.
    """

    placed: pa.Table
    proposed: pa.Table
    lapsed: pa.Table


def finder(world: World, now: int) -> Find:
    """Rules of the engine's language, compiled; `now`: µs."""
    return lambda rule: compile_rule(rule, world, now=now)


# Who is where, from the facts that say so; `tier_member` is the same, kept for the rules. (arg_max alone would pass
# over the nulls, that is, over everybody who left.)
_HELD = f"""select source_id as layer_id, customer_id, arg_max_null(object_id, (happened, key_hi, key_lo)) as tier_id,
        max(happened) as since
    from fact where kind = {Kind.TIER_CHANGED:d} and source_id = $layer and customer_id is not null
    group by source_id, customer_id"""

_NEXT = f"""create or replace temp table ly_next as
    with best as (
        select e.customer_id, arg_max(t.tier_id, t.position) as tier_id, max(t.position) as position
        from ly_enter e join ly_tier t on t.tier_id = e.tier_id group by e.customer_id
    ), held as (
        select h.customer_id, h.tier_id, h.since + to_days(t.hold_days) > $now as held, t.position
        from ({_HELD}) h join ly_tier t on t.tier_id = h.tier_id
    )
    select c.id as customer_id, h.tier_id as was, case when h.tier_id is null then b.tier_id
        when b.position >= h.position then b.tier_id
        when h.held or s.tier_id is not null then h.tier_id
        else b.tier_id end as tier_id
    from customer c left join best b on b.customer_id = c.id left join held h on h.customer_id = c.id
    left join ly_stay s on s.customer_id = c.id and s.tier_id = h.tier_id
    where h.tier_id is not null or b.tier_id is not null"""


def climb(cursor: duckdb.DuckDBPyConnection, layer: Layer, find: Find, now: int) -> None:
    """Make the temporary table `ly_next` (customer_id, was, tier_id): where everybody belongs at `now` (µs).

    `was`: the tier that the facts hold, null for none and for a tier that is no longer one of the layer's.
    """
    rows = [{"tier_id": t.id, "position": n, "hold_days": t.hold_days} for n, t in enumerate(layer.tiers)]
    shape = pa.schema([("tier_id", pa.int64()), ("position", pa.int32()), ("hold_days", pa.int32())])
    cursor.register("_tiers", pa.Table.from_pylist(rows, shape))
    cursor.execute("create or replace temp table ly_tier as select * from _tiers")
    cursor.unregister("_tiers")
    for table in ("ly_enter", "ly_stay"):
        cursor.execute(f"create or replace temp table {table} (tier_id bigint, customer_id bigint)")
    for tier in layer.tiers:
        for table, rule in (("ly_enter", tier.rule), ("ly_stay", tier.stay)):
            if rule is not None:
                found = find(rule)
                sql = f"insert into {table} select {tier.id:d}, customer_id from ({found.sql}) x"
                cursor.execute(sql, dict(found.params) or None)
    cursor.execute(_NEXT, {"layer": layer.id, "now": moment(now).replace(tzinfo=None)})


def plan(cursor: duckdb.DuckDBPyConnection, layer: Layer, find: Find, now: int, standing: pa.Table) -> Plan:
    """What has to change. `standing`: the proposals that stand (id, customer_id, from_tier, to_tier), refused ones too.

    Changes nothing but temporary tables of the cursor.
    """
    climb(cursor, layer, find, now)
    cursor.register("_standing", standing)
    cursor.execute(
        """create or replace temp table ly_proposed as
        select s.id, s.customer_id, n.customer_id is not null as asked
        from _standing s left join ly_next n on n.customer_id = s.customer_id and n.was = s.from_tier
            and n.tier_id is distinct from n.was and n.tier_id is not distinct from s.to_tier"""
    )
    cursor.unregister("_standing")
    placed = cursor.sql(
        f"""select {Kind.TIER_CHANGED:d}::smallint as kind, $now::bigint as happened, customer_id as identity_id,
            $layer::bigint as source_id, tier_id as object_id, was as amount
        from ly_next where was is null order by customer_id""",
        params={"now": now, "layer": layer.id},
    ).to_arrow_table()
    proposed = cursor.sql(
        """select customer_id, was as from_tier, tier_id as to_tier from ly_next
        where was is not null and tier_id is distinct from was
            and customer_id not in (select customer_id from ly_proposed where asked)
        order by customer_id"""
    ).to_arrow_table()
    lapsed = cursor.sql("select id from ly_proposed where not asked order by id").to_arrow_table()
    return Plan(recordable(placed), proposed, lapsed)


def hold(cursor: duckdb.DuckDBPyConnection, layer: Layer) -> int:
    """Make the layer's rows of `tier_member` anew from the facts, inside the caller's transaction; how many."""
    cursor.execute("delete from tier_member where layer_id = $layer", {"layer": layer.id})
    made = cursor.execute(
        f"""insert into tier_member by name
        select * from ({_HELD}) h semi join customer c on c.id = h.customer_id
        where tier_id in (select unnest($tiers::bigint[]))""",
        {"layer": layer.id, "tiers": [tier.id for tier in layer.tiers]},
    )
    return made.fetchall()[0][0]
