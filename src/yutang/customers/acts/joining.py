# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
"""Two customers said to be one, accounts said to be somebody else's, and who owns whom. Each undoes another."""

from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa

from yutang.accounts.model import Viewer
from yutang.customers.acts.acting import changed, keep, one, props, whom
from yutang.customers.answers import Changed
from yutang.customers.links import BY_PERSON, MEANS
from yutang.customers.queries.sight import seen
from yutang.kit.errors import YutangError
from yutang.ledger.catalogue import Kind
from yutang.ledger.ledger import Ledger
from yutang.staff import actions as staff

# Links in force between accounts in hand and others of theirs.
_CROSSING = """
select one_id, other_id from link
where (one_id in (select unnest($these::bigint[])) and other_id in (select unnest($those::bigint[])))
   or (other_id in (select unnest($these::bigint[])) and one_id in (select unnest($those::bigint[])))
order by one_id, other_id
"""
# Phones and e-mails that only accounts in hand hold: they go with them.
_ALONE = f"""
select m.id from identity m join link l on m.id in (l.one_id, l.other_id)
where m.customer_id = $id and m.platform in {MEANS}
group by m.id having bool_and((l.one_id + l.other_id - m.id) in (select unnest($these::bigint[])))
"""
_ACCOUNTS = "select id from identity where customer_id = ? order by id"


def merge(ledger: Ledger, viewer: Viewer, one_id: int, other_id: int, *, now: int) -> list[int]:
    """The customer they are now. Raises YutangError: not_found, merge_same."""
    with ledger.analytics.cursor() as cursor:
        first, main = one(cursor, viewer, one_id)
        second, other = one(cursor, viewer, other_id)
    if first == second:
        raise YutangError("merge_same")
    row = _word(Kind.IDENTITY_LINKED, main, other, viewer, now) | {"amount": BY_PERSON}
    keep(
        ledger, viewer, [row], "customers_merged", [first, second], now=now, after={"accounts": [main, other]}
    )
    return _customers(ledger, viewer, [main, other])


def part(ledger: Ledger, viewer: Viewer, id_: int, accounts: Sequence[int], *, now: int) -> list[int]:
    """The customers that they are now; what only these accounts hold goes with them. Raises YutangError: not_found,
    part_all."""
    these = sorted(set(accounts))
    with ledger.analytics.cursor() as cursor:
        customer, _ = one(cursor, viewer, id_)
        owned = [row[0] for row in cursor.execute(_ACCOUNTS, [customer]).fetchall()]
        if not set(these) <= set(owned):
            raise YutangError("not_found", what="account")
        alone = cursor.execute(_ALONE, {"id": customer, "these": these}).fetchall()
        these = sorted({*these, *(row[0] for row in alone)})
        those = [account for account in owned if account not in these]
        if not those:
            raise YutangError("part_all")
        crossing = cursor.execute(_CROSSING, {"these": these, "those": those}).fetchall()
    rows = [_word(Kind.IDENTITY_PARTED, a, b, viewer, now) for a, b in crossing]
    keep(ledger, viewer, rows, "accounts_parted", [customer], now=now, after={"accounts": these})
    return _customers(ledger, viewer, owned)


def refuse(ledger: Ledger, viewer: Viewer, one_id: int, other_id: int, *, now: int) -> list[int]:
    """Two customers are two people: nothing suggests again that they are one. Raises YutangError: not_found,
    merge_same."""
    with ledger.analytics.cursor() as cursor:
        first, main = one(cursor, viewer, one_id)
        second, other = one(cursor, viewer, other_id)
        if first == second:
            raise YutangError("merge_same")
        sides = [[row[0] for row in cursor.execute(_ACCOUNTS, [id_]).fetchall()] for id_ in (first, second)]
        crossing = cursor.execute(_CROSSING, {"these": sides[0], "those": sides[1]}).fetchall()
    pairs = {(min(a, b), max(a, b)) for a, b in [*crossing, (main, other)]}
    rows = [_word(Kind.IDENTITY_PARTED, a, b, viewer, now) for a, b in sorted(pairs)]
    keep(ledger, viewer, rows, "merge_refused", [first, second], now=now, after={"accounts": [main, other]})
    return _customers(ledger, viewer, [main, other])


def assign(
    ledger: Ledger, viewer: Viewer, ids: Sequence[int], staff_id: int | None, *, now: int,
    also: Callable[[sa.Connection, list[int]], object] = lambda _conn, _customers: None,
) -> Changed:  # fmt: skip
    """Who owns them, by hand (None: as the rules say); `also` runs in that transaction, with whom it was about.

    Raises YutangError not_found.
    """
    with ledger.analytics.cursor() as cursor:
        about = whom(cursor, viewer, ids)
    mains = list(about.mains.values())
    if mains:
        staff.assign(
            ledger.state, viewer, mains, staff_id, now=now, also=lambda conn: also(conn, list(about.mains))
        )
    return changed(len(mains), about.skipped)


def _word(kind: Kind, one_id: int, other_id: int, viewer: Viewer, now: int) -> dict[str, Any]:
    return {"kind": kind, "happened": now, "identity_id": one_id, "object_id": other_id,
            "props": props(by=viewer.name)}  # fmt: skip


def _customers(ledger: Ledger, viewer: Viewer, accounts: Sequence[int]) -> list[int]:
    with ledger.analytics.cursor() as cursor:
        return sorted(set(seen(cursor, viewer.scope, accounts).values()))
