# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Who should bear a kept tag over there and doesn't, and who does and shouldn't: a difference of sets, and the calls.

What is about to be put is written down before the call: found there after a crash, it is known to be ours. Marking is
by its nature once, however often it is asked for; so a call whose answer was lost is asked for again.

Tables that must be there: held_mark (`seen`), borne (`pushing.Borne`), bonded (key, tag_id, own,
filled), keeping (ref: tags that are there and not resting), member (ref) and open_pair (staff, person).
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile

import duckdb
import msgspec
import pyarrow as pa
import sqlalchemy as sa

from yutang.channels.contract.outcomes import Failure, Trouble
from yutang.channels.wecom.calls import tags as calls
from yutang.channels.wecom.calls.tags import MarkAsk
from yutang.connections.wecom.asking import side_by_side
from yutang.connections.wecom.sync.run import Stopped, Tools
from yutang.connections.wecom.tagging import store
from yutang.connections.wecom.tagging.model import How, faulty
from yutang.connections.wecom.tagging.store import Mark

AT_ONCE = 100  # tags of one call; the platform names no number
CHUNK = 400  # pairs between two notes
# Of a shared tag that was never looked after: who bears it already bears it by somebody else's hand.
FILL = f"""
insert into held_mark
select distinct k.tag_id, b.staff, b.person, '{How.FOUND}', $now::bigint from borne b join bonded k using (key)
where b.found and not k.own and not k.filled
  and not exists (select 1 from held_mark h
    where h.tag_id = k.tag_id and h.staff = b.staff and h.person = b.person)
returning tag_id, staff, person
"""
DIFFER = f"""
create or replace temp table mark_differing as
with want as (
  select distinct k.tag_id, b.staff, b.person from borne b join bonded k using (key)
  where (k.own or b.said) and b.staff in (from member)
), put as (
  select w.*, true as adds from want w left join held_mark h using (tag_id, staff, person)
  where h.how is null or h.how in ('{How.PUTTING}', '{How.OFF}')
), off as (
  select h.tag_id, h.staff, h.person, false as adds from held_mark h
  semi join open_pair o on o.staff = h.staff and o.person = h.person
  anti join want w on w.tag_id = h.tag_id and w.staff = h.staff and w.person = h.person
  where h.tag_id in (from keeping) and h.staff in (from member) and (
    h.how in ('{How.PUT}', '{How.PUTTING}')
    or (h.how = '{How.FOUND}' and h.tag_id in (select tag_id from bonded where own)))
)
from put union all from off
"""
# Of who is nobody's friend any more, of tags that are no more; and nobody minds any longer what was taken off.
FORGET = f"""
select h.tag_id, h.staff, h.person from held_mark h
where h.tag_id not in (from living)
  or not exists (select 1 from open_pair o where o.staff = h.staff and o.person = h.person)
  or (h.how = '{How.TAKEN}' and not exists (select 1 from borne b join bonded k using (key)
    where k.tag_id = h.tag_id and b.staff = h.staff and b.person = h.person and b.said))
"""
PAIRS = """
select staff, person, list(tag_id order by tag_id) filter (adds), list(tag_id order by tag_id) filter (not adds)
from mark_differing group by 1, 2 order by 2, 1
"""
Key = tuple[str, str, str]  # tag, member, customer


class Change(msgspec.Struct, frozen=True):
    """What one pair is to bear from now on, and no longer."""

    userid: str
    external_userid: str
    add: Sequence[str]
    remove: Sequence[str]


def changes(cursor: duckdb.DuckDBPyConnection) -> list[Change]:
    """Pair by pair; of one customer together."""
    cursor.execute(DIFFER)
    return [
        Change(staff, person, add or (), off or ())
        for staff, person, add, off in cursor.execute(PAIRS).fetchall()
    ]


def mark(tools: Tools, connection_id: int, wanted: Sequence[Change], own: frozenset[str]) -> dict[str, int]:
    """Carry them out; how many pairs were marked, unmarked, refused. `tools.progress` counts pairs.

    Raises Stopped, and what `tools.patience` raises; what was done by then is noted.
    """
    marker = _Marker(tools, connection_id, own)
    counts = {"pairs_marked": 0, "pairs_unmarked": 0, "pairs_refused": 0}
    for start in range(0, len(wanted), CHUNK):
        for name, number in marker.some(wanted[start : start + CHUNK]).items():
            counts[name] += number
        tools.progress(min(len(wanted), start + CHUNK), len(wanted))
    return counts


class _Marker:
    def __init__(self, tools: Tools, connection_id: int, own: frozenset[str]) -> None:
        self._tools, self._id, self._own = tools, connection_id, own
        self._client = tools.clients.of(connection_id)

    def some(self, wanted: Sequence[Change]) -> dict[str, int]:
        now = self._tools.clients.now()
        intents = [Mark(tag, *_pair(one), How.PUTTING, now) for one in wanted for tag in one.add]
        self._tools.state.write(lambda conn: store.put_marks(conn, self._id, intents))
        done: list[Change] = []
        refused: list[tuple[Change, Failure]] = []
        stopped: list[Failure] = []
        try:
            for one, found in side_by_side(self._one, takewhile(lambda _: not stopped, wanted)):
                if not isinstance(found, Failure):
                    done.append(one)
                elif found.trouble in (Trouble.DATA, Trouble.POLICY, Trouble.BUG):
                    refused.append((one, found))
                else:
                    stopped.append(found)
        finally:
            self._note(done, refused)
        if stopped:
            raise Stopped(stopped[0])
        return {
            "pairs_marked": sum(bool(one.add) for one in done), "pairs_unmarked": sum(bool(one.remove) for one in done),
            "pairs_refused": len(refused),
        }  # fmt: skip

    def _one(self, one: Change) -> Failure | None:
        ask = self._tools.patience.ask
        for part in _asks(one):
            found = ask(lambda part=part: calls.mark(self._client, part))
            if isinstance(found, Failure):
                return found
        return None

    def _note(self, done: Sequence[Change], refused: Sequence[tuple[Change, Failure]]) -> None:
        now = self._tools.clients.now()
        put = [Mark(tag, *_pair(one), How.PUT, now) for one in done for tag in one.add]
        put += [
            Mark(tag, *_pair(one), How.OFF, now) for one in done for tag in one.remove if tag not in self._own
        ]
        gone = [(tag, *_pair(one)) for one in done for tag in one.remove if tag in self._own]
        put += [
            Mark(tag, *_pair(one), How.PUTTING, now, faulty(why.code))
            for one, why in refused
            for tag in one.add
        ]
        blamed: Mapping[Key, str] = {
            (tag, *_pair(one)): faulty(why.code) for one, why in refused for tag in one.remove
        }

        def write(conn: sa.Connection) -> None:
            store.put_marks(conn, self._id, put)
            store.drop_marks(conn, self._id, gone)
            store.blame_marks(conn, self._id, blamed)

        self._tools.state.write(write)


def _pair(one: Change) -> tuple[str, str]:
    return one.userid, one.external_userid


def _asks(one: Change) -> Iterator[MarkAsk]:
    """One call, or as many as the number of its tags asks for."""
    for start in range(0, max(len(one.add), len(one.remove)), AT_ONCE):
        lists = {
            name: list(tags[start : start + AT_ONCE])
            for name, tags in (("add_tag", one.add), ("remove_tag", one.remove))
            if tags[start : start + AT_ONCE]
        }
        yield MarkAsk(userid=one.userid, external_userid=one.external_userid, **lists)


def bonded_table(rows: Sequence[tuple[int, str, bool, bool]]) -> pa.Table:
    """(key, tag, own, filled)."""
    columns = list(zip(*rows, strict=True)) if rows else [()] * 4
    forms = (("key", pa.int64()), ("tag_id", pa.string()), ("own", pa.bool_()), ("filled", pa.bool_()))
    return pa.table(
        {name: pa.array(column, form) for (name, form), column in zip(forms, columns, strict=True)}
    )
