"""What a file's own name says of the chat inside, for formats that say it nowhere else."""

import re
from pathlib import PurePosixPath
from typing import Final

_GENERIC: Final = frozenset(
    {"_chat", "chat", "messages", "messages_0", "export", "result", "聊天记录", "消息记录"}
)
_PREFIX = re.compile(
    r"(?:WhatsApp[ -]Chat (?:with|mit|con|avec|com|met|-)\s*|WhatsApp-Chat mit |Chat de WhatsApp con |"
    r"Conversa do WhatsApp com |Discussion WhatsApp avec |Chat WhatsApp con |Чат WhatsApp с (?:контактом )?)"
    r"(?P<name>.+?)|[与與和](?P<named>.+?)的\s?WhatsApp\s?(?:聊天|对话|對話)(?:记录|紀錄)?",
    re.IGNORECASE,
)


def is_told(path: str) -> bool:
    """Whether the file or its folder has a name that WhatsApp gave it, which names the chat."""
    return _PREFIX.fullmatch(_stem(path)) is not None


def chat_name(path: str) -> str:
    """The chat's name by its place: "Ann" for "WhatsApp Chat with Ann.txt", "Ann/_chat.txt", "Ann.zip/_chat.txt"."""
    stem = _stem(path)
    match = _PREFIX.fullmatch(stem)
    return (match["name"] or match["named"]).strip() if match else stem


def _stem(path: str) -> str:
    place = PurePosixPath(path)
    if place.stem.strip().casefold() in _GENERIC and place.parent.name:
        return place.parent.name.removesuffix(".zip").strip()
    return place.stem.strip()
