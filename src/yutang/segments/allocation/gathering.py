# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false, reportAttributeAccessIssue=false
"""The columns that seating needs, from the analytics store: one statement for everybody in a layer."""

import duckdb
import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from yutang.accounts.model import Scope
from yutang.segments.allocation.model import NOBODY, Ints, People, Rooms
from yutang.staff.scope import customers_in_scope

# Groups that may be filled: what they are for was said by whoever drew the plan. `region` null without regions;
# `size_limit` null: as the plan's.
ROOM = pa.schema(
    [("group_id", pa.int64()), ("tier_id", pa.int64()), ("region", pa.string()), ("size_limit", pa.int64())]
)


EVERYBODY = Scope(everything=True)


class TagPlaces(msgspec.Struct, frozen=True):
    """Tags that say where somebody lives: names by tag id. `now`: µs, for tags that run out."""

    names: dict[int, str]
    now: int


class Gathered(msgspec.Struct, frozen=True):
    """`regions`: names by number, in the order of their letters."""

    people: People
    rooms: Rooms
    regions: list[str]


# Of several groups that somebody sits in, one that fits them; else the one they came to first. Chats of two and
# groups that were dismissed are no seats.
_ATTRIBUTE = (
    "select customer_id, min(text) as region from attribute where attribute_id = $region group by customer_id"
)
_TAGS = """select t.customer_id, min(p.region) as region from tagging t join _places p on p.tag_id = t.tag_id
  where t.staff_id is null and (t.until is null or t.until > make_timestamp($now)) group by t.customer_id"""
_PEOPLE = """
with lives as ($LIVES), owned as (select customer_id, owner_id from ($OWNERS) o),
person as (
  select m.customer_id, m.tier_id, l.region, o.owner_id from tier_member m
  left join lives l on l.customer_id = m.customer_id left join owned o on o.customer_id = m.customer_id
  where m.layer_id = $layer and $SEEN
), sits as (
  select p.customer_id, arg_min(s.group_id, (
      case when r.tier_id = p.tier_id and ($region is null or r.region = p.region) then 0 else 1 end,
      coalesce(s.joined, timestamp '1970-01-01'), s.group_id)) as group_id
  from person p join identity i on i.customer_id = p.customer_id
  join membership s on s.identity_id = i.id and s."left" is null
  join customer_group g on g.id = s.group_id and not g.private and g.dismissed is null
  left join _rooms r on r.group_id = s.group_id
  group by p.customer_id
)
select p.customer_id, p.tier_id, p.region, p.owner_id, s.group_id
from person p left join sits s on s.customer_id = p.customer_id
order by p.customer_id
"""
# Who sits in rooms besides the group that was found for them keeps those seats: no plan says that they leave.
_SECOND = """
select s.group_id, count(distinct f.customer_id) as taken from membership s
join identity i on i.id = s.identity_id join _found f on f.customer_id = i.customer_id
where s."left" is null and s.group_id in (select group_id from _rooms) and s.group_id is distinct from f.group_id
group by s.group_id
"""


def gather(
    cursor: duckdb.DuckDBPyConnection, layer_id: int, rooms: pa.Table, *, owners: str,
    region: int | TagPlaces | None, scope: Scope = EVERYBODY,
) -> Gathered:  # fmt: skip
    """Everybody in a tier of the layer, and the rooms as columns of numbers.

    `rooms`: rows of ROOM. `owners`: a SELECT of (customer_id, owner_id), of our own code (staff.ownership). `region`:
    the attribute, or the tags, that say where somebody lives; None: regions are not looked at, everybody's is NOBODY.
    """
    seen, values = customers_in_scope(scope, "m.customer_id")
    values |= {"layer": layer_id, "region": 0 if isinstance(region, TagPlaces) else region}
    lives, places = _ATTRIBUTE, dict[int, str]()
    if isinstance(region, TagPlaces):
        lives, places, values = _TAGS, region.names, values | {"now": region.now}
    said = pa.table(
        {"tag_id": pa.array(places.keys(), pa.int64()), "region": pa.array(places.values(), pa.string())}
    )
    sql = _PEOPLE.replace("$OWNERS", owners).replace("$LIVES", lives).replace("$SEEN", seen)
    cursor.register("_rooms", rooms)
    cursor.register("_places", said)
    try:
        found = cursor.sql(sql, params=values).to_arrow_table()
        second = _second_seats(cursor, found)
    finally:
        cursor.unregister("_rooms")
        cursor.unregister("_places")
    told = pa.concat_arrays([_text(found), _text(rooms)])
    regions = sorted(name for name in told.unique().to_pylist() if name is not None)
    customer, tier, owner, group = (
        _ints(found[name]) for name in ("customer_id", "tier_id", "owner_id", "group_id")
    )
    number, of_tier, limit = (_ints(rooms[name]) for name in ("group_id", "tier_id", "size_limit"))
    taken = np.array([second.get(id_, 0) for id_ in number.tolist()], np.int64)
    return Gathered(
        People(customer, tier, _codes(found, regions), owner, group),
        Rooms(number, of_tier, _codes(rooms, regions), limit, taken),
        regions,
    )


def _second_seats(cursor: duckdb.DuckDBPyConnection, found: pa.Table) -> dict[int, int]:
    """How many by room, where there are any."""
    cursor.register("_found", found.select(["customer_id", "group_id"]))
    try:
        return dict(cursor.execute(_SECOND).fetchall())
    finally:
        cursor.unregister("_found")


def _text(table: pa.Table) -> pa.Array:
    return table["region"].cast(pa.string()).combine_chunks()


def _ints(column: pa.ChunkedArray) -> Ints:
    return column.cast(pa.int64()).fill_null(NOBODY).to_numpy()


def _codes(table: pa.Table, regions: list[str]) -> Ints:
    """Each row's place in `regions`."""
    names = pa.array(regions, pa.string())
    index = pc.index_in(_text(table), value_set=names, skip_nulls=True)
    return index.cast(pa.int64()).fill_null(NOBODY).to_numpy(zero_copy_only=False).astype(np.int64)
