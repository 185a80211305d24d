"""Virtual time and what falls due in it.

The clock stands still (rate 0) or runs (rate 1 or more: virtual seconds in a real one); setting and advancing it fires
everything that falls due on the way, in order, each at its own instant.
"""

import heapq
import time
from collections.abc import Awaitable, Callable
from typing import Any

from yutang.fakecom.state.world import Due, State

# What is done when an entry of its kind falls due: (fake, due). Registered by `due`, resolved at run time.
HANDLERS: dict[str, Callable[[Any, Due], None]] = {}
Handler = Callable[[Any, Due], None]


def due(kind: str) -> Callable[[Handler], Handler]:
    """Register what happens when an entry of this kind falls due."""

    def register(handler: Handler) -> Handler:
        HANDLERS[kind] = handler
        return handler

    return register


class Clock:
    """The time of a state. `now` is milliseconds; what runs is brought up to date by `read`."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._mark = time.monotonic()

    @property
    def now(self) -> int:
        return self._state.now

    @property
    def seconds(self) -> int:
        """What stands in the platform's answers."""
        return self._state.now // 1000

    def plan(self, at: int, kind: str, corpid: str, /, **what: Any) -> None:
        """Let something happen at `at` (milliseconds; what is past happens with the next step)."""
        self._state.planned += 1
        heapq.heappush(self._state.agenda, Due(at, self._state.planned, kind, corpid, what))

    def elapsed(self) -> int:
        """Where a running clock should be now: milliseconds."""
        mark, self._mark = self._mark, time.monotonic()
        return self._state.now + int((self._mark - mark) * 1000 * self._state.rate)

    async def reach(self, target: int, fake: Any, settled: Callable[[], Awaitable[None]]) -> int:
        """Go on to `target`, firing what falls due; after each that sent callbacks, `settled` is awaited. How many."""
        fired, state = 0, self._state
        while state.agenda and state.agenda[0].at <= target:
            entry = heapq.heappop(state.agenda)
            state.now = max(state.now, entry.at)
            HANDLERS[entry.kind](fake, entry)
            fired += 1
            if state.outbox:
                await settled()
        state.now = max(state.now, target)
        return fired
