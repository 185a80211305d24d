"""Collects sightings row by row, for formats that cannot be read as columns."""

import pyarrow as pa

from yutang.importers.contract import CHUNK_ROWS, SIGHTING
from yutang.ledger.catalogue import Kind, Role


class Rows:
    """Append sightings; `take` gives them as one record batch of schema SIGHTING and starts anew."""

    def __init__(self) -> None:
        self._rows: list[tuple[object, ...]] = []

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def full(self) -> bool:
        return len(self._rows) >= CHUNK_ROWS // 4

    def add(  # noqa: PLR0913 - one argument a column, all but two by name
        self,
        kind: Kind,
        happened: int,
        *,
        group: str | None = None,
        actor: str | None = None,
        name: str | None = None,
        role: Role = Role.UNKNOWN,
        ref: str | None = None,
        related: str | None = None,
        amount: int | None = None,
        text: str | None = None,
        props: str | None = None,
    ) -> None:
        """Append one sighting. `happened` is in microseconds UTC, `props` a JSON object as text."""
        self._rows.append(
            (int(kind), happened, group, actor, name, int(role), ref, related, amount, text, props)
        )

    def take(self) -> pa.RecordBatch:
        columns = list(zip(*self._rows, strict=True)) if self._rows else [()] * len(SIGHTING)
        self._rows = []
        return pa.record_batch(
            [pa.array(c, type=f.type) for c, f in zip(columns, SIGHTING, strict=True)], schema=SIGHTING
        )
