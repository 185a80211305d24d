"""What somebody copied out of a QQ window: `【title】nick 2/14/2020 9:16:13 PM`, words below.

Traps: no id at all; the date is left out for later messages, and told by rows such as `— — 2020-2-21 — —` or
by the last full stamp; the order of day and month is the copier's.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, time

from yutang.importers import notices, times
from yutang.importers.chatrows import ChatRows, Message, Person, pour
from yutang.importers.contract import Chunk, File, Head, Reading
from yutang.importers.dateorder import Orders, slashed
from yutang.importers.names import chat_name
from yutang.importers.text import Line, open_lines

_DAY = r"(?P<day>\d{1,4}[/-]\d{1,2}[/-]\d{1,4})"
_CLOCK = r"(?P<h>\d{1,2}):(?P<m>\d{2}):(?P<s>\d{2})(?: (?P<half>[AP]M))?"
_HEAD = re.compile(
    rf"(?:【(?P<title>[^】]{{0,30}})】)?(?P<nick>[^\s\t][^\t]{{0,60}}?) +(?:{_DAY} )?{_CLOCK}\s*"
)
_ROW = re.compile(r"[—\-–\s]{3,}(\d{4}[-/]\d{1,2}[-/]\d{1,2})[—\-–\s]{3,}")
_RECALL = re.compile(r"[^\n]{1,60}撤回了一条(?:成员)?消息")
_TWO = 2


def _clock(match: re.Match[str]) -> time:
    hour = int(match["h"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"] == "PM" else 0)
    return time(hour, int(match["m"]), int(match["s"]))


class _Reader:
    def __init__(self, file: File, how: Reading) -> None:
        self.file, self.how = file, how
        self.rows = ChatRows("qq", how)
        self.done = 0
        self.day: date | None = None
        self.at = 0
        self.head: Line | None = None
        self.who: Person | None = None
        self.words: list[str] = []
        self._look()

    def _look(self) -> None:
        """The whole file once: the order of its dates, and how many people write."""
        heads = [m for line in open_lines(self.file) if (m := _HEAD.fullmatch(line.text))]
        dates = (slashed(m["day"], half=bool(m["half"])) for m in heads if m["day"])
        self.orders = Orders((d for d in dates if d), day_first=self.how.day_first)
        titled = any(m["title"] is not None for m in heads)
        self.private = not titled and len({m["nick"] for m in heads}) <= _TWO
        name = chat_name(self.file.place)
        self.rows.chat(f"name:{name}", name, {"private": self.private})

    def steps(self) -> Iterator[None]:
        for line in open_lines(self.file):
            self._line(line)
            self.done = line.offset
            yield
        self._finish()

    def _line(self, line: Line) -> None:
        if match := _ROW.fullmatch(line.text):
            self._finish()
            self._dated(match[1], line, half=False)
        elif match := _HEAD.fullmatch(line.text):
            self._finish()
            self._begin(line, match)
        elif _RECALL.fullmatch(line.text.strip()) and (told := notices.read(line.text)):
            self._finish()
            if self.at:
                self.rows.notice(told, self.at)
        elif self.head is not None:
            self.words.append(line.text)
        elif line.text.strip():
            self.rows.reject(line.number, "no_sender", line.text)

    def _dated(self, text: str, line: Line, *, half: bool) -> bool:
        found = slashed(text, half=half)
        try:
            self.day = self.orders.date(found) if found and "y" not in found.look else _iso(text)
        except ValueError:
            self.rows.reject(line.number, "bad_time", line.text)
            return False
        return True

    def _begin(self, line: Line, match: re.Match[str]) -> None:
        self.head, self.words, self.who = line, [], None
        if match["day"] and not self._dated(match["day"], line, half=bool(match["half"])):
            return
        if self.day is None:
            self.rows.reject(line.number, "date_unknown", line.text)
            return
        try:
            self.at = times.micros_of(datetime.combine(self.day, _clock(match)), self.how.zone)
        except ValueError:
            self.rows.reject(line.number, "bad_time", line.text)
            return
        if self.rows.sound(self.at, line.number, line.text):
            self.who = Person(f"name:{match['nick'].strip()}", match["nick"].strip())

    def _finish(self) -> None:
        head, who, text = self.head, self.who, "\n".join(self.words).strip()
        self.head, self.who, self.words = None, None, []
        if head is not None and who is not None:
            self.rows.message(Message(self.at, who, text))

    def notes(self) -> list[str]:
        guess = ["note.private_guessed:two_names"] if self.private else []
        return [*self.orders.notes, *guess]


def _iso(text: str) -> date:
    year, month, day = (int(part) for part in re.split("[-/]", text))
    return date(year, month, day)


class QQPaste:
    """Reads chats copied from QQ's window."""

    kind = "qq_paste"

    def sniff(self, head: Head) -> float:
        lines = [line.rstrip("\r") for line in head.text.lstrip("\ufeff \r\n\t").split("\n")[:300]]
        heads = [m for m in map(_HEAD.fullmatch, lines) if m]
        if not heads or any(
            re.match(r"\[|\d{4}-\d", m["nick"]) or m["nick"].count(",") > 1 for m in heads[:5]
        ):
            return 0.0
        if not any(m["day"] or m["title"] is not None for m in heads) and not any(map(_ROW.fullmatch, lines)):
            return 0.0  # hours without a day anywhere: a timetable, or nothing that could be dated
        # The first line begins a message, a day or a recall: words before it would be some other file.
        first = next((line for line in lines if line.strip()), "")
        begins = _HEAD.fullmatch(first) or _ROW.fullmatch(first) or _RECALL.fullmatch(first.strip())
        return 0.8 if begins else 0.0

    def read(self, file: File, how: Reading) -> Iterator[Chunk]:
        reader = _Reader(file, how)
        return pour(reader.rows, reader.steps(), lambda: reader.done, reader.notes)


READER = QQPaste()
