"""What DiscordChatExporter writes, in JSON and in CSV alike: media by file name, lines that Discord wrote itself."""

import re
from pathlib import PurePosixPath
from typing import Final

_ENDINGS: Final = {
    "image": "jpg jpeg png gif webp bmp heic avif svg",
    "video": "mp4 mov webm mkv avi",
    "voice": "ogg oga opus mp3 m4a wav flac",
}
_CODES: Final = {ending: code for code, endings in _ENDINGS.items() for ending in endings.split()}

_RENAMED = re.compile(r"Changed the channel name(?:: (?P<name>.*?))?\.?", re.DOTALL)
_ADDED = re.compile(r"Added (?P<who>.+) to the group\.")
_REMOVED = re.compile(r"Removed (?P<who>.+) from the group\.")
_SYSTEM = re.compile(
    r"(?:Added|Removed) a recipient\.|Started a call that lasted [\d,]+ minutes\.|Changed the channel icon\."
    r"|Pinned a message\.|Started a thread\.|Created a thread\.|Boosted the server!?"
)


def media_of(urls: list[str]) -> str | None:
    """A code of `importers.media` for the first attachment, by the ending of its address."""
    for url in urls:
        path = PurePosixPath(url.partition("?")[0])
        return _CODES.get(path.suffix.lower().removeprefix("."), "file")
    return None


def new_name(content: str) -> str | None:
    """The name in "Changed the channel name: X."; None in older exports, which leave it out."""
    found = _RENAMED.fullmatch(content)
    return found["name"] if found else None


def told(content: str) -> tuple[str, str | None] | None:
    """What a line of Discord's own tells, for CSV that has no types: (event, whom or what), None for people's words.

    Events: "joined", "left", "added", "removed", "renamed", "system". The texts are the exporter's English
    ones, the whole message long.
    """
    if content == "Joined the server.":
        return "joined", None
    if content == "Left the group.":
        return "left", None
    if found := _ADDED.fullmatch(content):
        return "added", found["who"]
    if found := _REMOVED.fullmatch(content):
        return "removed", found["who"]
    if _RENAMED.fullmatch(content):
        return "renamed", new_name(content)
    return ("system", None) if _SYSTEM.fullmatch(content) else None
