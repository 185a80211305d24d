"""One line of a Telegram export, field by field: pure functions from the JSON object to what it says."""

from datetime import datetime, tzinfo
from typing import Any, cast

from yutang.importers import times

Line = dict[str, Any]

_FIELDS = {  # a field's presence → media code; the first that is there wins
    "photo": "image",
    "poll": "poll",
    "location_information": "location",
    "contact_information": "card",
    "game_title": "app",
    "invoice_information": "other",
    "file": "file",
}
_TYPES = {
    "sticker": "sticker",
    "voice_message": "voice",
    "video_message": "video",
    "video_file": "video",
    "animation": "video",
    "audio_file": "file",
}


def text_of(value: object) -> str | None:
    """The words of a `text` field: a string, or a list of strings and entities.

    The address behind a hidden link is written after its words, as checks on links look at the text alone.
    """
    if isinstance(value, str):
        return value or None
    if not isinstance(value, list):
        return None
    parts: list[str] = []
    for piece in cast("list[object]", value):
        if isinstance(piece, str):
            parts.append(piece)
        elif isinstance(piece, dict):
            entity = cast("Line", piece)
            parts.append(str(entity.get("text") or ""))
            if href := entity.get("href"):
                parts.append(f" {href} ")
    return "".join(parts) or None


def words_of(line: Line) -> str | None:
    """What was said: the text, or what a poll asks."""
    text = text_of(line.get("text"))
    poll = line.get("poll")
    if text is None and isinstance(poll, dict):
        return text_of(cast("Line", poll).get("question"))
    return text


def media_of(line: Line) -> str | None:
    """A code of `importers.media`, or None for words alone."""
    kind = line.get("media_type")
    if kind is not None:
        return _TYPES.get(str(kind), "other")
    for field, code in _FIELDS.items():
        if field in line:
            return code
    return None


def ref_of(value: object) -> str | None:
    return None if value is None else str(value)


def who_of(line: Line, field: str) -> tuple[str | None, str | None]:
    """(reference, name) of the account in `from` or `actor`; bare numbers of old files become "user123"."""
    number, name = line.get(f"{field}_id"), line.get(field)
    if isinstance(number, int):
        number = f"user{number}"
    return (number if isinstance(number, str) and number else None), text_of(name)


def members_of(line: Line) -> list[str | None]:
    """Names of the members a service line is about, each once; None for an account that was deleted."""
    members = line.get("members")
    if not isinstance(members, list):
        return []
    names = [text_of(m) for m in cast("list[object]", members)]
    named = list(dict.fromkeys(n for n in names if n))
    return [*named, *(None for n in names if n is None)]


def when_of(line: Line, zone: tzinfo) -> int:
    """Microseconds UTC. ValueError where the line has no stamp that can be read."""
    stamp = line.get("date_unixtime")
    if stamp is not None:
        return times.from_unix(str(stamp), "s")
    return times.micros_of(datetime.fromisoformat(str(line.get("date"))), zone)
