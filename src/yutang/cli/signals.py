"""Being stopped: the first signal ends the command in order (temporary files go), later ones are ignored."""

import signal
import threading
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Somebody stopped this process."""


class Watch:
    """`number` is the signal that came; 0: none."""

    number = 0

    @property
    def code(self) -> int:
        """The exit code that shells expect."""
        return 128 + self.number


@contextmanager
def stoppable() -> Generator[Watch]:
    """While it lasts a signal raises Stopped. The watch tells, also where a library made another error of it."""
    watch = Watch()
    if threading.current_thread() is not threading.main_thread():
        yield watch
        return

    def stop(number: int, _frame: FrameType | None) -> None:
        if not watch.number:
            watch.number = number
            raise Stopped

    before = {number: signal.signal(number, stop) for number in SIGNALS}
    try:
        yield watch
    finally:
        for number, handler in before.items():
            signal.signal(number, signal.SIG_IGN if watch.number else handler)
