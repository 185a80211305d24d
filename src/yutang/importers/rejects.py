"""Rows that could not be read, kept in one CSV: file, line, reason, row."""

import csv
import io
from pathlib import Path

from yutang.importers.contract import Reject
from yutang.kit.cells import harmless
from yutang.kit.folder import disk_errors

LIMIT = 100_000  # rows kept; the count goes on


class Rejects:
    """Opened on the first reject; nothing is left behind when there is none.

    `before`: files that an interrupted import had read to their ends; what it rejected of them stays.
    """

    def __init__(self, path: Path, before: frozenset[str] = frozenset()) -> None:
        self.path = path
        self.count = 0
        self._out: io.TextIOWrapper | None = None
        if before and path.exists():
            self._go_on({harmless(name) for name in before})

    def add(self, name: str, rejects: tuple[Reject, ...]) -> None:
        if not rejects:
            return
        with disk_errors(self.path):
            if self._out is None:
                self._out = self._begin()
            room = max(0, LIMIT - self.count)
            csv.writer(self._out).writerows(
                (harmless(name), one.line, one.reason, harmless(one.row[:500])) for one in rejects[:room]
            )
        self.count += len(rejects)

    def _begin(self) -> io.TextIOWrapper:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        out = self.path.open("w", encoding="utf-8-sig", newline="")
        csv.writer(out).writerow(("file", "line", "reason", "row"))
        return out

    def _go_on(self, names: set[str]) -> None:
        with disk_errors(self.path):
            with self.path.open(encoding="utf-8-sig", newline="") as old:
                kept = [row for row in csv.reader(old) if row and row[0] in names]
            self._out = self._begin()
            csv.writer(self._out).writerows(kept)
        self.count = len(kept)

    def close(self) -> Path | None:
        """Where the rejects lie, if there are any."""
        if self._out is None:
            return None
        with disk_errors(self.path):
            self._out.close()
        return self.path
