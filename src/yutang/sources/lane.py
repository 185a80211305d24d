"""The welcome lane: threads of its own that do nothing but greet newcomers, each the moment its event is durable.

It hears of them from the inbox (`connections.inbox.Inbox.on_added`), asks nobody, and waits for nothing that others
write. What a process that was killed left behind is taken up again at the next start.
"""

import heapq
import itertools
import logging
import threading
from collections import deque
from collections.abc import Callable
from typing import NamedTuple

from yutang.connections.inbox import Added, newcomers
from yutang.kit.clock import DAY, SECOND
from yutang.kit.complaints import complain
from yutang.sources import greeting
from yutang.sources.desk import Desk
from yutang.sources.model import Greeted, Scan

THREADS = 8  # twenty scans a second at a fifth of a second each, and some that wait for a slow answer
MISSED = DAY  # since when newcomers of before the start are looked through
LONGEST = 60 * SECOND  # of one wait, while what came of a welcome cannot be written down
log = logging.getLogger(__name__)


class _Waiting(NamedTuple):
    """`at`: not before. `fails`: tries that ended in a fault of ours."""

    at: int
    number: int
    added: Added
    first_at: int | None = None
    fails: int = 0


class Lane:
    """`put` it into the inbox as a listener, then `start`. `came` is called for each newcomer by a code of ours, when
    it is written down.

    Events of one person are worked on one after the other: two threads with the two events of half a friend who became
    a whole one would take them for two newcomers. Who is too late for a welcome gives way to who is not: after a busy
    day's restart thousands of them are looked through.
    """

    def __init__(
        self, desk: Desk, came: Callable[[], None] = lambda: None, *, threads: int = THREADS
    ) -> None:
        self._desk, self._came = desk, came
        self._ready = threading.Condition()
        self._waiting: list[_Waiting] = []
        self._late: deque[Added] = deque()
        self._number = itertools.count()
        self._at_work: set[tuple[str, str]] = set()
        self._stopping = False
        self._threads = [
            threading.Thread(target=self._run, name=f"welcome {n}", daemon=True) for n in range(threads)
        ]

    def start(self) -> None:
        """And take up what was left behind."""
        self.catch_up()
        for thread in self._threads:
            thread.start()

    def stop(self, timeout: float = 6.0) -> None:
        """Finish the calls under way. What still waits is in the inbox."""
        with self._ready:
            self._stopping = True
            self._ready.notify_all()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(timeout)

    def put(self, added: Added) -> None:
        """Greet them. Returns at once."""
        self._push(_Waiting(self._desk.now(), next(self._number), added))

    def catch_up(self) -> int:
        """Put who came while nobody greeted; those too late for a welcome are written down all the same."""
        with self._desk.state.read() as conn:
            missed = newcomers(conn, self._desk.now() - MISSED)
        now = self._desk.now()
        for added in missed:
            if now - min(added.happened_at, added.received_at) <= greeting.GOOD_FOR:
                self.put(added)
            else:
                self._late.append(added)
        with self._ready:
            self._ready.notify_all()
        return len(missed)

    def idle(self, timeout: float) -> bool:
        """Wait until nobody is left to be greeted. False: somebody is."""
        with self._ready:
            return self._ready.wait_for(lambda: not (self._waiting or self._late or self._at_work), timeout)

    def greet(self, added: Added, first_at: int | None = None) -> greeting.Tried | None:
        """One try, written down. None: they are none of ours, or in our books already."""
        of = greeting.known(self._desk, added)
        if of is None or _over(added, of.scan):
            return None
        tried = greeting.greet(self._desk, added, of, self._desk.now() if first_at is None else first_at)
        if self._desk.state.write(lambda conn: greeting.note(conn, added, of, tried)):
            self._came()
        return tried

    def _push(self, waiting: _Waiting) -> None:
        with self._ready:
            heapq.heappush(self._waiting, waiting)
            self._ready.notify()

    def _run(self) -> None:
        while (waiting := self._next()) is not None:
            added, first_at = waiting.added, waiting.first_at
            try:
                tried = self.greet(added, first_at)
                if tried is not None and tried.again_at is not None:
                    begun = waiting.at if first_at is None else first_at
                    self._push(_Waiting(tried.again_at, next(self._number), added, begun))
            except Exception as wrong:  # noqa: BLE001 - the others are greeted all the same
                complain(log, "a newcomer cannot be greeted", wrong)
                self._put_off(waiting)
            finally:
                with self._ready:
                    self._at_work.discard(_who(added))
                    self._ready.notify_all()

    def _put_off(self, waiting: _Waiting) -> None:
        """State could not be read or written, say: they came all the same, and are written down when it can."""
        now, fails = self._desk.now(), waiting.fails + 1
        if now - waiting.added.received_at < MISSED:
            at = now + min(LONGEST, SECOND * 2 ** min(fails - 1, 10))
            self._push(waiting._replace(at=at, number=next(self._number), fails=fails))

    def _next(self) -> _Waiting | None:
        """The next whose time has come. None: that is all."""
        with self._ready:
            while not self._stopping:
                found = self._due()
                if found is not None:
                    self._at_work.add(_who(found.added))
                    return found
                early = self._waiting[0].at - self._desk.now() if self._waiting else None
                # Due, and not given out: somebody is at work on that person, and tells when they are done.
                self._ready.wait(None if early is None else min(1.0, early / SECOND) if early > 0 else 1.0)
            return None

    def _due(self) -> _Waiting | None:
        now, kept, found = self._desk.now(), list[_Waiting](), None
        while found is None and self._waiting and self._waiting[0].at <= now:
            one = heapq.heappop(self._waiting)
            if _who(one.added) in self._at_work:
                kept.append(one)
            else:
                found = one
        for one in kept:
            heapq.heappush(self._waiting, one)
        if found is None and self._late and _who(self._late[0]) not in self._at_work:
            found = _Waiting(now, next(self._number), self._late.popleft())
        return found


def _who(added: Added) -> tuple[str, str]:
    return added.staff, added.person


def _over(added: Added, scan: Scan | None) -> bool:
    """They stand in our books, and nothing is left to try: of who was half a friend, the event of the whole one that
    brings no code is no try."""
    if scan is None:
        return False
    return scan.greeted is not Greeted.TRYING or (scan.whole_at is not None and not added.welcome_code)
