# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
"""What somebody has to hand over, what keeps each of it, and who could take it. Sets, from facts and State."""

from collections.abc import Collection, Sequence

import duckdb
import msgspec
import sqlalchemy as sa

from yutang.accounts.model import Scope
from yutang.accounts.store import in_scope
from yutang.connections import employed
from yutang.connections.employed import Seat
from yutang.customers.tables import identity
from yutang.groups.tables import customer_group
from yutang.handover import items
from yutang.handover.model import FULL_FOR, TERM, TWICE, Candidate, Reason, Receiver, Thing, room
from yutang.kit.errors import YutangError
from yutang.ledger.catalogue import Role
from yutang.ledger.erase import NOBODY

PLATFORM = "wecom"
_HANDED_ON = 2  # relation.how
# Accounts of whoever the giver follows now, and of whoever waits for somebody else; `held`: a relation goes on, or the
# platform says that they wait. `moves`: how often they changed hands in the last 90 days.
_CUSTOMERS = f"""
with held as (
  select r.identity_id as id from relation r where r.staff_id = $giver and r.ended is null
  union
  select i.id from identity i where i.platform = '{PLATFORM}' and i.external_id in (select unnest($waiting::varchar[]))
), asked as (
  select id from held where $everything
  union
  select id from (select unnest($chosen::bigint[]) as id)
  where id in (select id from held) or id in (select identity_id from relation where staff_id = $giver)
), moved as (
  select identity_id as id, count(*) as moves from relation
  where how = {_HANDED_ON} and since > make_timestamp($since) and identity_id in (select id from asked) group by 1
)
select i.id, starts_with(i.external_id, '{NOBODY}') as erased, i.id in (select id from held) as held,
  coalesce(m.moves, 0) as moves
from asked join identity i using (id) left join moved m using (id) where i.platform = '{PLATFORM}' order by i.id
"""
_LOADS = """
select staff_id, count(distinct identity_id) from relation
where ended is null and staff_id in (select unnest($staff::bigint[])) group by 1
"""


class Giver(msgspec.Struct, frozen=True, kw_only=True):
    """Whose customers and groups are handed over."""

    id: int
    name: str
    seat: Seat


def giver_of(conn: sa.Connection, scope: Scope, id_: int) -> Giver:
    """Raises YutangError: not_found (also out of scope), handover_unseated {name}: no connection knows them."""
    one = identity.c
    wanted = sa.select(one.name, one.external_id, one.platform).where(
        one.id == id_, one.role == Role.STAFF, in_scope(one.id, scope)
    )
    row = conn.execute(wanted).one_or_none()
    if row is None:
        raise YutangError("not_found", what="staff")
    name = row.name or row.external_id
    seat = employed.seats(conn, row.external_id).get(row.external_id) if row.platform == PLATFORM else None
    if seat is None:
        raise YutangError("handover_unseated", name=name)
    return Giver(id=id_, name=name, seat=seat)


def customers(
    conn: sa.Connection, cursor: duckdb.DuckDBPyConnection, giver: Giver, chosen: Sequence[int] | None, *, now: int,
    other_than: int = 0,
) -> list[Candidate]:  # fmt: skip
    """All of the giver's, or those chosen; by account."""
    waiting = employed.waiting_for(conn, giver.seat.connection_id, giver.seat.userid)
    asked = {
        "giver": giver.id, "waiting": waiting, "everything": chosen is None, "chosen": list(chosen or ()),
        "since": now - TERM,
    }  # fmt: skip
    moving = items.moving(conn, Thing.CUSTOMER, other_than=other_than)
    rows = cursor.execute(_CUSTOMERS, asked).fetchall()
    return [
        Candidate(id_, _keeps(id_ in moving, erased=erased, held=held, moves=moves))
        for id_, erased, held, moves in rows
    ]


def _keeps(moving: bool, *, erased: bool, held: bool, moves: int) -> Reason:  # noqa: FBT001 - what holds first
    if erased:
        return Reason.ERASED
    if not held:
        return Reason.NO_RELATION
    if moving:
        return Reason.MOVING
    return Reason.LATELY if moves >= TWICE else Reason.NONE


def groups(
    conn: sa.Connection, giver: Giver, scope: Scope, chosen: Sequence[int] | None, *, other_than: int = 0
) -> list[Candidate]:
    """Groups that the giver owns, or of those in the scope the chosen. Only the platform knows how often each changed
    hands."""
    one = customer_group.c
    wanted = sa.select(one.id, one.owner_id, one.dismissed).where(one.platform == PLATFORM)
    if chosen is None:
        wanted = wanted.where(one.owner_id == giver.id, one.dismissed.is_(None))
    else:
        wanted = wanted.where(one.id.in_(list(chosen)), in_scope(one.owner_id, scope))
    moving = items.moving(conn, Thing.GROUP, other_than=other_than)
    found: list[Candidate] = []
    for row in conn.execute(wanted.order_by(one.id)):
        kept = Reason.MOVING if row.id in moving else Reason.NONE
        kept = Reason.NO_RELATION if row.owner_id != giver.id else kept
        found.append(Candidate(row.id, Reason.GROUP_OVER if row.dismissed is not None else kept))
    return found


def receivers(
    conn: sa.Connection, cursor: duckdb.DuckDBPyConnection, giver: Giver, scope: Scope, *, now: int,
    only: Collection[int] | None = None,
) -> list[Receiver]:  # fmt: skip
    """Whoever the giver's connection sees, in the scope; whoever has the least customers first. `only`: of these, and
    those of them who work there no more are told as not active."""
    connection = giver.seat.connection_id
    seats = employed.seats(conn)
    one = identity.c
    wanted = sa.select(one.id, one.name, one.external_id).where(
        one.platform == PLATFORM, one.id != giver.id, in_scope(one.id, scope)
    )
    wanted = (
        wanted.where(one.id.in_(list(only))) if only is not None else wanted.where(one.role == Role.STAFF)
    )
    rows = conn.execute(wanted).all()
    here = {ref for ref, seat in seats.items() if not seat.left and seat.connection_id == connection}
    if only is None:
        rows = [row for row in rows if row.external_id in here]
    loads = dict(cursor.execute(_LOADS, {"staff": [row.id for row in rows]}).fetchall())
    coming, full = items.coming(conn), items.full_since(conn, now - FULL_FOR)
    found = [
        Receiver(
            id=row.id, ref=row.external_id, name=row.name or row.external_id, load=loads.get(row.id, 0),
            room=room(loads.get(row.id, 0), coming.get(row.id, 0), full=row.id in full),
            active=row.external_id in here,
        )
        for row in rows
    ]  # fmt: skip
    return sorted(found, key=lambda each: (each.load, each.name, each.id))
