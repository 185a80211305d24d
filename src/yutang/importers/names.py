"""What a file's own name says of the chat inside, for formats that say it nowhere else."""

import re
from pathlib import PurePosixPath
from typing import Final

_GENERIC: Final = frozenset({"_chat", "chat", "messages", "messages_0", "export", "result"})
_PREFIX = re.compile(
    r"(?:WhatsApp[ -]Chat (?:with|mit|con|avec|com|met|-)\s*|WhatsApp-Chat mit |Chat de WhatsApp con |"
    r"Conversa do WhatsApp com |Discussion WhatsApp avec |Chat WhatsApp con |Чат WhatsApp с (?:контактом )?|"
    r"与|和)(?P<name>.+?)(?:的\s?WhatsApp\s?(?:聊天|对话|對話))?",
    re.IGNORECASE,
)


def chat_name(path: str) -> str:
    """The chat's name by its file: "WhatsApp Chat with Ann.txt" → "Ann", "Ann/_chat.txt" → "Ann"."""
    place = PurePosixPath(path)
    stem = place.stem.strip()
    if stem.casefold() in _GENERIC and place.parent.name:
        stem = place.parent.name.removesuffix(".zip").strip()
    match = _PREFIX.fullmatch(stem)
    return match["name"].strip() if match else stem
