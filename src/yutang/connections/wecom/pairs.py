# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Who follows whom: what was told beside what is held, as sets; the differences are facts.

Tables that must be there: told_pair, told_tag, told_phone (`told.pair_tables`), told_staff (ref: members whose
customers were told), about (ref), and asked (now, zone, alone): alone = those in `about` alone, else all others.

Instants of the platform are whole seconds. Where two things fall into one second, what must come later is put a
microsecond behind; the fold of relations (`customers.folds`) puts an end before a beginning of the same instant.
- told and not held: it began when the platform says.
- told with a later beginning: it had ended meanwhile, nobody knows when or why; at the latest then.
- told though held as ended: it goes on. But not where the customer deleted us: the platform may list them on.
- held and not told: it has ended by now.
"""

import duckdb
import pyarrow as pa

from yutang.connections.wecom.sightings import collected, rows
from yutang.kit.clock import DAY
from yutang.ledger.catalogue import Ending, Kind, Role
from yutang.ledger.marks import mark_sql

PLATFORM_TAG = 4  # code of "platform" in `tagging.source`: customers.folds.SOURCES
_NOW = "(select now from asked)"
_ABOUT = "({0} in (select ref from about)) = (select alone from asked)"

HELD = f"""
create or replace temp table held_pair as
select s.external_id as staff, p.external_id as person, min(epoch_us(r.since)) as first,
  max({{'since': epoch_us(r.since), 'open': r.ended is null, 'ended': epoch_us(r.ended), 'cause': r.cause,
       'remark': coalesce(r.remark, '')}}) as last
from relation r join identity s on s.id = r.staff_id and s.platform = 'wecom'
join identity p on p.id = r.identity_id and p.platform = 'wecom'
where s.external_id in (select ref from told_staff) and {_ABOUT.format("p.external_id")}
group by all
"""
# A table of people may have said a day without a time: that is no other beginning.
_MIDNIGHT = """h.last.since = epoch_us(timezone((select zone from asked),
  date_trunc('day', timezone((select zone from asked), make_timestamptz(h.last.since)))))"""
JUDGED = f"""
create or replace temp table judged_pair as
with beside as (
  select t.*, h.staff is not null as held, h.first, h.last, h.last.open and t.since > h.last.since
    and not ({_MIDNIGHT} and t.since - h.last.since < {DAY}) as broke
  from told_pair t left join held_pair h using (staff, person) where {_ABOUT.format("t.person")}
)
select *, case
    when not held then since
    when last.open and (broke or since < first) then since
    when last.open then case when last.remark <> remark then {_NOW} end
    when since >= last.ended and since > last.since then since
    when last.cause = {Ending.CUSTOMER_DELETED:d} then null
    else last.ended + 1
  end as begins
from beside
"""
BEGUN = rows(
    Kind.RELATION_BEGUN, "judged_pair where begins is not null", "begins",
    actor_ref="person", related_ref="staff", props="props",
)  # fmt: skip
BROKE = rows(Kind.RELATION_ENDED, "judged_pair where broke", "since", actor_ref="person", related_ref="staff")
GONE = rows(
    Kind.RELATION_ENDED, "held_pair h anti join told_pair t using (staff, person) where h.last.open",
    f"greatest({_NOW}, h.last.since + 1)", actor_ref="person", related_ref="staff",
)  # fmt: skip
NAMED = rows(
    Kind.IDENTITY_SEEN,
    """(select person, max(name) as name from judged_pair where name <> '' group by person) t
  left join identity i on i.platform = 'wecom' and i.external_id = t.person
  where i.id is null or i.name is distinct from t.name""",
    _NOW, actor_ref="person", actor_name="t.name", actor_role=str(int(Role.PERSON)),
)  # fmt: skip


def _linked(source: str, ref: str, text: str = "null") -> str:
    """Surely one person, unless that is held already. `ref`: the other account, as `customers.reactions` reads it."""
    return rows(
        Kind.IDENTITY_LINKED,
        f"""(select distinct person, {ref} as other, {text} as told from {source}) t
  left join identity p on p.platform = 'wecom' and p.external_id = t.person
  left join identity o
    on o.platform = split_part(t.other, chr(31), 2) and o.external_id = split_part(t.other, chr(31), 3)
  where o.id is null or p.id is null
    or not exists (select 1 from link l where l.one_id = least(p.id, o.id) and l.other_id = greatest(p.id, o.id))""",
        _NOW, actor_ref="t.person", related_ref="t.other", amount="1", text="t.told", props="""'{"by":"wecom"}'""",
    )  # fmt: skip


UNIONIDS = _linked("judged_pair where unionid <> ''", "chr(31) || 'unionid' || chr(31) || unionid")
PHONES = _linked(f"told_phone where {_ABOUT.format('person')}", "ref", "told")

# Tags hang on the pair, and end with it; what is held hangs on the customer, who may have several accounts.
TAGS = f"""
create or replace temp table tag_beside as
with whose as (
  select t.staff, t.person, s.id as staff_id, coalesce(i.customer_id, -row_number() over ()) as customer_id
  from (select staff, person from judged_pair union select staff, person from held_pair) t
  left join identity s on s.platform = 'wecom' and s.external_id = t.staff
  left join identity i on i.platform = 'wecom' and i.external_id = t.person
), told as (
  select w.staff, w.staff_id, w.customer_id, coalesce(a.tag_id, n.mark) as tag_id, min(n.tag) as tag,
    min(w.person) as person
  from (select *, {mark_sql("tag", "tag")} as mark from told_tag) n
  join whose w using (staff, person) left join tag_alias a on a.mark = n.mark group by all
), held as (
  select w.staff_id, w.customer_id, g.tag_id, min(w.staff) as staff, min(w.person) as person,
    bool_or(g.source = {PLATFORM_TAG}) as platforms
  from tagging g join whose w using (staff_id, customer_id) group by all
)
select coalesce(t.staff, h.staff) as staff, coalesce(t.person, h.person) as person, t.tag, h.tag_id, h.platforms,
  t.staff is not null as told, h.staff_id is not null as held
from told t full join held h using (staff_id, customer_id, tag_id)
"""
TAGGED = rows(
    Kind.TAG_ADDED, "tag_beside where told and not held", _NOW, actor_ref="person", related_ref="staff",
    object_ref="tag", props="""'{"source":"platform"}'""",
)  # fmt: skip
# A tag's number says nothing; some fact that put it on says its name.
UNTAGGED = rows(
    Kind.TAG_REMOVED,
    f"""tag_beside b join (
    select coalesce(a.tag_id, f.object_id) as tag_id, max(f.props ->> '$.tag') as name
    from fact f left join tag_alias a on a.mark = f.object_id
    where f.kind = {Kind.TAG_ADDED:d}
      and coalesce(a.tag_id, f.object_id) in (select tag_id from tag_beside where not told)
    group by 1
  ) n using (tag_id) where b.held and not b.told and b.platforms and n.name is not null""",
    _NOW, actor_ref="person", related_ref="staff", object_ref="n.name", props="""'{"source":"platform"}'""",
)  # fmt: skip

COUNTED = {"relations_begun": "judged_pair where begins is not null and (not held or broke or not last.open)",
           "relations_ended": "held_pair h anti join told_pair t using (staff, person) where h.last.open",
           "tags_added": "tag_beside where told and not held",
           "tags_removed": "tag_beside where held and not told and platforms"}  # fmt: skip


def compare(cursor: duckdb.DuckDBPyConnection) -> tuple[pa.Table, dict[str, int]]:
    """The differences as sightings, and how many of each sort."""
    for step in (HELD, JUDGED, TAGS):
        cursor.execute(step)
    found = collected(cursor, [BEGUN, BROKE, GONE, NAMED, UNIONIDS, PHONES, TAGGED, UNTAGGED])
    counts = ", ".join(f"(select count(*) from {source})" for source in COUNTED.values())
    return found, dict(zip(COUNTED, cursor.execute(f"select {counts}").fetchall()[0], strict=True))
