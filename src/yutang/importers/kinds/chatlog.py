"""chatlog (sjzar): what its HTTP interface answers for a WeChat chat, as JSON.

Three shapes: a bare list, {"items": […]}, or {"talker": …, "messages": […]}; stamps are ISO 8601 with zone.
"""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from yutang.importers import notices, times, wechat_types
from yutang.importers.chatrows import ChatRows, Message, Person, person, pour
from yutang.importers.contract import Chunk, File, Head, Reading, Reject
from yutang.importers.documents import Document


class _Item(msgspec.Struct):
    time: str | None = None
    seq: int | None = None
    talker: str | None = None
    talker_name: str | None = msgspec.field(name="talkerName", default=None)
    room: bool | None = msgspec.field(name="isChatRoom", default=None)
    sender: str | None = None
    sender_name: str | None = msgspec.field(name="senderName", default=None)
    mine: bool = msgspec.field(name="isSelf", default=False)
    type: int = 1
    sub: int = msgspec.field(name="subType", default=0)
    content: str | None = None
    contents: dict[str, object] | None = None


def _text(item: _Item) -> str | None:
    """Words, with title and address of a shared page, which chatlog puts into `contents`."""
    parts = [wechat_types.words_of(item.content or "")]
    if item.type == 49 and item.contents:
        parts += [str(item.contents.get(key) or "") for key in ("title", "url")]
    return " ".join(dict.fromkeys(part for part in parts if part)) or None


class _Reader:
    def __init__(self, file: File, how: Reading) -> None:
        self.document = Document(file, {"items", "messages"}, _Item, ("talker",))
        self.rows = ChatRows("wechat", how)
        self.how = how

    def steps(self) -> Iterator[None]:
        for number, value, item in self.document:
            if isinstance(item, Reject):
                self.rows.reject(number, item.reason, item.row)
            else:
                self._take(number, item, value)
            yield

    def _take(self, number: int, item: _Item, row: object) -> None:
        heads = self.document.heads
        talker = item.talker or str(heads.get("talker") or "")
        if not item.time or not talker:
            self.rows.reject(number, "missing_field", row)
            return
        try:
            at = times.micros_of(datetime.fromisoformat(item.time), self.how.zone)
        except ValueError:
            self.rows.reject(number, "bad_time", row)
            return
        room = wechat_types.is_group(talker) if item.room is None else item.room
        name = item.talker_name or str(heads.get("talkerName") or "") or None
        self.rows.chat(talker, name, {"private": not room})
        if self.rows.sound(at, number, row):
            self._said(item, at, talker, number, row)

    def _said(self, item: _Item, at: int, talker: str, number: int, row: object) -> None:
        if item.type in wechat_types.SYSTEM:
            if told := notices.read(item.content or ""):
                self.rows.notice(told, at)
            return
        who = self._who(item, talker)
        if who is None:
            self.rows.reject(number, "missing_field", row)
            return
        ref = None if item.seq is None else str(item.seq)
        self.rows.message(Message(at, who, _text(item), wechat_types.media_of(item.type, item.sub), ref))

    def _who(self, item: _Item, talker: str) -> Person | None:
        if item.sender or item.sender_name:
            return person(item.sender, item.sender_name)
        if item.mine:
            return Person("name:我", "我")
        return None if wechat_types.is_group(talker) else person(talker, item.talker_name)


class Chatlog:
    """Reads JSON of chatlog."""

    kind = "chatlog"

    def sniff(self, head: Head) -> float:
        text = head.text.lstrip("\ufeff \r\n\t")
        if not text.startswith(("[", "{")) or '"chatlab"' in text[:4000]:
            return 0.0
        marks = ('"talker"', '"isSelf"', '"time"', '"sender"', '"type"')
        if '"createTime"' in text or not all(mark in text for mark in marks):
            return 0.0
        return 0.95 if '"isChatRoom"' in text or '"seq"' in text else 0.7

    def read(self, file: File, how: Reading) -> Iterator[Chunk]:
        reader = _Reader(file, how)
        return pour(reader.rows, reader.steps(), lambda: reader.document.done, list)


READER = Chatlog()
