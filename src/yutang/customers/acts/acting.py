# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
"""What all acts on customers share: whom they are about, and how they are kept.

Facts are of a customer's main account, so that they follow it when accounts are parted; what is about a relation is of
the account that has it. An act is one batch of the ledger: its facts and its row of the audit log are kept in one
transaction.
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
# Of several accounts that this member of staff follows or followed, the one they follow now, else the last.
_FOLLOWED = """
select customer_id, arg_max(identity_id, (ended is null, coalesce(ended, since), identity_id)) from relation
where customer_id in (select unnest(?::bigint[])) and staff_id = ? group by customer_id
"""


class Whom(msgspec.Struct, frozen=True):
    """`mains`: the account that facts are of by customer, of those it is about; `skipped`: ids of all others."""

    mains: dict[int, int]
    skipped: list[int]

    @property
    def customers(self) -> list[int]:
        return sorted(self.mains)


def whom(
    cursor: duckdb.DuckDBPyConnection, viewer: Viewer, ids: Sequence[int], staff: int | None = None
) -> Whom:
    """`ids`: of customers, or of any of their accounts. It is about those in the viewer's scope, and with `staff` about
    those of them who have or had a relation with this member of staff."""
    found = seen(cursor, viewer.scope, ids)
    wanted = sorted(set(found.values()))
    asked = (_MAIN, [wanted]) if staff is None else (_FOLLOWED, [wanted, staff])
    accounts: dict[int, int] = dict(cursor.execute(*asked).fetchall())
    return Whom(accounts, sorted(id_ for id_ in set(ids) if found.get(id_) not in accounts))


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
