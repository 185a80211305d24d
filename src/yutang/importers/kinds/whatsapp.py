"""WhatsApp's "export chat": one text file, whose look hangs on the phone's system and language.

`[30.06.23, 16:13:05] Ann: hi` (iOS), `6/30/23, 4:13 PM - Ann: hi` (Android), and their kin. The file is read
twice: dates, names and the kind of chat are told by the whole of it.
"""

import re
from collections.abc import Iterator
from datetime import datetime, time

from yutang.importers import times
from yutang.importers import whatsapp_lines as own
from yutang.importers.chatrows import ChatRows, Message, Person, pour
from yutang.importers.contract import Chunk, File, Head, Reading
from yutang.importers.dateorder import Orders, Slashed, slashed
from yutang.importers.names import chat_name, is_told
from yutang.importers.text import Line, open_lines
from yutang.ledger.catalogue import Kind

_HALF = r"[AaPp]\.?\s?[Mm]\.?|上午|下午|凌晨|早上|中午|晚上|오전|오후|午前|午後"
_HEAD = re.compile(
    rf"[{own.MARKS}]*(?P<open>\[)?(?P<date>\d{{1,4}}\s?[./-]\s?\d{{1,2}}\s?[./-]\s?\d{{1,4}}\.?)[,،]?\s?"
    rf"(?:(?:klo|um|at|à|às|kl\.?)\s)?(?P<pre>{_HALF})?\s?(?P<h>\d{{1,2}})[:.](?P<m>\d{{2}})(?:[:.](?P<s>\d{{2}}))?"
    rf"\s?(?P<post>{_HALF})?(?(open)\]|\s[-–])\s?(?P<rest>.*)",
    re.DOTALL,
)
_SPACES = {0x202F: " ", 0xA0: " "}
_SAID = re.compile(r"(?P<who>[^:\n]{1,120}?): ?(?P<text>.*)", re.DOTALL)
_EVENING = {"下午", "晚上", "오후", "午後"}
_EDITED = re.compile(
    r"\s*<(?:This message was edited|Diese Nachricht wurde bearbeitet|[^<>]*(?:编辑|編輯)[^<>]*)>$"
)
_TWO = 2
_SHORT = 100  # characters of the longest phrase for a deleted message
# A program's log: "INFO: …", "local.ERROR: …", "root - WARNING - …", "[main] DEBUG …".
_LOG = re.compile(
    r"(?:\S+\s+-\s+|\[[^\]]*\]\s+|[\w.]+\.)*\[?(?:TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|FATAL|CRITICAL)\b"
)


def _head(text: str) -> re.Match[str] | None:
    first = text.lstrip(own.MARKS)[:1]
    return _HEAD.match(text.translate(_SPACES)) if first == "[" or first.isdigit() else None


def _time(match: re.Match[str]) -> time:
    half = match["post"] or match["pre"] or ""
    hour = int(match["h"])
    if half[:1] in {"a", "A", "p", "P"}:
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    elif half in _EVENING or (half == "中午" and hour < 11):
        hour = hour if hour > 12 else hour % 12 + 12
    elif half in {"上午", "凌晨", "오전", "午前"}:
        hour %= 12
    return time(hour, int(match["m"]), int(match["s"] or 0))


def _date(match: re.Match[str]) -> Slashed | None:
    half = match["post"] or match["pre"]
    return slashed(match["date"], half=bool(half and half[0] in "aApP"))


def _told(text: str) -> bool:
    return own.event(text) is not None or own.created(text)[0]


class _Reader:
    def __init__(self, file: File, how: Reading) -> None:
        self.file, self.how = file, how
        self.rows = ChatRows("whatsapp", how)
        self.done = 0
        self.names: set[str] = set()
        self.group = self.encrypted = False
        self.titles: list[str] = []
        self.orders = Orders(self._look(), day_first=how.day_first)
        self._open()
        self.head: Line | None = None
        self.at = 0
        self.rest: list[str] = []

    def _look(self) -> Iterator[Slashed]:
        """The file's dates; on the way, who writes and what tells a group from two people."""
        for line in open_lines(self.file):
            if (match := _head(line.text)) is None:
                continue
            who, text = self._split(match["rest"])
            if own.ENCRYPTED.search(text):
                self.encrypted = True
                self.titles += [who] if who else []
            elif who is None:
                self._system(text)
            elif len(self.names) < 10_000:
                self.names.add(who)
            if found := _date(match):
                yield found

    def _system(self, text: str) -> None:
        told, (made, title) = own.event(text), own.created(text)
        self.group = self.group or made or told is not None
        name = told.name if told else title
        self.titles += [name] if name else []

    def _open(self) -> None:
        """The chat's name: that of WhatsApp's own file name, else the last one told inside, else the file's."""
        name = chat_name(self.file.place)
        if self.titles and not is_told(self.file.place):
            name = self.titles[-1]
        few = len(self.names) <= _TWO and not self.group
        self.private = few and (self.encrypted or name in self.names)
        self.rows.chat(f"name:{name}", name, {"private": self.private})

    def _split(self, rest: str) -> tuple[str | None, str]:
        """(sender, words), or (None, the line) where WhatsApp itself speaks."""
        match = _SAID.fullmatch(rest)
        if match is None:
            return None, rest
        who = own.sender(match["who"])
        if who in self.names:
            text = match["text"]
            return (None if own.media(text)[0] is None and own.own(text, who) else who), text
        text = match["text"]
        if text[:1] in own.MARKED or text.startswith(who):
            if own.media(text)[0] is None and own.own(text, match["who"]):
                return (who if own.ENCRYPTED.search(text) else None), text  # the chat's name, on iOS
        elif _told(rest) and not _told(text):
            return None, rest  # a colon inside a group's name; "Ann: Bo left" are Ann's words
        return who, text

    def steps(self) -> Iterator[None]:
        for line in open_lines(self.file):
            match = _head(line.text)
            if match is not None:
                self._finish()
                self._begin(line, match)
            elif self.head is not None:
                self.rest.append(line.text)
            elif line.text.strip(own.MARKS + " "):
                self.rows.reject(line.number, "no_sender", line.text)
            self.done = line.offset
            yield
        self._finish()

    def _begin(self, line: Line, match: re.Match[str]) -> None:
        self.head, self.rest, self.at = line, [match["rest"]], 0
        try:
            at = self._stamp(match)
        except ValueError:
            self.rows.reject(line.number, "bad_time", line.text)
            return
        if self.rows.sound(at, line.number, line.text):
            self.at = at

    def _stamp(self, match: re.Match[str]) -> int:
        found = _date(match)
        if found is None:
            raise ValueError(match["date"])
        return times.micros_of(datetime.combine(self.orders.date(found), _time(match)), self.how.zone)

    def _finish(self) -> None:
        rest, at = "\n".join(self.rest), self.at
        self.head, self.rest, self.at = None, [], 0
        if not at:
            return
        name, text = self._split(rest)
        if name is None:
            if told := own.event(text):
                self.rows.notice(told, at)
        elif not own.ENCRYPTED.search(text) or not own.own(text, name):
            self._said(at, Person(f"name:{name}", name), text)

    def _said(self, at: int, who: Person, text: str) -> None:
        if len(text) < _SHORT and own.DELETED.fullmatch(text.strip(own.MARKS + " ")):
            self.rows.event(Kind.MESSAGE_RECALLED, at, who)
            return
        code, words = own.media(_EDITED.sub("", text) if text.endswith(">") else text)
        self.rows.message(Message(at, who, words.strip(own.MARKS + " \n"), code))

    def notes(self) -> list[str]:
        return [*self.orders.notes, *(["note.private_guessed:two_names"] if self.private else [])]


class WhatsApp:
    """Reads an exported WhatsApp chat."""

    kind = "whatsapp"

    def sniff(self, head: Head) -> float:
        lines = [line.rstrip("\r") for line in head.text.lstrip("\ufeff\r\n ").split("\n")[:50]]
        found = [m for m in map(_head, lines) if m]
        if not found or not (lines and _head(lines[0])):
            return 0.0
        if sum(_LOG.match(m["rest"]) is not None for m in found) * 2 > len(found):
            return 0.0
        told = sum(": " in m["rest"] or own.ENCRYPTED.search(m["rest"]) is not None for m in found)
        return 0.95 if told else 0.6

    def read(self, file: File, how: Reading) -> Iterator[Chunk]:
        reader = _Reader(file, how)
        return pour(reader.rows, reader.steps(), lambda: reader.done, reader.notes)


READER = WhatsApp()
