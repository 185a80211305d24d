"""The check-up that everybody reads: made once, kept in State, held in memory; never made anew for a request."""

import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Callable

import msgspec

from yutang.checkup import kept, store
from yutang.checkup.actions import never, survey
from yutang.checkup.kept import Snapshot
from yutang.checkup.settings import Assumptions
from yutang.ledger.analytics import Analytics
from yutang.ledger.ledger import Ledger

OTHERS = 3  # check-ups of other days in memory

# Undoing an import takes facts away, so the last batch alone would not tell.
WATERMARK = "select coalesce(max(id), 0)::varchar || ':' || coalesce(sum(facts), 0)::varchar from batch"


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How fresh the newest check-up is. `stale`: facts came in, or went, since it was made."""

    as_of: dt.date
    made_at: int
    stale: bool
    last_day: dt.date | None  # the last day on which anything happened


def watermark(analytics: Analytics) -> str:
    """What analytics holds: two that are equal hold the same facts."""
    return str(analytics.rows(WATERMARK)[0][0])


def make(
    ledger: Ledger,
    settings: Assumptions,
    *,
    now: int,
    as_of: dt.date | None = None,
    cancelled: Callable[[], bool] = never,
) -> Snapshot | None:
    """Examine, and keep nothing. None: there is no group to judge on that day. Raises `engine.steps.Cancelled`."""
    seen = watermark(ledger.analytics)  # before the work: what comes meanwhile makes it stale
    with ledger.analytics.cursor() as cursor:
        found = survey(cursor, as_of=as_of, zone=ledger.zone, settings=settings, cancelled=cancelled)
    if not found.rooms:
        return None
    return Snapshot(made_at=now, watermark=seen, survey=found)


def take(
    ledger: Ledger, settings: Assumptions, *, now: int, cancelled: Callable[[], bool] = never
) -> Snapshot | None:
    """Examine as of the data's last day, and keep it in State. None: there is nothing to judge yet."""
    made = make(ledger, settings, now=now, cancelled=cancelled)
    if made is not None:
        ledger.state.write(lambda conn: kept.save(conn, made))
    return made


class Board:
    """The newest check-up in memory, and a few of other days. From any thread."""

    def __init__(self, ledger: Ledger, settings: Assumptions) -> None:
        self.ledger, self._settings = ledger, settings
        self._newest: Snapshot | None = None
        self._others: OrderedDict[dt.date, Snapshot] = OrderedDict()
        self._making = threading.Lock()  # one at a time: each may need all the memory there is
        self._lock = threading.Lock()
        self._fresh: tuple[str, dt.date | None] = ("", None)

    def take(self, *, now: int, cancelled: Callable[[], bool] = never) -> Snapshot | None:
        """Make the check-up anew, keep it, and show it from now on."""
        with self._making:
            made = take(self.ledger, self._settings, now=now, cancelled=cancelled)
        with self._lock:
            self._newest = made
            self._others.clear()
        return made

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
        now_held = watermark(self.ledger.analytics)
        if self._fresh[0] != now_held:
            self._fresh = (now_held, self.ledger.last_day())
        return Standing(as_of=there[0], made_at=there[1], stale=now_held != seen, last_day=self._fresh[1])

    def days(self) -> list[dt.date]:
        """The days whose check-up is kept, newest first."""
        with self.ledger.state.read() as conn:
            return kept.days(conn)

    def people(self, snapshot: Snapshot, groups: list[int]) -> int:
        """How many people are in some of the groups, each once, as of the snapshot's day."""
        checkup = snapshot.survey.checkup
        with self.ledger.analytics.cursor() as cursor:
            values = store.values_of(cursor, checkup.as_of, checkup.zone, self._settings, private=False)
            return store.people_in(cursor, groups, values)
