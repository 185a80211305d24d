"""WeFlow: its HTTP interface's raw JSON (milliseconds), and its TXT (`2023-01-01 12:00:00 "name"`).

The TXT knows neither ids nor whether the chat is a group: two names of which one is 我 are taken for a
private chat, and it says so.
"""

import re
from collections.abc import Iterator

import msgspec

from yutang.importers import notices, times, wechat_types
from yutang.importers.chatrows import ChatRows, Message, Person, ahead, person, pour, scale_of, unit_note
from yutang.importers.contract import Chunk, File, Head, Reading, Reject
from yutang.importers.documents import Document
from yutang.importers.names import chat_name
from yutang.importers.text import Line, open_lines

_AHEAD = 1000
_TOLD = re.compile(r'(\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}) "(.*)"\s*')
_ME = "我"


class _Item(msgspec.Struct):
    ident: int | str | None = msgspec.field(name="localId", default=None)
    talker: str | None = None
    type: int = 1
    content: str | None = None
    created: float | None = msgspec.field(name="createTime", default=None)
    mine: bool | int = msgspec.field(name="isSelf", default=False)
    sender: str | None = None


class _Raw:
    """The JSON of /messages."""

    def __init__(self, file: File, how: Reading) -> None:
        self.document = Document(file, {"messages"}, _Item, ("talker",))
        self.rows = ChatRows("wechat", how)
        self.scale = 0

    def steps(self) -> Iterator[None]:
        items = iter(self.document)
        first, items = ahead(items, _AHEAD)
        self.scale = scale_of(i.created or 0 for _, _, i in first if isinstance(i, _Item)) or 1_000
        for number, value, item in items:
            if isinstance(item, Reject):
                self.rows.reject(number, item.reason, item.row)
            else:
                self._take(number, item, value)
            yield

    def _take(self, number: int, item: _Item, row: object) -> None:
        talker = item.talker or str(self.document.heads.get("talker") or "")
        if not talker or item.created is None:
            self.rows.reject(number, "missing_field", row)
            return
        at = round(item.created * self.scale)
        self.rows.chat(talker, None, {"private": not wechat_types.is_group(talker)})
        if not self.rows.sound(at, number, row):
            return
        if item.type in wechat_types.SYSTEM:
            if told := notices.read(item.content or ""):
                self.rows.notice(told, at)
            return
        who = person(item.sender, None) or _speaker(item, talker)
        if who is None:
            self.rows.reject(number, "missing_field", row)
            return
        ref = None if item.ident is None else str(item.ident)
        words = wechat_types.words_of(item.content or "")
        self.rows.message(Message(at, who, words, wechat_types.media_of(item.type), ref))

    def notes(self) -> list[str]:
        cut = ["note.partial_export:hasMore"] if self.document.heads.get("hasMore") is True else []
        return [unit_note(self.scale), *cut] if self.rows.last else cut


def _speaker(item: _Item, talker: str) -> Person | None:
    """Who speaks where no sender is named: I, or the other one; in a group that is nobody known."""
    if item.mine:
        return Person("name:我", "我")
    return None if wechat_types.is_group(talker) else Person(talker)


class _Text:
    """The TXT: a head line, words, an empty line."""

    def __init__(self, file: File, how: Reading) -> None:
        self.file, self.how = file, how
        self.rows = ChatRows("wechat", how)
        self.done = 0
        names = {m[2] for line in open_lines(file) if (m := _TOLD.fullmatch(line.text))}
        self.private = len(names) <= 2 and _ME in names
        name = chat_name(file.place)
        self.rows.chat(f"name:{name}", name, {"private": self.private})

    def steps(self) -> Iterator[None]:
        head: Line | None = None
        words: list[str] = []
        for line in open_lines(self.file):
            self.done = line.offset
            if _TOLD.fullmatch(line.text):
                self._take(head, words)
                head, words = line, []
            elif head is None and line.text.strip():
                self.rows.reject(line.number, "no_sender", line.text)
            else:
                words.append(line.text)
            yield
        self._take(head, words)

    def _take(self, head: Line | None, words: list[str]) -> None:
        if head is None or (match := _TOLD.fullmatch(head.text)) is None:
            return
        try:
            at = times.parse_local(match[1], self.how.zone)
        except ValueError:
            self.rows.reject(head.number, "bad_time", head.text)
            return
        if not self.rows.sound(at, head.number, head.text):
            return
        text = "\n".join(words).strip()
        if match[2] in {"", "系统消息", "系统"}:
            if told := notices.read(text):
                self.rows.notice(told, at)
            return
        self.rows.message(Message(at, Person(f"name:{match[2]}", match[2]), text))

    def notes(self) -> list[str]:
        return ["note.private_guessed:two_names"] if self.private else []


class WeFlow:
    """Reads WeFlow's raw JSON and its TXT."""

    kind = "weflow"

    def sniff(self, head: Head) -> float:
        text = head.text.lstrip("\ufeff \r\n\t")
        if text.startswith("{") and '"chatlab"' not in text[:4000]:
            marks = ('"talker"', '"messages"', '"createTime"')
            return 0.95 if all(mark in text for mark in marks) and '"localId"' in text else 0.0
        first = text.split("\n", 1)[0].rstrip("\r")
        return 0.95 if _TOLD.fullmatch(first) else 0.0

    def read(self, file: File, how: Reading) -> Iterator[Chunk]:
        if file.head().text.lstrip("\ufeff \r\n\t").startswith("{"):
            raw = _Raw(file, how)
            return pour(raw.rows, raw.steps(), lambda: raw.document.done, raw.notes)
        text = _Text(file, how)
        return pour(text.rows, text.steps(), lambda: text.done, text.notes)


READER = WeFlow()
