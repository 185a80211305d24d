# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Who sits in which group, as `pairs` does it for customers.

Tables that must be there: told_group, told_seat (`told.group_tables`: groups that were told whole) and asked (now,
zone). The rule of stays (`groups.intervals`) puts a join before a leaving of the same instant, so a return within one
second is put a microsecond behind it.
"""

import duckdb
import pyarrow as pa

from yutang.connections.wecom.sightings import collected, rows
from yutang.kit.clock import DAY
from yutang.ledger.catalogue import Kind, Role

_NOW = "(select now from asked)"
HELD = """
create or replace temp table held_seat as
select g.external_id as chat, i.external_id as member, min(epoch_us(m.joined)) as first,
  max({'joined': coalesce(epoch_us(m.joined), 0), 'open': m."left" is null, 'left': epoch_us(m."left")}) as last
from membership m join customer_group g on g.id = m.group_id and g.platform = 'wecom'
join identity i on i.id = m.identity_id and i.platform = 'wecom'
where g.external_id in (select chat from told_group)
group by all
"""
_MIDNIGHT = """h.last.joined = epoch_us(timezone((select zone from asked),
  date_trunc('day', timezone((select zone from asked), make_timestamptz(h.last.joined)))))"""
JUDGED = f"""
create or replace temp table judged_seat as
with beside as (
  select t.*, h.chat is not null as held, h.first, h.last,
    h.last.open and h.last.joined > 0 and t.joined > h.last.joined
      and not ({_MIDNIGHT} and t.joined - h.last.joined < {DAY}) as broke
  from told_seat t left join held_seat h using (chat, member)
)
select *, case
    when not held then joined
    when last.open and (broke or first is null or joined < first) then joined
    when last.open then null
    when joined > last.left then joined
    else last.left + 1
  end as comes
from beside
"""
JOINED = rows(
    Kind.GROUP_JOINED, "judged_seat where comes is not null", "comes", group_ref="chat", actor_ref="member",
    actor_name="nullif(name, '')", related_ref="inviter", props="props",
    actor_role=f"case when external then {Role.PERSON:d} else {Role.STAFF:d} end",
)  # fmt: skip
# Named anew, or told what they are to the brand: a stay alone says neither.
NAMED = rows(
    Kind.IDENTITY_SEEN,
    f"""(select member, max(name) as name, bool_or(external) as external from told_seat group by member) t
  join identity i on i.platform = 'wecom' and i.external_id = t.member
  where (t.name <> '' and i.name is distinct from t.name)
    or (i.role = {Role.UNKNOWN:d} and i.role_rank = 0)""",
    _NOW, actor_ref="t.member", actor_name="nullif(t.name, '')",
    actor_role=f"case when t.external then {Role.PERSON:d} else {Role.STAFF:d} end",
)  # fmt: skip
BROKE = rows(Kind.GROUP_LEFT, "judged_seat where broke", "joined - 1", group_ref="chat", actor_ref="member")
GONE = rows(
    Kind.GROUP_LEFT, "held_seat h anti join told_seat t using (chat, member) where h.last.open",
    f"greatest({_NOW}, h.last.joined + 1)", group_ref="chat", actor_ref="member",
)  # fmt: skip
GROUPS = """
create or replace temp table judged_group as
select t.*, g.id as held_id, g.name as held_name, o.external_id as held_owner, epoch_us(g.created) as held_created
from told_group t left join customer_group g on g.platform = 'wecom' and g.external_id = t.chat
left join identity o on o.id = g.owner_id
"""
SEEN = rows(
    Kind.GROUP_SEEN,
    """judged_group where held_id is null or (held_owner is distinct from owner and owner <> '')
  or (created > 0 and coalesce(held_created > created, true))
  or (held_name is null and name <> '')""",
    _NOW, group_ref="chat", text="case when held_name is null then nullif(name, '') end",
    props="""json_merge_patch('{"private":false}', json_object('owner', nullif(owner, ''),
      'created', nullif(created, 0)))""",
)  # fmt: skip
RENAMED = rows(
    Kind.GROUP_RENAMED, "judged_group where held_name is not null and name <> '' and name <> held_name", _NOW,
    group_ref="chat", text="name",
)  # fmt: skip
UNIONIDS = rows(
    Kind.IDENTITY_LINKED,
    """(select distinct member, unionid from told_seat where unionid <> '') t
  left join identity p on p.platform = 'wecom' and p.external_id = t.member
  left join identity o on o.platform = 'unionid' and o.external_id = t.unionid
  where o.id is null or p.id is null
    or not exists (select 1 from link l where l.one_id = least(p.id, o.id) and l.other_id = greatest(p.id, o.id))""",
    _NOW, actor_ref="t.member", related_ref="chr(31) || 'unionid' || chr(31) || t.unionid", amount="1",
    props="""'{"by":"wecom"}'""",
)  # fmt: skip
COUNTED = {"seats_taken": "judged_seat where comes is not null and (not held or broke or not last.open)",
           "seats_left": "held_seat h anti join told_seat t using (chat, member) where h.last.open",
           "groups_changed": """judged_group where held_id is not null and (held_name is distinct from nullif(name, '')
             or held_owner is distinct from nullif(owner, ''))"""}  # fmt: skip

# A group is no more: nobody sits in it from then on. `ended_group` (chat, since).
DISMISSED = rows(
    Kind.GROUP_SEEN,
    "ended_group",
    "since",
    group_ref="chat",
    props="json_object('private', false, 'dismissed', since)",
)
EMPTIED = rows(
    Kind.GROUP_LEFT,
    """ended_group t join customer_group g on g.platform = 'wecom' and g.external_id = t.chat
  join membership m on m.group_id = g.id and m."left" is null join identity i on i.id = m.identity_id""",
    "greatest(t.since, coalesce(epoch_us(m.joined), 0) + 1)", group_ref="t.chat",
    actor_ref="case i.platform when 'wecom' then '' else chr(31) || i.platform || chr(31) end || i.external_id",
)  # fmt: skip


def compare(cursor: duckdb.DuckDBPyConnection) -> tuple[pa.Table, dict[str, int]]:
    """The differences as sightings, and how many of each sort."""
    for step in (HELD, JUDGED, GROUPS):
        cursor.execute(step)
    found = collected(cursor, [SEEN, RENAMED, JOINED, NAMED, BROKE, GONE, UNIONIDS])
    counts = ", ".join(f"(select count(*) from {source})" for source in COUNTED.values())
    return found, dict(zip(COUNTED, cursor.execute(f"select {counts}").fetchall()[0], strict=True))


def dismissed(cursor: duckdb.DuckDBPyConnection) -> pa.Table:
    """What follows from groups that are no more: sightings of the table `ended_group`."""
    return collected(cursor, [DISMISSED, EMPTIED])
