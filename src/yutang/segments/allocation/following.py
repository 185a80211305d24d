# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
"""A confirmed plan as it stands today: who of it is where they should be, for whoever may see them.

Customers are called as they are now: who was merged since counts for the person they became.
"""

from collections.abc import Generator
from contextlib import contextmanager

import duckdb
import msgspec
import sqlalchemy as sa

from yutang.accounts.model import Scope
from yutang.ledger.catalogue import Role
from yutang.segments.allocation import kept
from yutang.staff.scope import customers_in_scope


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """What one task is about, None: whatever it is. `owner` 0: people of nobody; `opened`: a group yet to be made."""

    owner: int | None = None
    to: int | None = None
    opened: int | None = None


WHOLE = Part()


class Followed(msgspec.Struct, frozen=True, kw_only=True):
    """`arrived`: sits in the group that the plan says; of groups to be opened nobody can tell which they are."""

    customer_id: int
    name: str | None
    tier_id: int
    region: str | None
    owner: str | None
    from_group: int | None
    to_group: int | None
    opened: int | None
    arrived: bool


_NOW = f"""with move as (
  select i.customer_id, m.* exclude (customer_id) from _moves m join identity i on i.id = m.customer_id
  where i.customer_id is not null
), sits as (
  select distinct i.customer_id, s.group_id from membership s join identity i on i.id = s.identity_id
  where s."left" is null and s.group_id in (select to_group from move)
)
select m.customer_id, c.name, m.tier_id, m.region, coalesce(o.name, o.external_id) as owner, m.from_group, m.to_group,
  m.opened, s.customer_id is not null as arrived
from move m join customer c on c.id = m.customer_id
left join identity o on o.id = m.owner_id and o.role = {Role.STAFF:d}
left join sits s on s.customer_id = m.customer_id and s.group_id = m.to_group
where $SEEN"""
_PART = """ and ($owner::bigint is null or m.owner_id is not distinct from nullif($owner, 0))
  and ($to::bigint is null or m.to_group = $to) and ($opened::bigint is null or m.opened = $opened)"""


def part(text: str) -> Part:
    """ "7:31" or "7:+2", as a task's subject ends: of member of staff 7 into group 31, or into new group 2; "0:31": of
    nobody. Raises ValueError for anything else."""
    owner, to = text.split(":")
    new = to.startswith("+")
    return Part(owner=int(owner), to=None if new else int(to), opened=int(to) if new else None)


def counted(
    conn: sa.Connection, cursor: duckdb.DuckDBPyConnection, plan_id: int, scope: Scope
) -> tuple[int, int]:
    """(people, how many of them have arrived), of those that the scope shows."""
    seen, values = customers_in_scope(scope, "m.customer_id")
    with _read(conn, cursor, plan_id):
        sql = f"select count(*), count(*) filter (arrived) from ({_NOW.replace('$SEEN', seen)})"
        people, arrived = cursor.execute(sql, values or None).fetchall()[0]
    return people, arrived


def people(
    conn: sa.Connection, cursor: duckdb.DuckDBPyConnection, plan_id: int, scope: Scope, *, of: Part = WHOLE, after: int,
    limit: int,
) -> list[Followed]:  # fmt: skip
    """By id, behind `after`."""
    seen, values = customers_in_scope(scope, "m.customer_id")
    values |= msgspec.structs.asdict(of) | {"after": after, "limit": limit}
    sql = (
        _NOW.replace("$SEEN", seen)
        + _PART
        + " and m.customer_id > $after order by m.customer_id limit $limit"
    )
    with _read(conn, cursor, plan_id):
        rows = cursor.execute(sql, values).fetchall()
    return [Followed(**dict(zip(Followed.__struct_fields__, row, strict=True))) for row in rows]


@contextmanager
def _read(conn: sa.Connection, cursor: duckdb.DuckDBPyConnection, plan_id: int) -> Generator[None]:
    cursor.register("_moves", kept.moves_of(conn, plan_id))
    try:
        yield
    finally:
        cursor.unregister("_moves")
