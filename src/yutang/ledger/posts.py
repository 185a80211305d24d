# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Posted requests as bytes: a JSON list of sightings behind a digest, read into columns by DuckDB.

One fact a request is common: an Arrow stream would be eight times its size, and Python would decode it row by row.
DuckDB reads a million rows a second from thousands of requests at once, and without holding Python's lock.
"""

import hashlib
import struct
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import duckdb
import msgspec
import pyarrow as pa

from yutang.kit.errors import StateCorrupt

_DIGEST = 16  # bytes
_SIZE = struct.Struct("<I")  # of the JSON when it is compressed; 0: it is not
_WORTH = 2_048  # bytes from which compressing pays

# The columns of importers.contract.SIGHTING.
_SHAPE = (
    '[{"kind":"SMALLINT","happened":"BIGINT","group_ref":"VARCHAR","actor_ref":"VARCHAR",'
    '"actor_name":"VARCHAR","actor_role":"TINYINT","object_ref":"VARCHAR","related_ref":"VARCHAR",'
    '"amount":"BIGINT","text":"VARCHAR","props":"VARCHAR"}]'
)
_COLUMNS: dict[str, pa.DataType] = {
    "kind": pa.int16(), "happened": pa.int64(), "group_ref": pa.string(), "actor_ref": pa.string(),
    "actor_name": pa.string(), "actor_role": pa.int8(), "object_ref": pa.string(), "related_ref": pa.string(),
    "amount": pa.int64(), "text": pa.string(), "props": pa.string(),
}  # fmt: skip
_READ = f"""
select * exclude (start, nth, actor_role), coalesce(actor_role, 0)::tinyint as actor_role, start + nth - 1 as ordinal
from (
  select file_no, start, unnest(generate_series(1, len(told))) as nth, unnest(told, recursive := true)
  from (select file_no, start, from_json(body, '{_SHAPE}') as told from _posted)
)
"""
# DuckDB takes 2,048 requests at a time, however long they are: it gets them in pieces of so many characters.
_PIECE = 1 << 20


class Sighting(msgspec.Struct, omit_defaults=True):
    """One row of importers.contract.SIGHTING, on its way into the inlet."""

    kind: int
    happened: int
    group_ref: str | None = None
    actor_ref: str | None = None
    actor_name: str | None = None
    actor_role: int = 0
    object_ref: str | None = None
    related_ref: str | None = None
    amount: int | None = None
    text: str | None = None
    props: str | None = None


class Post(NamedTuple):
    """One request for one platform. `key`: the same twice is taken once; `origin`: what it said, as a digest."""

    key: str
    origin: str
    platform: str
    rows: int
    blob: bytes


_encode = msgspec.json.Encoder().encode


def pack_post(sightings: Sequence[Sighting]) -> bytes:
    data = _encode(sightings)
    size = 0
    if len(data) > _WORTH:
        size, data = len(data), pa.compress(data, codec="lz4", asbytes=True)
    data = _SIZE.pack(size) + data
    return hashlib.blake2b(data, digest_size=_DIGEST).digest() + data


def size_of(blob: bytes) -> int:
    """Bytes of JSON in it."""
    return _SIZE.unpack_from(blob, _DIGEST)[0] or len(blob)


def unpack_post(blob: bytes) -> bytes:
    """The JSON. Raises StateCorrupt for bytes that `pack_post` did not write."""
    told, data = blob[:_DIGEST], blob[_DIGEST:]
    if hashlib.blake2b(data, digest_size=_DIGEST).digest() != told:
        raise StateCorrupt("state_corrupt", path="inlet", detail="a request does not match its digest")
    (size,) = _SIZE.unpack_from(data)
    body = data[_SIZE.size :]
    return pa.decompress(body, decompressed_size=size, codec="lz4", asbytes=True) if size else body


def beginning(blob: bytes, length: int) -> str | None:
    """The first characters of the JSON; None where the bytes are damaged."""
    try:
        return unpack_post(blob)[: 4 * length].decode(errors="ignore")[:length]
    except (StateCorrupt, struct.error, pa.ArrowException):
        return None


def sightings(con: duckdb.DuckDBPyConnection, posts: Sequence[tuple[int, bytes]]) -> pa.Table:
    """Requests (facts in it, blob) in order → one batch: columns of SIGHTING, `ordinal`, `file_no` (a request's own).

    Rows come in no order: `ordinal` says it.
    """
    tables: list[pa.Table] = []
    with con.cursor() as cursor:
        for piece in _pieces(posts):
            if len(piece) == 1 and len(piece[0][2]) > _PIECE:
                tables.append(_in_python(*piece[0]))
                continue
            numbers, starts, bodies = zip(*piece, strict=True)
            posted = {"file_no": pa.array(numbers, pa.int32()), "start": pa.array(starts, pa.int64()),
                      "body": pa.array(bodies, pa.string())}  # fmt: skip
            cursor.register("_posted", pa.table(posted))
            tables.append(cursor.sql(_READ).to_arrow_table())
            cursor.unregister("_posted")
    return pa.concat_tables([table.select(tables[0].column_names) for table in tables])


def _pieces(posts: Sequence[tuple[int, bytes]]) -> Iterator[list[tuple[int, int, bytes]]]:
    """(number, ordinal of its first fact, JSON), some at a time."""
    piece: list[tuple[int, int, bytes]] = []
    start = size = 0
    for number, (rows, blob) in enumerate(posts):
        body = unpack_post(blob)
        if piece and size + len(body) > _PIECE:
            yield piece
            piece, size = [], 0
        piece.append((number, start, body))
        start, size = start + rows, size + len(body)
    if piece:
        yield piece


def _in_python(number: int, start: int, body: bytes) -> pa.Table:
    """One long request, within less memory than DuckDB needs."""
    rows = msgspec.json.decode(body, type=list[Sighting])
    columns = {name: pa.array([getattr(row, name) for row in rows], form) for name, form in _COLUMNS.items()}
    columns["ordinal"] = pa.array(range(start, start + len(rows)), pa.int64())
    columns["file_no"] = pa.array([number] * len(rows), pa.int32())
    return pa.table(columns)
