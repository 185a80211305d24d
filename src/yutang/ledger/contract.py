"""What the ledger asks of the domains above it when a batch of sightings is applied."""

from collections.abc import Callable
from typing import Protocol

import duckdb
import msgspec
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

    def resolve(self, cursor: duckdb.DuckDBPyConnection, batch: Batch) -> Change | None:
        """Say who and what the references are, before facts are made."""
        ...

    def react(self, cursor: duckdb.DuckDBPyConnection, batch: Batch) -> Change | None:
        """Answer to the new facts."""
        ...

    def reload(self, conn: sa.Connection, cursor: duckdb.DuckDBPyConnection) -> None:
        """Fill this domain's mirror tables anew from State."""
        ...
