"""A reader's chunks as an import wants them: the last one known as such, and what goes wrong kept to its file."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from yutang.importers.contract import Chunk, Unreadable
from yutang.kit.errors import YutangError
from yutang.kit.folder import FULL, failure


def with_end(chunks: Iterator[Chunk]) -> Iterator[tuple[Chunk, bool, bool]]:
    """Each chunk, whether it is the last, and whether the file is whole: where it breaks off, its error follows."""
    ahead = next(chunks, None)
    while ahead is not None:
        here, wrong = ahead, None
        try:
            ahead = next(chunks, None)
        except Unreadable as error:
            ahead, wrong = None, error
        yield here, ahead is None, wrong is None
        if wrong is not None:
            raise wrong


def guarded(read: Callable[[], Iterator[Chunk]]) -> Iterator[Chunk]:
    """A reader's chunks; whatever goes wrong in it concerns its file alone. A full disk concerns all."""
    try:
        yield from read()
    except (Unreadable, YutangError):
        raise
    except Exception as error:
        if str(error) == "Query interrupted":  # DuckDB's word for a signal: the process is being stopped
            raise
        if isinstance(error, OSError) and error.errno in FULL:
            raise failure(error, Path(tempfile.gettempdir())) from error
        raise Unreadable("failed", why=f"{type(error).__name__}: {error}"[:200]) from error
