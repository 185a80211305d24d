"""The check-up that everybody reads: made once, kept in State, held in memory; never made anew for a request."""

import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Callable

import msgspec

from yutang.accounts.model import Viewer
from yutang.checkup import kept, store
from yutang.checkup.actions import never
from yutang.checkup.detail import Courses
from yutang.checkup.kept import Snapshot
from yutang.checkup.settings import Assumptions
from yutang.checkup.sight import Shown, Sight
from yutang.checkup.taking import batches, make, take, watermark
from yutang.groups.store import private_chats, visible_refs
from yutang.ledger.ledger import Ledger

__all__ = ["Board", "Standing", "take"]
OTHERS = 3  # check-ups of other days in memory


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How fresh the newest check-up is. `stale`: facts came in, or went, since it was made."""

    as_of: dt.date
    made_at: int
    stale: bool
    last_day: dt.date | None  # the last day on which anything happened


class Board:
    """The newest check-up in memory, and a few of other days. From any thread."""

    def __init__(self, ledger: Ledger, settings: Assumptions) -> None:
        self.ledger, self._settings = ledger, settings
        self._newest: Snapshot | None = None
        self._others: OrderedDict[dt.date, Snapshot] = OrderedDict()
        self._making = threading.Lock()  # one at a time: each may need all the memory there is
        self._lock = threading.Lock()
        self._fresh: tuple[str, str, dt.date | None] = ("", "", None)  # batches, watermark, last day
        self._shown: OrderedDict[tuple[dt.date, int], Shown] = OrderedDict()
        self.courses = Courses(ledger.analytics, settings)

    def take(self, *, now: int, cancelled: Callable[[], bool] = never) -> Snapshot | None:
        """Make the check-up anew, keep it, and show it from now on."""
        with self._making:
            made = take(self.ledger, self._settings, now=now, cancelled=cancelled)
        with self._lock:
            self._newest = made
            self._others.clear()
        return made

    def forget(self) -> None:
        """Read everything anew from State, where it has been changed: somebody was erased."""
        with self._lock:
            self._newest = None
            self._others.clear()
            self._shown.clear()

    def newest(self) -> Snapshot | None:
        """The newest check-up; read from State when another process, or this one before a restart, has made it."""
        with self.ledger.state.read() as conn:
            there = kept.newest(conn)
            held = self._newest
            if there is None or (held is not None and (held.as_of, held.made_at) == there):
                return None if there is None else held
            found = kept.load(conn)
        with self._lock:
            self._newest = found
            self._others.clear()
        return found

    def of(self, day: dt.date | None, *, now: int) -> Snapshot | None:
        """The check-up of a day (None: the newest): from memory, from State, or made. None: no data of that day."""
        newest = self.newest()
        if newest is None or day is None or newest.as_of == day:
            return newest
        with self._making:
            held = self._held(day)
            if held is None:
                held = self._found(day, now)
            if held is not None:
                self._hold(day, held)
        return held

    def _found(self, day: dt.date, now: int) -> Snapshot | None:
        with self.ledger.state.read() as conn:
            found = kept.load(conn, day=day)
        first, last = self.ledger.span()
        if found is not None or first is None or last is None or not first <= day <= last:
            return found
        return make(self.ledger, self._settings, now=now, as_of=day)

    def _held(self, day: dt.date) -> Snapshot | None:
        with self._lock:
            if day in self._others:
                self._others.move_to_end(day)
            return self._others.get(day)

    def _hold(self, day: dt.date, snapshot: Snapshot) -> None:
        with self._lock:
            self._others[day] = snapshot
            while len(self._others) > OTHERS:
                self._others.popitem(last=False)

    def standing(self) -> Standing | None:
        """How fresh the newest is; None: there is none. Asked often, so nothing is decoded or examined for it."""
        with self.ledger.state.read() as conn:
            there = kept.newest(conn)
            if there is None:
                return None
            seen = kept.watermark_of(conn, there[0])
        known = batches(self.ledger.analytics)
        if self._fresh[0] != known:
            self._fresh = (known, watermark(self.ledger.analytics), self.ledger.last_day())
        _, now_held, last_day = self._fresh
        return Standing(as_of=there[0], made_at=there[1], stale=now_held != seen, last_day=last_day)

    def look(self, viewer: Viewer, day: dt.date | None, *, now: int) -> Sight | None:
        """What this viewer sees of the check-up of a day (None: the newest). None: there is no check-up of it."""
        snapshot = self.of(day, now=now)
        if snapshot is None:
            return None
        shown = self._ready(snapshot)
        with self.ledger.state.read() as conn:
            refs = visible_refs(conn, viewer.scope)
            private = 0 if refs is None else private_chats(conn, viewer.scope)
        whole = snapshot.survey.checkup
        seen = whole if refs is None else shown.part(refs, private, lambda ids: self._people(snapshot, ids))
        return Sight(shown=shown, viewer=viewer, refs=refs, checkup=seen)

    def _ready(self, snapshot: Snapshot) -> Shown:
        key = (snapshot.as_of, snapshot.made_at)
        with self._lock:
            found = self._shown.get(key)
            if found is None or found.snapshot is not snapshot:
                found = self._shown[key] = Shown(snapshot)
            self._shown.move_to_end(key)
            while len(self._shown) > OTHERS + 1:
                self._shown.popitem(last=False)
            return found

    def days(self) -> list[dt.date]:
        """The days whose check-up is kept, newest first."""
        with self.ledger.state.read() as conn:
            return kept.days(conn)

    def _people(self, snapshot: Snapshot, groups: list[int]) -> int:
        """How many people are in some of the groups, each once, as of the snapshot's day."""
        checkup = snapshot.survey.checkup
        with self.ledger.analytics.cursor() as cursor:
            values = store.values_of(cursor, checkup.as_of, checkup.zone, self._settings, private=False)
            return store.people_in(cursor, groups, values)
