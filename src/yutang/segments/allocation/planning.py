# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""A plan as somebody asks for it: gathered, seated, and told person by person. Nothing is written and nobody moved.

The same question on the same facts gives the same plan, so that a preview, its pages and its file agree.
"""

from collections.abc import Sequence

import duckdb
import msgspec
import numpy as np
import pyarrow as pa
import sqlalchemy as sa

from yutang.accounts.model import Scope
from yutang.customers import definitions
from yutang.customers.queries.owners import placed
from yutang.kit.errors import YutangError
from yutang.ledger.catalogue import Role
from yutang.ledger.marks import mark
from yutang.segments.allocation import kept
from yutang.segments.allocation.gathering import ROOM, Gathered, TagPlaces, gather
from yutang.segments.allocation.model import NOBODY, Ints, Limits, Seat, Seating
from yutang.segments.allocation.place import seat
from yutang.segments.layers.model import Layer
from yutang.segments.tags import store as tags
from yutang.staff import ownership, store
from yutang.staff.scope import customers_in_scope

_NAMES = f"""with asked as (select unnest($ids::bigint[]) as id)
select id, name from customer semi join asked using (id)
union select id, coalesce(name, external_id) from identity semi join asked using (id) where role = {Role.STAFF:d}"""
# People who sit in a group and are not of the plan keep their seats: they are in no tier, or not the viewer's. Those of
# the plan who keep one count where seats are given (`place`).
_TAKEN = """select s.group_id, count(distinct i.customer_id) from membership s
join identity i on i.id = s.identity_id join customer c on c.id = i.customer_id
where s."left" is null and s.group_id in (select unnest($groups::bigint[])) and i.customer_id not in (
  select m.customer_id from tier_member m where m.layer_id = $layer and $SEEN)
group by s.group_id"""

_VALUED = "select 1 from attribute where attribute_id = ? limit 1"


class RoomWanted(msgspec.Struct, frozen=True, kw_only=True):
    """A group that may be filled, with customers of a tier and, with regions, of a region. `limit`: people."""

    group_id: int
    tier_id: int
    region: str | None = None
    limit: int | None = None


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """`most`: people in a group where neither tier nor group says otherwise. Regions: values of the attribute, or names
    of the tag group's tags; neither: everybody is seated together. `new_groups`: for one tier and region; None: any."""

    rooms: Sequence[RoomWanted]
    most: int
    attribute: str | None = None
    tag_group: int | None = None
    new_groups: int | None = None


class Planned(msgspec.Struct, frozen=True):
    gathered: Gathered
    seating: Seating

    def region(self, code: int) -> str | None:
        return None if code == NOBODY else self.gathered.regions[code]

    def opened(self, row: int) -> int | None:
        """1, 2, … for a group that is to be opened; None for one that exists."""
        there = len(self.gathered.rooms.group)
        return None if row < there else row - there + 1

    def moving(self) -> Ints:
        """Rows of the people who go somewhere, or would and can't."""
        return np.flatnonzero(self.seating.reason != Seat.STAYS)

    def moves(self) -> pa.Table:
        """Who goes into another group than they sit in, or into one at all: rows of kept.MOVE."""
        seating, people = self.seating, self.gathered.people
        rows = np.flatnonzero((seating.place != NOBODY) & (seating.reason != Seat.STAYS))
        place, there = seating.place[rows], len(self.gathered.rooms.group)
        names = pa.array(self.gathered.regions, pa.string())
        region = people.region[rows]
        return pa.table(
            {
                "customer_id": people.customer[rows], "tier_id": people.tier[rows],
                "region": names.take(pa.array(region, pa.int64(), mask=region == NOBODY)),
                "owner_id": _column(people.owner[rows]), "from_group": _column(people.group[rows]),
                "to_group": _column(seating.group[place]),
                "opened": _column(np.where(place < there, NOBODY, place - there + 1)),
            }, kept.MOVE,
        )  # fmt: skip

    def digest(self) -> str:
        """Two plans with the same moves have the same."""
        return kept.digest(self.moves())

    def targets(self) -> list[int]:
        """Groups that somebody comes to."""
        groups = self.seating.group[
            (self.seating.after > self.seating.before) & (self.seating.group != NOBODY)
        ]
        return sorted(set(groups.tolist()))


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """Where one customer goes. `to_group` None and `opened` None: nowhere, for `reason`."""

    customer_id: int
    name: str | None
    tier_id: int
    region: str | None
    owner_id: int | None
    owner: str | None
    from_group: int | None
    to_group: int | None
    opened: int | None
    reason: Seat


def planned(
    conn: sa.Connection, cursor: duckdb.DuckDBPyConnection, layer: Layer, asked: Asked, scope: Scope, *, now: int
) -> Planned:  # fmt: skip
    """Seat everybody in the layer whom the scope shows. Raises YutangError for rooms of tiers that the layer hasn't,
    for a group that is named twice, and for regions that nobody could live in (allocation_attribute, not_found)."""
    known = {tier.id for tier in layer.tiers}
    if any(room.tier_id not in known for room in asked.rooms):
        raise YutangError("layer_tier_unknown")
    if len({room.group_id for room in asked.rooms}) < len(asked.rooms):
        raise YutangError("allocation_twice")
    rows = _seats(cursor, layer, asked, scope)
    region = _region(conn, cursor, asked, now)
    with placed(cursor, conn):
        found = gather(cursor, layer.id, pa.Table.from_pylist(rows, ROOM),
                       owners=ownership.owners_sql(store.rules(conn)), region=region, scope=scope)  # fmt: skip
    limits = Limits(
        most=asked.most, of_tier={tier.id: tier.capacity for tier in layer.tiers if tier.capacity is not None},
        by_region=region is not None, new_groups=asked.new_groups,
    )  # fmt: skip
    return Planned(found, seat(found.people, found.rooms, limits))


def _seats(
    cursor: duckdb.DuckDBPyConnection, layer: Layer, asked: Asked, scope: Scope
) -> list[dict[str, int | str | None]]:
    """Rows of ROOM; a group that others fill is no room."""
    seen, values = customers_in_scope(scope, "m.customer_id")
    values |= {"groups": [room.group_id for room in asked.rooms], "layer": layer.id}
    taken = dict(cursor.execute(_TAKEN.replace("$SEEN", seen), values).fetchall())
    most = {tier.id: tier.capacity or asked.most for tier in layer.tiers}
    rows: list[dict[str, int | str | None]] = []
    for room in asked.rooms:
        seats = min(room.limit or most[room.tier_id], most[room.tier_id]) - taken.get(room.group_id, 0)
        if seats > 0:
            rows.append(
                {
                    "group_id": room.group_id,
                    "tier_id": room.tier_id,
                    "region": room.region,
                    "size_limit": seats,
                }
            )
    return rows


def _region(
    conn: sa.Connection, cursor: duckdb.DuckDBPyConnection, asked: Asked, now: int
) -> int | TagPlaces | None:
    """An attribute that an import brought and nobody defined will do: people have values of it."""
    if asked.tag_group is not None:
        if all(one.id != asked.tag_group for one in tags.groups(conn)):
            raise YutangError("not_found", what="tag_group")
        return TagPlaces(
            {one.id: one.name for one in tags.tags(conn) if one.group_id == asked.tag_group}, now
        )
    if asked.attribute is None:
        return None
    named = mark("attribute", asked.attribute)
    defined = definitions.one(conn, asked.attribute)
    if defined is None and not cursor.execute(_VALUED, [named]).fetchall():
        raise YutangError("allocation_attribute", attribute=asked.attribute)
    return named


def lines(cursor: duckdb.DuckDBPyConnection, plan: Planned, rows: Ints) -> list[Line]:
    """Of some rows of the people, in their order."""
    who = plan.gathered.people
    ids = sorted({*who.customer[rows].tolist(), *who.owner[rows].tolist()})
    names = dict(
        cursor.execute(
            _NAMES,
            {"ids": ids},
        ).fetchall()
    )
    return [_line(plan, row, names) for row in rows.tolist()]


def _line(plan: Planned, row: int, names: dict[int, str | None]) -> Line:
    who, seating = plan.gathered.people, plan.seating
    place, customer = int(seating.place[row]), int(who.customer[row])
    owner = _known(who.owner[row])
    return Line(
        customer_id=customer, name=names.get(customer), tier_id=int(who.tier[row]),
        region=plan.region(int(who.region[row])), owner_id=owner, owner=None if owner is None else names.get(owner),
        from_group=_known(who.group[row]),
        to_group=None if place == NOBODY else _known(seating.group[place]),
        opened=None if place == NOBODY else plan.opened(place), reason=Seat(int(seating.reason[row])),
    )  # fmt: skip


def _column(values: Ints) -> pa.Array:
    return pa.array(values, pa.int64(), mask=values == NOBODY)


def _known(value: np.int64) -> int | None:
    return None if value == NOBODY else int(value)
