"""How many chats an import met: one that lies in six monthly files is one."""

from yutang.importers.model import FileOutcome


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

    def private_chats(self, files: list[FileOutcome]) -> int:
        return len(self._private) + max((file.private_chats for file in files if file.known), default=0)
