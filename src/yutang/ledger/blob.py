# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Batches as bytes: Arrow IPC with LZ4, the form in which the inlet keeps them."""

import pyarrow as pa
from pyarrow import ipc

_OPTIONS = ipc.IpcWriteOptions(compression="lz4")


def pack(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with ipc.new_stream(sink, table.schema, options=_OPTIONS) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes()


def unpack(data: bytes) -> pa.Table:
    with ipc.open_stream(pa.py_buffer(data)) as reader:
        return reader.read_all()
