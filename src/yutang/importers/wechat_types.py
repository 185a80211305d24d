"""WeChat's own message types, which all of its export tools hand through: (type, subtype) and the XML inside."""

import re
from typing import Final

SYSTEM: Final = frozenset({10000, 10002})
CHATROOM: Final = "@chatroom"  # how the ids of groups end

_TYPES: Final = {
    3: "image", 34: "voice", 42: "card", 43: "video", 44: "video", 47: "sticker", 48: "location", 49: "link",
    50: "call", 62: "video", 66: "card",
}  # fmt: skip
_SHARED: Final[dict[int, str | None]] = {
    1: None, 3: "link", 4: "link", 5: "link", 6: "file", 8: "sticker", 17: "location", 19: "forward", 24: "note",
    33: "app", 36: "app", 51: "video", 53: None, 57: None, 62: "poke", 63: "video", 74: "file", 87: None,
    92: "link", 2000: "transfer", 2001: "redpacket", 2003: "redpacket",
}  # fmt: skip
_TITLE = re.compile(r"<title>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</title>", re.DOTALL)
_URL = re.compile(r"<url>\s*(?:<!\[CDATA\[)?(https?://.*?)(?:\]\]>)?\s*</url>", re.DOTALL)
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))


def media_of(kind: int, sub: int = 0) -> str | None:
    """The media code; None for words (a quote, 49/57, is words). Unknown types are "other"."""
    if kind == 49 and sub:
        return _SHARED.get(sub, "link")
    return None if kind in {0, 1} else _TYPES.get(kind, "other")


def words_of(content: str) -> str | None:
    """The words of a message: itself, or title and address where it is XML; None where XML has neither."""
    head = content[:200].lstrip()
    if not head.startswith("<") or not ("<msg" in head or "<?xml" in head or "<appmsg" in head):
        return content or None
    # Searched, never parsed: a parser would have to be guarded against bombs, and the XML is often cut.
    xml = content[:20_000]
    found = [m[1].strip() for m in (_TITLE.search(xml), _URL.search(xml)) if m]
    text = " ".join(part for part in found if part)
    for entity, char in _ENTITIES:
        text = text.replace(entity, char)
    return text or None


def is_group(talker: str) -> bool:
    return talker.endswith(CHATROOM)
