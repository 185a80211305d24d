"""Which exports write times as the clock on somebody's wall showed them, without saying where the wall stood."""

from pathlib import Path

from yutang.importers.registry import assign
from yutang.importers.trees import walk

ALWAYS = frozenset({"whatsapp", "qq_text", "qq_paste", "wechat_csv"})
OFTEN = ALWAYS | {"table", "discord_csv", "weflow"}


def asks_for_zone(paths: list[Path], zip_limit: int) -> bool:
    """Whether any file below `paths` is of a kind whose times may need a zone to be understood."""
    return any(given.kind in OFTEN for tree in walk(paths, zip_limit) for given in assign(tree))


def zone_note(kind: str | None, notes: list[str], zone: str) -> list[str]:
    """The note that says what was assumed, for kinds that always need it; none where the reader said so itself."""
    said = any(note.startswith("note.zone") for note in notes)
    return [f"note.zone_assumed:{zone}"] if kind in ALWAYS and not said else []
