"""ChatLab's exchange format 0.0.2, JSON and JSONL: what QQ and WeChat exporters agree on.

Traps: stamps are seconds by the specification and milliseconds from WeFlow; samples mask ids, so that two
members share one; a JSONL line may be a comment; the group's id is optional.
"""

import json
from collections import Counter
from collections.abc import Iterator
from typing import TypeVar

import msgspec

from yutang.importers import jsonlines, notices, times
from yutang.importers.chatrows import ChatRows, Message, Person, ahead, person, pour, scale_of, unit_note
from yutang.importers.contract import Chunk, File, Head, Reading, Reject
from yutang.importers.documents import Document
from yutang.importers.jsonstream import clean, whole
from yutang.importers.names import chat_name
from yutang.ledger.catalogue import Kind

_MEDIA = {
    1: "image", 2: "voice", 3: "video", 4: "file", 5: "sticker", 7: "link", 8: "location", 20: "redpacket",
    21: "transfer", 22: "poke", 23: "call", 24: "app", 26: "forward", 27: "card",
}  # fmt: skip
_SYSTEM, _RECALL = 80, 81
T = TypeVar("T")
_AHEAD = 1000  # messages looked at to tell seconds from milliseconds


class _Meta(msgspec.Struct):
    name: str | None = None
    platform: str | None = None
    type: str | None = None
    group: str | int | None = msgspec.field(name="groupId", default=None)


class _Header(msgspec.Struct):
    exported: float | None = msgspec.field(name="exportedAt", default=None)


class _Role(msgspec.Struct):
    id: str | None = None


class _Line(msgspec.Struct):
    """A JSONL line of any type, or an item of `members` or `messages`."""

    kind: str | None = msgspec.field(name="_type", default=None)
    chatlab: _Header | None = None
    meta: _Meta | None = None
    ident: str | int | None = msgspec.field(name="platformId", default=None)
    roles: list[_Role] = []
    ref: str | int | None = msgspec.field(name="platformMessageId", default=None)
    sender: str | int | None = None
    account: str | None = msgspec.field(name="accountName", default=None)
    nickname: str | None = msgspec.field(name="groupNickname", default=None)
    timestamp: float | None = None
    type: int | None = None
    content: str | None = None
    answers: str | int | None = msgspec.field(name="replyToMessageId", default=None)


_DECODER = msgspec.json.Decoder(_Line, strict=False)
_Item = tuple[int, object, _Line | Reject]  # line number (or ordinal), as it stands in the file, typed


def _text(value: str | int | None) -> str | None:
    return None if value is None or value == "" else str(value)


class _Source:
    """The file as header, members and messages, whichever of the two forms it has."""

    def __init__(self, file: File) -> None:
        self.file = file
        self.done = 0
        self.header = _Header()
        self.meta = _Meta()
        self.members: list[_Line] = []

    def items(self) -> Iterator[_Item]:
        return self._lines() if '"_type"' in self.file.head().text[:2000] else self._document()

    def _lines(self) -> Iterator[_Item]:
        for block in jsonlines.blocks(self.file):
            self.done = block.done
            yield from ((r.line, r.row, r) for r in block.rejects)
            for number, raw, line in jsonlines.lines(block, _DECODER):
                if isinstance(line, Reject) or line.kind == "message":
                    yield (
                        number,
                        "" if isinstance(line, Reject) else raw[:2000].decode(errors="replace"),
                        line,
                    )
                elif line.kind == "member":
                    self.members.append(line)
                elif line.kind == "header":
                    self.header, self.meta = line.chatlab or self.header, line.meta or self.meta

    def _document(self) -> Iterator[_Item]:
        document = Document(self.file, {"messages"}, _Line, ("meta", "chatlab"))
        known = False
        for number, value, line in document:
            self.done = document.done
            if not known:
                known = True
                self._told(document.heads)
            yield number, value, line
        self._told(document.heads)

    def _told(self, heads: dict[str, object]) -> None:
        """A damaged header costs the name, not the messages."""
        self.header = _typed(heads.get("chatlab"), _Header) or self.header
        self.meta = _typed(heads.get("meta"), _Meta) or self.meta
        self.members = _typed(heads.get("members"), list[_Line]) or self.members


def _typed(value: object, kind: type[T]) -> T | None:
    try:
        return msgspec.convert(whole(value), kind, strict=False)
    except msgspec.ValidationError:
        return None


class _Reader:
    def __init__(self, file: File, how: Reading) -> None:
        self.source = _Source(file)
        self.scale = 0
        self.masked: set[str] = set()
        self.names: dict[str, str] = {}
        self.rows = ChatRows("chatlab", how)

    def steps(self) -> Iterator[None]:
        items = self.source.items()
        first, items = ahead(items, _AHEAD)
        self.scale = scale_of(m.timestamp or 0 for _, _, m in first if isinstance(m, _Line)) or 1_000_000
        self._open()
        for number, row, value in items:
            if isinstance(value, Reject):
                self.rows.reject(value.line, value.reason, value.row)
            else:
                self._take(number, row, value)
            yield
        self._members()

    def notes(self) -> list[str]:
        told = [unit_note(self.scale)] if self.rows.last else []
        return [*told, f"note.ids_masked:{len(self.masked)}"] if self.masked else told

    def _open(self) -> None:
        meta = self.source.meta
        self.rows.platform = (meta.platform or "chatlab").lower()
        ids = Counter((_text(m.ident), m.account) for m in self.source.members)
        shared = Counter(ident for ident, _ in ids)
        self.masked = {ident for ident, n in shared.items() if ident and n > 1}
        owners = [_text(m.ident) for m in self.source.members if any(r.id == "owner" for r in m.roles)]
        props: dict[str, object] = {"private": meta.type == "private"}
        if owners and owners[0]:
            props["owner"] = owners[0]
        if self.source.members and meta.type != "private":
            props["members"] = len(self.source.members)
        name = meta.name or chat_name(self.source.file.place)
        self.rows.chat(_text(meta.group) or f"name:{name}", name, props)
        for member in self.source.members:
            if who := self._who(member.ident, member):
                self.names[who.ref] = who.name or ""
                for name in (member.account, member.nickname):
                    self.rows.learn(Person(who.ref, name))

    def _who(self, ident: str | int | None, line: _Line) -> Person | None:
        known = _text(ident)
        if known in self.masked:
            known = None
        return person(known, line.nickname or line.account or self.names.get(known or ""))

    def _take(self, number: int, row: object, line: _Line) -> None:
        who = self._who(line.sender, line)
        if line.timestamp is None or (who is None and line.type != _SYSTEM):
            self.rows.reject(number, "missing_field", row)
            return
        at = round(line.timestamp * self.scale)
        if not self.rows.sound(at, number, row):
            return
        if line.type == _SYSTEM:
            if told := notices.read(line.content or ""):
                self.rows.notice(told, at)
        elif line.type == _RECALL:
            self.rows.event(Kind.MESSAGE_RECALLED, at, who, related=_text(line.ref))
        elif who is not None:
            code = _MEDIA.get(line.type or 0)
            self.rows.message(Message(at, who, line.content, code, _text(line.ref), _text(line.answers)))

    def _members(self) -> None:
        """Members as of the export; without its time, as of the last message."""
        at = self._exported()
        if not self.source.members or not self.rows.sound(at, 0, "exportedAt"):
            return
        for member in self.source.members:
            who = self._who(member.ident, member)
            if who is not None:
                roles = [role.id for role in member.roles if role.id]
                told = (
                    {
                        "props": json.dumps(
                            {"role": clean(roles[0])}, ensure_ascii=False, separators=(",", ":")
                        )
                    }
                    if roles
                    else {}
                )
                self.rows.event(Kind.MEMBER_SEEN, at, who, **told)

    def _exported(self) -> int:
        """When the members were listed. Its unit is its own: some tools write it in seconds beside milliseconds."""
        told = self.source.header.exported or 0
        at = round(told * (scale_of([told]) or 1))
        return at if at and times.check(at, self.rows.how.now) is None else self.rows.last


class ChatLab:
    """Reads ChatLab JSON and JSONL."""

    kind = "chatlab"

    def sniff(self, head: Head) -> float:
        text = head.text.lstrip("\ufeff \r\n\t")
        while text.startswith("#") and "\n" in text:
            text = text.split("\n", 1)[1].lstrip()
        if not text.startswith("{") or '"chatlab"' not in text[:4000]:
            return 0.0
        return 0.98 if '"meta"' in text or '"_type"' in text[:200] else 0.0

    def read(self, file: File, how: Reading) -> Iterator[Chunk]:
        reader = _Reader(file, how)
        return pour(reader.rows, reader.steps(), lambda: reader.source.done, reader.notes)


READER = ChatLab()
