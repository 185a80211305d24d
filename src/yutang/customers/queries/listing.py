# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
"""The list of customers: who is found, a page of them in an order, and what the page shows of each.

The search and the order touch narrow tables of one row a customer; everything else is asked of the page's rows alone.
"""

from typing import Any

import duckdb
import msgspec

from yutang.accounts.model import Viewer
from yutang.contacts import Contacts
from yutang.customers.model import Names, Wanted
from yutang.customers.queries.cursor import cursor_in, cursor_out
from yutang.customers.queries.owners import placed
from yutang.customers.queries.rows import rows_of
from yutang.customers.queries.search import Search, search
from yutang.customers.views import CustomerRow
from yutang.ledger.ledger import Ledger

LAST = -(1 << 62)  # where somebody has no date or never bought
# Sort → (expression over c and s, type of the key, whether `spending` is needed, descending).
_ORDERS: dict[str, tuple[str, type, bool, bool]] = {
    "since": ("epoch_us(c.since)", int, False, True),
    "spend": (f"coalesce(s.cents, {LAST})", int, True, True),
    "last_order": (f"coalesce(epoch_us(s.last_at), {LAST})", int, True, True),
    "last_message": (f"coalesce(epoch_us(c.heard), {LAST})", int, False, True),
    "name": ("coalesce(c.name, '')", str, False, False),
}


class Page(msgspec.Struct, frozen=True):
    items: list[CustomerRow]
    next: str | None
    total: int


def page(  # noqa: PLR0913 - what is asked, of what, and which page
    ledger: Ledger, contacts: Contacts, viewer: Viewer, wanted: Wanted, names: Names, *, cursor: str | None,
    limit: int, now: int,
) -> Page:  # fmt: skip
    """A page behind `cursor`, and how many there are in all; `now` in microseconds.

    Raises ValueError for a cursor of another order.
    """
    behind = _behind(cursor, wanted)
    found = search(ledger.state, contacts, viewer, wanted, names, now=now)
    with ledger.analytics.cursor() as connection, ledger.state.read() as conn, placed(connection, conn):
        found = _gathered(connection, found)
        everybody = "hit" if found.conditions else "customer"
        total = connection.execute(f"select count(*) from {everybody}").fetchall()[0][0]
        keys = _keys(connection, found, wanted, behind, limit + 1)
        ids = [id_ for id_, _ in keys[:limit]]
        shown = rows_of(connection, conn, contacts, names, ids, viewer.scope, now=now)
    more = cursor_out(keys[limit - 1][1], keys[limit - 1][0]) if len(keys) > limit else None
    return Page([shown[id_] for id_ in ids if id_ in shown], more, total)


def _gathered(connection: duckdb.DuckDBPyConnection, found: Search) -> Search:
    """The same search, asked once: texts would be read for the total and again for the page."""
    if found.meant is not None:
        select, values = found.meant
        connection.execute(f"create or replace temp table meant as {select}", values)
        found.add("c.id in (select * from meant)")
    if found.where == "true":
        return Search([], {})
    connection.execute(
        f"create or replace temp table hit as select c.id from customer c where {found.where}", found.values
    )
    return Search(["c.id in (select id from hit)"], {})


def _behind(cursor: str | None, wanted: Wanted) -> tuple[Any, int] | None:
    if cursor is None:
        return None
    key, id_ = cursor_in(cursor)
    if type(key) is not _ORDERS[wanted.sort][1]:
        raise ValueError(cursor)
    return key, id_


def _keys(
    connection: duckdb.DuckDBPyConnection, found: Search, wanted: Wanted, behind: tuple[Any, int] | None,
    limit: int,
) -> list[tuple[int, Any]]:  # fmt: skip
    """(customer, sort key) of the page and one more."""
    key, _, spends, down = _ORDERS[wanted.sort]
    joined = " left join spending s on s.customer_id = c.id" if spends else ""
    values = dict(found.values)
    after = ""
    if behind:
        values |= {"behind_key": behind[0], "behind_id": behind[1]}
        sign = "<" if down else ">"
        after = f" and ({key} {sign} $behind_key or ({key} = $behind_key and c.id > $behind_id))"
    return connection.execute(
        f"select c.id, {key} as key from customer c{joined} where {found.where}{after}"
        f" order by key {'desc' if down else ''}, c.id limit {limit}",
        values,
    ).fetchall()
