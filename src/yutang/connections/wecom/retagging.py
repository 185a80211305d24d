# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""A tag that the platform calls otherwise is another tag to us: whoever has the one has the other now.

Tables that must be there: moved_tag (old, new: "group/name"; new null: deleted), stranger (ref: members of other corps,
whose tags may have the same names) and asked (now).
"""

import duckdb
import pyarrow as pa

from yutang.connections.wecom.pairs import PLATFORM_TAG
from yutang.connections.wecom.sightings import collected, rows
from yutang.ledger.catalogue import Kind
from yutang.ledger.marks import mark_sql

_TAGGED = f"""
create or replace temp table moving as
select s.external_id as staff, min(p.external_id) as person, m.old, m.new
from (select m.old, m.new, coalesce(a.tag_id, {mark_sql("tag", "m.old")}) as tag_id
  from moved_tag m left join tag_alias a on a.mark = {mark_sql("tag", "m.old")}) m
join tagging g on g.tag_id = m.tag_id and g.source = {PLATFORM_TAG}
join identity s on s.id = g.staff_id and s.platform = 'wecom' and s.external_id not in (select ref from stranger)
join identity p on p.customer_id = g.customer_id and p.platform = 'wecom'
group by s.external_id, g.customer_id, m.old, m.new
"""
_PROPS = """'{"source":"platform"}'"""
REMOVED = rows(
    Kind.TAG_REMOVED, "moving", "(select now from asked)", actor_ref="person", related_ref="staff", object_ref="old",
    props=_PROPS,
)  # fmt: skip
ADDED = rows(
    Kind.TAG_ADDED, "moving where new is not null", "(select now from asked) + 1", actor_ref="person",
    related_ref="staff", object_ref="new", props=_PROPS,
)  # fmt: skip


def compare(cursor: duckdb.DuckDBPyConnection) -> pa.Table:
    cursor.execute(_TAGGED)
    return collected(cursor, [REMOVED, ADDED])
