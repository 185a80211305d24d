"""What one process remembers of a State: who was proved a moment ago, and how often who tried.

Nothing here is truth. An entry lives LIFE at most, so a change made by another process on the same PostgreSQL is
seen that late; a change made here is seen at once, because `forget` empties the memory when it is committed.
"""

import threading
from weakref import WeakKeyDictionary

from yutang.accounts.limits import MINUTE, Strangers, Window
from yutang.accounts.model import Signed
from yutang.kit.clock import SECOND
from yutang.kit.db import Database

LIFE = 5 * SECOND
SIZE = 4096  # entries; at most a few hundred bytes each
ADDRESS_TRIES, LOGIN_TRIES, TRIES_WITHIN = 30, 30, 5 * MINUTE


class Proved:
    """Digest of a cookie or token → what it proved. Bounded; the oldest goes first."""

    def __init__(self, size: int = SIZE, life: int = LIFE) -> None:
        self._entries: dict[str, tuple[int, int, Signed]] = {}
        self._lock = threading.Lock()
        self._size, self._life = size, life
        self.generation = 0

    def get(self, digest: str, now: int) -> Signed | None:
        found = self._entries.get(digest)
        if found is None or not found[0] <= now < found[1]:  # also when the clock was set back
            return None
        return found[2]

    def put(self, digest: str, signed: Signed, *, now: int, until: int | None, generation: int) -> None:
        """`generation` is from before State was read: what was read before a `forget` is not kept."""
        with self._lock:
            if generation != self.generation:
                return
            self._entries.pop(digest, None)
            while len(self._entries) >= self._size:
                del self._entries[next(iter(self._entries))]
            end = now + self._life
            self._entries[digest] = (now, end if until is None else min(end, until), signed)

    def forget(self) -> None:
        """Somebody's rights changed: everything is asked of State again. Changes are rare, asking is cheap."""
        with self._lock:
            self.generation += 1
            self._entries.clear()

    def __len__(self) -> int:
        return len(self._entries)


class Memory:
    """The memory of one State."""

    def __init__(self) -> None:
        self.proved = Proved()
        self.by_address = Window(ADDRESS_TRIES, TRIES_WITHIN)
        self.by_login = Window(LOGIN_TRIES, TRIES_WITHIN)
        self.strangers = Strangers()


_memories: WeakKeyDictionary[Database, Memory] = WeakKeyDictionary()
_lock = threading.Lock()


def memory_of(state: Database) -> Memory:
    """The one memory of an open State."""
    with _lock:
        found = _memories.get(state)
        if found is None:
            found = _memories[state] = Memory()
        return found
