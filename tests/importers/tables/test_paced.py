"""Reading ahead: a little, so that parsing never waits, and not the 32 blocks that Arrow takes by itself."""

import itertools
import threading
import time
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.csv
import pytest

from yutang.importers.sheets.paced import AHEAD, Paced

BLOCK = 1 << 16


class Source:
    """Endless rows, or rows up to an end; counts the blocks that were read of it."""

    def __init__(self, blocks: int, row: bytes = b"a,b\n") -> None:
        self.blocks = blocks
        self.read_so_far = 0
        self._whole = row * (BLOCK // len(row))

    def read(self, _size: int) -> bytes:
        if self.read_so_far == self.blocks:
            return b""
        self.read_so_far += 1
        return self._whole


def _skipped(_row: pyarrow.csv.InvalidRow) -> str:
    return "skip"


def batches(source: Source, width: int = 2) -> Iterator[pa.RecordBatch]:
    paced = Paced(source.read)
    reader = pyarrow.csv.open_csv(
        pa.PythonFile(paced, mode="r"),
        read_options=pyarrow.csv.ReadOptions(
            column_names=[f"c{n}" for n in range(width)], block_size=BLOCK, use_threads=False
        ),
        parse_options=pyarrow.csv.ParseOptions(invalid_row_handler=_skipped),
    )
    return paced.batches(iter(reader))


def test_all_rows_come() -> None:
    assert sum(batch.num_rows for batch in batches(Source(40))) == 40 * BLOCK // 4


def test_an_empty_source_is_refused_as_without_pacing() -> None:
    with pytest.raises(pa.ArrowInvalid, match="Empty CSV"):
        next(batches(Source(0)))


def test_what_nobody_asks_for_is_not_read() -> None:
    source = Source(100)
    found = batches(source)
    for _ in itertools.islice(found, 5):
        time.sleep(0.05)  # time enough to read a hundred blocks
    # The fifth batch is in hand; a batch that took long may have let one more through.
    assert source.read_so_far <= 5 + 2 * AHEAD


def test_blocks_without_a_single_good_row_do_not_stop_it() -> None:
    assert sum(batch.num_rows for batch in batches(Source(20, b"one,two,many\n"))) == 0


def test_stopping_early_sets_the_reading_thread_free() -> None:
    source = Source(100)
    paced = Paced(source.read)
    found = paced.batches(iter([pa.record_batch({"c0": ["x"]})] * 3))
    next(found)
    blocked = threading.Thread(target=lambda: [paced.read(1) for _ in range(AHEAD + 5)])
    blocked.start()
    found.close()  # pyright: ignore[reportAttributeAccessIssue]
    blocked.join(10)
    assert not blocked.is_alive()


def test_an_error_of_the_source_comes_out() -> None:
    def broken(_size: int) -> bytes:
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        pyarrow.csv.open_csv(pa.PythonFile(Paced(broken), mode="r"))
