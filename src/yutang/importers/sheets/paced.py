# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""A source that lets itself be read only little ahead of what is used.

Arrow's CSV reader fills a queue of 32 blocks on a thread of its own (kDefaultBackgroundMaxQ, not an option): at 2 MiB
each that was 64 MiB of file in memory, for a reader that is waited for by nobody.
"""

import io
import threading
from collections.abc import Callable, Iterator

import pyarrow as pa

AHEAD = 2  # blocks: one is parsed, one is ready
_PATIENCE = 0.02  # seconds

Read = Callable[[int], bytes]


class Paced(io.RawIOBase):
    """Gives what `read` gives. Arrow reads it in one thread, another takes `batches`."""

    def __init__(self, read: Read, ahead: int = AHEAD) -> None:
        super().__init__()
        self._read = read
        self._limit = ahead
        self._turn = threading.Condition()
        self._ahead = 0
        self._asked = True  # opening a reader asks for its first block
        self._over = False

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        with self._turn:
            self._wait()
            if self._over:
                return b""
            self._ahead += 1
        return self._read(size)

    def _wait(self) -> None:
        """Until a block was used up; or a batch is asked for and none comes: a block may hold no row at all."""
        while not self._over and self._ahead >= self._limit:
            told = self._turn.wait(_PATIENCE if self._asked else None)
            if not told and self._asked:
                return

    def batches(self, source: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """The batches that a reader of this makes, about one a block. Whoever stops early lets the reader end."""
        try:
            while (batch := self._next(source)) is not None:
                yield batch
                del batch  # or it is held while the next is made
        finally:
            with self._turn:
                self._over = True
                self._turn.notify_all()

    def _next(self, source: Iterator[pa.RecordBatch]) -> pa.RecordBatch | None:
        with self._turn:
            self._asked = True
            self._turn.notify_all()
        try:
            return next(source, None)
        finally:
            with self._turn:
                self._asked = False
                self._ahead = max(0, self._ahead - 1)
                self._turn.notify_all()
