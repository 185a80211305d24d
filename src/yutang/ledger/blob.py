# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Batches as bytes: Arrow IPC with LZ4 behind a digest, the form in which the inlet keeps them.

SQLite has no checksums: without the digest a flipped bit on the disk would be another fact, and nobody would know.
"""

import hashlib

import pyarrow as pa
from pyarrow import ipc

from yutang.kit.errors import StateCorrupt

_DIGEST = 16  # bytes
_OPTIONS = ipc.IpcWriteOptions(compression="lz4")


def pack(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with ipc.new_stream(sink, table.schema, options=_OPTIONS) as writer:
        writer.write_table(table)
    data = memoryview(sink.getvalue())
    return b"".join((hashlib.blake2b(data, digest_size=_DIGEST).digest(), data))


def unpack(data: bytes) -> pa.Table:
    """Raises StateCorrupt for bytes that `pack` did not write."""
    told, rows = data[:_DIGEST], memoryview(data)[_DIGEST:]
    if hashlib.blake2b(rows, digest_size=_DIGEST).digest() != told:
        raise StateCorrupt("state_corrupt", path="inlet", detail="a batch does not match its digest")
    with ipc.open_stream(pa.py_buffer(rows)) as reader:
        return reader.read_all()
