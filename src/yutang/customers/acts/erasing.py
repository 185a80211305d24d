# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
"""A customer erased, and everything that is known of one handed out.

What stays of somebody erased: that somebody joined, wrote and bought, when and for how much, so that totals add up. An
import of their old exports would bring them back: whoever erases deletes those too.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import duckdb
import msgspec
import sqlalchemy as sa

from yutang.accounts import audit
from yutang.accounts.model import Viewer
from yutang.contacts import store as contacts
from yutang.customers.acts.acting import one
from yutang.customers.tables import identity
from yutang.ledger.catalogue import Kind
from yutang.ledger.erase import NOBODY, Erased
from yutang.ledger.kinds import CATALOGUE
from yutang.ledger.ledger import Ledger
from yutang.ledger.record import acts
from yutang.staff.store import unassign

NAMES = {int(doc.kind): doc.name for doc in CATALOGUE}
_ACCOUNTS = "select id, platform, external_id, name from identity where customer_id = ? order by id"
# Everything of one customer that analytics holds, by table; facts come apart, for they may be many.
_TOLD = {
    "attributes": "select * exclude (customer_id) from attribute where customer_id = ?",
    "tags": "select * exclude (customer_id) from tagging where customer_id = ?",
    "relations": "select * exclude (customer_id) from relation where customer_id = ?",
    "consents": "select * exclude (customer_id) from consent where customer_id = ?",
    "spending": "select * exclude (customer_id) from spending where customer_id = ?",
    "groups": "select g.platform, g.external_id, g.name, m.joined, m.left, m.how from membership m"
    " join identity i on i.id = m.identity_id join customer_group g on g.id = m.group_id where i.customer_id = ?",
    "segments": "select segment_id from segment_member where customer_id = ?",
}
_FACTS = """
select f.kind, f.happened, g.external_id, f.object_id, f.amount, f.props, p.text
from fact f left join payload p on p.fact_id = f.id left join customer_group g on g.id = f.group_id
where f.customer_id = ? order by f.happened, f.id
"""


class Account(msgspec.Struct, frozen=True):
    """One account of somebody: `contact` is the phone or e-mail in full, if it is one."""

    id: int
    platform: str
    external_id: str
    name: str | None
    contact: str | None = None


def accounts(cursor: duckdb.DuckDBPyConnection, customer: int) -> list[Account]:
    return [Account(*row) for row in cursor.execute(_ACCOUNTS, [customer]).fetchall()]


def of(ledger: Ledger, viewer: Viewer, id_: int) -> tuple[int, list[Account]]:
    """A customer in the viewer's scope, by the id of any account, and all their accounts. YutangError not_found."""
    with ledger.analytics.cursor() as cursor:
        customer, _ = one(cursor, viewer, id_)
        return customer, accounts(cursor, customer)


def named(found: Sequence[Account]) -> dict[int, tuple[str, str]]:
    """Those not erased yet, as the ledger wants them: account → (platform, external id)."""
    return {
        one_.id: (one_.platform, one_.external_id)
        for one_ in found
        if not one_.external_id.startswith(NOBODY)
    }


def erase(
    ledger: Ledger, viewer: Viewer, id_: int, *, now: int,
    also: Callable[[sa.Connection, list[Account]], None] = lambda _conn, _gone: None,
) -> tuple[Erased, list[Account]]:  # fmt: skip
    """What was done, and whom it was: for whoever looks through what lies outside of the ledger.

    `also` joins the transaction of State that makes it so: behind it nobody knows any more who it was. Raises
    YutangError not_found. Twice is once: the second finds nothing to take away.
    """
    customer, found = of(ledger, viewer, id_)
    refs = named(found)
    gone = [account for account in found if account.id in refs]

    def write(conn: sa.Connection) -> None:
        ids = [account.id for account in gone]
        statement = sa.update(identity).where(identity.c.id == sa.bindparam("one"))
        values: dict[str, Any] = {"external_id": sa.bindparam("nobody"), "name": None, "name_at": None}
        if ids:
            conn.execute(
                statement.values(**values), [{"one": one_, "nobody": f"{NOBODY}{one_}"} for one_ in ids]
            )
        contacts.delete_many(conn, ids)
        unassign(conn, ids)
        audit.record(conn, viewer, "customer_erased", now=now, subject_kind="customer", subject_id=str(customer),
                     after={"accounts": len(ids)})  # fmt: skip
        also(conn, gone)

    done = ledger.erase(refs, now=now, also=write)
    if gone:
        tombstone = {"kind": Kind.CUSTOMER_ERASED, "happened": now, "object_id": len(gone)}
        ledger.record(acts([tombstone]), origin="erase", now=now)
    return done, gone


def exported(ledger: Ledger, customer: int, known: dict[int, str]) -> Iterator[bytes]:
    """Everything that is known of a customer, as JSON lines: what it is about, then what it says.

    `known`: phones and e-mails in full, by account. Instants are UTC.
    """
    line = msgspec.json.Encoder(enc_hook=str)
    with ledger.analytics.cursor() as cursor:
        for account in accounts(cursor, customer):
            told = msgspec.structs.asdict(account) | {"contact": known.get(account.id)}
            yield line.encode({"of": "account", **told}) + b"\n"
        for of, query in _TOLD.items():
            found = cursor.execute(query, [customer])
            names = [column[0] for column in found.description or ()]
            for row in found.fetchall():
                yield line.encode({"of": of, **dict(zip(names, row, strict=True))}) + b"\n"
        cursor.execute(_FACTS, [customer])
        while rows := cursor.fetchmany(10_000):
            for kind, happened, group, object_id, amount, props, text in rows:
                more = msgspec.Raw(props.encode()) if props else None
                told = {"of": "fact", "kind": NAMES[kind], "happened": happened, "group": group,
                        "object": object_id, "amount": amount, "props": more, "text": text}  # fmt: skip
                yield line.encode(told) + b"\n"
