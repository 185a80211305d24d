"""Slack's workspace export, zipped or unpacked: lists of channels and users, one folder a channel, one file a day.

Traps: the folder of a channel has its name, that of a 1:1 chat its id; `groups.json` are channels by invitation,
`mpims.json` chats of several people; bots are flagged in `users.json`, by `subtype`, or by a `bot_id` alone;
who was removed looks like who left.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import cast

import msgspec

from yutang.importers import times
from yutang.importers.chatrows import ChatRows, Message, Person
from yutang.importers.contract import Chunk, File, Reading, Tree, Unreadable
from yutang.importers.jsonstream import Walk, row_of
from yutang.importers.slack_lines import (
    JOINED,
    LEFT,
    RENAMED,
    SAID,
    Line,
    User,
    code_of,
    is_bot,
    media_of,
    name_of,
    sender_of,
    words_of,
)
from yutang.ledger.catalogue import Kind, Role

# list → (kind of chat, private)
_LISTS = {
    "channels.json": ("channel", False),
    "groups.json": ("private_channel", False),
    "mpims.json": ("mpim", True),
    "dms.json": ("dm", True),
}
_BESIDE = re.compile(
    r"users|org_users|integration_logs|canvases|lists|file_conversations|canvas_in_the_conversation"
    r"|huddle_transcripts|external_\w+"
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d\.json")
_IDS = re.compile(r'"id"\s*:\s*"[CGDUW][A-Z0-9]{3,}"')


class Channel(msgspec.Struct, frozen=True):
    """One entry of a list: where its folder is, and who sits in it."""

    ref: str
    name: str | None = None
    kind: str = "unknown"
    private: bool = False
    created: int | None = None  # microseconds UTC
    owner: str | None = None
    members: tuple[str, ...] = ()


class Slack:
    """Claims one export at a time and reads it channel by channel."""

    kind = "slack"

    def claim(self, tree: Tree) -> list[str]:
        files = tree.files()
        for name in sorted(files, key=lambda n: (n.count("/"), n)):
            folder, _, last = name.rpartition("/")
            if last in _LISTS and _IDS.search(files[name].head().text):
                root = f"{folder}/" if folder else ""
                own = [n for n in files if n.startswith(root) and _belongs(n[len(root) :])]
                if any(_DAY.fullmatch(n.rpartition("/")[2]) for n in own):
                    return sorted(own)
        return []

    def read(self, tree: Tree, names: list[str], how: Reading) -> Iterator[Chunk]:
        files = tree.files()
        return _Export({name: files[name] for name in sorted(names)}, how).chunks()


def _belongs(name: str) -> bool:
    """Whether a path below the export's root is Slack's: its lists, and the days of its channels."""
    folder, _, last = name.rpartition("/")
    if folder:
        return "/" not in folder and bool(_DAY.fullmatch(last) or last == "canvas_in_the_conversation.json")
    return last in _LISTS or bool(_BESIDE.fullmatch(last.removesuffix(".json")))


class _Export:
    """One reading of one export."""

    def __init__(self, files: dict[str, File], how: Reading) -> None:
        self._rows = ChatRows("slack", how)
        self._users: dict[str, User] = {}
        self._channels: dict[str, Channel] = {}  # by folder
        self._days: dict[str, list[File]] = defaultdict(list)
        self._replaced = self._system = self._done = 0
        self._sort(files)

    def _sort(self, files: dict[str, File]) -> None:
        for name, file in files.items():
            folder, _, last = name.rpartition("/")
            if _DAY.fullmatch(last):
                self._days[folder.rpartition("/")[2]].append(file)
                continue
            if last in ("users.json", "org_users.json"):
                found = {str(e.get("id")): User(e) for _, e in self._entries(file)}
                self._users |= found
            elif last in _LISTS:
                for _, entry in self._entries(file):
                    channel = _channel(entry, *_LISTS[last])
                    self._channels[channel.name or channel.ref] = channel
            self._done += file.size

    def _entries(self, file: File) -> Iterator[tuple[int, Line]]:
        """The objects of one file's array with their numbers; what is broken becomes rejects."""
        number = 0
        try:
            walk = Walk(file, ("",))
            for number, (path, value) in enumerate(walk):  # 0 is the array's beginning
                if path and isinstance(value, dict):
                    yield number, cast("Line", value)
                elif path:
                    self._reject(file, number, getattr(value, "reason", "not_a_message"), row_of(value))
            self._replaced += walk.replaced
        except Unreadable as fault:
            self._reject(file, number + 1, fault.code, "")

    def _reject(self, file: File, number: int, code: str, row: str) -> None:
        self._rows.reject(number, code, f"{file.name}: {row}")

    def chunks(self) -> Iterator[Chunk]:
        for folder in sorted({*self._days, *self._channels}):
            channel = self._channels.get(folder) or Channel(f"name:{folder}", folder)
            self._announce(channel)
            for file in self._days.get(folder, ()):
                for number, line in self._entries(file):
                    self._line(file, number, line)
                    if self._rows.full:
                        yield self._rows.take(self._done)
                self._done += file.size
        self._members()
        notes: list[str] = []
        if self._system:
            notes.append(f"note.system_lines:{self._system}")
        if self._replaced:
            notes.append(f"note.bytes_replaced:{self._replaced}")
        yield from self._rows.rest(self._done, notes)

    def _announce(self, channel: Channel) -> None:
        props: dict[str, object] = {"private": channel.private, "kind": channel.kind}
        if channel.owner:
            props["owner"] = channel.owner
        if channel.created is not None:
            props["created"] = channel.created
        self._rows.chat(channel.ref, channel.name, props)
        if channel.created is not None:
            self._rows.sound(channel.created, 0, f"{channel.name}: created")

    def _members(self) -> None:
        """Who sat in each channel when the export was made: not before its last message anywhere."""
        at = self._rows.last
        for _, channel in sorted(self._channels.items()):
            if not channel.members or not at:
                continue
            self._announce(channel)
            if channel.created is None:
                self._rows.sound(at, 0, "")
            for ref in channel.members:
                self._rows.event(Kind.MEMBER_SEEN, at, self._person(ref, {}))

    def _person(self, ref: str | None, line: Line) -> Person:
        user = self._users.get(ref or "")
        name = name_of(line, user)
        role = Role.BOT if is_bot(line, user) else Role.UNKNOWN
        return Person(ref or (f"name:{name}" if name else ""), name, role)

    def _line(self, file: File, number: int, line: Line) -> None:
        try:
            at = times.from_unix(str(line["ts"]), "s")
        except (KeyError, ValueError):
            self._reject(file, number, "bad_time", row_of(line))
            return
        if why := times.check(at, self._rows.how.now):
            self._reject(file, number, why, row_of(line))
            return
        self._rows.sound(at, number, "")
        subtype = code_of(line.get("subtype"))
        if line.get("type", "message") == "message" and subtype in SAID:
            self._message(at, line)
        elif not self._event(at, subtype, line):
            self._system += 1

    def _message(self, at: int, line: Line) -> None:
        ts, thread = str(line["ts"]), line.get("thread_ts")
        answers = str(thread) if thread and str(thread) != ts else None
        who = self._person(sender_of(line), line)
        self._rows.message(Message(at, who, words_of(line, self._users), media_of(line), ts, answers))

    def _event(self, at: int, subtype: object, line: Line) -> bool:
        """Take a join, leave, rename or recall; False for any other line."""
        who = self._person(sender_of(line), line)
        if subtype in JOINED:
            inviter = code_of(line.get("inviter"))
            props = '{"how":"invited"}' if inviter else '{"how":"joined"}'
            self._rows.event(Kind.GROUP_JOINED, at, who, related=inviter, props=props)
        elif subtype in LEFT:
            self._rows.event(Kind.GROUP_LEFT, at, who, props='{"how":"left"}')
        elif subtype in RENAMED:
            self._rows.event(Kind.GROUP_RENAMED, at, who, text=str(line.get("name") or ""))
        elif subtype == "message_deleted" and line.get("deleted_ts"):
            self._rows.event(Kind.MESSAGE_RECALLED, at, who, related=str(line["deleted_ts"]))
        else:
            return False
        return True


def _channel(entry: Line, kind: str, private: bool) -> Channel:  # noqa: FBT001 - a row of _LISTS
    name = entry.get("name")
    try:
        created = times.from_unix(str(entry["created"]), "s")
    except (KeyError, ValueError):
        created = None
    members = entry.get("members")
    listed = cast("list[object]", members) if isinstance(members, list) else []
    owner = entry.get("creator")
    return Channel(
        ref=str(entry.get("id") or f"name:{name}"),
        name=str(name) if name else None,
        kind=kind,
        private=private,
        created=created,
        owner=str(owner) if owner else None,
        members=tuple(m for m in listed if isinstance(m, str)),
    )


READER = Slack()
