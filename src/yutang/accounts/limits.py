"""How often somebody may try: windows in memory, and the lock-out that State remembers. Pure but for the windows.

The clock may be set back under us. Then nothing unlocks early, nothing stays locked for ever: what lies in the
future by the new clock is taken to have happened now.
"""

import ipaddress
import threading
from collections import OrderedDict, deque

import msgspec

from yutang.kit.clock import DAY, SECOND

MINUTE = 60 * SECOND
WRONG = 10  # wrong passwords
WITHIN = 15 * MINUTE  # in this time: locked
LOCK = 15 * MINUTE  # the first time; then twice as long each time
LONGEST_LOCK = 8 * 60 * MINUTE  # who locks out others on purpose can't do it for days
FORGET = DAY  # without a lock: the next one is short again


class Guard(msgspec.Struct, frozen=True):
    """Wrong passwords of one login."""

    wrong: int = 0
    wrong_since: int = 0  # start of the window that `wrong` counts
    locks: int = 0
    locked_at: int | None = None


def locked_until(guard: Guard, now: int) -> int | None:
    """When the lock ends; None = not locked."""
    guard = _by_the_clock(guard, now)
    if guard.locked_at is None:
        return None
    until = guard.locked_at + min(LOCK << max(min(guard.locks, 20) - 1, 0), LONGEST_LOCK)
    return until if now < until else None


def tried(guard: Guard, now: int) -> Guard:
    """One more attempt, counted as wrong until it proves right. Call it only when not locked."""
    guard = _by_the_clock(guard, now)
    if guard.locked_at is not None and now - guard.locked_at >= FORGET:
        guard = msgspec.structs.replace(guard, locks=0, locked_at=None)
    fresh = now - guard.wrong_since >= WITHIN
    wrong, since = (1, now) if fresh else (guard.wrong + 1, guard.wrong_since)
    if wrong >= WRONG:
        return Guard(wrong=0, wrong_since=now, locks=guard.locks + 1, locked_at=now)
    return Guard(wrong=wrong, wrong_since=since, locks=guard.locks, locked_at=guard.locked_at)


def _by_the_clock(guard: Guard, now: int) -> Guard:
    if guard.wrong_since <= now and (guard.locked_at is None or guard.locked_at <= now):
        return guard
    locked_at = None if guard.locked_at is None else min(guard.locked_at, now)
    return msgspec.structs.replace(guard, wrong_since=min(guard.wrong_since, now), locked_at=locked_at)


class Window:
    """At most `most` per `within` of each key, for the `keys` most recent keys; older ones are forgotten."""

    def __init__(self, most: int, within: int, keys: int = 10_000) -> None:
        self._most, self._within, self._keys = most, within, keys
        self._stamps: OrderedDict[str, deque[int]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, key: str, now: int) -> int:
        """0 = taken; else how long to wait, in microseconds, and nothing was taken."""
        with self._lock:
            stamps = self._stamps.setdefault(key, deque())
            self._stamps.move_to_end(key)
            while len(self._stamps) > self._keys:
                self._stamps.popitem(last=False)
            if stamps and stamps[-1] > now:  # the clock was set back
                back = stamps[-1] - now
                stamps = self._stamps[key] = deque(stamp - back for stamp in stamps)
            while stamps and stamps[0] <= now - self._within:
                stamps.popleft()
            if len(stamps) >= self._most:
                return stamps[0] + self._within - now
            stamps.append(now)
            return 0

    def give_back(self, key: str) -> None:
        """The attempt was good: it doesn't count."""
        with self._lock:
            if self._stamps.get(key):
                self._stamps[key].pop()

    def __len__(self) -> int:
        return len(self._stamps)


class Strangers:
    """Guards of logins that no account has: locked like the others, or a lock would tell who exists.

    In memory only: people type passwords into the wrong box, and State must not learn them.
    """

    def __init__(self, most: int = 10_000) -> None:
        self._guards: OrderedDict[str, Guard] = OrderedDict()
        self._most = most
        self._lock = threading.Lock()

    def tried(self, login: str, now: int) -> int | None:
        """Counts an attempt; when the login is locked, until when, and nothing is counted."""
        with self._lock:
            guard = self._guards.get(login, Guard())
            until = locked_until(guard, now)
            if until is None:
                self._guards[login] = tried(guard, now)
                self._guards.move_to_end(login)
                while len(self._guards) > self._most:
                    self._guards.popitem(last=False)
            else:
                self._guards[login] = _by_the_clock(guard, now)
            return until

    def __len__(self) -> int:
        return len(self._guards)


def neighbourhood(address: str) -> str:
    """What counts as one address: IPv4 itself, IPv6 its /64, which one household or server has whole."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:64]
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            return str(ip.ipv4_mapped)
        return str(ipaddress.ip_network((ip, 64), strict=False))
    return str(ip)
