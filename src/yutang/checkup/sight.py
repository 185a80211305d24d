"""What one person sees of one check-up. Every read goes through here, and so through the rule of scope."""

import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

import msgspec
import sqlalchemy as sa

from yutang.accounts.model import Viewer
from yutang.checkup import verdicts
from yutang.checkup.decide import Decision
from yutang.checkup.kept import Snapshot
from yutang.checkup.listing import bases, decided, encoded
from yutang.checkup.model import Checkup
from yutang.checkup.survey import cut
from yutang.kit import clock

PAGES = 24  # answers of lists in memory
PARTS = 16  # operators' parts of one check-up in memory


class Pages:
    """The last few answers that were put together; gone with the rows they are made of."""

    def __init__(self) -> None:
        self._held: OrderedDict[Hashable, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> bytes | None:
        with self._lock:
            return self._held.get(key)

    def put(self, key: Hashable, body: bytes) -> None:
        with self._lock:
            self._held[key] = body
            while len(self._held) > PAGES:
                self._held.popitem(last=False)


class Overlay(msgspec.Struct, frozen=True):
    """The decisions in force, in the snapshot's order, and the rows that say so."""

    key: tuple[
        tuple[int, int], dt.date
    ]  # version of the decisions, and the day on which snoozes were looked at
    held: list[Decision | None]
    rows: list[bytes]
    pages: Pages


class Shown:
    """A snapshot made ready for reading: rows encoded once, parts cut once a set of groups."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.place = {g.id: n for n, g in enumerate(snapshot.survey.checkup.groups)}
        self._bases = bases(snapshot)
        self._overlay: Overlay | None = None
        self._parts: OrderedDict[tuple[frozenset[str], int], Checkup] = OrderedDict()
        self._lock = threading.Lock()

    def overlay(self, conn: sa.Connection, now: int) -> Overlay:
        today = clock.moment(now, clock.zone(self.snapshot.survey.checkup.zone)).date()
        key = (verdicts.version(conn), today)
        with self._lock:
            if self._overlay is None or self._overlay.key != key:
                held = decided(self.snapshot, verdicts.standing(conn), today)
                self._overlay = Overlay(key, held, encoded(self._bases, held), Pages())
            return self._overlay

    def part(self, refs: frozenset[str], private: int, people: Callable[[list[int]], int]) -> Checkup:
        """The check-up of these groups alone. `people`: how many are in the groups of these ids, each once."""
        here = frozenset(refs & self.place.keys())
        with self._lock:
            if (found := self._parts.get((here, private))) is not None:
                return found
        survey = self.snapshot.survey
        ids = [survey.rooms[self.place[ref]].group_id for ref in sorted(here)]
        made = cut(survey, here, people=people(ids), private_chats=private)
        with self._lock:
            self._parts[here, private] = made
            while len(self._parts) > PARTS:
                self._parts.popitem(last=False)
        return made


class Sight(msgspec.Struct, frozen=True, kw_only=True):
    """One viewer before one check-up. `refs`: the groups in their scope; None = all."""

    shown: Shown
    viewer: Viewer
    refs: frozenset[str] | None
    checkup: Checkup  # of what the viewer may see, and of nothing else

    @property
    def snapshot(self) -> Snapshot:
        return self.shown.snapshot

    def sees(self, ref: str) -> bool:
        return ref in self.shown.place and (self.refs is None or ref in self.refs)
