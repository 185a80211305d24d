"""Posted requests as bytes and back as columns: the same rows, in their order, whatever was in them."""

from collections.abc import Iterator
from typing import Any

import duckdb
import hypothesis.strategies as st
import msgspec
import pytest
from hypothesis import given, settings

from ledger.batch import START
from yutang.importers.contract import SIGHTING
from yutang.kit.errors import StateCorrupt
from yutang.ledger import posts
from yutang.ledger.posts import Sighting, pack_post, sightings, size_of, unpack_post

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)
NUMBER = st.integers(-(2**63), 2**63 - 1)
SEEN = st.builds(
    Sighting, kind=st.integers(1, 10), happened=NUMBER, group_ref=st.none() | TEXT, actor_ref=st.none() | TEXT,
    actor_name=st.none() | TEXT, actor_role=st.integers(0, 5), object_ref=st.none() | TEXT,
    related_ref=st.none() | TEXT, amount=st.none() | NUMBER, text=st.none() | TEXT,
    props=st.none() | st.just('{"how":"扫码"}'),
)  # fmt: skip


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": "2", "memory_limit": "128MB"}) as made:
        yield made


def asked(*requests: list[Sighting]) -> list[tuple[int, bytes]]:
    return [(len(rows), pack_post(rows)) for rows in requests]


def read(con: duckdb.DuckDBPyConnection, *requests: list[Sighting]) -> list[dict[str, Any]]:
    return sorted(sightings(con, asked(*requests)).to_pylist(), key=lambda row: row["ordinal"])


def plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in Sighting.__struct_fields__}


@pytest.mark.parametrize("text", ["", "x", "群" * 5000])
def test_bytes_come_back_as_they_were(text: str) -> None:
    rows = [Sighting(1, START, "g", "u", text=text)]
    assert msgspec.json.decode(unpack_post(pack_post(rows)), type=list[Sighting]) == rows


def test_long_requests_are_packed_small_and_say_how_long_they_are() -> None:
    rows = [Sighting(1, START, "g", f"u{n}", text="大家好") for n in range(1000)]
    blob = pack_post(rows)
    assert len(blob) < len(unpack_post(blob)) / 4
    assert size_of(blob) == len(unpack_post(blob))


def test_short_ones_are_not_and_their_size_is_never_too_small() -> None:
    blob = pack_post([Sighting(1, START)])
    assert len(blob) >= size_of(blob) >= len(unpack_post(blob))


@pytest.mark.parametrize("place", [0, 15, 16, 19, 20, -1])
@pytest.mark.parametrize("long", [False, True])
def test_any_flipped_bit_is_seen(place: int, long: bool) -> None:
    blob = bytearray(pack_post([Sighting(1, START, text="x" * (5000 if long else 5))]))
    blob[place] ^= 1
    with pytest.raises(StateCorrupt):
        unpack_post(bytes(blob))


@pytest.mark.parametrize("blob", [b"", b"x", b"\x00" * 16, b"\x00" * 40])
def test_what_we_did_not_write_is_told(blob: bytes) -> None:
    with pytest.raises(StateCorrupt):
        unpack_post(blob)


def test_columns_are_those_of_a_sighting(con: duckdb.DuckDBPyConnection) -> None:
    table = sightings(con, asked([Sighting(1, START, "g", "u")]))
    types = {field.name: field.type for field in table.schema}
    assert {name: types[name] for name in SIGHTING.names if name in types} == {
        field.name: field.type for field in SIGHTING if field.name in types
    }
    assert set(types) == {*Sighting.__struct_fields__, "ordinal", "file_no"}


def test_order_goes_on_over_requests_and_each_is_a_file_of_its_own(con: duckdb.DuckDBPyConnection) -> None:
    rows = read(
        con, [Sighting(1, START, text="a"), Sighting(1, START, text="b")], [Sighting(1, START, text="c")]
    )
    assert [(r["ordinal"], r["file_no"], r["text"]) for r in rows] == [(0, 0, "a"), (1, 0, "b"), (2, 1, "c")]


def test_an_empty_request_between_shifts_nothing(con: duckdb.DuckDBPyConnection) -> None:
    rows = read(con, [Sighting(1, START, text="a")], [], [Sighting(1, START, text="b")])
    assert [(r["ordinal"], r["file_no"], r["text"]) for r in rows] == [(0, 0, "a"), (1, 2, "b")]


def test_a_role_that_nobody_told_is_unknown_and_not_nothing(con: duckdb.DuckDBPyConnection) -> None:
    (row,) = read(con, [Sighting(1, START)])
    assert row["actor_role"] == 0
    assert [name for name, value in plain(row).items() if value is None] == [
        "group_ref", "actor_ref", "actor_name", "object_ref", "related_ref", "amount", "text", "props",
    ]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(requests=st.lists(st.lists(SEEN, max_size=5), min_size=1, max_size=6))
def test_rows_come_out_as_they_went_in(
    con: duckdb.DuckDBPyConnection, requests: list[list[Sighting]]
) -> None:
    told = [msgspec.structs.asdict(row) for request in requests for row in request]
    found = read(con, *requests)
    assert [plain(row) for row in found] == told
    assert [row["ordinal"] for row in found] == list(range(len(told)))


@pytest.mark.parametrize("piece", [1, 200, 1000, 1 << 20])
def test_pieces_of_any_length_give_the_same(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch, piece: int
) -> None:
    """Below a request's own length Python reads it instead of DuckDB: both must say the same."""
    requests = [
        [Sighting(1, START + n, "g", f"u{i}", "名", 1, text=f"第{n}·{i}", amount=-i) for i in range(n % 4)]
        for n in range(12)
    ]
    monkeypatch.setattr(posts, "_PIECE", piece)
    table = sightings(con, asked(*requests))
    assert {str(field.type) for field in table.schema} >= {"int16", "int8", "int64", "int32", "string"}
    found = sorted(table.to_pylist(), key=lambda row: row["ordinal"])
    assert [plain(row) for row in found] == [msgspec.structs.asdict(r) for one in requests for r in one]
    assert [row["file_no"] for row in found] == [n for n, one in enumerate(requests) for _ in one]
