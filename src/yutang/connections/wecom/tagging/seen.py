# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""What was told of who bears kept tags, beside what we know: what somebody did by hand is noted, our own is no news.

Nothing that we put there comes back as a fact: it is taken out of `told_tag` before that is compared (`wecom.pairs`).

Tables that must be there: told_pair, told_tag, told_staff, about and asked (`wecom.pairs`), and of `given`: held_mark
(tag_id, staff, person, how, at) and own_tag, shared_tag (ref).
"""

from collections.abc import Sequence

import duckdb
import msgspec
import pyarrow as pa
import sqlalchemy as sa

from yutang.connections.wecom.sightings import refs, register
from yutang.connections.wecom.tagging import store
from yutang.connections.wecom.tagging.model import How
from yutang.connections.wecom.tagging.store import Mark, Row

_ABOUT = "({0} in (select ref from about)) = (select alone from asked)"
_BESIDE = f"""
create or replace temp table mark_beside as
with told as (
  select distinct staff, person, corp_tag as tag_id from told_tag
  where corp_tag in (from own_tag union all from shared_tag) and {_ABOUT.format("person")}
), held as (
  select h.*, h.at >= $since as newer from held_mark h
  where h.staff in (select ref from told_staff) and {_ABOUT.format("h.person")}
)
select coalesce(t.staff, h.staff) as staff, coalesce(t.person, h.person) as person,
  coalesce(t.tag_id, h.tag_id) as tag_id, t.staff is not null as told, h.how, coalesce(h.newer, false) as newer,
  coalesce(t.tag_id, h.tag_id) in (from own_tag) as own, p.staff is not null as pair
from told t full join held h using (staff, person, tag_id)
left join (select distinct staff, person from told_pair) p
  on p.staff = coalesce(t.staff, h.staff) and p.person = coalesce(t.person, h.person)
"""
# What is known from after the reading stands. "": it is no more.
_JUDGED = f"""
select tag_id, staff, person, case
    when told then '{How.FOUND}'
    when how = '{How.PUT}' and pair and not own then '{How.TAKEN}'
    else ''
  end as now
from mark_beside
where not newer and (
  (told and (how is null or how in ('{How.TAKEN}', '{How.OFF}')))
  or (not told and (how in ('{How.FOUND}', '{How.PUT}', '{How.OFF}') or (how = '{How.TAKEN}' and not pair))))
"""
_OURS = f"""
delete from told_tag where exists (
  select 1 from mark_beside b
  where b.told and b.staff = told_tag.staff and b.person = told_tag.person and b.tag_id = told_tag.corp_tag
    and (b.own or b.how in ('{How.PUTTING}', '{How.PUT}') or (b.how = '{How.OFF}' and b.newer)))
"""
_HELD = pa.schema([
    ("tag_id", pa.string()), ("staff", pa.string()), ("person", pa.string()), ("how", pa.string()), ("at", pa.int64())
])  # fmt: skip


class Held(msgspec.Struct, frozen=True):
    """What is known of some pairs, before what was told of them is looked at."""

    own: frozenset[str]
    shared: frozenset[str]
    rows: Sequence[Row]


def held(conn: sa.Connection, id_: int, staff: Sequence[str], people: Sequence[str] | None) -> Held | None:
    """Of these members; of these customers alone, if they are named. None: no tag is or was kept there."""
    own = store.own(conn, id_)
    shared = {bond.tag_id for bond in store.bonds(conn, id_).values() if bond.tag_id} - own
    rows = store.marks(conn, id_, staff=staff, people=people) if own or shared else []
    return Held(frozenset(own), frozenset(shared), rows) if own or shared else None


def held_table(rows: Sequence[Row]) -> pa.Table:
    """As table held_mark."""
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(_HELD)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, _HELD, strict=True)]
    return pa.Table.from_arrays(arrays, schema=_HELD)


class Seen(msgspec.Struct, frozen=True):
    """What to note: marks as they are now, and those that are no more."""

    now: Sequence[Mark]
    gone: Sequence[tuple[str, str, str]]

    def write(self, conn: sa.Connection, id_: int) -> None:
        store.put_marks(conn, id_, self.now)
        store.drop_marks(conn, id_, self.gone)


def settle(cursor: duckdb.DuckDBPyConnection, known: Held, since: int, now: int) -> Seen:
    """`since`: when what was told began to be read. Takes what is ours out of `told_tag`."""
    given = {"held_mark": held_table(known.rows), "own_tag": refs(sorted(known.own)),
             "shared_tag": refs(sorted(known.shared))}  # fmt: skip
    register(cursor, given)
    cursor.execute(_BESIDE, {"since": since})
    cursor.execute(_OURS)
    rows = cursor.execute(_JUDGED).fetchall()
    return Seen(
        [Mark(tag_id, staff, person, How(how), now) for tag_id, staff, person, how in rows if how],
        [(tag_id, staff, person) for tag_id, staff, person, how in rows if not how],
    )
