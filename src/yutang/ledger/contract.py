# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownParameterType=false
"""What the ledger asks of the domains above it when a batch of sightings is applied."""

from collections.abc import Callable
from typing import Protocol

import duckdb
import msgspec
import pyarrow as pa
import sqlalchemy as sa


class Change(msgspec.Struct, frozen=True):
    """What a domain decided: `write` to State, then `mirror` into analytics. Both are plain statements."""

    write: Callable[[sa.Connection], None]
    mirror: Callable[[duckdb.DuckDBPyConnection], None]


class Batch(msgspec.Struct, frozen=True):
    id: int
    platform: str
    zone: str


class Domain(Protocol):
    """A package's part. Everything is set-based over temp tables of one DuckDB cursor:

    `incoming`            the batch's sightings (importers.contract.SIGHTING) with `ordinal` and `file_no`
    `incoming_identity`   (ref, id) made by customers.resolve
    `incoming_group`      (ref, id) made by groups.resolve
    `new_fact`            the facts that are not known yet, as table `fact` plus `text`; only for `react`
    """

    name: str  # what `told` is kept under
    said: str  # columns of `told`, as DuckDB declares them; `ref varchar` among them

    def resolve(self, cursor: duckdb.DuckDBPyConnection, batch: Batch) -> Change | None:
        """Say who and what the references are, before facts are made."""
        ...

    def react(self, cursor: duckdb.DuckDBPyConnection, batch: Batch) -> Change | None:
        """Answer to the new facts."""
        ...

    def settle(self, cursor: duckdb.DuckDBPyConnection, source: str, *, gone: bool) -> None:
        """Bring what analytics alone holds level with the facts, once those of `source` are in `fact`, or (`gone`)
        no longer: tables that are folds of facts."""
        ...

    def told(self, cursor: duckdb.DuckDBPyConnection) -> pa.Table | None:
        """After `resolve`: what the batch said in this domain, whatever others say. Kept with it.

        State must be what follows from folding what all batches said, in their order, so
        that any of them can be taken back.
        """
        ...

    def withdraw(self, cursor: duckdb.DuckDBPyConnection) -> Change | None:
        """Answer to batches that are taken back. Who and what only they knew goes; what others said stays.

        Temp tables: `gone_fact` (the facts that went; `fact` holds what is left), `said_gone_NAME` and
        `said_left_NAME` (batch, platform, and told's columns; the latter only of what is named in the former; a
        reference of another platform is under that platform).
        customers leave `withdrawn_identity` (id, ref, role, old_role, gone), groups `withdrawn_group` (id, ref, name,
        gone).
        """
        ...

    def reload(self, conn: sa.Connection, cursor: duckdb.DuckDBPyConnection) -> None:
        """Fill this domain's mirror tables anew from State."""
        ...
