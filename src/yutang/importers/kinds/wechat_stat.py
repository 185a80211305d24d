"""wechat_stat: the only WeChat CSV with a group's own id. Its header names the zone: `time(Asia/Shanghai)`.

Ids are masked (`8d**89`) and kept as they are, even where two of them look like one group.
"""

import re
from collections.abc import Iterator
from datetime import tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from yutang.importers import notices, times
from yutang.importers.chatrows import ChatRows, Message, person, pour
from yutang.importers.contract import Chunk, File, Head, Reading
from yutang.importers.records import Record, records

_HEADER = re.compile(r"time\(([^)]+)\),group_id,group_name,from_id,from_nickname,content_type,content\b")
_START = re.compile(r"\d{4}-\d\d?-\d\d? \d\d?:\d\d:\d\d,")
_MEDIA = {
    "Picture": "image", "Recording": "voice", "Video": "video", "Attachment": "file", "Sharing": "link",
    "Card": "card", "Map": "location",
}  # fmt: skip
_SYSTEM = {"Note", "System"}
_CELLS = 7


class _Reader:
    def __init__(self, file: File, how: Reading) -> None:
        self.file = file
        self.rows = ChatRows("wechat", how)
        self.done = 0
        self.zone, self.note = self._zone(how)

    def _zone(self, how: Reading) -> tuple[tzinfo, str]:
        match = _HEADER.match(self.file.head().text.lstrip("\ufeff"))
        try:
            return ZoneInfo(match[1] if match else ""), f"note.zone:{match[1] if match else ''}"
        except (ZoneInfoNotFoundError, ValueError):
            return how.zone, f"note.zone_assumed:{how.zone}"

    def steps(self) -> Iterator[None]:
        for record in records(self.file, _START):
            self.done = record.done
            if record.cells is None or len(record.cells) < _CELLS:
                self.rows.reject(record.number, "bad_csv", record.row)
            else:
                # Words with commas are not always quoted: what is too much belongs to them.
                self._take(record, [*record.cells[: _CELLS - 1], ",".join(record.cells[_CELLS - 1 :])])
            yield

    def _take(self, record: Record, cells: list[str]) -> None:
        when, group, name, ident, nick, kind, words = cells
        who = person(ident, nick)
        if not group or (who is None and kind not in _SYSTEM):
            self.rows.reject(record.number, "missing_field", record.row)
            return
        try:
            at = times.parse_local(when, self.zone)
        except ValueError:
            self.rows.reject(record.number, "bad_time", record.row)
            return
        self.rows.chat(group, name or None, {"private": False})
        if not self.rows.sound(at, record.number, record.row):
            return
        if kind in _SYSTEM:
            if told := notices.read(words):
                self.rows.notice(told, at)
        elif who is not None:
            self.rows.message(Message(at, who, words, _MEDIA.get(kind)))

    def notes(self) -> list[str]:
        return [self.note]


class WeChatStat:
    """Reads the CSV of wechat_stat."""

    kind = "wechat_stat"

    def sniff(self, head: Head) -> float:
        return 0.98 if _HEADER.match(head.text.lstrip("\ufeff \r\n\t")) else 0.0

    def read(self, file: File, how: Reading) -> Iterator[Chunk]:
        reader = _Reader(file, how)
        return pour(reader.rows, reader.steps(), lambda: reader.done, reader.notes)


READER = WeChatStat()
