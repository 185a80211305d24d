# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Kept tags brought level over there, the tags first and then who bears them; and what that would come to."""

from collections.abc import Callable, Collection, Generator, Mapping, Sequence
from contextlib import contextmanager

import duckdb
import msgspec
import pyarrow as pa
import sqlalchemy as sa

from yutang.channels.contract.outcomes import Failure
from yutang.channels.wecom.calls import tags as calls
from yutang.connections import mirror
from yutang.connections.wecom.clients import said
from yutang.connections.wecom.sightings import PLATFORM, refs, register
from yutang.connections.wecom.sync.run import Stopped, Tools
from yutang.connections.wecom.tagging import making, marking, store
from yutang.connections.wecom.tagging.model import Bond, How, Kept, Room, There, plan
from yutang.connections.wecom.tagging.seen import held_table
from yutang.connections.wecom.tagging.store import Mark, Push, Row
from yutang.kit.errors import YutangError
from yutang.ledger.ledger import Ledger

# Rows (staff, person, key, found, said) of the pairs that bear these keys: `found`: somebody over there says so of the
# pair; `said`: somebody else does.
Borne = Callable[[duckdb.DuckDBPyConnection, Sequence[int]], pa.Table]
_OPEN = f"""
create or replace temp table open_pair as
select distinct s.external_id as staff, p.external_id as person from relation r
join identity s on s.id = r.staff_id and s.platform = '{PLATFORM}'
join identity p on p.id = r.identity_id and p.platform = '{PLATFORM}' where r.ended is null
"""
_COUNT = """
select count(distinct (staff, person)) filter (adds), count(distinct (staff, person)) filter (not adds)
from mark_differing where tag_id in (select unnest(?::varchar[]))
"""


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """What keeping some tags there would come to. `tags` of the corp there are, of `most`; `there`: those of ours that
    are among them, `make`: to be made. `faults`: tags that can't be, by reason. Pairs to be marked and unmarked.
    `live`: asked of the platform just now, else as it was last read."""

    tags: int
    most: int
    there: int
    make: int
    faults: Mapping[str, int]
    mark: int
    unmark: int
    live: bool


class _Known(msgspec.Struct, frozen=True):
    """What State knows. `bonded`: (key, tag, own, filled)."""

    bonded: Sequence[tuple[int, str, bool, bool]]
    resting: Collection[str]
    living: Collection[str]
    own: frozenset[str]
    rows: Sequence[Row]
    staff: Sequence[str]


def something(conn: sa.Connection, connection_id: int) -> bool:
    """Whether anything of ours is there, or is to be."""
    return bool(store.bonds(conn, connection_id) or store.own(conn, connection_id))


def push(tools: Tools, connection_id: int, kept: Kept, borne: Borne) -> dict[str, int]:
    """Bring all of it level; what was done. Cut off, the next one goes on.

    Raises Stopped, and what `tools.patience` and `tools.progress` raise.
    """
    started = tools.clients.now()
    _end(tools, connection_id, Push(started_at=started, finished_at=None, counts={}, trouble=None))
    try:
        counts = making.make(tools, connection_id, kept)
        counts |= _mark(tools, connection_id, kept, borne)
    except Stopped as stopped:
        trouble = said(stopped.failure)
        _end(tools, connection_id, Push(started_at=started, finished_at=None, counts={}, trouble=trouble))
        tools.clients.heard(connection_id, stopped.failure)
        raise
    now = tools.clients.now()
    _end(tools, connection_id, Push(started_at=started, finished_at=now, counts=counts, trouble=None))
    tools.clients.heard(connection_id, None)
    return counts


def told(stopped: Stopped) -> YutangError:
    """For people: locales "error.push_stopped"."""
    error, trouble = YutangError("push_stopped"), said(stopped.failure)
    params: dict[str, object] = {"trouble": trouble.code, **trouble.params}
    error.params = params  # `code` is among them, which no call could hand over
    return error


def preview(tools: Tools, connection_id: int, kept: Kept, keys: Collection[int], borne: Borne) -> Preview:
    """Of the tags `keys` among all that would be kept. Nothing is changed. Raises YutangError connection_unreadable."""
    told, others, live = _look(tools, connection_id)
    with tools.state.read() as conn:
        bonds, own = store.bonds(conn, connection_id), store.own(conn, connection_id)
        known = _known(conn, connection_id, kept)
    wanted = plan(kept, bonds, told, Room(own=own, most=making.MOST, others=others))
    new = {one.key: f"new {one.key}" for some in wanted.make.values() for one in some}
    places = wanted.bind | new
    bonded = [
        (key, tag, tag in own or tag in wanted.mine or key in new, key in new or _filled(bonds.get(key), tag))
        for key, tag in places.items()
    ]
    living = {*known.living, *(one.tag_id for one in told), *new.values()}
    with _beside(
        tools.learner.ledger, msgspec.structs.replace(known, bonded=bonded, living=living), borne
    ) as cursor:
        cursor.execute(marking.FILL, {"now": 0})
        cursor.execute(marking.DIFFER)
        mark, unmark = cursor.execute(_COUNT, [[places[key] for key in keys if key in places]]).fetchall()[0]
    faults: dict[str, int] = {}
    for key in keys:
        if key in wanted.faults:
            faults[wanted.faults[key]] = faults.get(wanted.faults[key], 0) + 1
    return Preview(
        tags=len(told) + others, most=making.MOST, there=sum(key in wanted.bind for key in keys),
        make=sum(key in new for key in keys), faults=faults, mark=mark, unmark=unmark, live=live,
    )  # fmt: skip


def _mark(tools: Tools, connection_id: int, kept: Kept, borne: Borne) -> dict[str, int]:
    with tools.state.read() as conn:
        known = _known(conn, connection_id, kept)
    with _beside(tools.learner.ledger, known, borne) as cursor:
        now = tools.clients.now()
        filled = cursor.execute(marking.FILL, {"now": now}).fetchall()
        _filled_in(tools, connection_id, filled, now)
        wanted = marking.changes(cursor)
        gone = cursor.execute(marking.FORGET).fetchall()
    tools.state.write(lambda conn: store.drop_marks(conn, connection_id, gone))
    return marking.mark(tools, connection_id, wanted, known.own)


def _filled_in(tools: Tools, connection_id: int, filled: Sequence[tuple[str, str, str]], now: int) -> None:
    found = [Mark(tag, staff, person, How.FOUND, now) for tag, staff, person in filled]

    def write(conn: sa.Connection) -> None:
        bonds = store.bonds(conn, connection_id).values()
        store.put_marks(conn, connection_id, found)
        whole = [msgspec.structs.replace(one, filled=True) for one in bonds if one.tag_id and not one.filled]
        store.bond(conn, connection_id, whole)

    tools.state.write(write)


def _known(conn: sa.Connection, id_: int, kept: Kept) -> _Known:
    bonds, own = store.bonds(conn, id_), store.own(conn, id_)
    keys = {one.key for one in kept.tags}
    return _Known(
        bonded=[(one.key, one.tag_id, one.tag_id in own, one.filled)
                for one in bonds.values() if one.tag_id and one.key in keys],
        resting=[one.tag_id for one in bonds.values() if one.key in kept.resting],
        living=list(mirror.tags(conn, id_)), own=frozenset(own), rows=store.marks(conn, id_),
        staff=mirror.staff(conn, id_),
    )  # fmt: skip


@contextmanager
def _beside(ledger: Ledger, known: _Known, borne: Borne) -> Generator[duckdb.DuckDBPyConnection]:
    """A cursor with what is known beside who bears what."""
    while ledger.drain():
        pass
    with ledger.analytics.cursor() as cursor:
        register(cursor, {
            "borne": borne(cursor, [key for key, _, _, _ in known.bonded]),
            "bonded": marking.bonded_table(known.bonded), "held_mark": held_table(known.rows),
            "member": refs(known.staff), "living": refs(sorted(known.living)),
            "keeping": refs(sorted(set(known.living) - set(known.resting))),
        })  # fmt: skip
        cursor.execute(_OPEN)
        yield cursor


def _look(tools: Tools, connection_id: int) -> tuple[list[There], int, bool]:
    """Tags of the corp, how many rule groups have, and whether the platform itself said so."""
    client = tools.clients.of(connection_id)
    found = calls.groups(client)
    if not isinstance(found, Failure):
        return making.there(found), making.others(client), True
    with tools.state.read() as conn:
        held = mirror.tags(conn, connection_id).values()
    return [There(one.tag_id, one.group_id, one.group_name, one.name) for one in held], 0, False


def _filled(bond: Bond | None, tag_id: str) -> bool:
    return bond is not None and bond.tag_id == tag_id and bond.filled


def _end(tools: Tools, connection_id: int, state: Push) -> None:
    tools.state.write(lambda conn: store.put_push(conn, connection_id, state))
