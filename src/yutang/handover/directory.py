# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
"""Everybody who works for the brand, with what they carry; and what one who leaves still holds. Sets, in one pass."""

import enum

import duckdb
import msgspec
import sqlalchemy as sa

from yutang.accounts.model import Scope, Viewer
from yutang.accounts.store import in_scope, users
from yutang.connections import departments, employed
from yutang.connections.employed import Seat
from yutang.customers.tables import identity
from yutang.groups.tables import customer_group
from yutang.handover import asking, items
from yutang.handover.model import SEATS, Receiver, Thing
from yutang.kit.clock import DAY
from yutang.kit.errors import YutangError
from yutang.ledger.catalogue import Role
from yutang.outbox.awaiting import awaiting
from yutang.sources import rosters
from yutang.staff import store as organisation
from yutang.tasks.handovers import open_of_staff

MOST = 2_000  # of one list
_WEEK = 7 * DAY
_ADDED = 1  # relation.how
_CARRIED = f"""
select staff_id, count(distinct customer_id),
  count(distinct customer_id) filter (since > make_timestamp($since) and how = {_ADDED})
from relation where ended is null and staff_id in (select unnest($staff::bigint[])) group by 1
"""
_HELD = """
select r.identity_id, r.customer_id, c.name, epoch_us(min(r.since)) as since
from relation r left join customer c on c.id = r.customer_id join identity i on i.id = r.identity_id
where r.staff_id = $giver and r.ended is null and i.platform = 'wecom' and r.identity_id > $after
  and ($q = '' or contains(lower(coalesce(c.name, '')), lower($q)))
group by all order by r.identity_id limit $limit
"""


class Standing(enum.StrEnum):
    """Whether somebody works there. Names for people: locales "staff.standing.<code>"."""

    ACTIVE = "active"
    LEFT = "left"  # or out of the application's sight
    UNSEATED = "unseated"  # no connection ever saw them


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """`load`: of 100, how much of what one member of staff takes is taken. `waiting`: customers of somebody who left,
    whom nobody has got yet. `tasks`: open ones. `unit`: of the organisation here; `department`: of their company, as
    the platform or a list said it last."""

    id: int
    name: str
    standing: Standing
    unit_id: int | None
    unit: str | None
    department: str | None
    customers: int
    groups: int
    new_week: int
    tasks: int
    load: int
    waiting: int


class Link(msgspec.Struct, frozen=True):
    id: str
    name: str


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the leaver's checklist. `code`: locales "staff.check.<code>"; `count`: what is left of it; `moving`:
    what is under way; `links`: what it is, where it can be opened."""

    code: str
    count: int
    moving: int = 0
    links: list[Link] = []


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A customer or a group of somebody's, to choose from. `id`: an account, or a group."""

    id: int
    customer_id: int | None
    name: str | None
    since: int | None
    moving: bool


def members(
    conn: sa.Connection, cursor: duckdb.DuckDBPyConnection, scope: Scope, *, now: int, text: str = "",
    only: int | None = None,
) -> list[Member]:  # fmt: skip
    """By name, at most `MOST` (`count`: how many there are). `only`: one alone."""
    one = identity.c
    wanted = sa.select(one.id, one.name, one.external_id, one.platform).where(*_which(scope, text))
    if only is not None:
        wanted = wanted.where(one.id == only)
    rows = conn.execute(
        wanted.order_by(sa.func.coalesce(one.name, one.external_id), one.id).limit(MOST)
    ).all()
    ids = [row.id for row in rows]
    seats, tasks = employed.seats(conn), open_of_staff(conn)
    units = organisation.units_of(conn, ids)
    called = organisation.names(conn, set(units.values()))
    owned = _groups(conn)
    within = departments.of(cursor, ids)
    carried = {
        row[0]: row[1:] for row in cursor.execute(_CARRIED, {"staff": ids, "since": now - _WEEK}).fetchall()
    }
    found: list[Member] = []
    for row in rows:
        seat = seats.get(row.external_id) if row.platform == asking.PLATFORM else None
        customers, new_week = carried.get(row.id, (0, 0))
        unit = units.get(row.id)
        found.append(
            Member(
                id=row.id, name=row.name or row.external_id, standing=_standing(seat), unit_id=unit,
                unit=None if unit is None else called.get(unit), department=within.get(row.id),
                customers=customers, new_week=new_week, groups=owned.get(row.id, 0), tasks=tasks.get(row.id, 0),
                load=min(100, -(-100 * customers // SEATS)), waiting=0 if seat is None else seat.waiting,
            )
        )  # fmt: skip
    return found


def count(conn: sa.Connection, scope: Scope, text: str = "") -> int:
    """How many `members` there are, however many one list holds."""
    counted = sa.select(sa.func.count()).select_from(identity).where(*_which(scope, text))
    return int(conn.execute(counted).scalar_one())


def _which(scope: Scope, text: str) -> list[sa.ColumnElement[bool]]:
    one, text = identity.c, text.replace("\x00", "")  # PostgreSQL takes none in a text
    found = [one.role == Role.STAFF, in_scope(one.id, scope)]
    if text:
        named = (one.name.icontains(text, autoescape=True), one.external_id.icontains(text, autoescape=True))
        found.append(sa.or_(*named))
    return found


def member(
    conn: sa.Connection, cursor: duckdb.DuckDBPyConnection, scope: Scope, id_: int, *, now: int
) -> Member:
    """Raises YutangError not_found."""
    found = members(conn, cursor, scope, now=now, only=id_)
    if not found:
        raise YutangError("not_found", what="staff")
    return found[0]


def checklist(conn: sa.Connection, one: Member) -> list[Check]:
    """What somebody still holds, in the order in which it is best dealt with. Of all of it: also what is done."""
    row = conn.execute(sa.select(identity.c.external_id).where(identity.c.id == one.id)).scalar() or ""
    seat = employed.seats(conn, row).get(row)
    codes = [] if seat is None else rosters.of_staff(conn, seat.connection_id, seat.userid)
    sends = awaiting(conn, one.id)
    accounts = [user for user in users(conn) if user.staff_id == one.id and not user.disabled]
    moving = items.moving_of(conn, one.id)
    return [
        Check(code="codes", count=len(codes), links=[Link(str(code.id), code.name) for code in codes]),
        Check(code="customers", count=max(one.customers, one.waiting), moving=moving.get(Thing.CUSTOMER, 0)),
        Check(code="groups", count=one.groups, moving=moving.get(Thing.GROUP, 0)),
        Check(code="sends", count=len(sends), links=[Link(str(send.id), send.name) for send in sends]),
        Check(code="tasks", count=one.tasks),
        Check(code="unit", count=int(one.unit_id is not None), links=_links(one)),
        Check(
            code="account", count=len(accounts), links=[Link(str(user.id), user.login) for user in accounts]
        ),
    ]


def customers(
    conn: sa.Connection, cursor: duckdb.DuckDBPyConnection, viewer: Viewer, giver: int, *, text: str, after: int,
    limit: int,
) -> list[Held]:  # fmt: skip
    """Whom somebody in the scope follows now, by account. Raises YutangError: not_found, handover_unseated."""
    asking.giver_of(conn, viewer.scope, giver)
    moving = items.moving(conn, Thing.CUSTOMER)
    rows = cursor.execute(_HELD, {"giver": giver, "after": after, "q": text, "limit": limit}).fetchall()
    return [
        Held(id=id_, customer_id=customer, name=name, since=since, moving=id_ in moving)
        for id_, customer, name, since in rows
    ]


def groups(
    conn: sa.Connection, viewer: Viewer, giver: int, *, text: str = "", after: int = 0, limit: int
) -> list[Held]:
    """The groups somebody in the scope owns, by number; `text`: in their names. Raises YutangError: not_found,
    handover_unseated."""
    asking.giver_of(conn, viewer.scope, giver)
    one = customer_group.c
    moving = items.moving(conn, Thing.GROUP)
    name = sa.func.coalesce(one.name, one.external_id)
    wanted = sa.select(one.id, name, one.created).where(
        one.owner_id == giver, one.dismissed.is_(None), one.platform == asking.PLATFORM, one.id > after
    )
    wanted = wanted.where(name.icontains(text, autoescape=True)) if text else wanted
    rows = conn.execute(wanted.order_by(one.id).limit(limit))
    return [
        Held(id=row[0], customer_id=None, name=row[1], since=row[2], moving=row[0] in moving) for row in rows
    ]


def receivers(
    conn: sa.Connection, cursor: duckdb.DuckDBPyConnection, viewer: Viewer, giver: int, *, now: int
) -> list[Receiver]:
    """Who could take some. Raises YutangError: not_found, handover_unseated."""
    found = asking.giver_of(conn, viewer.scope, giver)
    return asking.receivers(conn, cursor, found, viewer.scope, now=now)


def _standing(seat: Seat | None) -> Standing:
    if seat is None:
        return Standing.UNSEATED
    return Standing.LEFT if seat.left else Standing.ACTIVE


def _links(one: Member) -> list[Link]:
    return [] if one.unit_id is None else [Link(str(one.unit_id), one.unit or "")]


def _groups(conn: sa.Connection) -> dict[int, int]:
    """By owner, groups that are there."""
    one = customer_group.c
    counted = sa.select(one.owner_id, sa.func.count()).where(
        one.owner_id.is_not(None), one.dismissed.is_(None)
    )
    return {row[0]: row[1] for row in conn.execute(counted.group_by(one.owner_id))}
