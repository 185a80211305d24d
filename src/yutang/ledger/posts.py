# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Posted requests as bytes: a JSON list of sightings behind a digest, read into columns by DuckDB.

One fact a request is common: an Arrow stream would be eight times its size, and Python would decode it row by row.
DuckDB reads a million rows a second from thousands of requests at once, and without holding Python's lock.
"""

import hashlib
import struct
from collections.abc import Sequence
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
_READ = f"""
select * exclude (file_no, nth, actor_role), coalesce(actor_role, 0)::tinyint as actor_role,
  file_no, row_number() over (order by file_no, nth) - 1 as ordinal
from (
  select file_no, unnest(generate_series(1, len(told))) as nth, unnest(told, recursive := true)
  from (select file_no, from_json(body, '{_SHAPE}') as told from _posted)
) order by ordinal
"""


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


def unpack_post(blob: bytes) -> str:
    """The JSON text. Raises StateCorrupt for bytes that `pack_post` did not write."""
    told, data = blob[:_DIGEST], blob[_DIGEST:]
    if hashlib.blake2b(data, digest_size=_DIGEST).digest() != told:
        raise StateCorrupt("state_corrupt", path="inlet", detail="a request does not match its digest")
    (size,) = _SIZE.unpack_from(data)
    body = data[_SIZE.size :]
    whole = pa.decompress(body, decompressed_size=size, codec="lz4", asbytes=True) if size else body
    return whole.decode()


def sightings(con: duckdb.DuckDBPyConnection, blobs: Sequence[bytes]) -> pa.Table:
    """Requests in order → one batch: columns of SIGHTING, `ordinal` and `file_no` (a request is a file)."""
    bodies = pa.array([unpack_post(blob) for blob in blobs], pa.string())
    posted = pa.table({"file_no": pa.array(range(len(blobs)), pa.int32()), "body": bodies})
    with con.cursor() as cursor:
        cursor.register("_posted", posted)
        try:
            return cursor.sql(_READ).to_arrow_table()
        finally:
            cursor.unregister("_posted")
