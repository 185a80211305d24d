# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Batches as bytes: Arrow IPC with LZ4, the form in which the inlet keeps them."""

import pyarrow as pa
from pyarrow import ipc

from yutang.kit.errors import StateCorrupt

_OPTIONS = ipc.IpcWriteOptions(compression="lz4")


def pack(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with ipc.new_stream(sink, table.schema, options=_OPTIONS) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes()


def unpack(data: bytes) -> pa.Table:
    """Raises StateCorrupt for bytes that `pack` did not write."""
    try:
        with ipc.open_stream(pa.py_buffer(data)) as reader:
            rows = reader.read_all()
        rows.validate(full=True)
    except (pa.ArrowException, OSError) as wrong:
        raise StateCorrupt("state_corrupt", path="inlet", detail=str(wrong)[:80]) from None
    return rows
