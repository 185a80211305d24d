"""The access token: one flight at a time, early invalidation, and no hammering with credentials that are refused.

7,200 s, one a secret; the platform may end it sooner (40014, 42001). Too many errors of gettoken lock the app for an
hour (the platform's staff named 2,000), so a refusal is remembered for a while and given to everyone who asks.
"""

import threading
from collections.abc import Callable

import msgspec

from yutang.channels.contract.outcomes import Failure, Trouble
from yutang.kit.clock import SECOND

_EARLY = (
    300 * SECOND
)  # at most this long before its end a token is fetched anew, and never in its first 9 tenths
_HOLD = {Trouble.CONFIG: 60 * SECOND, Trouble.THROTTLE: 60 * SECOND}
_HOLD_OTHERS = 1 * SECOND


class Token(msgspec.Struct, frozen=True):
    value: str
    seconds: int


Fetch = Callable[[], Token | Failure]


class Tokens:
    """Of one secret. `fetch` asks the platform; it is called by one thread at a time."""

    def __init__(self, fetch: Fetch, now: Callable[[], int]) -> None:
        self._fetch, self._now = fetch, now
        self._lock = threading.Lock()
        self._value = ""
        self._ends = 0
        self._failure: Failure | None = None
        self._held_until = 0

    def get(self, stale: str = "") -> str | Failure:
        """A token that is not `stale`, the one that was just refused. Whoever comes while it is fetched waits for
        that one answer; ten threads whose token was refused fetch one new one."""
        with self._lock:
            now = self._now()
            if self._value and self._value != stale and now < self._ends:
                return self._value
            if self._failure is not None and now < self._held_until:
                return self._failure
            return self._keep(self._fetch(), now)

    def forget(self) -> None:
        """The settings changed: nothing that is known holds."""
        with self._lock:
            self._value, self._ends, self._failure, self._held_until = "", 0, None, 0

    def _keep(self, found: Token | Failure, now: int) -> str | Failure:
        if isinstance(found, Failure):
            self._value, self._failure = "", found
            self._held_until = found.until or now + _HOLD.get(found.trouble, _HOLD_OTHERS)
            return found
        lasts = found.seconds * SECOND
        self._value, self._failure = found.value, None
        self._ends = now + lasts - min(_EARLY, lasts // 10)
        return found.value
