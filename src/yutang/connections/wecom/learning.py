# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""From what was told to what is held: compare, and apply the differences. One at a time, whoever asks."""

import threading
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager

import duckdb
import msgspec
import pyarrow as pa
import sqlalchemy as sa

from yutang.channels.contract.inbound import Event
from yutang.connections import mirror, store
from yutang.connections.mirror import Day
from yutang.connections.wecom import counting, hinted, hints, pairs, people, retagging, seats
from yutang.connections.wecom.erased import Erased, marks, named
from yutang.connections.wecom.sightings import PLATFORM, Write, refs, register, tell
from yutang.connections.wecom.tagging import seen
from yutang.connections.wecom.told import ToldGroup, ToldPair, group_tables, pair_tables
from yutang.contacts import Contacts
from yutang.kit.secrets import Secrets
from yutang.ledger.ledger import Ledger

_KNOWN = f"""select external_id from identity
where platform = '{PLATFORM}' and external_id in (select unnest(?::varchar[]))"""


class Extent(msgspec.Struct, frozen=True, kw_only=True):
    """What was told whole: all customers of `staff` but those in `about`, or (`some`) those in `about` alone. `since`:
    when it began to be read, None: just now. `touched`: more to leave out, asked when nobody else can compare: whom
    callbacks settled until then is not judged by what was read before."""

    staff: Sequence[str]
    about: Sequence[str] = ()
    touched: Callable[[], Sequence[str]] = tuple
    some: bool = False
    since: int | None = None


class Learner:
    """Of a ledger. What waits there to be applied is applied first: nothing is told twice because it was not seen."""

    def __init__(self, ledger: Ledger, secrets: Secrets) -> None:
        self.ledger, self._secrets = ledger, secrets
        self._contacts: Contacts | None = None
        self.one = threading.RLock()  # a comparison and what follows from it stand alone

    @property
    def contacts(self) -> Contacts:
        if self._contacts is None:
            self._contacts = Contacts.open(self.ledger.state, self._secrets)
        return self._contacts

    def observed(self, connection_id: int, now: int) -> int:
        """An instant for what is learned now, later than any before."""
        return self.ledger.state.write(lambda conn: store.observe(conn, connection_id, now=now))

    def pairs(
        self, connection_id: int, told: Iterable[ToldPair], extent: Extent, tags: Mapping[str, str], *, now: int,
        also: Write | None = None, heard: Sequence[Event] = (),
    ) -> dict[str, int]:  # fmt: skip
        """Customers of staff. How many differences there were of each sort; `also` joins their transaction. `heard`:
        the events that this was asked for; what they say of the past is told first."""
        gone = self._erased()
        rows = gone.pairs(told)
        heard = self._still(gone, heard, {one.person for one in rows})
        tables = pair_tables(rows, tags, self.contacts)
        tables |= {"told_staff": refs(extent.staff)}
        with self.one:
            tables |= {"about": refs([*extent.about, *extent.touched()])}
            if heard:
                given = tables | hinted.of_contacts(heard)
                with self._beside(connection_id, given, now, some=extent.some) as (cursor, at):
                    found = hints.of_pairs(cursor)
                tell(self.ledger, connection_id, found, now=at)
            with self._beside(connection_id, tables, now, some=extent.some) as (cursor, at):
                seen_marks = self._marks(connection_id, cursor, extent, now)
                found, counts = pairs.compare(cursor)
            tell(self.ledger, connection_id, found, now=at, also=_both(seen_marks, also))
        return counts

    def _erased(self) -> Erased:
        with self.ledger.state.read() as conn:
            return Erased(marks(conn), self.contacts)

    def spared(self, told: Iterable[str]) -> set[str]:
        """Accounts without those of who was erased, unless they are known again."""
        names = set(told)
        over = self._erased().since(names)
        back = self.ledger.analytics.rows(_KNOWN, [sorted(over)]) if over else []
        return names - over.keys() | {row[0] for row in back}

    def _still(self, gone: Erased, heard: Sequence[Event], told: set[str]) -> list[Event]:
        """Without the events of who was erased, unless they are told again, or known again."""
        if not gone.known or not heard:
            return list(heard)
        rows = self.ledger.analytics.rows(
            _KNOWN, [sorted({name for event in heard for name in named(event)})]
        )
        return gone.events(heard, told | {row[0] for row in rows})

    def _marks(
        self, connection_id: int, cursor: duckdb.DuckDBPyConnection, extent: Extent, now: int
    ) -> Write | None:
        """Of tags of ours that are kept there: what to note of them."""
        people = extent.about if extent.some else None
        with self.ledger.state.read() as conn:
            known = seen.held(conn, connection_id, extent.staff, people)
        if known is None:
            return None
        found = seen.settle(cursor, known, now if extent.since is None else extent.since, now)
        return lambda conn: found.write(conn, connection_id)

    def groups(
        self, connection_id: int, told: Iterable[ToldGroup], *, now: int, also: Write | None = None,
        heard: Sequence[Event] = (),
    ) -> dict[str, int]:  # fmt: skip
        """Groups that were told whole; `heard` as in `pairs`."""
        gone = self._erased()
        rows = gone.groups(told)
        heard = self._still(gone, heard, {seat.member for one in rows for seat in one.seats})
        tables = group_tables(rows)
        with self.one:
            self._moves(connection_id, tables, heard, now)
            with self._beside(connection_id, tables, now) as (cursor, at):
                found, counts = seats.compare(cursor)
            tell(self.ledger, connection_id, found, now=at, also=also)
        return counts

    def _moves(
        self, connection_id: int, tables: Mapping[str, pa.Table], heard: Sequence[Event], now: int
    ) -> None:
        """Who came to groups and went, by events; `tables`: of `told.group_tables`."""
        if heard:
            with self._beside(connection_id, {**tables, **hinted.of_groups(heard)}, now) as (cursor, at):
                found = hints.of_seats(cursor)
            tell(self.ledger, connection_id, found, now=at)

    def members(self, connection_id: int, told: Mapping[str, people.Told], *, now: int) -> int:
        """Staff by id. How many were new or changed."""
        told_of = {name: [getattr(one, name) for one in told.values()] for name in ("name", "department")}
        table = pa.table({"ref": list(told), **told_of}, schema=people.TOLD)
        with self.one:
            with self._beside(connection_id, {"told_member": table}, now) as (cursor, at):
                found = people.compare(cursor)
            tell(self.ledger, connection_id, found, now=at)
        return found.num_rows

    def met(self, connection_id: int, told: Sequence[str], *, now: int) -> int:
        """Customers of whom nothing but the account is told. How many were new."""
        with self.one:
            with self._beside(connection_id, {"told_person": refs(sorted(set(told)))}, now) as (cursor, at):
                found = people.met(cursor)
            tell(self.ledger, connection_id, found, now=at)
        return found.num_rows

    def counts(self, connection_id: int, told: Sequence[Day], *, now: int) -> int:
        """The platform's daily counts. How many days of groups followed from them."""
        with self.one:
            with self._beside(connection_id, {"told_day": counting.table(told)}, now) as (cursor, at):
                found = counting.compare(cursor)
            tell(self.ledger, connection_id, found, now=at)
        return found.num_rows

    def renamed(self, connection_id: int, moved: Mapping[str, str | None], *, now: int) -> int:
        """Tags that are called otherwise, or (None) are no more: whoever has them. How many facts that made."""
        table = pa.table({
            "old": pa.array(list(moved), pa.string()), "new": pa.array(list(moved.values()), pa.string())
        })  # fmt: skip
        with self.ledger.state.read() as conn:
            given = {"moved_tag": table, "stranger": refs(sorted(mirror.strangers(conn, connection_id)))}
        with self.one:
            with self._beside(connection_id, given, now) as (cursor, at):
                found = retagging.compare(cursor)
            tell(self.ledger, connection_id, found, now=at)
        return found.num_rows

    def dismissed(
        self, connection_id: int, over: Mapping[str, int], *, now: int, also: Write | None = None,
        heard: Sequence[Event] = (),
    ) -> None:  # fmt: skip
        """Groups that are no more, and since when (µs); `heard` as in `groups`: who had gone before."""
        heard = self._still(self._erased(), heard, set())
        table = pa.table(
            {"chat": pa.array(list(over), pa.string()), "since": pa.array(list(over.values()), pa.int64())}
        )
        with self.one:
            self._moves(connection_id, group_tables([]), heard, now)
            with self._beside(connection_id, {"ended_group": table}, now) as (cursor, at):
                found = seats.dismissed(cursor)
            tell(self.ledger, connection_id, found, now=at, also=also)

    @contextmanager
    def _beside(
        self, connection_id: int, tables: Mapping[str, pa.Table], now: int, *, some: bool = False
    ) -> Generator[tuple[duckdb.DuckDBPyConnection, int]]:
        """A cursor with what was told beside what is held, and the instant of learning it."""
        ledger = self.ledger
        while ledger.drain():
            pass
        at = self.observed(connection_id, now)
        asked = pa.table({"now": [at], "zone": [ledger.zone], "alone": [some]})
        with ledger.analytics.cursor() as cursor:
            register(cursor, {**tables, "asked": asked})
            yield cursor, at


def _both(first: Write | None, second: Write | None) -> Write | None:
    """For one transaction."""
    if first is None or second is None:
        return first or second

    def write(conn: sa.Connection) -> None:
        first(conn)
        second(conn)

    return write
