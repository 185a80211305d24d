# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""What came of those who came by a code: added, answered, bought, kept for thirty days. Sets over facts.

A coming is the beginning of a relation that carries the code's key as its source and was not handed on by a colleague,
or a joining of a group that carries it.
A customer who came twice, or to two members of staff, is one: since their first coming. Answered: they wrote anything
after that. Bought: they ordered after that; `cents` is what, less what went back. Kept: of those who came thirty days
ago or longer, whoever was still followed by somebody, or sat in a group, they came to on the thirtieth day.
"""

from collections.abc import Sequence

import msgspec

from yutang.kit.clock import DAY
from yutang.ledger.analytics import Analytics
from yutang.ledger.catalogue import Kind

KEPT_DAYS = 30


class Quality(msgspec.Struct, frozen=True, kw_only=True):
    """`ripe`: who came long enough ago to be counted in `kept`. `cents`: CNY."""

    added: int = 0
    replied: int = 0
    bought: int = 0
    cents: int = 0
    ripe: int = 0
    kept: int = 0
    left: int = 0  # whom nobody they came to follows any more


_HANDED_ON = 2  # relation.how
_QUALITY = f"""
with seat as (
  select f.props ->> '$.state' as key, f.customer_id, f.happened as since, max(m."left") as "left",
    coalesce(bool_or(m."left" is null and m.joined is not null), false) as here
  from fact f left join membership m on m.group_id = f.group_id and m.identity_id = f.identity_id
    and m.joined <= f.happened and (m."left" is null or m."left" > f.happened)
  where f.kind = {Kind.GROUP_JOINED:d} and list_contains($keys, f.props ->> '$.state') group by all
), came as (
  select key, customer_id, min(since) as since, bool_or(here) as here,
    bool_or(here or "left" >= since + interval {KEPT_DAYS} day) as kept
  from seat group by all
  union all
  select source as key, customer_id, min(since) as since, bool_or(ended is null) as here,
    bool_or(ended is null or ended >= since + interval {KEPT_DAYS} day) as kept
  from relation where list_contains($keys, source) and how <> {_HANDED_ON} group by all
), wrote as (
  select c.key, c.customer_id from came c semi join fact f
    on f.customer_id = c.customer_id and f.kind = {Kind.MESSAGE_SENT:d} and f.happened >= c.since
), money as (
  select c.key, c.customer_id, bool_or(f.kind = {Kind.ORDER_PLACED:d}) as bought,
    sum(case when f.kind = {Kind.ORDER_PLACED:d} then f.amount else -f.amount end) as cents
  from came c join fact f on f.customer_id = c.customer_id and f.happened >= c.since
    and f.kind in ({Kind.ORDER_PLACED:d}, {Kind.ORDER_REFUNDED:d})
  group by all
)
select c.key, count(*), count(w.customer_id), count(*) filter (m.bought),
  coalesce(sum(m.cents) filter (m.bought), 0),
  count(*) filter (c.since <= make_timestamp($ripe)), count(*) filter (c.since <= make_timestamp($ripe) and c.kept),
  count(*) filter (not c.here)
from came c left join wrote w using (key, customer_id) left join money m using (key, customer_id)
group by c.key
"""
_DAYS = f"""
select epoch_us(date_trunc('day', timezone($zone, since at time zone 'UTC')) at time zone $zone) as day, count(*)
from (
  select customer_id, min(since) as since from (
    select customer_id, since from relation where source = $key and how <> {_HANDED_ON}
    union all
    select customer_id, happened from fact where kind = {Kind.GROUP_JOINED:d} and props ->> '$.state' = $key
  ) group by customer_id
)
where since >= make_timestamp($since) group by day order by day
"""

_JOINS = f"""
with came as (
  select props ->> '$.state' as key, epoch_us(happened) as "at" from fact
  where kind = {Kind.GROUP_JOINED:d} and happened >= make_timestamp($since)
    and list_contains($keys, props ->> '$.state')
)
select key, list("at" order by "at") from came group by key having count(*) filter ("at" > $lately) >= $few
"""


def busy_joins(
    analytics: Analytics, keys: Sequence[str], *, since: int, lately: int, few: int
) -> dict[str, list[int]]:
    """By key of a code into groups, when somebody joined by it since then: of those by which `few` came lately."""
    if not keys:
        return {}
    with analytics.cursor() as cursor:
        asked = {"keys": list(keys), "since": since, "lately": lately, "few": few}
        return dict(cursor.execute(_JOINS, asked).fetchall())


def quality(analytics: Analytics, keys: Sequence[str], *, now: int) -> dict[str, Quality]:
    """By the code's key; who brought nobody is left out."""
    if not keys:
        return {}
    with analytics.cursor() as cursor:
        rows = cursor.execute(_QUALITY, {"keys": list(keys), "ripe": now - KEPT_DAYS * DAY}).fetchall()
    return {
        key: Quality(
            added=added, replied=replied, bought=bought, cents=int(cents), ripe=ripe, kept=kept, left=left
        )
        for key, added, replied, bought, cents, ripe, kept, left in rows
    }


def by_day(analytics: Analytics, key: str, *, since: int, zone: str) -> list[tuple[int, int]]:
    """(the day's first instant, customers who first came on it); days on which nobody came are left out."""
    with analytics.cursor() as cursor:
        return cursor.execute(_DAYS, {"key": key, "since": since, "zone": zone}).fetchall()
