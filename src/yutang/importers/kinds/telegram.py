"""Telegram Desktop's `result.json`: one chat, or the whole account (`chats.list`, `left_chats.list`).

Traps of the format, all seen in real exports: `text` is a string or a list of strings and entities; ids were
bare numbers before 2021 and are "user123", "channel123" since; members who were invited or removed are named,
never numbered; `edited` is 1970 where nothing was edited; names are null for deleted accounts; messages from
before a group became a supergroup have negative ids; old files have local time only.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple, cast

from yutang.importers import times
from yutang.importers.chatrows import ChatRows, Message, Person, pour
from yutang.importers.contract import Chunk, File, Head, Reading, Unreadable
from yutang.importers.jsonstream import Mark, Walk, row_of
from yutang.importers.telegram_lines import (
    Line,
    media_of,
    members_of,
    ref_of,
    text_of,
    when_of,
    who_of,
    words_of,
)
from yutang.ledger.catalogue import Kind, Role

_PRIVATE = ("personal_chat", "bot_chat", "saved_messages", "replies", "verification_codes")
_GROUPS = ("private_group", "private_supergroup", "public_supergroup", "private_channel", "public_channel")
_LISTS = ("chats.list", "left_chats.list")
_CHATS = frozenset(["", *(f"{path}[]" for path in _LISTS)])
_ARRAYS = ("messages", *(f"{path}[].messages" for path in _LISTS))
_INTO = frozenset([*_CHATS, *_ARRAYS, *_LISTS, "chats", "left_chats"])
_LINES = frozenset(f"{path}[]" for path in _ARRAYS)
_HELD = 100_000  # named members waiting for their number: a bound on memory

_TYPE = re.compile(rf'"type"\s*:\s*"(?:{"|".join(_PRIVATE + _GROUPS)})"')
_LINE = re.compile(r'"type"\s*:\s*"(?:message|service)"\s*,\s*"date"\s*:')
_ACCOUNT = re.compile(r'\s*\{\s*"about"\s*:\s*"')

_MOVES = {  # action → kind, how
    "create_group": (Kind.GROUP_JOINED, "created"),
    "create_channel": (Kind.GROUP_JOINED, "created"),
    "invite_members": (Kind.GROUP_JOINED, "invited"),
    "join_group_by_link": (Kind.GROUP_JOINED, "link"),
    "join_group_by_request": (Kind.GROUP_JOINED, "request"),
    "remove_members": (Kind.GROUP_LEFT, "removed"),
}


class TelegramJson:
    """Reads one file of Telegram Desktop's JSON export."""

    kind = "telegram_json"

    def sniff(self, head: Head) -> float:
        text = head.text.lstrip("\ufeff \t\r\n")
        if not text.startswith("{"):
            return 0.0
        if _TYPE.search(text) and '"messages"' in text:
            return 0.98 if _LINE.search(text) else 0.7
        # The contacts of a whole account can be longer than the head.
        return 0.9 if _ACCOUNT.match(text) and '"personal_information"' in text else 0.0

    def read(self, file: File, how: Reading) -> Iterator[Chunk]:
        return _Export(file, how).chunks()


class _Move(NamedTuple):
    """A join or leave that waits for the number behind a name."""

    kind: Kind
    at: int
    name: str | None
    who: str | None
    by: str | None
    how: str


class _Chat:
    """One chat while its lines go by."""

    def __init__(self, meta: Line) -> None:
        self.name = text_of(meta.get("name"))
        self.ref = ref_of(meta.get("id")) or f"name:{self.name}"
        self.type = str(meta.get("type"))
        self.ids: dict[str, str | None] = {}  # name → reference; None where two accounts share the name
        self.held: list[_Move] = []

    def learn(self, name: str | None, who: str | None) -> None:
        if name and who and self.ids.setdefault(name, who) != who:
            self.ids[name] = None

    def by_name(self, name: str | None) -> str | None:
        return (self.ids.get(name) or f"name:{name}") if name else None

    def resolve(self, ref: str | None) -> str | None:
        return self.by_name(ref[5:]) if ref and ref.startswith("name:") else ref

    def role(self, who: str | None, line: Line) -> Role:
        """What the format itself says of the sender."""
        if who is None:
            return Role.UNKNOWN
        if who == f"channel{self.ref}":
            return Role.STAFF  # the channel's own posts, and administrators who hide behind the group
        if self.type == "bot_chat" and who == f"user{self.ref}":
            return Role.BOT
        # Only bots can hang buttons on a message; forwards and inline results carry somebody else's.
        if "inline_bot_buttons" in line and "via_bot" not in line and "forwarded_from" not in line:
            return Role.BOT
        return Role.UNKNOWN


class _Export:
    """One reading of one file."""

    def __init__(self, file: File, how: Reading) -> None:
        self._file, self._how = file, how
        self._rows = ChatRows("telegram", how)
        self._walk = Walk(file, _INTO)
        self._lines = self._system = 0
        self._zoned = False
        self._number = -1  # of the chat being read
        self._meta: Line = {}
        self._ahead: list[Line] = []  # of every chat, once it had to be looked for
        self._chat: _Chat | None = None

    def chunks(self) -> Iterator[Chunk]:
        return pour(self._rows, self._steps(), lambda: self._walk.done, self._notes)

    def _steps(self) -> Iterator[None]:
        try:
            for path, value in self._walk:
                if path in _LINES:
                    self._line(value)
                else:
                    self._frame(path, value)
                yield
        finally:
            self._close()

    def _notes(self) -> list[str]:
        notes = [f"note.zone_assumed:{self._how.zone}"] if self._zoned else []
        if self._system:
            notes.append(f"note.system_lines:{self._system}")
        if self._walk.replaced:
            notes.append(f"note.bytes_replaced:{self._walk.replaced}")
        return notes

    def _frame(self, path: str, value: object) -> None:
        """Everything around the lines: chats that begin and end, their name, type and id."""
        parent, _, key = path.rpartition(".")
        if path in _CHATS:
            self._close()
            self._meta = {}
            self._number += value is Mark.OPEN
        elif parent in _CHATS and key in ("name", "type", "id"):
            self._meta[key] = value
        elif path in _ARRAYS and value is Mark.OPEN:
            if not self._meta.keys() >= {"type", "id"}:  # some tool reordered the keys: look ahead for them
                self._ahead = self._ahead or _metas(self._file)
                self._meta = self._ahead[self._number]
            self._chat = chat = _Chat(self._meta)
            self._rows.chat(chat.ref, chat.name, {"private": chat.type in _PRIVATE, "kind": chat.type})

    def _close(self) -> None:
        if self._chat:
            self._release(self._chat)
        self._chat = None

    def _line(self, value: object) -> None:
        self._lines += 1
        chat = self._chat
        if chat is None or not isinstance(value, dict):
            self._rows.reject(self._lines, getattr(value, "reason", "not_a_message"), row_of(value))
            return
        line = cast("Line", value)
        try:
            at = when_of(line, self._how.zone)
        except (ValueError, OverflowError):
            self._rows.reject(self._lines, "bad_time", row_of(line))
            return
        if times.check(at, self._how.now):  # asked first, so that only a bad line is written out as text
            self._rows.sound(at, self._lines, row_of(line))
            return
        self._rows.sound(at, self._lines, "")
        self._zoned = self._zoned or "date_unixtime" not in line
        if line.get("type") == "message":
            self._message(chat, at, line)
        elif line.get("type") != "service" or not self._service(chat, at, line):
            self._system += 1

    def _message(self, chat: _Chat, at: int, line: Line) -> None:
        number, name = who_of(line, "from")
        chat.learn(name, number)
        who = Person(number or chat.by_name(name) or "", name, chat.role(number, line))
        # An answer to a message of another chat names one that isn't here.
        answers = None if "reply_to_peer_id" in line else ref_of(line.get("reply_to_message_id"))
        self._rows.message(Message(at, who, words_of(line), media_of(line), ref_of(line.get("id")), answers))

    def _service(self, chat: _Chat, at: int, line: Line) -> bool:
        """Take a service line; False when it says nothing about members or the name."""
        action = str(line.get("action"))
        number, name = who_of(line, "actor")
        chat.learn(name, number)
        title = text_of(line.get("title"))
        if action == "edit_group_title" and title:
            who = Person(number or chat.by_name(name) or "", name)
            self._rows.event(Kind.GROUP_RENAMED, at, who, text=title)
        elif action in _MOVES:
            chat.held += _moves(line, at, number or (name and f"name:{name}"), f"{chat.ref}.{line.get('id')}")
        else:
            return False
        if len(chat.held) >= _HELD:
            self._release(chat)
        return True

    def _release(self, chat: _Chat) -> None:
        """Give the held joins and leaves, by number where the chat's lines told whose name it is."""
        for move in chat.held:
            who = Person(chat.resolve(move.who) or "", move.name)
            props = f'{{"how":"{move.how}"}}'
            self._rows.event(move.kind, move.at, who, related=chat.resolve(move.by), props=props)
        chat.held = []


def _moves(line: Line, at: int, actor: str | None, place: str) -> Iterator[_Move]:
    """The joins and leaves of one service line. `place` names the line, for members without a name."""
    kind, how = _MOVES[str(line.get("action"))]
    name = text_of(line.get("actor"))
    names = members_of(line)
    if how in ("created", "link", "request") and not (actor or "").startswith("channel"):
        inviter = text_of(line.get("inviter"))
        yield _Move(kind, at, name, actor, inviter and f"name:{inviter}", how)
        names = [n for n in names if n is None or n != name]
        how = "invited"
    for number, member in enumerate(names):
        if member is not None and member == name:
            yield _Move(kind, at, name, actor, None, "joined" if kind is Kind.GROUP_JOINED else "left")
        else:
            who = f"name:{member}" if member else f"deleted:{place}.{number}"
            yield _Move(kind, at, member, who, actor, how)


def _metas(file: File) -> list[Line]:
    """Name, type and id of every chat in order, wherever the keys stand; of those before the file breaks off."""
    metas: list[Line] = []
    with suppress(Unreadable):
        for path, value in Walk(file, _INTO):
            parent, _, key = path.rpartition(".")
            if path in _CHATS and value is Mark.OPEN:
                metas.append({})
            elif parent in _CHATS and key in ("name", "type", "id"):
                metas[-1][key] = value
    return metas


READER = TelegramJson()
