"""The time of the simulated tenant: it runs as the wall's clock does, and is moved on by whoever looks on."""

import threading
from collections.abc import Callable
from pathlib import Path

import msgspec

from yutang.kit import clock
from yutang.kit.folder import write_whole


class _Kept(msgspec.Struct):
    now: int


class Followed:
    """Microseconds, never less than before: also not after a start anew, for it goes on from `file` where it stood."""

    def __init__(self, file: Path, real: Callable[[], int] = clock.now) -> None:
        self._file, self._real = file, real
        self._lock = threading.Lock()
        self._last = _kept(file)
        self._ahead = self._last - real() if self._last else 0

    def now(self) -> int:
        with self._lock:
            self._last = max(self._last, self._real() + self._ahead)
            return self._last

    def follow(self, instant: int) -> bool:
        """It is `instant` now. False: that is past here; whoever says so must be told the time."""
        with self._lock:
            here = max(self._last, self._real() + self._ahead)
            self._ahead = max(instant, here) - self._real()
            return instant >= here

    def keep(self) -> None:
        """Note how late it is, for the next start."""
        write_whole(self._file, msgspec.json.encode(_Kept(self.now())))


def _kept(file: Path) -> int:
    try:
        return msgspec.json.decode(file.read_bytes(), type=_Kept).now
    except (OSError, msgspec.MsgspecError):
        return 0
