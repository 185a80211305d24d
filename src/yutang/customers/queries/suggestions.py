# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
"""Pairs of customers who may be one, with what speaks for it. Nothing is merged by this: a person decides.

Evidence: an e-mail or a phone that both hold (the more who hold it, the less it says), a hint of an import (a masked
phone that fits one customer alone), the same name with a phone of the same last four digits.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import duckdb
import msgspec
import sqlalchemy as sa

from yutang.accounts.model import Scope, Viewer
from yutang.contacts import Contacts, Kind, masks
from yutang.customers.answers import MergeEvidence, MergeSuggestion, MergeSuggestions, SuggestedSide
from yutang.customers.queries.cursor import cursor_in, cursor_out
from yutang.customers.queries.rows import WHOM, contacts_of
from yutang.ledger import catalogue
from yutang.ledger.erase import NOBODY
from yutang.ledger.ledger import Ledger
from yutang.staff.scope import customers_in_scope

MOST = 1_000  # pairs that are looked at
MOST_NAMESAKES = 20  # customers of one name from which it says nothing
MOST_PHONES = 20_000  # of namesakes
# How much a piece of evidence says where two customers share it and nobody else.
_WEIGHT = {"shared_email": 60, "shared_phone": 50, "hinted": 70, "name_phone": 80}
# Links of who was erased stay, as all that happened does; whoever took such a pair would make somebody of nobody.
_GONE = f"(select customer_id from identity where starts_with(external_id, '{NOBODY}') and customer_id is not null)"
# A link whose ends are two customers. The holder of a means is told by its other end.
_LINKED = f"""
with apart as (
  select least(a.customer_id, b.customer_id) as one, greatest(a.customer_id, b.customer_id) as other,
    case when a.platform in ('phone', 'email') then a.id when b.platform in ('phone', 'email') then b.id end as means,
    coalesce(case when a.platform in ('phone', 'email') then a.platform end,
      case when b.platform in ('phone', 'email') then b.platform end) as platform
  from link l join identity a on a.id = l.one_id join identity b on b.id = l.other_id
  where a.customer_id <> b.customer_id
), counted as (
  select *, case when means is null then 2 else (
    select count(*) from link l where l.one_id = means or l.other_id = means) end as holders
  from (from apart limit {MOST * 10})
)
select one, other, means, platform, max(holders) from counted
where one in (select id from customer) and other in (select id from customer)
  and one not in {_GONE} and other not in {_GONE} and {{one}} and {{other}}
group by all order by max(holders), one, other limit {MOST}
"""
_NAMESAKES = f"""
with named as (
  select name from customer where length(name) >= 2 group by name having count(*) between 2 and {MOST_NAMESAKES}
)
select c.name, c.id, i.id from customer c semi join named n on n.name = c.name
join identity i on i.customer_id = c.id and i.platform = 'phone'
where {{one}} order by c.name, c.id limit {MOST_PHONES}
"""
_PARTED = f"""
select distinct least(a.customer_id, b.customer_id), greatest(a.customer_id, b.customer_id)
from fact f join identity a on a.id = f.identity_id join identity b on b.id = f.object_id
where f.kind = {catalogue.Kind.IDENTITY_PARTED}
"""
_SIDES = f"""
select c.id, coalesce(c.name, ''), c.people, coalesce(s.orders, 0), nullif(epoch_ms(c.since), 0)
from customer c left join spending s on s.customer_id = c.id where c.id in {WHOM}
"""
Pair = tuple[int, int]


class _Found(msgspec.Struct, frozen=True):
    code: str
    means: int | None  # account of the phone or e-mail
    holders: int


def suggestions(
    ledger: Ledger, contacts: Contacts, viewer: Viewer, *, cursor: str | None = None, limit: int = 20
) -> MergeSuggestions:
    """Of the customers that the viewer sees, the likeliest first. ValueError for a bad cursor."""
    start = _start(cursor)
    with ledger.analytics.cursor() as connection, ledger.state.read() as conn:
        found = _gathered(connection, conn, contacts, viewer.scope)
        ranked = sorted(found, key=lambda pair: (-_score(found[pair]), pair))
        page = ranked[start : start + limit]
        sides = _sides(connection, conn, contacts, page)
        shown = _shown(conn, contacts, [one for pair in page for one in found[pair]])
    items = [
        MergeSuggestion(
            one=sides[pair[0]], other=sides[pair[1]], score=_score(found[pair]),
            evidence=[_evidence(one, shown) for one in found[pair]],
        )
        for pair in page
    ]  # fmt: skip
    more = cursor_out(start + limit, 0) if len(ranked) > start + limit else None
    return MergeSuggestions(items=items, next=more)


def _start(cursor: str | None) -> int:
    start = 0 if cursor is None else cursor_in(cursor)[0]
    if not isinstance(start, int) or start < 0:
        raise ValueError(cursor)
    return start


def _gathered(
    connection: duckdb.DuckDBPyConnection, conn: sa.Connection, contacts: Contacts, scope: Scope
) -> dict[Pair, list[_Found]]:
    one, values = customers_in_scope(scope, "one")
    other, _ = customers_in_scope(scope, "other")
    found: dict[Pair, list[_Found]] = defaultdict(list)
    for a, b, means, platform, holders in connection.execute(
        _LINKED.format(one=one, other=other), values
    ).fetchall():
        code = "hinted" if means is None else f"shared_{platform}"
        found[a, b].append(_Found(code, means, holders))
    for pair, means in _namesakes(connection, conn, contacts, scope):
        if not any(held.code == "shared_phone" for held in found[pair]):
            found[pair].append(_Found("name_phone", means, 2))
    parted = set(connection.execute(_PARTED).fetchall())
    return {pair: held for pair, held in found.items() if held and pair not in parted}


def _namesakes(
    connection: duckdb.DuckDBPyConnection, conn: sa.Connection, contacts: Contacts, scope: Scope
) -> Iterator[tuple[Pair, int]]:
    """Customers of one name whose phones end alike, with a phone of the one."""
    condition, values = customers_in_scope(scope, "c.id")
    rows = connection.execute(_NAMESAKES.format(one=condition), values).fetchall()
    opened = contacts.read(conn, [account for *_, account in rows])
    alike: dict[tuple[str, str], dict[int, int]] = defaultdict(dict)
    for name, customer, account in rows:
        if account in opened:
            alike[name, opened[account][1][-4:]].setdefault(customer, account)
    for held in alike.values():
        ids = sorted(held)
        for n, first in enumerate(ids):
            yield from (((first, second), held[first]) for second in ids[n + 1 :])


def _score(found: Sequence[_Found]) -> int:
    return min(99, sum(max(1, _WEIGHT[one.code] * 2 // max(2, one.holders)) for one in found))


def _sides(
    connection: duckdb.DuckDBPyConnection, conn: sa.Connection, contacts: Contacts, page: Sequence[Pair]
) -> dict[int, SuggestedSide]:
    ids = sorted({id_ for pair in page for id_ in pair})
    reach = contacts_of(connection, conn, contacts, ids)
    return {
        id_: SuggestedSide(id=str(id_), name=name, accounts=people, orders=orders, since_at=since, contacts=reach[id_])
        for id_, name, people, orders, since in connection.execute(_SIDES, {"ids": ids}).fetchall()
    }  # fmt: skip


def _shown(conn: sa.Connection, contacts: Contacts, found: Sequence[_Found]) -> dict[int, str]:
    """What is shared, masked."""
    opened = contacts.read(conn, [one.means for one in found if one.means is not None])
    return {
        account: masks.phone(text) if kind == Kind.PHONE else masks.email(text)
        for account, (kind, text) in opened.items()
    }


def _evidence(one: _Found, shown: dict[int, str]) -> MergeEvidence:
    code: Any = one.code
    return MergeEvidence(code, None if one.means is None else shown.get(one.means), one.holders)
