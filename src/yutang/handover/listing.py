# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
"""What screens show of hand-overs: sums that add up, and each customer and group with what came of it. Names are looked
up, never kept."""

from collections.abc import Sequence

import duckdb
import msgspec
import sqlalchemy as sa

from yutang.accounts.model import Viewer
from yutang.handover import items, store
from yutang.handover.model import OPEN, ItemState, Reason, Thing
from yutang.handover.planning import seen_by
from yutang.handover.store import Handover
from yutang.handover.tables import handover_item
from yutang.staff.scope import customers_in_scope

_PEOPLE = """
select i.id, i.customer_id, c.name from identity i left join customer c on c.id = i.customer_id
where i.id in (select unnest($ids::bigint[])) and {scope}
"""
_GROUPS = (
    "select id, coalesce(name, external_id) from customer_group where id in (select unnest($ids::bigint[]))"
)
_STAFF = "select id, coalesce(name, external_id) from identity where id in (select unnest($ids::bigint[]))"


class Sums(msgspec.Struct, frozen=True, kw_only=True):
    """Of customers, or of groups: `all` is the sum of `states`, and its "excluded" the sum of `excluded`. `failed`: why
    the platform did not begin, or nothing came of it."""

    all: int
    states: dict[str, int]
    excluded: dict[str, int]
    failed: dict[str, int]


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A hand-over with its sums; `open`: how many are under way."""

    handover: Handover
    giver: str
    receivers: dict[int, str]
    customers: Sums
    groups: Sums
    open: int
    fault: str


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """One customer or group. `customer_id`: of a customer in the viewer's scope; `name` null: nobody knows it, they are
    gone, or out of the scope. `code`: the platform's."""

    ref_id: int
    customer_id: int | None
    name: str | None
    to: str | None
    state: ItemState
    reason: Reason
    code: str
    takes_at: int | None
    at: int | None


class Which(msgspec.Struct, frozen=True, kw_only=True):
    thing: Thing
    state: ItemState | None = None
    reason: Reason | None = None
    to_id: int | None = None


def lines(
    conn: sa.Connection, cursor: duckdb.DuckDBPyConnection, viewer: Viewer, *, giver: int | None = None,
    before: int | None = None, limit: int = 50,
) -> list[Line]:  # fmt: skip
    """Newest first."""
    found = store.listed(conn, viewer.scope, viewer.user_id, giver=giver, before=before, limit=limit)
    return _lines(conn, cursor, found)


def whole(conn: sa.Connection, cursor: duckdb.DuckDBPyConnection, id_: int, viewer: Viewer) -> Line:
    """Raises YutangError not_found."""
    return _lines(conn, cursor, [seen_by(conn, id_, viewer)])[0]


def page(
    conn: sa.Connection, cursor: duckdb.DuckDBPyConnection, id_: int, viewer: Viewer, which: Which, *, after: int,
    limit: int,
) -> list[Shown]:  # fmt: skip
    """By id. Raises YutangError not_found."""
    seen_by(conn, id_, viewer)
    item = handover_item.c
    wanted = sa.select(handover_item).where(
        item.handover_id == id_, item.thing == which.thing, item.ref_id > after
    )
    for column, value in ((item.state, which.state), (item.reason, which.reason), (item.to_id, which.to_id)):
        wanted = wanted if value is None else wanted.where(column == value)
    rows = conn.execute(wanted.order_by(item.ref_id).limit(limit)).mappings().all()
    ids = [row["ref_id"] for row in rows]
    people = _people(cursor, viewer, ids) if which.thing is Thing.CUSTOMER else {}
    rooms = {} if which.thing is Thing.CUSTOMER else _called(cursor, _GROUPS, ids)
    staff = _called(cursor, _STAFF, [row["to_id"] for row in rows if row["to_id"] is not None])
    return [
        Shown(
            ref_id=row["ref_id"], customer_id=people.get(row["ref_id"], (None, None))[0],
            name=people[row["ref_id"]][1] if row["ref_id"] in people else rooms.get(row["ref_id"]),
            to=staff.get(row["to_id"]), state=ItemState(row["state"]), reason=Reason(row["reason"]), code=row["code"],
            takes_at=row["takes_at"], at=row["at"],
        )
        for row in rows
    ]  # fmt: skip


def sums(counted: dict[tuple[ItemState, Reason], int]) -> Sums:
    """Pure."""
    states: dict[str, int] = {}
    excluded: dict[str, int] = {}
    failed: dict[str, int] = {}
    for (state, reason), n in sorted(counted.items()):
        states[state.value] = states.get(state.value, 0) + n
        if state is ItemState.EXCLUDED:
            excluded[reason.name.lower()] = excluded.get(reason.name.lower(), 0) + n
        elif reason is not Reason.NONE:
            failed[reason.name.lower()] = failed.get(reason.name.lower(), 0) + n
    return Sums(all=sum(counted.values()), states=states, excluded=excluded, failed=failed)


def _lines(conn: sa.Connection, cursor: duckdb.DuckDBPyConnection, found: Sequence[Handover]) -> list[Line]:
    counted = items.counts(conn, [one.id for one in found])
    faults = store.faults(conn, [one.id for one in found])
    staff = {one.giver_id for one in found} | {id_ for one in found for id_ in one.receivers}
    names = _called(cursor, _STAFF, sorted(staff))
    return [
        Line(
            handover=one, giver=names.get(one.giver_id) or "",
            receivers={id_: names.get(id_) or "" for id_ in one.receivers},
            customers=sums(counted[one.id][Thing.CUSTOMER]), groups=sums(counted[one.id][Thing.GROUP]),
            open=sum(n for thing in Thing for (state, _), n in counted[one.id][thing].items() if state in OPEN),
            fault=faults.get(one.id, ""),
        )
        for one in found
    ]  # fmt: skip


def _people(
    cursor: duckdb.DuckDBPyConnection, viewer: Viewer, ids: Sequence[int]
) -> dict[int, tuple[int, str | None]]:
    scope, values = customers_in_scope(viewer.scope, "i.customer_id")
    rows = cursor.execute(_PEOPLE.format(scope=scope), {"ids": list(ids), **values}).fetchall()
    return {row[0]: (row[1], row[2]) for row in rows}


def _called(cursor: duckdb.DuckDBPyConnection, sql: str, ids: Sequence[int]) -> dict[int, str | None]:
    return {row[0]: row[1] for row in cursor.execute(sql, {"ids": sorted(set(ids))}).fetchall()}
