"""What the simulated tenant's people say next: the last four weeks of its chats again, four weeks later, and so on.

Weeks stay weeks, so that a Monday is followed by a Monday. Messages have ids of their own.
"""

from pathlib import Path

import msgspec

from yutang.kit.folder import write_whole

SPAN = 28 * 86_400_000  # ms
Json = dict[str, object]
_decode = msgspec.json.Decoder(Json).decode


def end(chats: Path) -> int:
    """When the last thing was said (ms) in a folder of archive records, one file a month; 0 in an empty one."""
    files = sorted(chats.glob("*.jsonl"))
    lines = files[-1].read_bytes().splitlines() if files else []
    return max((_said_at(_decode(line)) for line in lines), default=0)


def turn(now: int, ended: int) -> int:
    """Which time the four weeks are said again at `now` (ms): 1 for the first after the chats' end."""
    return max(0, now - ended) // SPAN + 1


def write_turn(chats: Path, out: Path, turn: int) -> Path:
    """The file of that turn below `out`; it is made where it is not there."""
    made = out / f"turn-{turn:03}.jsonl"
    if made.exists():
        return made
    ended = end(chats)
    said = [
        content
        for file in sorted(chats.glob("*.jsonl"))
        for content in map(_decode, file.read_bytes().splitlines())
        if ended - SPAN < _said_at(content)
    ]
    said.sort(key=_said_at)
    out.mkdir(parents=True, exist_ok=True)
    write_whole(made, b"".join(msgspec.json.encode(_later(content, turn)) + b"\n" for content in said))
    return made


def _said_at(content: Json) -> int:
    """Milliseconds; a switch of a staff member's account has them under another name."""
    at = content.get("msgtime", content.get("time", 0))
    return at if isinstance(at, int) else 0


def _later(content: Json, turn: int) -> Json:
    moved = dict(content)
    for name in ("msgtime", "time"):
        if name in moved:
            moved[name] = _said_at(content) + turn * SPAN
    moved["msgid"] = _named(content.get("msgid"), turn)
    revoke = content.get("revoke")
    if isinstance(revoke, dict):
        moved["revoke"] = {"pre_msgid": _named(revoke.get("pre_msgid"), turn)}  # pyright: ignore[reportUnknownArgumentType, reportUnknownMemberType]
    return moved


def _named(msgid: object, turn: int) -> str:
    return f"{turn}-{msgid}"
