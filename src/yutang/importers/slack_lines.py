"""One message of a Slack export, field by field: pure functions from the JSON object to what it says."""

import html
import re
from typing import Any, cast

Line = dict[str, Any]

# Everything else with a subtype is a system line: topics, purposes, archives, pins, integrations, edits.
SAID = frozenset([
    None, "assistant_app_thread", "bot_message", "file_comment", "file_mention", "file_share", "me_message",
    "reply_broadcast", "slackbot_response", "thread_broadcast",
])  # fmt: skip
JOINED = frozenset(["channel_join", "group_join", "mpim_join"])
LEFT = frozenset(["channel_leave", "group_leave", "mpim_leave"])
RENAMED = frozenset(["channel_name", "group_name", "mpim_name"])

_MARKUP = re.compile(r"<([^<>|]+)(?:\|([^<>]*))?>")
_UPLOAD = re.compile(r"<@\w+(?:\|[^<>]*)?> (?:uploaded|shared) a file: ")


class User:
    """An account of `users.json`."""

    __slots__ = ("bot", "name")

    def __init__(self, entry: Line) -> None:
        profile = _object(entry.get("profile"))
        names = (
            profile.get("display_name"),
            entry.get("real_name"),
            profile.get("real_name"),
            entry.get("name"),
        )
        self.name = next((str(n) for n in names if n), None)
        self.bot = bool(entry.get("is_bot"))


def sender_of(line: Line) -> str | None:
    if line.get("subtype") == "file_comment":
        return code_of(_object(line.get("comment")).get("user"))
    return code_of(line.get("user")) or code_of(line.get("bot_id"))


def code_of(value: object) -> str | None:
    """An id or a subtype; None for what is none."""
    return value if isinstance(value, str) and value else None


def name_of(line: Line, user: User | None) -> str | None:
    """The sender's name: of the list of users, else of the message (other workspaces, bots)."""
    if user is not None and user.name:
        return user.name
    profile = _object(line.get("user_profile")) or _object(line.get("bot_profile"))
    names = [line.get("username"), *(profile.get(k) for k in ("display_name", "real_name", "name"))]
    return next((str(n) for n in names if n), None)


def is_bot(line: Line, user: User | None) -> bool:
    """A known user's flag decides: apps may post in a person's name, with a `bot_id` beside.

    Slackbot is flagged nowhere.
    """
    if line.get("subtype") == "bot_message" or line.get("user") == "USLACKBOT":
        return True
    return user.bot if user is not None else "bot_id" in line


def files_of(line: Line) -> list[Line]:
    files = line.get("files")
    if isinstance(files, list):
        return [cast("Line", f) for f in cast("list[object]", files) if isinstance(f, dict)]
    file = line.get("file")
    return [cast("Line", file)] if isinstance(file, dict) else []


def media_of(line: Line) -> str | None:
    """A code of `importers.media` for the first file."""
    if line.get("subtype") == "file_comment":
        return None
    for file in files_of(line):
        family = str(file.get("mimetype") or "").partition("/")[0]
        return {"image": "image", "video": "video", "audio": "voice"}.get(family, "file")
    return None


def words_of(line: Line, users: dict[str, User]) -> str | None:
    """What was said, without Slack's markup. A bot's attachment speaks where there is no text."""
    text = str(line.get("text") or "")
    if line.get("subtype") == "file_comment":
        text = str(_object(line.get("comment")).get("comment") or text)
    elif line.get("subtype") == "file_share" and _UPLOAD.match(text):
        # Slack wrote this line itself (until 2018); what the person wrote is the file's first comment.
        text = str(_comment_of(line) or "")
    if not text:
        attachments = line.get("attachments")
        some = cast("list[object]", attachments) if isinstance(attachments, list) else []
        parts = [cast("Line", a) for a in some if isinstance(a, dict)]
        text = "\n".join(str(a.get("fallback") or a.get("text") or "") for a in parts)
    return plain(text, users) or None


def _comment_of(line: Line) -> object:
    return next((c for f in files_of(line) if (c := _object(f.get("initial_comment")).get("comment"))), None)


def _object(value: object) -> Line:
    return cast("Line", value) if isinstance(value, dict) else {}


def plain(text: str, users: dict[str, User]) -> str:
    """Slack's markup as people would write it: <@U1> → @name, <!channel> → @channel, <url|words> → words url."""

    def shown(match: re.Match[str]) -> str:
        target, label = match[1], match[2]
        if target.startswith("@"):
            user = users.get(target[1:])
            return "@" + str(label or (user and user.name) or target[1:])
        if target.startswith("#"):
            return "#" + (label or target[1:])
        if target.startswith("!"):
            word = target[1:].partition("^")[0]
            return label or "@" + word
        target = target.removeprefix("mailto:").removeprefix("tel:")
        return target if not label or label in target else f"{label} {target}"

    return html.unescape(_MARKUP.sub(shown, text))
