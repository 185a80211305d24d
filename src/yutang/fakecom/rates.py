"""Rates per (corp, api) and per (address, api): too many in a minute shut the bucket for 60 s, in an hour for 60 min.

Source: developer.work.weixin.qq.com path 90454. Windows are of virtual time.
"""

from yutang.fakecom.errors import Refused
from yutang.fakecom.state.world import State, Window

MINUTE, HOUR = 60_000, 3_600_000
TICKETS_CORP, TICKETS_APP = 400, 100  # of a kind in an hour


def count(state: State, corpid: str, ip: str, path: str) -> None:
    """Count one call; 45009 while a bucket is shut."""
    rules = state.settings
    _count(state, f"corp {corpid} {path}", rules.corp_minute, rules.corp_hour)
    _count(state, f"ip {ip} {path}", rules.ip_minute, rules.ip_hour)


def ticket(state: State, corpid: str, agentid: int, kind: str) -> None:
    """Count a ticket that was asked for; 45009 when there were too many in an hour."""
    for whose, most in ((str(agentid), TICKETS_APP), ("all", TICKETS_CORP)):
        _count(state, f"tickets {corpid} {kind} {whose}", most, most)


def _count(state: State, bucket: str, per_minute: int, per_hour: int) -> None:
    window = state.windows.get(bucket)
    if window is None:
        window = state.windows[bucket] = Window()
    now = state.now
    if now < window.shut_until:
        raise Refused(45009)
    if window.minute != now // MINUTE:
        window.minute, window.in_minute = now // MINUTE, 0
    if window.hour != now // HOUR:
        window.hour, window.in_hour = now // HOUR, 0
    window.in_minute += 1
    window.in_hour += 1
    if window.in_hour > per_hour:
        window.shut_until = now + HOUR
    elif window.in_minute > per_minute:
        window.shut_until = now + MINUTE
    if now < window.shut_until:
        raise Refused(45009)


class Lanes:
    """Calls under way at this moment, per (corp, api). Not part of a snapshot: nothing is under way then."""

    def __init__(self) -> None:
        self._under_way: dict[str, int] = {}

    def enter(self, lane: str, most: int) -> None:
        """45033 when the lane is full."""
        if self._under_way.get(lane, 0) >= most:
            raise Refused(45033)
        self._under_way[lane] = self._under_way.get(lane, 0) + 1

    def leave(self, lane: str) -> None:
        left = self._under_way[lane] - 1
        if left:
            self._under_way[lane] = left
        else:
            del self._under_way[lane]
