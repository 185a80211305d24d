# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
"""What all acts on customers share: whom they are about, and how they are kept.

Facts are of a customer's main account, so that they follow it when accounts are parted. An act is one batch of the
ledger: its facts and its row of the audit log are kept in one transaction.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb
import msgspec
import sqlalchemy as sa

from yutang.accounts import audit
from yutang.accounts.model import Viewer
from yutang.customers.answers import Changed
from yutang.customers.links import MEANS
from yutang.customers.queries.sight import seen
from yutang.kit.errors import YutangError
from yutang.ledger.ledger import Ledger
from yutang.ledger.record import acts

ORIGIN = "console"
_MAIN = f"""
select customer_id, coalesce(min(id) filter (platform not in {MEANS}), min(id)) from identity
where customer_id in (select unnest(?::bigint[])) group by customer_id
"""


class Whom(msgspec.Struct, frozen=True):
    """`mains`: main account by customer, of those in the viewer's scope; `skipped`: ids that are not."""

    mains: dict[int, int]
    skipped: list[int]

    @property
    def customers(self) -> list[int]:
        return sorted(self.mains)


def whom(cursor: duckdb.DuckDBPyConnection, viewer: Viewer, ids: Sequence[int]) -> Whom:
    """`ids`: of customers, or of any of their accounts."""
    found = seen(cursor, viewer.scope, ids)
    rows = cursor.execute(_MAIN, [sorted(set(found.values()))]).fetchall()
    return Whom(dict(rows), sorted(set(ids) - set(found)))


def one(cursor: duckdb.DuckDBPyConnection, viewer: Viewer, id_: int) -> tuple[int, int]:
    """(customer, main account). Raises YutangError not_found, also for who is out of the viewer's scope."""
    found = whom(cursor, viewer, [id_]).mains
    if not found:
        raise YutangError("not_found", what="customer")
    return next(iter(found.items()))


def keep(
    ledger: Ledger, viewer: Viewer, rows: Sequence[Mapping[str, Any]], act: str, customers: Sequence[int], *,
    now: int, after: Mapping[str, Any],
) -> None:  # fmt: skip
    """Facts and the log. `after` holds no value of a customer: the log outlives who asks to be erased."""
    if not rows:
        return

    def note(conn: sa.Connection) -> None:
        single = str(customers[0]) if len(customers) == 1 else ""
        told = dict(after) if single else {**after, "customers": [str(id_) for id_ in customers]}
        audit.record(conn, viewer, act, now=now, subject_kind="customer", subject_id=single, after=told)

    ledger.record(acts(rows), origin=ORIGIN, now=now, also=note)


def props(**told: Any) -> str:
    """JSON of what is told; None is left out."""
    return msgspec.json.encode({name: value for name, value in told.items() if value is not None}).decode()


def changed(count: int, skipped: Sequence[int] = ()) -> Changed:
    return Changed(changed=count, skipped=[str(id_) for id_ in skipped])
