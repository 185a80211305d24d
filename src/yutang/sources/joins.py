# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Who joined groups by a code, and how full groups are, from facts: the platform tells a joining of the group alone."""

from collections.abc import Sequence
from typing import NamedTuple

from yutang.ledger.analytics import Analytics
from yutang.ledger.catalogue import Kind

_MEMBERS = """
select g.external_id, count(*) from membership m join customer_group g on g.id = m.group_id
where m."left" is null and g.platform = 'wecom' and list_contains(?, g.external_id) group by 1
"""
_COUNTS = f"""
select f.props ->> '$.state', g.external_id, count(*)
from fact f join customer_group g on g.id = f.group_id
where f.kind = {Kind.GROUP_JOINED:d} and f.happened >= make_timestamp($since)
  and list_contains($keys, f.props ->> '$.state')
group by all
"""
_LAST = f"""
select epoch_us(f.happened), coalesce(nullif(g.name, ''), g.external_id)
from fact f join customer_group g on g.id = f.group_id
where f.kind = {Kind.GROUP_JOINED:d} and f.props ->> '$.state' = $key
order by f.happened desc, f.id desc limit $most
"""


class Join(NamedTuple):
    """`group`: its name."""

    at: int
    group: str


def members(analytics: Analytics, chats: Sequence[str]) -> dict[str, int]:
    """How many sit in each group, staff and house accounts too: they take up seats. Unknown ones are left out."""
    if not chats:
        return {}
    with analytics.cursor() as cursor:
        return dict(cursor.execute(_MEMBERS, [list(chats)]).fetchall())


def counts(analytics: Analytics, keys: Sequence[str], since: int) -> dict[str, dict[str, int]]:
    """By the code's key and the group, how many joined by it from then on."""
    found: dict[str, dict[str, int]] = {}
    if keys:
        with analytics.cursor() as cursor:
            for key, chat, people in cursor.execute(_COUNTS, {"keys": list(keys), "since": since}).fetchall():
                found.setdefault(key, {})[chat] = people
    return found


def last(analytics: Analytics, key: str, most: int) -> list[Join]:
    """Newest first."""
    with analytics.cursor() as cursor:
        return [Join(*row) for row in cursor.execute(_LAST, {"key": key, "most": most}).fetchall()]
