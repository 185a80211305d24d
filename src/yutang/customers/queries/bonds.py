# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
"""Who follows a customer, which groups they are in, what they consented to."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import duckdb

from yutang.accounts.model import Scope
from yutang.customers.queries.sight import VISIBLE, sight
from yutang.customers.views import (
    BorneTag,
    CustomerConsent,
    CustomerGroup,
    CustomerRelation,
    CustomerTag,
    Named,
)
from yutang.ledger.catalogue import Channel, Ending, Kind

# A remark is for those who answer for the member of staff who wrote it.
_RELATIONS = """
select r.staff_id, coalesce(i.name, i.external_id), r.identity_id, nullif(epoch_ms(r.since), 0), epoch_ms(r.ended),
  r.cause, r.how, r.source, r.remark, $everything or list_contains($staff::bigint[], r.staff_id)
from relation r left join identity i on i.id = r.staff_id
where r.customer_id = $id order by r.ended is null desc, coalesce(r.ended, r.since) desc, r.staff_id
"""
_GROUPS = f"""
select g.platform || ':' || g.external_id, g.name, epoch_ms(m.joined), epoch_ms(m."left"), m.how, m.how_left, {VISIBLE}
from membership m join identity i on i.id = m.identity_id join customer_group g on g.id = m.group_id
where i.customer_id = $id and not g.private
order by m."left" is null desc, coalesce(m."left", m.joined) desc nulls last, g.id
"""
_LAST = "(happened, key_hi, key_lo)"
_CONSENTS = f"""
select channel, coalesce(json_extract_string(last.props, '$.purpose'), object_id::varchar),
  last.kind = {Kind.CONSENT_GIVEN}, since, try_cast(json_extract_string(last.props, '$.until') as bigint) as until,
  json_extract_string(last.props, '$.notice')
from (
  select channel, object_id, arg_max({{'kind': kind, 'props': props}}, {_LAST}) as last,
    epoch_ms(max(happened)) as since
  from person_fact where kind in ({Kind.CONSENT_GIVEN}, {Kind.CONSENT_WITHDRAWN}) and object_id is not null
  group by channel, object_id
) order by 2, channel nulls first
"""


def relations(
    cursor: duckdb.DuckDBPyConnection, scope: Scope, customer_id: int, tags: Sequence[CustomerTag]
) -> list[CustomerRelation]:
    """Those in force first, then the newest ended. `tags`: all of the customer's."""
    borne: dict[str, list[BorneTag]] = defaultdict(list)
    for tag in tags:
        if tag.staff is not None:
            borne[tag.staff.id].append(_plain(tag))
    rows = cursor.execute(_RELATIONS, sight(scope) | {"id": customer_id}).fetchall()
    return [
        CustomerRelation(
            staff=Named(str(staff), name), account_id=str(account), since_at=since, ended_at=ended,
            cause=_ending(cause), how="transferred" if how == 2 else "added", source=source,
            remark=remark if yours else None, tags=borne.pop(str(staff), []), yours=yours,
        )
        for staff, name, account, since, ended, cause, how, source, remark, yours in rows
    ]  # fmt: skip


def _plain(tag: CustomerTag) -> BorneTag:
    return BorneTag(id=tag.id, name=tag.name, since_at=tag.since_at, until_at=tag.until_at, source=tag.source,
                    confidence=tag.confidence)  # fmt: skip


def groups(cursor: duckdb.DuckDBPyConnection, scope: Scope, customer_id: int) -> list[CustomerGroup]:
    """Those they are in first, then the last left."""
    rows = cursor.execute(_GROUPS, sight(scope) | {"id": customer_id}).fetchall()
    return [
        CustomerGroup(id=ref, name=name, joined_at=joined, left_at=left, how=how, how_left=how_left, visible=visible)
        for ref, name, joined, left, how, how_left, visible in rows
    ]  # fmt: skip


def consents(cursor: duckdb.DuckDBPyConnection, now: int) -> list[CustomerConsent]:
    """The last word on each channel and purpose, of the customer whose facts are `person_fact`."""
    return [
        CustomerConsent(
            channel=channel_name(channel), purpose=purpose, given=given,
            in_force=given and (until is None or until > now), since_at=since,
            until_at=None if until is None else until // 1000, notice=notice,
        )
        for channel, purpose, given, since, until, notice in cursor.execute(_CONSENTS).fetchall()
    ]  # fmt: skip


def channel_name(code: int | None) -> Any:
    known = {int(one): one.name.lower() for one in Channel}
    return None if code is None else known.get(code)


def _ending(cause: int | None) -> Any:
    known = {int(one): one.name.lower() for one in Ending}
    return None if cause is None else known.get(cause)
