# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Collects sightings row by row, for formats that cannot be read as columns."""

from collections.abc import Sequence

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
        arrays = [_array(c, f.type) for c, f in zip(columns, SIGHTING, strict=True)]
        return pa.record_batch(arrays, schema=SIGHTING)


def _array(column: Sequence[object], form: pa.DataType) -> pa.Array:
    try:
        return pa.array(column, type=form)
    except UnicodeEncodeError:  # half an emoji, which JSON's \ud83d can say and UTF-8 can't
        whole = [c.encode(errors="replace").decode() if isinstance(c, str) else c for c in column]
        return pa.array(whole, type=form)
