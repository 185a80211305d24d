# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false, reportAttributeAccessIssue=false
"""The name that an export gives a group is its name when the export ends, not when its first message was written.

Without this, two exports of one group that begin at the same message, before and after it was renamed, would
disagree about its name with equal right.
"""

from typing import Any, cast

import pyarrow as pa
import pyarrow.compute as pc

from yutang.importers.rows import Rows
from yutang.ledger.catalogue import Kind


class LastNames:
    """Sees every chunk of one file, and says the names again with each group's last stamp."""

    def __init__(self) -> None:
        self._names: dict[str, tuple[int, str]] = {}
        self._last: dict[str, int] = {}

    def see(self, rows: pa.RecordBatch) -> None:
        named = pc.and_(pc.equal(rows["kind"], int(Kind.GROUP_SEEN)), pc.is_valid(rows["text"]))
        for row in rows.filter(named).select(["group_ref", "happened", "text"]).to_pylist():
            said: tuple[int, str] = (row["happened"], row["text"])
            self._names[row["group_ref"]] = max(self._names.get(row["group_ref"], said), said)
        if self._names:
            last = pa.table(rows).group_by("group_ref").aggregate([("happened", "max")])
            for row in cast(list[dict[str, Any]], last.to_pylist()):
                ref, at = row["group_ref"], row["happened_max"]
                self._last[ref] = max(self._last.get(ref, at), at)

    def again(self) -> pa.RecordBatch:
        """What to add at the end of the file."""
        rows = Rows()
        for ref, (at, name) in self._names.items():
            if self._last[ref] > at:
                rows.add(Kind.GROUP_SEEN, self._last[ref], group=ref, text=name)
        return rows.take()
