# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
"""What screens show of a Moment besides what they show of every send: who publishes, who likes and comments, when."""

from collections.abc import Sequence

import duckdb
import msgspec
import sqlalchemy as sa

from yutang.accounts.model import Scope, Viewer
from yutang.connections import mirror
from yutang.connections.mirror import Tag
from yutang.outbox import store, tallies
from yutang.outbox.compose import seen_by
from yutang.outbox.model import PartState
from yutang.outbox.moments import feeds, members
from yutang.outbox.moments.feeds import Said
from yutang.outbox.moments.model import MemberState, What, spread
from yutang.outbox.store import Send

_NAMES = "select id, coalesce(name, external_id) from identity where id in (select unnest($ids::bigint[]))"
_PEOPLE = """
select i.id, i.customer_id, c.name from identity i left join customer c on c.id = i.customer_id
where i.id in (select unnest($ids::bigint[]))
"""
_FOLLOWED = """
select i.id, coalesce(i.name, i.external_id), count(distinct c.id) from identity i
left join relation r on r.staff_id = i.id and r.ended is null left join customer c on c.id = r.customer_id
where i.platform = $platform and i.external_id in (select unnest($senders::varchar[]))
  and ($everything or i.id in (select unnest($mine::bigint[]))) group by all order by 2, 1
"""


class Post(msgspec.Struct, frozen=True, kw_only=True):
    """A member's part. `people`, `shown`, `not_shown`: of the customers who stand under them."""

    staff_id: int
    name: str
    state: str
    people: int
    shown: int
    not_shown: int
    open: int
    at: int | None
    late: bool
    likes: int
    comments: int


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """`people`: who liked or commented, each once. `series`: (begin of the hour or day, likes, comments)."""

    likes: int
    comments: int
    people: int
    by_hour: bool
    series: list[tuple[int, int, int]]
    read_at: int | None
    until: int | None
    fault: str


class Reacted(msgspec.Struct, frozen=True, kw_only=True):
    """`customer_id` None: the account is nobody's customer any more."""

    customer_id: int | None
    name: str | None
    staff: str | None
    what: What
    at: int
    gone: bool


class Choice(msgspec.Struct, frozen=True):
    """A member who can publish; how many follow them."""

    staff_id: int
    name: str
    people: int


def posts(conn: sa.Connection, cursor: duckdb.DuckDBPyConnection, found: Send, scope: Scope) -> list[Post]:
    """Of the viewer's scope: who is late first, then by name."""
    part = next(iter(store.parts(conn, found.id)), None)
    counts = tallies.by_staff(conn, found.id)
    listed = members.listed(conn, found.id, scope)
    names = called(cursor, [one.staff_id for one in listed])
    made: list[Post] = []
    for one in listed:
        mine = counts.get(one.staff_id, {})
        open_, shown, people = mine.get("open", 0), mine.get("sent", 0), sum(mine.values())
        waits = one.state is MemberState.OPEN and part is not None
        made.append(
            Post(
                staff_id=one.staff_id, name=names.get(one.staff_id) or one.userid, people=people, shown=shown,
                not_shown=people - shown - open_, open=open_, at=one.at if one.state is MemberState.SENT else None,
                state=_state(one.state, part.state if part else PartState.PLANNED),
                late=waits and part is not None and part.state is PartState.WAITING, likes=one.likes,
                comments=one.comments,
            )
        )  # fmt: skip
    return sorted(made, key=lambda one: (not one.late, one.name, one.staff_id))


def feed(conn: sa.Connection, id_: int, viewer: Viewer, zone: str) -> Feed:
    """Raises YutangError not_found."""
    seen_by(conn, id_, viewer)
    found = feeds.one(conn, id_)
    listed = members.listed(conn, id_, viewer.scope)
    told = [feeds.instants(conn, id_, viewer.scope, what) for what in What]
    by_hour, series = spread(told[0], told[1], zone)
    return Feed(
        likes=sum(one.likes for one in listed), comments=sum(one.comments for one in listed),
        people=feeds.people(conn, id_, viewer.scope), by_hour=by_hour, series=series,
        read_at=None if found is None else found.read_at, until=None if found is None else found.until,
        fault="" if found is None else found.fault,
    )  # fmt: skip


def reactions(
    conn: sa.Connection, cursor: duckdb.DuckDBPyConnection, id_: int, viewer: Viewer, what: What | None, *,
    skip: int, limit: int,
) -> list[Reacted]:  # fmt: skip
    """Newest first. Raises YutangError not_found."""
    seen_by(conn, id_, viewer)
    rows = feeds.page(conn, id_, viewer.scope, what, skip=skip, limit=limit)
    who = {"ids": sorted({row.identity_id for row in rows})}
    people = {row[0]: (row[1], row[2]) for row in cursor.execute(_PEOPLE, who).fetchall()}
    staff = called(cursor, [row.staff_id for row in rows])
    return [_reacted(row, people, staff) for row in rows]


def choices(
    conn: sa.Connection, cursor: duckdb.DuckDBPyConnection, connection_id: int, platform: str, scope: Scope
) -> tuple[list[Choice], list[Tag]]:
    """Who of the scope can publish through a connection, and the platform's tags."""
    values = {
        "platform": platform, "senders": mirror.staff(conn, connection_id), "everything": scope.everything,
        "mine": sorted(scope.staff),
    }  # fmt: skip
    staff = [Choice(*row) for row in cursor.execute(_FOLLOWED, values).fetchall()]
    tags = sorted(mirror.tags(conn, connection_id).values(), key=lambda one: (one.group_name, one.name))
    return staff, tags


def _reacted(row: Said, people: dict[int, tuple[int | None, str | None]], staff: dict[int, str]) -> Reacted:
    customer_id, name = people.get(row.identity_id, (None, None))
    return Reacted(
        customer_id=customer_id, name=name, staff=staff.get(row.staff_id), what=row.what, at=row.at, gone=row.gone
    )  # fmt: skip


def _state(member: MemberState, part: PartState) -> str:
    """Locales "moment.part.<state>"."""
    if member is MemberState.OPEN:
        return PartState.EXPIRED.value if part is PartState.DONE else part.value
    return PartState.DONE.value if member is MemberState.SENT else PartState.REFUSED.value


def called(cursor: duckdb.DuckDBPyConnection, ids: Sequence[int]) -> dict[int, str]:
    """Names of members of staff."""
    return {row[0]: row[1] for row in cursor.execute(_NAMES, {"ids": sorted(set(ids))}).fetchall()}
