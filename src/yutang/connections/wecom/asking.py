"""Patience for work that nobody waits for: what passes by itself is waited out, what does not comes back."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TypeVar

import msgspec

from yutang.channels.contract.outcomes import Failure, Trouble
from yutang.kit.clock import SECOND

LONGEST = 90 * SECOND  # a minute's ban is waited out; an hour's is not
TRIES = 6
PIECE = 0.2  # seconds of one wait: then somebody may have asked to stop
AT_ONCE = 8  # requests under way
# A token that is refused right after it was fetched: another app may have fetched one, or the platform is moving.
_PASSES = (Trouble.RETRY, Trouble.THROTTLE, Trouble.REAUTH)
T = TypeVar("T")
U = TypeVar("U")


class Patience(msgspec.Struct, frozen=True):
    """`check` raises where the work shall stop; `now` in µs, `sleep` in seconds."""

    check: Callable[[], None]
    now: Callable[[], int]
    sleep: Callable[[float], None]

    def ask(self, once: Callable[[], T | Failure]) -> T | Failure:
        """As often as it makes sense. The clock of a sandbox may stand still: waits are counted, not looked up."""
        for attempt in range(1, TRIES):
            self.check()
            found = once()
            if not isinstance(found, Failure) or found.trouble not in _PASSES:
                return found
            pause = max(SECOND // 2 * 2 ** (attempt - 1), (found.until or 0) - self.now())
            if pause > LONGEST:
                return found
            self._wait(pause)
        return once()

    def _wait(self, pause: int) -> None:
        left = pause / SECOND
        while left > 0:
            self.check()
            self.sleep(min(PIECE, left))
            left -= PIECE


def side_by_side(work: Callable[[T], U], items: Iterable[T], at_once: int = AT_ONCE) -> Iterator[tuple[T, U]]:
    """(item, what came of it), in no order. Never more under way than `at_once`; what is raised ends it all."""
    todo = iter(items)
    under_way: dict[Future[U], T] = {}
    with ThreadPoolExecutor(at_once, "wecom") as pool:
        try:
            while True:
                while len(under_way) < at_once and (item := next(todo, _NOTHING)) is not _NOTHING:
                    under_way[pool.submit(work, item)] = item  # pyright: ignore[reportArgumentType]
                if not under_way:
                    return
                for done in wait(under_way, return_when=FIRST_COMPLETED).done:
                    yield under_way.pop(done), done.result()
        finally:
            for future in under_way:
                future.cancel()


_NOTHING = object()
