# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Facts of a sweep, as the ledger takes them."""

import pyarrow as pa

from yutang.ledger.record import ACT


def recordable(rows: pa.Table) -> pa.Table:
    """The rows with all columns of `Ledger.record`; those that they lack are null."""
    return pa.table(
        [
            rows[field.name].cast(field.type)
            if field.name in rows.column_names
            else pa.nulls(rows.num_rows, field.type)
            for field in ACT
        ],
        ACT,
    )
