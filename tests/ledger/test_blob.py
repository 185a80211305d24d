"""Batches as bytes: what was packed comes back, and a single flipped bit is noticed."""

import hypothesis.strategies as st
import pyarrow as pa
import pytest
from hypothesis import given, settings

from yutang.kit.errors import StateCorrupt
from yutang.ledger.blob import pack, unpack

SHAPE = pa.schema(
    [("id", pa.int64()), ("text", pa.string()), ("day", pa.date32()), ("at", pa.timestamp("us"))]
)


def _table(rows: list[tuple[int, str | None]]) -> pa.Table:
    return pa.table(
        [pa.array([n for n, _ in rows], pa.int64()), pa.array([t for _, t in rows], pa.string()),
         pa.array([n % 50_000 for n, _ in rows], pa.int32()).cast(pa.date32()),
         pa.array([n for n, _ in rows], pa.int64()).cast(pa.timestamp("us"))], schema=SHAPE)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 2**50), st.none() | st.text(st.characters(exclude_categories=["Cs"]))),
        max_size=20,
    )
)
def test_a_table_comes_back_with_its_types(rows: list[tuple[int, str | None]]) -> None:
    table = _table(rows)
    again = unpack(pack(table))
    assert again.schema == SHAPE
    assert again.equals(table)


def test_no_rows_are_a_batch_too() -> None:
    assert unpack(pack(SHAPE.empty_table())).schema == SHAPE


def test_parts_of_a_table_are_packed_as_one() -> None:
    whole = pa.concat_tables([_table([(1, "a")]), _table([(2, "b")])])
    assert unpack(pack(whole.slice(1))).to_pylist() == _table([(2, "b")]).to_pylist()


def test_the_same_rows_are_the_same_bytes() -> None:
    """A sealed or backed-up batch is compared by its bytes."""
    assert pack(_table([(1, "x")])) == pack(_table([(1, "x")]))


def test_every_flipped_bit_is_seen() -> None:
    data = pack(_table([(n, f"第 {n} 句") for n in range(50)]))
    for place in range(0, len(data), max(1, len(data) // 97)):
        hurt = bytearray(data)
        hurt[place] ^= 0x10
        with pytest.raises(StateCorrupt) as told:
            unpack(bytes(hurt))
        assert told.value.params["path"] == "inlet"


@pytest.mark.parametrize("cut", [0, 1, 15, 16, -1])
def test_a_batch_cut_short_is_seen(cut: int) -> None:
    with pytest.raises(StateCorrupt):
        unpack(pack(_table([(1, "x")]))[:cut])
