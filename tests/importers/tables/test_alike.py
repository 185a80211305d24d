"""Lines of an order that say the same are numbered; however a file is cut into blocks, the numbers are the same."""

import random
from itertools import groupby

import pyarrow as pa
import pytest

from yutang.importers.sheets.alike import Alike


def numbered(lines: list[tuple[int, int]], sizes: list[int]) -> list[int]:
    """`lines`: (order, line) of each row; `sizes`: rows of each block."""
    alike, found, at = Alike(), [], 0
    for size in sizes:
        part = lines[at : at + size]
        at += size
        columns = {name: pa.array([row[n] for row in part], pa.uint64()) for n, name in enumerate("ok")}
        found += alike.numbered(pa.table(columns)).tolist()
    return found


def plainly(lines: list[tuple[int, int]]) -> list[int]:
    """The same by a loop over the rows of an order that lie together."""
    found = []
    for _, rows in groupby(lines, key=lambda row: row[0]):
        met: dict[int, int] = {}
        for _, line in rows:
            met[line] = met.get(line, 0) + 1
            found.append(met[line])
    return found


def test_the_second_of_a_like_is_the_second() -> None:
    assert numbered([(1, 7), (1, 7), (1, 8), (1, 7), (2, 7)], [5]) == [1, 2, 1, 3, 1]


def test_an_order_that_comes_again_is_counted_from_one_again() -> None:
    assert numbered([(1, 7), (1, 7), (2, 7), (1, 7), (1, 7)], [5]) == [1, 2, 1, 1, 2]


def test_no_rows_have_no_numbers() -> None:
    assert numbered([(1, 7), (1, 7)], [1, 0, 1]) == [1, 2]


@pytest.mark.parametrize("seed", range(60))
def test_blocks_change_nothing(seed: int) -> None:
    dice = random.Random(seed)
    lines = [(order, dice.randrange(3)) for order in range(12) for _ in range(dice.randrange(1, 7))]
    if seed % 2:  # some come again
        lines += lines[: len(lines) // 3]
    sizes = []
    while sum(sizes) < len(lines):
        sizes.append(dice.randrange(0, 6))
    assert numbered(lines, sizes) == numbered(lines, [len(lines)]) == plainly(lines)
