# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
"""Layers and proposals as lists show them: counted and named within the viewer's scope."""

import duckdb
import msgspec
import sqlalchemy as sa

from yutang.accounts.model import Scope
from yutang.segments.layers import store
from yutang.segments.layers.model import Change, Proposal, ProposalState
from yutang.segments.layers.sight import seen
from yutang.staff.scope import customers_in_scope

LOOK = 1_000  # proposals that are looked through at once for those of a scope


class Held(msgspec.Struct, frozen=True):
    """`members`: by tier; `customers`: all whom the viewer sees, in a tier or in none."""

    members: dict[tuple[int, int], int]
    customers: int

    def outside(self, layer_id: int) -> int:
        """Who is in no tier of the layer."""
        return self.customers - sum(n for (layer, _), n in self.members.items() if layer == layer_id)


class Shown(msgspec.Struct, frozen=True):
    """`name`: the customer's, as known now."""

    proposal: Proposal
    name: str | None


def held(cursor: duckdb.DuckDBPyConnection, scope: Scope) -> Held:
    """How many are in which tier, of all layers, as of the last run."""
    condition, values = customers_in_scope(scope)
    rows = cursor.execute(
        f"select layer_id, tier_id, count(*) from tier_member where {condition} group by 1, 2", values or None
    ).fetchall()
    condition, values = customers_in_scope(scope, "id")
    everybody = cursor.execute(f"select count(*) from customer where {condition}", values or None).fetchall()
    return Held({(layer, tier): n for layer, tier, n in rows}, everybody[0][0])


def waiting(
    conn: sa.Connection, cursor: duckdb.DuckDBPyConnection, layer_id: int, scope: Scope
) -> dict[Change, int]:
    """How many open proposals of customers in the scope there are, by change."""
    if scope.everything:
        return {Change(*key): n for key, n in store.open_changes(conn, layer_id).items()}
    condition, values = customers_in_scope(scope)
    cursor.register("_waiting", store.waiting(conn, layer_id))
    try:
        rows = cursor.execute(
            f"select from_tier, to_tier, count(*) from _waiting where {condition} group by 1, 2", values
        ).fetchall()
    finally:
        cursor.unregister("_waiting")
    return {Change(was, to): n for was, to, n in rows}


def page(  # noqa: PLR0913 - which part of which list
    conn: sa.Connection, cursor: duckdb.DuckDBPyConnection, layer_id: int, scope: Scope, state: ProposalState,
    *, change: Change | None = None, after: int = 0, limit: int = 100,
) -> list[Shown]:  # fmt: skip
    """Proposals of customers in the scope, by id, those behind `after`, at most `limit`."""
    found: list[Proposal] = []
    size = limit if scope.everything else max(limit, LOOK)
    while len(found) < limit:
        part = store.listed(conn, layer_id, state, change=change, after=after, limit=size)
        visible = None if scope.everything else seen(cursor, scope, part)
        found += [one for one in part if visible is None or one.customer_id in visible]
        if len(part) < size:
            break
        after = part[-1].id
    return _named(cursor, found[:limit])


def _named(cursor: duckdb.DuckDBPyConnection, proposals: list[Proposal]) -> list[Shown]:
    rows = cursor.execute(
        "select id, name from customer where id in (select unnest($ids::bigint[]))",
        {"ids": [one.customer_id for one in proposals]},
    ).fetchall()
    names = dict(rows)
    return [Shown(one, names.get(one.customer_id)) for one in proposals]
