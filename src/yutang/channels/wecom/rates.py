"""Never over the documented rates: buckets for each (corp, API) and for each API of this address, and bans.

A bucket holds a tenth of its limit and is refilled at nine tenths of it, so that **no** minute, wherever it begins,
holds more than the limit. A call that would be too much is not made: the answer is when it may be.
"""

import threading

import msgspec

from yutang.channels.wecom.errors import TOO_MANY_AT_ONCE
from yutang.channels.wecom.limits import HOUR, MINUTE, Rates
from yutang.kit.clock import SECOND

_BURST = 0.1


class _Bucket(msgspec.Struct):
    size: float
    refill: float  # a microsecond
    level: float
    stamp: int

    def wait(self, now: int) -> int:
        """Microseconds until one call fits."""
        self.level = min(self.size, self.level + max(0, now - self.stamp) * self.refill)
        self.stamp = max(self.stamp, now)
        return 0 if self.level >= 1 else int((1 - self.level) / self.refill) + 1


class _Ban(msgspec.Struct):
    until: int
    streak: int  # refusals without a success between


class Limiter:
    """Shared by the threads of a process. Instants: microseconds."""

    def __init__(self, rates: Rates) -> None:
        self._rates = rates
        self._lock = threading.Lock()
        self._buckets: dict[tuple[str, str, int], _Bucket] = {}
        self._bans: dict[tuple[str, str], _Ban] = {}

    def take(self, corp: str, api: str, now: int) -> int | None:
        """One call is counted, and None; or the instant from which it may be made, and nothing is counted."""
        with self._lock:
            ban = self._bans.get((corp, api))
            if ban and ban.until > now:
                return ban.until
            buckets = self._of(corp, api, now)
            wait = max(each.wait(now) for each in buckets)
            if wait:
                return now + wait
            for each in buckets:
                each.level -= 1
            return None

    def refused(self, corp: str, api: str, code: int, now: int) -> int:
        """The server said 45009 or 45033: the instant until which this API rests. Which counter was full is said only
        by wording that changes, so: a minute first; the hour, when it refuses again right after."""
        with self._lock:
            ban = self._bans.setdefault((corp, api), _Ban(0, 0))
            if code == TOO_MANY_AT_ONCE:
                seconds = self._rates.ban_at_once
            elif now < ban.until:  # a call that was already under way; the same ban
                return ban.until
            else:
                ban.streak += 1
                seconds = self._rates.ban_minute if ban.streak == 1 else self._rates.ban_hour
            ban.until = max(ban.until, now + seconds * SECOND)
            return ban.until

    def succeeded(self, corp: str, api: str, now: int) -> None:
        """The next refusal is a first one again; but a call that began before the ban does not end it."""
        with self._lock:
            ban = self._bans.get((corp, api))
            if ban and ban.until <= now:
                del self._bans[(corp, api)]

    def parked(self, now: int) -> dict[tuple[str, str], int]:
        """(corp, API) → until when, of those that rest: for people to see."""
        with self._lock:
            return {key: ban.until for key, ban in self._bans.items() if ban.until > now}

    def _of(self, corp: str, api: str, now: int) -> list[_Bucket]:
        rates = self._rates
        wanted = (
            (corp, MINUTE, rates.corp_minute), (corp, HOUR, rates.corp_hour),
            ("", MINUTE, rates.ip_minute), ("", HOUR, rates.ip_hour),
        )  # fmt: skip
        return [self._bucket(whose, api, span, calls * rates.share, now) for whose, span, calls in wanted]

    def _bucket(self, whose: str, api: str, span: int, calls: float, now: int) -> _Bucket:
        key = (whose, api, span)
        found = self._buckets.get(key)
        if found is None:
            size = max(1.0, calls * _BURST)
            refill = max(calls - size, calls * _BURST) / (span * SECOND)
            found = self._buckets[key] = _Bucket(size, refill, size, now)
        return found
