"""QQChatExporter (shuakami), versions 4 and 5: one JSON, or one of the chunks/c*.jsonl.

Traps: `sender` is an object; stamps are ISO 8601 in version 4 and milliseconds in version 5; version 4 calls
every chat private, so the number of senders decides; a chunk alone knows its chat only by its folder's name.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import PurePosixPath

import msgspec

from yutang.importers import jsonlines, notices, times
from yutang.importers.chatrows import ChatRows, Message, Person, person, pour
from yutang.importers.contract import Chunk, File, Head, Reading, Reject
from yutang.importers.documents import Document
from yutang.importers.jsonstream import whole
from yutang.ledger.catalogue import Kind

_FOLDER = re.compile(r"(?P<type>group|friend|private)_(?P<name>.+?)_(?P<id>\d{5,12})(?:_.*)?")
_MEDIA = {
    "image": "image", "audio": "voice", "voice": "voice", "ptt": "voice", "video": "video", "file": "file",
    "market_face": "sticker", "marketface": "sticker", "sticker": "sticker", "location": "location",
    "forward": "forward", "json": "link", "ark": "link", "redpacket": "redpacket", "wallet": "redpacket",
}  # fmt: skip
_WORDY = {"text", "at", "face", "reply"}


class _Sender(msgspec.Struct):
    uid: str | int | None = None
    uin: str | int | None = None
    name: str | None = None
    nickname: str | None = None
    card: str | None = msgspec.field(name="groupCard", default=None)


class _Part(msgspec.Struct):
    type: str | None = None


class _Reply(msgspec.Struct):
    ref: str | int | None = msgspec.field(name="referencedMessageId", default=None)
    message: str | int | None = msgspec.field(name="messageId", default=None)


class _Content(msgspec.Struct):
    text: str | None = None
    elements: list[_Part] | None = None
    resources: list[_Part] | None = None
    reply: _Reply | None = None


class _Item(msgspec.Struct):
    ident: str | int | None = msgspec.field(name="id", default=None)
    older: str | int | None = msgspec.field(name="messageId", default=None)
    timestamp: str | float | None = None
    sender: _Sender | None = None
    type: str | int | None = None
    content: _Content | None = None
    recalled: bool | None = None
    was_recalled: bool | None = msgspec.field(name="isRecalled", default=None)
    system: bool | None = None
    is_system: bool | None = msgspec.field(name="isSystemMessage", default=None)


class _Chat(msgspec.Struct):
    type: str | None = None
    name: str | None = None
    uid: str | int | None = msgspec.field(name="peerUid", default=None)
    uin: str | int | None = msgspec.field(name="peerUin", default=None)


class _Statistics(msgspec.Struct):
    senders: list[object] | None = None


_DECODER = msgspec.json.Decoder(_Item, strict=False)


def _at(stamp: str | float | None, how: Reading) -> int:
    if isinstance(stamp, str) and not stamp.replace(".", "", 1).isdecimal():
        return times.micros_of(datetime.fromisoformat(stamp), how.zone)
    value = float(stamp or 0)
    return round(value * times.from_unix(1, times.unit_of([value])))


def _media(item: _Item) -> str | None:
    content = item.content or _Content()
    for part in [*(content.resources or []), *(content.elements or [])]:
        if part.type and part.type not in _WORDY:
            return _MEDIA.get(part.type)
    return _MEDIA.get(str(item.type))


def _id(value: str | int | None) -> str | None:
    return None if value in (None, "", 0, "0") else str(value)


def _chat(heads: dict[str, object], name: str) -> tuple[str, str, bool]:
    """(group_ref, name, private) by the document's head, else by the names of file and folders."""
    try:
        chat = msgspec.convert(whole(heads.get("chatInfo") or {}), _Chat, strict=False)
    except msgspec.ValidationError:
        chat = _Chat()
    if chat == _Chat():
        folders = [PurePosixPath(name).stem, *reversed(PurePosixPath(name).parts[:-1])]
        for match in map(_FOLDER.fullmatch, folders):
            if match:
                return match["id"], match["name"], match["type"] != "group"
        chat.name = next((f for f in folders[1:] if f != "chunks"), folders[0])
    said = chat.name or PurePosixPath(name).stem
    ref = _id(chat.uin) or _id(chat.uid)
    return ref or f"name:{said}", said, _private(chat, heads)


def _private(chat: _Chat, heads: dict[str, object]) -> bool:
    try:
        senders = msgspec.convert(whole(heads.get("statistics") or {}), _Statistics, strict=False).senders
    except msgspec.ValidationError:
        senders = None
    if senders is not None and len(senders) > 2:  # version 4 calls every chat private
        return False
    return chat.type in {"private", "friend", "temp", "1"}


class ExporterRows:
    """Turns the items of one export into sightings, whichever form it has."""

    def __init__(self, how: Reading) -> None:
        self.how = how
        self.rows = ChatRows("qq", how)
        self.done = 0
        self.uins: dict[
            str, str
        ] = {}  # uid → QQ number: messages of one person have now both, now the uid only

    def document(self, file: File) -> Iterator[None]:
        document = Document(file, {"messages"}, _Item, ("chatInfo", "statistics"))
        opened = False
        for number, value, item in document:
            self.done = document.done
            if not opened:
                opened = True
                self.open(document.heads, file.place)
            self._step(number, item, value)
            yield

    def chunk(self, file: File) -> Iterator[None]:
        before = self.done
        for block in jsonlines.blocks(file):
            for reject in block.rejects:
                self.rows.reject(reject.line, reject.reason, reject.row)
            for number, raw, item in jsonlines.lines(block, _DECODER):
                self.done = before + block.done
                self._step(number, item, raw)
                yield

    def open(self, heads: dict[str, object], name: str) -> None:
        ref, said, private = _chat(heads, name)
        self.rows.chat(ref, said, {"private": private})

    def _who(self, sender: _Sender | None) -> Person | None:
        if sender is None:
            return None
        uid, uin = _id(sender.uid), _id(sender.uin)
        if uid and uin:
            self.uins[uid] = uin
        known = uin or self.uins.get(uid or "") or uid
        return person(known, sender.card or sender.name or sender.nickname)

    def _step(self, number: int, item: _Item | Reject, row: object) -> None:
        if isinstance(item, Reject):
            self.rows.reject(number, item.reason, item.row)
            return
        try:
            at = _at(item.timestamp, self.how)
        except (ValueError, OverflowError):
            self.rows.reject(number, "bad_time", row)
            return
        if self.rows.sound(at, number, row):
            self._said(number, item, at, row)

    def _said(self, number: int, item: _Item, at: int, row: object) -> None:
        content = item.content or _Content()
        who, ref = self._who(item.sender), _id(item.ident) or _id(item.older)
        if item.system or item.is_system or item.type == "system":
            if told := notices.read(content.text or ""):
                self.rows.notice(told, at)
        elif item.recalled or item.was_recalled:
            self.rows.event(Kind.MESSAGE_RECALLED, at, who, related=ref)
        elif who is None:
            self.rows.reject(number, "missing_field", row)
        else:
            answers = _id(content.reply.ref or content.reply.message) if content.reply else None
            self.rows.message(Message(at, who, content.text, _media(item), ref, answers))


class QQExporter:
    """Reads one JSON of QQChatExporter, or a chunk without its manifest."""

    kind = "qq_exporter"

    def sniff(self, head: Head) -> float:
        text = head.text.lstrip("\ufeff \r\n\t")
        if not text.startswith("{"):
            return 0.0
        if '"QQChatExporter' in text[:4000] and '"chatInfo"' in text:
            return 0.98
        line = text.split("\n", 1)[0].replace(" ", "")
        marks = ('"sender":{"ui', '"content":{', '"timestamp":')
        return 0.9 if all(mark in line for mark in marks) else 0.0

    def read(self, file: File, how: Reading) -> Iterator[Chunk]:
        reader = ExporterRows(how)
        if '"chatInfo"' in file.head().text:
            steps = reader.document(file)
        else:
            reader.open({}, file.place)
            steps = reader.chunk(file)
        return pour(reader.rows, steps, lambda: reader.done, list)


READER = QQExporter()
