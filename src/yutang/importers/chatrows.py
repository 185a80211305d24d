# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Collects the sightings of chats read row by row: announces each once, checks stamps, keeps rejects."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import TypeVar

import msgspec
import pyarrow as pa

from yutang.importers import media, times
from yutang.importers.contract import CHUNK_ROWS, SIGHTING, Chunk, Reading, Reject, Unreadable
from yutang.importers.jsonstream import clean, row_of
from yutang.importers.notices import SELF, Notice
from yutang.importers.rows import Rows
from yutang.ledger.catalogue import Kind, Role

T = TypeVar("T")
ROW_LIMIT = 500
_NUMBERED = re.compile(r"(.*)\((\d{5,12})\)")  # QQ's system lines: nick(number)
# WhatsApp's word for the one who exported, in its languages; elsewhere these are names, as "Du" and "Tu" are.
_YOU = frozenset({"du", "tú", "você", "vous", "jij", "je", "вы", "tu"})
TEXT_LIMIT = 65_536  # WhatsApp's own limit; a longer "message" is a broken file


def scale_of(stamps: Iterable[float]) -> int:
    """Microseconds per unit of the stamps: 1_000_000, 1000 or 1; 0 without stamps.

    By the first thousand, because one zero or one far future must not decide.
    """
    some = list(islice((s for s in stamps if s > 0), 1000))
    return times.from_unix(1, times.unit_of(some)) if some else 0


def ahead(items: Iterator[T], count: int) -> tuple[list[T], Iterator[T]]:
    """The first items, and all of them again. A file that ends badly complains after what was whole."""
    first: list[T] = []
    try:
        first.extend(islice(items, count))
    except Unreadable as error:
        return first, _ending(first, error)
    return first, chain(first, items)


def _ending(items: list[T], error: Unreadable) -> Iterator[T]:
    yield from items
    raise error


def unit_note(scale: int) -> str:
    return "note.time_unit:" + {1_000_000: "s", 1000: "ms", 1: "us"}[scale]


def chunk_of(first: Rows, columns: Sequence[Sequence[object]], last: Rows, shell: Chunk) -> Chunk:
    """`shell` filled with rows, then whole columns (in the order of SIGHTING), then rows."""
    arrays = [pa.array(c, type=f.type) for c, f in zip(columns, SIGHTING, strict=True)]
    parts = [first.take(), pa.record_batch(arrays, schema=SIGHTING), last.take()]
    return msgspec.structs.replace(shell, rows=pa.concat_batches(parts))


class Person(msgspec.Struct, frozen=True):
    """Who did it: the platform's id where the file has one, else "name:…"."""

    ref: str
    name: str | None = None
    role: Role = Role.UNKNOWN


def person(ident: str | None, name: str | None, role: Role = Role.UNKNOWN) -> Person | None:
    """A person from an id or a name; None when the file gives neither."""
    name = name.strip() if name else None
    if ident:
        return Person(ident, name, role)
    return Person(f"name:{name}", name, role) if name else None


class Message(msgspec.Struct, frozen=True):
    """One thing said. `line` and `row` are for the reject file."""

    at: int
    who: Person
    text: str | None = None
    media: str | None = None
    ref: str | None = None
    answers: str | None = None
    line: int = 0


class ChatRows:
    """Sightings of one file. Call `chat` when a chat begins, then `sound` with each stamp, then write."""

    def __init__(self, platform: str, how: Reading) -> None:
        self.platform = platform
        self.how = how
        self.group: str | None = None
        self.last = 0  # the latest sound stamp: for members listed without a time
        self._rows = Rows()
        self._rejects: list[Reject] = []
        self._pending: dict[str, tuple[str | None, str]] = {}
        self._seen: dict[str, set[str | None]] = {}  # group → names it was announced under
        self._refs: dict[
            tuple[str | None, str], str | None
        ] = {}  # name in a chat → id, None where two share it
        self._held: list[tuple[str | None, int, Notice]] = []

    @property
    def full(self) -> bool:
        return self._rows.full or len(self._rejects) >= 10_000

    def chat(self, ref: str, name: str | None, props: dict[str, object]) -> None:
        """Begin (or go on with) a chat. Its GROUP_SEEN is written with the first sound stamp, and with the first
        under each further name, as a file may tell of a rename only so.
        """
        self.group = ref
        known = self._seen.get(ref)
        if (known is None and ref not in self._pending) or (known is not None and name and name not in known):
            told = clean(json.dumps(props, ensure_ascii=False, separators=(",", ":")))
            self._pending[ref] = (name, told)

    def reject(self, line: int, code: str, row: object) -> None:
        """Keep a row that can't be taken. `row`: its text, its bytes, or the value decoded from JSON."""
        if isinstance(row, bytes):
            row = row[: 4 * ROW_LIMIT].decode(errors="replace")
        text = row if isinstance(row, str) else row_of(row)
        self._rejects.append(Reject(line, code, text[:ROW_LIMIT]))

    def sound(self, at: int, line: int, row: object) -> bool:
        """Whether the stamp can be true; else the row is rejected. The first sound one announces the chat."""
        if why := times.check(at, self.how.now):
            self.reject(line, why, row)
            return False
        self.last = max(self.last, at)
        if self.group in self._pending:
            name, props = self._pending.pop(self.group)
            self._seen.setdefault(self.group, set()).add(name)
            self._rows.add(Kind.GROUP_SEEN, at, group=self.group, text=name, props=props)
        return True

    def message(self, said: Message) -> None:
        """Write a message whose stamp is sound. One without words gets its media's label, and vice versa."""
        text, code = said.text, said.media
        if text:
            text, code = text[:TEXT_LIMIT], code or media.placeholder(text)
        elif code:
            text = media.LABELS.get(code)
        who = said.who
        self.learn(who)
        self._rows.add(
            Kind.MESSAGE_SENT, said.at, group=self.group, actor=who.ref, name=who.name, role=who.role,
            ref=said.ref, related=said.answers, text=text or None, props=media.props(code),
        )  # fmt: skip

    def learn(self, who: Person) -> None:
        """Remember whose name this is, for the system lines that know only names."""
        if who.name and self._refs.setdefault((self.group, who.name), who.ref) != who.ref:
            self._refs[self.group, who.name] = None

    def event(
        self, kind: Kind, at: int, who: Person | None, *, related: str | None = None, **more: str
    ) -> None:
        """Write a join, leave, rename, recall or member of a list in the current chat. `more`: text, props."""
        ref, name, role = (who.ref, who.name, who.role) if who else (None, None, Role.UNKNOWN)
        self._rows.add(
            kind, at, group=self.group, actor=ref, name=name, role=role, related=related,
            text=more.get("text"), props=more.get("props"),
        )  # fmt: skip

    def notice(self, told: Notice, at: int) -> None:
        """Keep an event told in words until the file's end, when more names are known by their id."""
        self._held.append((self.group, at, told))

    def settle(self) -> None:
        """Write the events that were kept."""
        for group, at, told in self._held:
            self.group = group
            by = self._named(told.by)
            props = {"props": f'{{"how":"{told.how}"}}'} if told.how else {}
            text = {"text": told.name} if told.name else {}
            for who in map(self._named, told.people):
                if who is not None or told.name:  # "you" of an unknown exporter is nobody
                    self.event(told.kind, at, who, related=by.ref if by else None, **props, **text)
        self._held = []

    def _named(self, name: str | None) -> Person | None:
        """The person a system line names. "You" is nobody known, unless somebody writes here under that name."""
        if not name:
            return None
        if ref := self._refs.get((self.group, name)):
            return Person(ref, name)
        if name.casefold() in SELF or (self.platform == "whatsapp" and name.casefold() in _YOU):
            return None
        if self.platform == "qq" and (found := _NUMBERED.fullmatch(name)):
            return Person(found[2], found[1].strip() or None)
        return Person(f"name:{name}", name)

    def rest(self, done: int, notes: Iterable[str] = ()) -> Iterator[Chunk]:
        """What is left at the file's end, in chunks of a size that may be: lists of members can be long."""
        last = self.take(done, notes)
        starts = range(0, max(1, last.rows.num_rows), CHUNK_ROWS)
        for start in starts:
            part = msgspec.structs.replace(last, rows=last.rows.slice(start, CHUNK_ROWS))
            first = part if start == 0 else msgspec.structs.replace(part, rejects=())
            yield first if start == starts[-1] else msgspec.structs.replace(first, notes=())

    def take(self, done: int, notes: Iterable[str] = ()) -> Chunk:
        """What was collected so far, as a chunk; collecting starts anew."""
        rejects, self._rejects = tuple(self._rejects), []
        return Chunk(self.platform, self._rows.take(), done, rejects, tuple(notes))


def pour(
    rows: ChatRows, steps: Iterable[object], done: Callable[[], int], notes: Callable[[], list[str]]
) -> Iterator[Chunk]:
    """Drive `steps`, giving a chunk whenever `rows` is full. What was read before an `Unreadable` is given."""
    try:
        for _ in steps:
            if rows.full:
                yield rows.take(done())
    except Unreadable:
        rows.settle()
        yield from rows.rest(done(), notes())
        raise
    rows.settle()
    yield from rows.rest(done(), notes())
