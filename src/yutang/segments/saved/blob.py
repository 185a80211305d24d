# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Sorted customer ids as bytes: differences from one to the next, Arrow IPC with Zstandard behind a digest.

A million ids of a dense range are some 130 kB so, 8 MB as they are.
"""

import hashlib

import numpy as np
import pyarrow as pa
from pyarrow import ipc

from yutang.kit.errors import StateCorrupt

_DIGEST = 16  # bytes
_OPTIONS = ipc.IpcWriteOptions(compression="zstd")


def pack(ids: pa.Table) -> tuple[bytes, int]:
    """(bytes, checksum) of a table of one column, customer_id, sorted and each once. Checksum: their exclusive or."""
    numbers = ids["customer_id"].to_numpy()
    steps = pa.table({"step": np.diff(numbers, prepend=np.int64(0))})
    sink = pa.BufferOutputStream()
    with ipc.new_stream(sink, steps.schema, options=_OPTIONS) as writer:
        writer.write_table(steps)
    data = memoryview(sink.getvalue())
    told = b"".join((hashlib.blake2b(data, digest_size=_DIGEST).digest(), data))
    return told, int(np.bitwise_xor.reduce(numbers)) if len(numbers) else 0


def unpack(data: bytes) -> pa.Table:
    """A table of one column, customer_id. Raises StateCorrupt for bytes that `pack` did not write."""
    told, rows = data[:_DIGEST], memoryview(data)[_DIGEST:]
    if hashlib.blake2b(rows, digest_size=_DIGEST).digest() != told:
        raise StateCorrupt("state_corrupt", path="segment_state", detail="members do not match their digest")
    with ipc.open_stream(pa.py_buffer(rows)) as reader:
        steps = reader.read_all()["step"].to_numpy()
    return pa.table({"customer_id": np.cumsum(steps, dtype=np.int64)})


EMPTY, _ = pack(pa.table({"customer_id": pa.array([], pa.int64())}))
