"""QQ for PC's text export: `2020-2-14 9:05:01 【群主】nick(123456)` and the words on the lines below.

Traps: hours unpadded or of 12 hours; ids in brackets, of mail accounts in angles; none at all in a private
chat; one file may hold many chats (消息对象), each with its own rule.
"""

import re
from collections.abc import Iterator

from yutang.importers import notices, times
from yutang.importers.chatrows import ChatRows, Message, Person, pour
from yutang.importers.contract import Chunk, File, Head, Reading
from yutang.importers.names import chat_name
from yutang.importers.notices import Notice
from yutang.importers.text import Line, open_lines

_TITLE = "消息记录（此消息记录为文本格式，不支持重新导入）"
_HEAD = re.compile(r"(\d{4}-\d{1,2}-\d{1,2} \d{1,2}:\d{2}:\d{2}(?: [AP]M)?) (.*\S)\s*")
_WHO = re.compile(
    r"(?:【(?P<title>[^】]{0,30})】)?(?P<nick>.*?)(?:\((?P<qq>\d{5,12})\)|<(?P<mail>[^<>\s]+@[^<>\s]+)>)"
)
_SYSTEM = {"10000", "1000000", "10001"}  # QQ's own accounts: 系统消息
_RULE = "=" * 16


class _Reader:
    def __init__(self, file: File, how: Reading) -> None:
        self.file, self.how = file, how
        self.rows = ChatRows("qq", how)
        self.done = 0
        self.name: str | None = None
        self.private: bool | None = None  # unknown until the chat's first message
        self.at = 0
        self.head: Line | None = None
        self.who: Person | None = None
        self.words: list[str] = []
        self.early: list[tuple[Notice, int]] = []  # system lines before a chat's first message

    def steps(self) -> Iterator[None]:
        for line in open_lines(self.file):
            self._line(line)
            self.done = line.offset
            yield
        self._close()

    def _line(self, line: Line) -> None:
        text = line.text
        if text.startswith(("消息对象:", "消息对象：")):
            self._close()
            self.name, self.private = text[5:].strip(), None
        elif text.startswith((_RULE, "消息分组:", "消息分组：")) or text == _TITLE:
            self._finish()
        elif (match := _HEAD.fullmatch(text)) and self._begins(match[2]):
            self._finish()
            self._begin(line, match)
        elif self.head is not None:
            self.words.append(text)
        elif text.strip():
            self.rows.reject(line.number, "no_sender", text)

    def _begins(self, who: str) -> bool:
        """Whether this is a new message: in a group it must carry an id, or it is a quoted line of words."""
        match = _WHO.fullmatch(who)
        if self.private is None and (match is None or match["qq"] not in _SYSTEM):
            self._open(private=match is None)
        return match is not None or self.private is True

    def _open(self, *, private: bool) -> None:
        """Announce the chat, now that it is known of what sort it is."""
        self.private = private
        name = self.name or chat_name(self.file.place)
        self.rows.chat(f"name:{name}", name, {"private": private})
        for told, at in self.early:
            self.rows.sound(at, 0, "")
            self.rows.notice(told, at)
        self.early = []

    def _close(self) -> None:
        """A chat in which only QQ itself speaks: people come and go in groups alone."""
        self._finish()
        if self.early:
            self._open(private=False)

    def _begin(self, line: Line, match: re.Match[str]) -> None:
        self.head, self.words, self.who = line, [], None
        try:
            self.at = times.parse_local(match[1], self.how.zone)
        except ValueError:
            self.rows.reject(line.number, "bad_time", line.text)
            return
        if self.rows.sound(self.at, line.number, line.text):
            self.who = _person(match[2])

    def _finish(self) -> None:
        """Write the message whose words are complete; the empty line after each belongs to the format."""
        head, who, text = self.head, self.who, "\n".join(self.words).strip()
        self.head, self.who, self.words = None, None, []
        if head is None or who is None:
            return
        told = notices.read(text) if who.ref in _SYSTEM or "撤回了一条" in text else None
        if told is not None and self.private is None:
            self.early.append((told, self.at))  # QQ's own lines tell nothing of what sort the chat is
        elif told is not None:
            self.rows.notice(told, self.at)
        elif who.ref not in _SYSTEM:
            self.rows.message(Message(self.at, who, text))


def _person(who: str) -> Person:
    match = _WHO.fullmatch(who)
    if match is None:
        return Person(f"name:{who}", who)
    ref = match["qq"] or match["mail"]
    return Person(ref, match["nick"].strip() or match["title"] or ref)


class QQText:
    """Reads the text export of QQ for PC."""

    kind = "qq_text"

    def sniff(self, head: Head) -> float:
        text = head.text.lstrip("\ufeff \r\n\t")
        if text.startswith("消息记录（此消息记录为文本格式"):
            return 0.98
        if text.startswith(("消息分组", "消息对象")):
            return 0.9
        lines = [line.rstrip("\r") for line in text.split("\n")[:200]]
        heads = [m for m in map(_HEAD.fullmatch, lines) if m and _WHO.fullmatch(m[2])]
        first = next((line for line in lines if line.strip()), "")
        return 0.85 if heads and _HEAD.fullmatch(first) else 0.0

    def read(self, file: File, how: Reading) -> Iterator[Chunk]:
        reader = _Reader(file, how)
        return pour(reader.rows, reader.steps(), lambda: reader.done, list)


READER = QQText()
