"""DiscordChatExporter's JSON: one file a channel, or a part of one.

The group is the channel; its server is the line. Times carry their zone, bots are flagged, types name what
Discord wrote itself: joins of the server, members of a group chat added and removed, new names, pins, calls.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, cast

from yutang.importers import times
from yutang.importers.chatrows import ChatRows, Message, Person, pour
from yutang.importers.contract import Chunk, File, Head, Reading
from yutang.importers.discord_lines import media_of, new_name
from yutang.importers.documents import Document
from yutang.importers.jsonstream import Broken, row_of
from yutang.ledger.catalogue import Kind, Role

Line = dict[str, Any]

_HEAD = re.compile(r'\{\s*"guild"\s*:\s*\{\s*"id"\s*:')
_SAID = frozenset(["Default", "Reply", "20", "23"])  # 20 and 23: a bot's answer to a command
_PRIVATE = frozenset(["DirectTextChat", "DirectGroupTextChat"])


class DiscordJson:
    """Reads one file of DiscordChatExporter's JSON."""

    kind = "discord_json"

    def sniff(self, head: Head) -> float:
        text = head.text.lstrip("\ufeff \t\r\n")
        if not text.startswith("{"):
            return 0.0
        ours = '"channel"' in text and '"messages"' in text
        return 0.98 if _HEAD.match(text) and ours else 0.6 if ours and '"guild"' in text else 0.0

    def read(self, file: File, how: Reading) -> Iterator[Chunk]:
        reader = _Reader(file, how)
        return pour(reader.rows, reader.steps(), lambda: reader.document.done, reader.notes)


class _Reader:
    """One reading of one file."""

    def __init__(self, file: File, how: Reading) -> None:
        self.how = how
        self.rows = ChatRows("discord", how)
        self.document: Document[Line] = Document(file, ("messages",), Line, ("guild", "channel"))
        self._system = 0
        self._open = False

    def steps(self) -> Iterator[None]:
        for number, value, _ in self.document:
            if not self._open:
                self._open = True
                self._announce()
            if isinstance(value, dict):
                self._line(number, cast("Line", value))
            else:
                reason = value.reason if isinstance(value, Broken) else "not_a_message"
                self.rows.reject(number, reason, row_of(value))
            yield

    def notes(self) -> list[str]:
        return [f"note.system_lines:{self._system}"] if self._system else []

    def _announce(self) -> None:
        guild, channel = self.document.head("guild"), self.document.head("channel")
        name = _text(channel.get("name"))
        private = str(channel.get("type")) in _PRIVATE or str(guild.get("id")) == "0"
        props: dict[str, object] = {"private": private, "kind": channel.get("type")}
        if not private and guild.get("name"):
            props["line"] = guild["name"]
        self.rows.chat(_text(channel.get("id")) or f"name:{name}", name, props)

    def _line(self, number: int, line: Line) -> None:
        try:
            at = times.micros_of(datetime.fromisoformat(str(line.get("timestamp"))), self.how.zone)
        except (ValueError, OverflowError):
            self.rows.reject(number, "bad_time", row_of(line))
            return
        if why := times.check(at, self.how.now):  # asked first: only a bad line is written out as text
            self.rows.reject(number, why, row_of(line))
            return
        self.rows.sound(at, number, "")
        kind = str(line.get("type"))
        if kind in _SAID:
            self._message(at, line)
        elif not self._event(at, kind, line):
            self._system += 1

    def _message(self, at: int, line: Line) -> None:
        reference = _object(line.get("reference"))
        here = reference.get("channelId") in (None, self.rows.group)
        answers = _text(reference.get("messageId")) if here else None
        media = media_of(
            [_text(f.get("fileName")) or str(f.get("url")) for f in _objects(line, "attachments")]
        )
        if media is None and line.get("stickers"):
            media = "sticker"
        self.rows.message(
            Message(at, _person(line.get("author")), _words(line), media, _text(line.get("id")), answers)
        )

    def _event(self, at: int, kind: str, line: Line) -> bool:
        """Take a join, leave or rename; False for any other line."""
        author = _person(line.get("author"))
        others = [_person(m) for m in _objects(line, "mentions")]
        if kind == "GuildMemberJoin":
            self.rows.event(Kind.GROUP_JOINED, at, author, props='{"how":"joined"}')
        elif kind == "RecipientAdd":
            for who in others:
                self.rows.event(Kind.GROUP_JOINED, at, who, related=author.ref, props='{"how":"invited"}')
        elif kind == "RecipientRemove":
            for who in others or [author]:
                own = who.ref == author.ref
                props = '{"how":"left"}' if own else '{"how":"removed"}'
                self.rows.event(Kind.GROUP_LEFT, at, who, related=None if own else author.ref, props=props)
        elif kind == "ChannelNameChange" and (name := new_name(str(line.get("content")))):
            self.rows.event(Kind.GROUP_RENAMED, at, author, text=name)
        else:
            return False
        return True


def _person(value: object) -> Person:
    author = _object(value)
    name = _text(author.get("nickname")) or _text(author.get("name"))
    role = Role.BOT if author.get("isBot") is True else Role.UNKNOWN
    return Person(_text(author.get("id")) or (f"name:{name}" if name else ""), name, role)


def _words(line: Line) -> str | None:
    """The content; where a bot speaks in cards only, their titles and descriptions."""
    if content := _text(line.get("content")):
        return content
    cards = [(e.get("title"), e.get("description"), e.get("url")) for e in _objects(line, "embeds")]
    return "\n".join(str(part) for card in cards for part in card if part) or None


def _text(value: object) -> str | None:
    return str(value) if value is not None and value != "" else None


def _object(value: object) -> Line:
    return cast("Line", value) if isinstance(value, dict) else {}


def _objects(line: Line, key: str) -> list[Line]:
    value = line.get(key)
    return [_object(v) for v in cast("list[object]", value)] if isinstance(value, list) else []


READER = DiscordJson()
