# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false, reportAttributeAccessIssue=false
"""How many chats an import met: one that lies in six monthly files is one."""

import pyarrow as pa
import pyarrow.compute as pc

from yutang.importers.model import FileOutcome
from yutang.ledger.catalogue import Kind


class Tally:
    """Chats by kind, each once. Files known from before count as they did then."""

    def __init__(self) -> None:
        self._chats: dict[str, set[str]] = {}
        self._private: set[tuple[str, str]] = set()

    def see(self, kind: str, chats: set[str], private: set[str]) -> None:
        self._chats.setdefault(kind, set()).update(chats)
        self._private |= {(kind, chat) for chat in private}

    def chats(self, files: list[FileOutcome]) -> dict[str, int]:
        kinds = {file.kind for file in files if file.kind}
        known = {k: max((f.chats for f in files if f.known and f.kind == k), default=0) for k in kinds}
        return {kind: max(len(self._chats.get(kind, ())), known[kind]) for kind in kinds}

    def all(self, files: list[FileOutcome]) -> int:
        """Chats of all kinds: one that a roster and an archive both tell of is one."""
        known = max((file.chats for file in files if file.known), default=0)
        return max(len(set[str]().union(*self._chats.values())), known)

    def private_chats(self, files: list[FileOutcome]) -> int:
        return len(self._private) + max((file.private_chats for file in files if file.known), default=0)


def count(outcome: FileOutcome, rows: pa.RecordBatch, groups: set[str]) -> None:
    """Add the rows to the figures of their file; `groups`: all that it has told of so far."""
    tally = {v["values"]: v["counts"] for v in pc.value_counts(rows.column("kind")).to_pylist()}
    outcome.messages += tally.get(int(Kind.MESSAGE_SENT), 0)
    outcome.joins += tally.get(int(Kind.GROUP_JOINED), 0)
    outcome.leaves += tally.get(int(Kind.GROUP_LEFT), 0)
    groups.update(ref for ref in pc.unique(rows.column("group_ref")).to_pylist() if ref)
    outcome.chats = len(groups)
