"""The welcome lane: threads of its own that do nothing but greet newcomers, each the moment its event is durable.

It hears of them from the inbox (`connections.inbox.Inbox.on_added`), asks nobody, and waits for nothing that others
write. What a process that was killed left behind is taken up again at the next start.
"""

import heapq
import itertools
import logging
import threading
from collections.abc import Callable

from yutang.connections.inbox import Added, newcomers
from yutang.kit.clock import DAY, SECOND
from yutang.kit.complaints import complain
from yutang.sources import greeting
from yutang.sources.desk import Desk
from yutang.sources.model import Greeted

THREADS = 8  # twenty scans a second at a fifth of a second each, and some that wait for a slow answer
MISSED = DAY  # since when newcomers of before the start are looked through
log = logging.getLogger(__name__)
_Waiting = tuple[int, int, Added, int | None]


class Lane:
    """`put` it into the inbox as a listener, then `start`. `came` is called for each newcomer by a code of ours, when
    it is written down."""

    def __init__(
        self, desk: Desk, came: Callable[[], None] = lambda: None, *, threads: int = THREADS
    ) -> None:
        self._desk, self._came = desk, came
        self._ready = threading.Condition()
        self._waiting: list[_Waiting] = []
        self._number = itertools.count()
        self._busy = 0
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
        self._push(added, self._desk.now(), None)

    def catch_up(self) -> int:
        """Put who came while nobody greeted; those too late for a welcome are written down all the same."""
        with self._desk.state.read() as conn:
            missed = newcomers(conn, self._desk.now() - MISSED)
        for added in missed:
            self.put(added)
        return len(missed)

    def idle(self, timeout: float) -> bool:
        """Wait until nobody is left to be greeted. False: somebody is."""
        with self._ready:
            return self._ready.wait_for(lambda: not self._waiting and not self._busy, timeout)

    def greet(self, added: Added, first_at: int | None = None) -> greeting.Tried | None:
        """One try, written down. None: they are none of ours, or in our books already."""
        of = greeting.known(self._desk, added)
        if of is None or (of.scan is not None and of.scan.greeted is not Greeted.TRYING):
            return None
        tried = greeting.greet(self._desk, added, of, self._desk.now() if first_at is None else first_at)
        if self._desk.state.write(lambda conn: greeting.note(conn, added, of, tried)):
            self._came()
        return tried

    def _push(self, added: Added, at: int, first_at: int | None) -> None:
        with self._ready:
            heapq.heappush(self._waiting, (at, next(self._number), added, first_at))
            self._ready.notify()

    def _run(self) -> None:
        while (waiting := self._next()) is not None:
            at, _, added, first_at = waiting
            try:
                tried = self.greet(added, first_at)
                if tried is not None and tried.again_at is not None:
                    self._push(added, tried.again_at, at if first_at is None else first_at)
            except Exception as wrong:  # noqa: BLE001 - the others are greeted all the same
                complain(log, "a newcomer cannot be greeted", wrong)
            finally:
                with self._ready:
                    self._busy -= 1
                    self._ready.notify_all()

    def _next(self) -> _Waiting | None:
        """The next whose time has come. None: that is all."""
        with self._ready:
            while not self._stopping:
                early = self._waiting[0][0] - self._desk.now() if self._waiting else None
                if early is not None and early <= 0:
                    self._busy += 1
                    return heapq.heappop(self._waiting)
                self._ready.wait(None if early is None else min(1.0, early / SECOND))
            return None
