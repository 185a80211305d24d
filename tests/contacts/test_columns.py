"""A column is read as its cells are, one by one; each different cell costs once."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yutang.contacts import Kind, Masked, Phone, emails, phones
from yutang.contacts.columns import Column, column
from yutang.contacts.sealing import PART, Hasher, Sealer

HASHER, SEALER = Hasher(b"h" * 32), Sealer({1: b"s" * 32})


def _column(kind: Kind, values: pa.Array | pa.ChunkedArray) -> Column:
    return column(kind, values, hasher=HASHER, sealer=SEALER, country="CN")


def _plain(kind: Kind, read: Column) -> list[str | None]:
    return [None if s is None else SEALER.open_many(kind, [s])[0] for s in read.sealed.to_pylist()]


def test_phones_masked_ones_and_neither() -> None:
    cells = [
        "13800138000",
        "+86 138-0013-8000",
        "138****8000",
        None,
        "无",
        "1.38E+10",
        "13800138000",
        "+852 9123 4567",
    ]
    read = _column(Kind.PHONE, pa.array(cells))
    assert read.ok.to_pylist() == [True, True, False, False, False, False, True, True]
    assert read.masked.to_pylist() == [False, False, True, False, False, False, False, False]
    assert read.rounded.to_pylist() == [False, False, False, False, False, True, False, False]
    assert _plain(Kind.PHONE, read) == [
        "+8613800138000",
        "+8613800138000",
        None,
        None,
        None,
        None,
        "+8613800138000",
        "+85291234567",
    ]
    hashes, fours, shown = read.hashes.to_pylist(), read.last_fours.to_pylist(), read.shown.to_pylist()
    assert hashes[0] == hashes[1] == hashes[6] == HASHER.hash_many("phone", ["+8613800138000"])[0]
    assert fours[:4] == [*HASHER.hash_many("last_four", ["8000"] * 3, PART), None]
    assert shown[0] == shown[2] == HASHER.hash_many("shown", ["1388000"], PART)[0]
    assert shown[7] is None


def test_addresses() -> None:
    read = _column(
        Kind.EMAIL, pa.array(["Li@Example.com", "li@example.com", "l***@example.com", None, "13800138000"])
    )
    assert read.ok.to_pylist() == [True, True, False, False, False]
    assert read.masked.to_pylist() == [False, False, True, False, False]
    assert _plain(Kind.EMAIL, read) == ["li@example.com", "li@example.com", None, None, None]
    assert read.hashes[0] == read.hashes[1]
    assert read.last_fours.null_count == read.shown.null_count == 5


@pytest.mark.parametrize(
    "values",
    [
        pa.array([13800138000, None, 12]),
        pa.array([13800138000.0, None, 1.5]),
        pa.array([13800138000.0, float("nan"), float("inf")]),
        pa.array(["13800138000", None, "x"], pa.large_string()),
        pa.array(["13800138000", None, "x"]).dictionary_encode(),
        pa.chunked_array([pa.array(["13800138000"]), pa.array([None, "x"], pa.string())]),
    ],
)
def test_numbers_and_texts_of_every_shape(values: pa.Array) -> None:
    assert _plain(Kind.PHONE, _column(Kind.PHONE, values)) == ["+8613800138000", None, None]


def test_a_number_that_ends_in_zeros_keeps_them() -> None:
    assert _plain(Kind.PHONE, _column(Kind.PHONE, pa.array([13800000000.0]))) == ["+8613800000000"]


@pytest.mark.parametrize("kind", list(Kind))
def test_empty_columns(kind: Kind) -> None:
    for values in (pa.array([], pa.string()), pa.chunked_array([], pa.string())):
        assert len(_column(kind, values).ok) == 0
    nothing = _column(kind, pa.nulls(3))
    assert nothing.ok.to_pylist() == nothing.masked.to_pylist() == nothing.rounded.to_pylist() == [False] * 3


CELLS = st.lists(
    st.none() | st.text(max_size=12) | st.from_regex(r"(\+?86)?1[3-9][0-9]{9}(\.0)?", fullmatch=True)
    | st.from_regex(r"[a-z]{1,4}@[a-z]{1,4}\.(cn|com)", fullmatch=True) | st.just("138****8000")
)  # fmt: skip


@given(CELLS)
def test_a_column_is_its_cells(cells: list[str | None]) -> None:
    read = _column(Kind.PHONE, pa.array(cells, pa.string()))
    found = [None if cell is None else phones.read(cell) for cell in cells]
    assert _plain(Kind.PHONE, read) == [one.number if isinstance(one, Phone) else None for one in found]
    assert read.masked.to_pylist() == [isinstance(one, Masked) for one in found]
    mails = _column(Kind.EMAIL, pa.array(cells, pa.string()))
    assert _plain(Kind.EMAIL, mails) == [None if cell is None else emails.read(cell) for cell in cells]


def test_a_hundred_thousand_rows_of_few_phones_hold_few_seals() -> None:
    numbers = [f"138{n % 5000:08}" for n in range(100_000)]
    read = _column(Kind.PHONE, pa.array(numbers))
    assert read.ok.true_count == 100_000
    assert len(read.hashes.unique()) == len(read.sealed.unique()) == 5000
    assert _plain(Kind.PHONE, _column(Kind.PHONE, pa.array(numbers[-3:]))) == [
        "+86" + n for n in numbers[-3:]
    ]
