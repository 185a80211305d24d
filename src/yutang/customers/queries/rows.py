# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""What a list shows of some customers, at most a page of them: one statement for each sort of thing."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

import duckdb
import sqlalchemy as sa

from yutang.accounts.model import Scope
from yutang.contacts import Contacts, Kind, masks
from yutang.customers.folds import SOURCES
from yutang.customers.model import STAGES, Names
from yutang.customers.queries.owners import owners_of
from yutang.customers.views import (
    CustomerContact,
    CustomerOwner,
    CustomerRow,
    CustomerTag,
    CustomerTier,
    Named,
    TagSource,
)

Connection = duckdb.DuckDBPyConnection
WHOM = "(select unnest($ids::bigint[]))"
# Each side is cut to the page first: a join would hash the whole of it. Accounts are the longest table, and only who
# has no name is called as one.
_ROWS = f"""
select c.id, coalesce(c.name, i.external_id), nullif(epoch_ms(c.since), 0), epoch_ms(c.heard), st.stage, s.orders,
  s.cents, s.refunded, epoch_ms(s.last_at)
from (select * from customer where id in {WHOM}) c
left join (
  select id, external_id from identity
  where id in (select id from customer where id in {WHOM} and name is null) and platform not in ('phone', 'email')
) i on i.id = c.id
left join (select customer_id, stage from standing where customer_id in {WHOM}) st on st.customer_id = c.id
left join (select * from spending where customer_id in {WHOM}) s on s.customer_id = c.id
"""
_RELATIONS = f"""
select customer_id, count(distinct staff_id) filter (ended is null),
  list(distinct source order by source) filter (source is not null),
  arg_max(remark, since) filter (
    remark <> '' and ended is null and ($everything or list_contains($staff::bigint[], staff_id)))
from relation where customer_id in {WHOM} group by customer_id
"""
_TAGS = f"""
select customer_id, tag_id, epoch_ms(since), epoch_ms(until), source, confidence, staff_id
from tagging where customer_id in {WHOM} and (until is null or until > make_timestamp($now))
order by since desc, tag_id
"""


def rows_of(
    connection: Connection, conn: sa.Connection, contacts: Contacts, names: Names, ids: Sequence[int], scope: Scope,
    *, now: int,
) -> dict[int, CustomerRow]:  # fmt: skip
    """By customer. What `owners_of` needs must be registered; `now` in microseconds."""
    values = {"ids": list(ids)}
    seen = values | {"everything": scope.everything, "staff": sorted(scope.staff)}
    relations = {row[0]: row[1:] for row in connection.execute(_RELATIONS, seen).fetchall()}
    tags = tags_of(connection, names, ids, now=now)
    tiers, owners = tiers_of(connection, names, ids), owner_of(connection, conn, ids)
    reach = contacts_of(connection, conn, contacts, ids)
    found: dict[int, CustomerRow] = {}
    for id_, name, since, heard, stage, orders, cents, refunded, last in connection.execute(
        _ROWS, values
    ).fetchall():
        follows, sources, remark = relations.get(id_, (0, None, None))
        found[id_] = CustomerRow(
            id=str(id_), name=name or "", stage=stage_name(stage), tiers=tiers[id_],
            tags=[tag for tag in tags[id_] if tag.staff is None], owner=owners.get(id_), sources=sources or [],
            orders=orders or 0, spend_cents=cents or 0, refunded_cents=refunded or 0, last_order_at=last,
            last_message_at=heard, since_at=since, relations=follows, contacts=reach[id_], remark=remark,
        )  # fmt: skip
    return found


def stage_name(code: int | None) -> Any:
    return STAGES[code - 1] if code is not None and 1 <= code <= len(STAGES) else None


def source_name(code: int) -> TagSource:
    """Of a tag's source."""
    return SOURCES[code - 1] if 1 <= code <= len(SOURCES) else "unknown"  # pyright: ignore[reportReturnType]


def tags_of(
    connection: Connection, names: Names, ids: Sequence[int], *, now: int
) -> dict[int, list[CustomerTag]]:
    """Tags in force by customer, the newest first; also those of relations."""
    rows = connection.execute(_TAGS, {"ids": list(ids), "now": now}).fetchall()
    called = names.tags({row[1] for row in rows})
    found: dict[int, list[CustomerTag]] = defaultdict(list)
    staff_names = called_accounts(connection, {row[6] for row in rows if row[6] is not None})
    for id_, tag, since, until, source, confidence, staff in rows:
        found[id_].append(CustomerTag(
            id=str(tag), name=called.get(tag), since_at=since, until_at=until, source=source_name(source),
            confidence=confidence, staff=None if staff is None else Named(str(staff), staff_names.get(staff)),
        ))  # fmt: skip
    return found


def called_accounts(connection: Connection, ids: Collection[int]) -> dict[int, str]:
    """Name, or the platform's id, by account."""
    if not ids:
        return {}
    found = connection.execute(
        f"select id, coalesce(name, external_id) from identity where id in {WHOM}", {"ids": list(ids)}
    )
    return dict(found.fetchall())


def tiers_of(connection: Connection, names: Names, ids: Sequence[int]) -> dict[int, list[CustomerTier]]:
    rows = connection.execute(
        "select customer_id, layer_id, tier_id, epoch_ms(since) from tier_member"
        f" where customer_id in {WHOM} order by layer_id", {"ids": list(ids)},
    ).fetchall()  # fmt: skip
    layers, tiers = names.layers({row[1] for row in rows}), names.tiers({row[2] for row in rows})
    found: dict[int, list[CustomerTier]] = defaultdict(list)
    for id_, layer, tier, since in rows:
        found[id_].append(CustomerTier(layer=Named(str(layer), layers.get(layer)),
                                       tier=Named(str(tier), tiers.get(tier)), since_at=since))  # fmt: skip
    return found


def owner_of(connection: Connection, conn: sa.Connection, ids: Sequence[int]) -> dict[int, CustomerOwner]:
    rows = connection.execute(
        f"select customer_id, owner_id, why, clash from ({owners_of(conn, WHOM[1:-1])})", {"ids": list(ids)}
    ).fetchall()
    called = called_accounts(connection, {row[1] for row in rows if row[1] is not None})
    return {
        id_: CustomerOwner(staff=None if staff is None else Named(str(staff), called.get(staff)), why=why, clash=clash)
        for id_, staff, why, clash in rows
    }  # fmt: skip


def contacts_of(
    connection: Connection, conn: sa.Connection, contacts: Contacts, ids: Sequence[int], *, full: bool = False
) -> dict[int, list[CustomerContact]]:
    """Phones and e-mails by customer, masked unless `full`; that the viewer may see them is the caller's to know."""
    held = connection.execute(
        f"select id, customer_id from identity where customer_id in {WHOM} and platform in ('phone', 'email')"
        " order by platform desc, id", {"ids": list(ids)},
    ).fetchall()  # fmt: skip
    opened = contacts.read(conn, [account for account, _ in held])
    found: dict[int, list[CustomerContact]] = defaultdict(list)
    for account, id_ in held:
        if account in opened:
            kind, text = opened[account]
            masked = masks.phone(text) if kind == Kind.PHONE else masks.email(text)
            shown = text if full else masked
            found[id_].append(CustomerContact(account_id=str(account), kind=str(kind), shown=shown))  # pyright: ignore[reportArgumentType]
    return found
