# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
"""One customer on one page. The facts are read once, into `person_fact`; the rest asks that."""

from typing import Any

import duckdb

from yutang.accounts.model import Viewer
from yutang.contacts import Contacts
from yutang.customers import definitions
from yutang.customers.attributes import WISH
from yutang.customers.model import TIES, Names
from yutang.customers.next_step import Standing, next_step
from yutang.customers.queries import bonds, known, purchases, rows
from yutang.customers.queries.owners import placed
from yutang.customers.queries.sight import may_reveal, seen
from yutang.customers.queries.touches import touches
from yutang.customers.views import (
    CustomerAccount,
    CustomerConsent,
    CustomerRelation,
    CustomerSpending,
    CustomerView,
    Named,
)
from yutang.ledger.catalogue import Kind, Role
from yutang.ledger.ledger import Ledger
from yutang.ledger.marks import mark
from yutang.ledger.traits import Trait

MARKETING = "marketing"  # the purpose of being written to
_FACTS = "create or replace temp table person_fact as select * from fact where customer_id = ?"
_ACCOUNTS = """
select id, platform, case when platform not in ('phone', 'email') then external_id end, name
from identity where customer_id = ? order by id
"""
_STANDING = """
select c.name, nullif(epoch_ms(c.since), 0), s.stage, coalesce(s.spreading, false), s.tie, s.recency, s.frequency,
  s.money
from customer c left join standing s on s.customer_id = c.id where c.id = ?
"""
# Their last message, and whether one of ours wrote there since.
_LAST_WORD = f"""
with last as (
  select group_id, happened, traits from person_fact where kind = {Kind.MESSAGE_SENT}
  order by happened desc, id desc limit 1
)
select epoch_us(l.happened), l.traits, exists(
  from fact f join identity i on i.id = f.identity_id
  where f.kind = {Kind.MESSAGE_SENT} and f.group_id = l.group_id and f.happened >= l.happened
    and i.role in ({Role.STAFF}, {Role.HOUSE}, {Role.BOT}))
from last l
"""


def person(
    ledger: Ledger, contacts: Contacts, viewer: Viewer, account_id: int, names: Names, *, now: int
) -> CustomerView | None:
    """The customer of an account; None: nobody, or out of the viewer's scope. `now` in microseconds."""
    with ledger.analytics.cursor() as cursor:
        id_ = seen(cursor, viewer.scope, [account_id]).get(account_id)
        if id_ is None:
            return None
        cursor.execute(_FACTS, [id_])
        held = _of_state(ledger, cursor, contacts, names, id_, now)
        held |= _of_facts(ledger, cursor, viewer, names, id_, now)
        held["relations"] = bonds.relations(cursor, viewer.scope, id_, held["tags"])
        return _view(cursor, viewer, id_, held, now)


def _of_state(
    ledger: Ledger, cursor: duckdb.DuckDBPyConnection, contacts: Contacts, names: Names, id_: int, now: int
) -> dict[str, Any]:
    with ledger.state.read() as conn, placed(cursor, conn):
        defined = {mark("attribute", one.code): one for one in definitions.listed(conn)}
        return {
            "owner": rows.owner_of(cursor, conn, [id_]).get(id_),
            "contacts": rows.contacts_of(cursor, conn, contacts, [id_])[id_],
            "tags": rows.tags_of(cursor, names, [id_], now=now)[id_],
            "tiers": rows.tiers_of(cursor, names, [id_])[id_],
            "attributes": known.attributes(cursor, id_, defined),
        }


def _of_facts(
    ledger: Ledger, cursor: duckdb.DuckDBPyConnection, viewer: Viewer, names: Names, id_: int, now: int
) -> dict[str, Any]:
    member = cursor.execute(
        "select segment_id from segment_member where customer_id = ? order by 1", [id_]
    ).fetchall()
    called = names.segments({row[0] for row in member})
    return {
        "accounts": [
            CustomerAccount(id=str(account), platform=platform, external_id=external, name=name)
            for account, platform, external, name in cursor.execute(_ACCOUNTS, [id_]).fetchall()
        ],
        "groups": bonds.groups(cursor, viewer.scope, id_),
        "consents": bonds.consents(cursor, now),
        "spending": purchases.spending(cursor, id_),
        "orders": purchases.orders(cursor),
        "activity": known.activity(cursor, ledger.zone),
        "needs": known.needs(cursor, id_, names, now),
        "notes": known.notes(cursor),
        "touches": touches(cursor),
        "segments": [Named(str(segment), called.get(segment)) for (segment,) in member],
    }


def _view(
    cursor: duckdb.DuckDBPyConnection, viewer: Viewer, id_: int, held: dict[str, Any], now: int
) -> CustomerView:
    name, since, stage, spreading, tie, recency, frequency, money = cursor.execute(
        _STANDING, [id_]
    ).fetchall()[0]
    wish = cursor.execute(
        "select number from attribute where customer_id = ? and attribute_id = ?",
        [id_, mark("attribute", WISH)],
    ).fetchall()
    accounts: list[CustomerAccount] = held["accounts"]
    tie_name: Any = TIES[tie] if tie is not None and 0 <= tie < len(TIES) else None
    sources = {r.source for r in held["relations"] if r.source}
    standing = _standing(cursor, held, rows.stage_name(stage), tie_name)
    return CustomerView(
        id=str(id_), name=name or next((a.external_id for a in accounts if a.external_id), ""), since_at=since,
        may_reveal=bool(held["contacts"]) and may_reveal(cursor, viewer, id_), stage=rows.stage_name(stage),
        spreading=spreading, tie=tie_name, recency=recency, frequency=frequency, money=money,
        sources=sorted(sources), next_step=next_step(standing, now), frequency_wish=wish[0][0] if wish else None,
        **held,
    )  # fmt: skip


def _standing(
    cursor: duckdb.DuckDBPyConnection, held: dict[str, Any], stage: str | None, tie: str | None
) -> Standing:
    relations: list[CustomerRelation] = held["relations"]
    spending: CustomerSpending = held["spending"]
    consents: list[CustomerConsent] = held["consents"]
    live = [one.since_at or 0 for one in relations if one.ended_at is None]
    said = [one.in_force for one in consents if one.purpose == MARKETING]
    ((last_act,),) = cursor.execute(
        f"select epoch_us(max(happened)) from person_fact where kind in ({Kind.MESSAGE_SENT}, {Kind.ORDER_PLACED})"
    ).fetchall()
    at, traits, answered = next(iter(cursor.execute(_LAST_WORD).fetchall()), (None, 0, True))
    first = spending.first_order_at
    return Standing(
        followed=bool(live), followed_since=max(live) * 1000 if live and max(live) else None, stage=stage, tie=tie,
        orders=spending.orders, first_order_at=None if first is None else first * 1000, last_act_at=last_act,
        asked_at=at if not answered and traits & Trait.QUESTION else None,
        complained_at=at if not answered and traits & Trait.COMPLAINT else None,
        marketing=any(said) if said else None,
    )  # fmt: skip
