# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""The platform's daily counts, which know owners and never groups: what surely follows of single groups.

Without the session archive they are the only sign of life that there is. Of an owner and a day they say in how many
groups anybody wrote, and how many messages there were in all. So
- none with messages: each group of that owner was silent on that day;
- the owner has one group: the counts are its own;
- else it is not known which of them spoke, and nothing is told.
Only where the owner's groups that we know are as many as were counted.

Tables that must be there: told_day (owner, day, chats, spoke, speakers, members, messages; `day`: days since 1970).
"""

from collections.abc import Sequence

import duckdb
import pyarrow as pa

from yutang.connections.mirror import Day
from yutang.connections.wecom.sightings import collected, rows
from yutang.kit.clock import DAY, SECOND
from yutang.ledger.catalogue import Kind

CHINA = 8 * 3600 * SECOND  # ahead of UTC, all year round; the platform's days are China's

_OF_GROUPS = f"""
create or replace temp table day_of_group as
with owned as (
  select g.external_id as chat, o.external_id as owner, coalesce(epoch_us(g.created), 0) as created,
    coalesce(epoch_us(g.dismissed), 9223372036854775807) as dismissed
  from customer_group g join identity o on o.id = g.owner_id and o.platform = 'wecom'
  where g.platform = 'wecom' and not g.private
), there as (
  select d.*, g.chat, count(*) over (partition by d.owner, d.day) as known
  from told_day d join owned g
    on g.owner = d.owner and g.created < (d.day + 1) * {DAY} - {CHINA} and g.dismissed >= (d.day + 1) * {DAY} - {CHINA}
)
select chat, day * {DAY} - {CHINA} + {DAY // 2} as noon, case when spoke = 0 then 0 else messages end as messages,
  json_object('speakers', case when spoke = 0 then 0 else speakers end, 'members', case when chats = 1 then members end,
    'by', 'statistics')::varchar as props
from there where known = chats and (spoke = 0 or chats = 1)
"""
_COUNTED = rows(
    Kind.GROUP_COUNTED, "day_of_group", "noon", group_ref="chat", amount="messages",
    props="json_merge_patch('{}', props)::varchar",
)  # fmt: skip


def table(days: Sequence[Day]) -> pa.Table:
    """As told_day."""
    columns = {"owner": "owner", "day": "day", "chats": "chats", "spoke": "chats_with_messages",
               "speakers": "members_with_messages", "members": "members", "messages": "messages"}  # fmt: skip
    return pa.table({
        name: pa.array([getattr(day, of) for day in days], pa.string() if name == "owner" else pa.int64())
        for name, of in columns.items()
    })  # fmt: skip


def compare(cursor: duckdb.DuckDBPyConnection) -> pa.Table:
    cursor.execute(_OF_GROUPS)
    return collected(cursor, [_COUNTED])
