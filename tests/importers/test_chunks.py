"""The last chunk is known as such; what goes wrong in a reader is its file's, unless it is everybody's."""

from collections.abc import Iterator

import pytest

from yutang.importers.chunks import guarded, with_end
from yutang.importers.contract import Chunk, Unreadable
from yutang.kit.errors import DiskFull


def test_a_full_disk_under_a_reader_concerns_all() -> None:
    def read() -> Iterator[Chunk]:
        raise OSError(28, "No space left on device")

    with pytest.raises(DiskFull, match="disk_full"):
        list(guarded(read))


def test_a_signal_that_a_library_swallowed_is_no_fault_of_the_file() -> None:
    def read() -> Iterator[Chunk]:
        raise RuntimeError("Query interrupted")

    with pytest.raises(RuntimeError, match="interrupted"):
        list(guarded(read))


def test_the_end_of_a_file_is_told_from_its_breaking_off() -> None:
    def broken() -> Iterator[int]:
        yield from (1, 2)
        raise Unreadable("truncated_json", at=9)

    assert list(with_end(iter([1, 2]))) == [(1, False, True), (2, True, True)]  # type: ignore[arg-type]
    seen = []
    with pytest.raises(Unreadable):
        seen.extend(with_end(broken()))  # type: ignore[arg-type]
    got = []
    steps = with_end(broken())  # type: ignore[arg-type]
    got = [next(steps), next(steps)]
    assert got == [(1, False, True), (2, True, False)]
