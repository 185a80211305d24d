"""Walks a JSON document of any size, one value at a time, with memory for one value only.

`json.JSONDecoder.raw_decode` on a sliding buffer was measured against ijson (yajl2_c) and msgspec on slices:
209,000 messages/s, 236,000 and 136,000 (796,000 with slices of many, which a single broken message spoils).
It won because it alone can step over one broken message and tell a cut file from a wrong one.
"""

import codecs
import json
import re
from collections.abc import Collection, Iterator
from enum import Enum
from typing import NamedTuple

from yutang.importers.contract import File, Head, Unreadable

BLOCK = 1 << 20  # bytes read at once
MAX_VALUE = 64 << 20  # characters one value may have: beyond it the file is refused, not swallowed
MAX_ROW = 500  # characters of a broken value that are kept

_decode = json.JSONDecoder(strict=False).raw_decode  # not strict: raw tabs and newlines inside strings
_space = re.compile(r"[ \t\r\n]*").match
# Possessive, so that a string without an end costs one pass; the empty group says that the end is missing.
_token = re.compile(r'"(?:[^"\\]++|\\.)*+("?)|[{}\[\]]', re.DOTALL)
_scalar = re.compile(r"[^\s,\]}]+")
_HALF = re.compile(r"(?:\.|[eE][+-]?)\Z")  # what a number that is cut may leave behind
_LONE = re.compile(r"[\ud800-\udfff]")


class Mark(Enum):
    OPEN = "open"  # a container of `into` begins
    CLOSE = "close"  # … and ends


class Broken(NamedTuple):
    """A value that is delimited but can't be decoded."""

    reason: str  # "bad_json" or "nested_too_deep"
    row: str


class Event(NamedTuple):
    path: str  # keys with dots, "[]" for an item: "chats.list[].messages[]"; "" for the document
    value: object  # the decoded value, a `Mark` for the containers walked into, or `Broken`


class Walk:
    """Iterate for events in file order. `done` counts the bytes read, `replaced` the bytes that were not text.

    Raises `Unreadable`: "empty_file", "truncated_json" (everything whole has been given before),
    "bad_json" with the place, "value_too_large".
    """

    def __init__(self, file: File, into: Collection[str]) -> None:
        """`into`: paths of the containers to walk into; anything else is given whole."""
        encoding = _encoding_of(file.head())
        self._stream = file.open()
        self._text = codecs.getincrementaldecoder(encoding)(errors="replace")
        self._into = into
        self._buffer = ""
        self._at = 0
        self._passed = 0  # characters dropped from the buffer's front
        self._ended = False
        self.done = 0
        self.replaced = 0

    def __iter__(self) -> Iterator[Event]:
        try:
            if not self._peek():
                raise Unreadable("empty_file")
            yield from self._value("")
        finally:
            self._stream.close()

    def _more(self) -> bool:
        """Drop what was consumed and read on; False at the end of the file."""
        if self._ended:
            return False
        rest = self._buffer[self._at :]
        if len(rest) > MAX_VALUE:
            raise Unreadable("value_too_large", at=self._passed + self._at)
        data = self._stream.read(max(BLOCK, len(rest)))  # doubling: a long value is parsed few times
        self.done += len(data)
        self._ended = not data
        text = self._text.decode(data, final=self._ended)
        if not self._passed and not self._at and not rest:
            text = text.removeprefix("\ufeff")
        self.replaced += text.count("\ufffd")
        self._passed += self._at
        self._buffer, self._at = rest + text, 0
        return True

    def _peek(self) -> str:
        """The next character that is no space, left in place; "" at the end of the file."""
        while True:
            self._at = _space(self._buffer, self._at).end()  # type: ignore[union-attr]
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            if not self._more():
                return ""

    def _value(self, path: str) -> Iterator[Event]:
        first = self._peek()
        if first not in "{[" or path not in self._into:
            yield Event(path, self._take())
            return
        self._at += 1
        yield Event(path, Mark.OPEN)
        yield from self._object(path) if first == "{" else self._array(path)
        yield Event(path, Mark.CLOSE)

    def _array(self, path: str) -> Iterator[Event]:
        item = path + "[]"
        walked = item in self._into
        while self._peek() != "]":
            if walked:
                yield from self._value(item)
            else:
                yield Event(item, self._take())
            self._comma("]")
        self._at += 1

    def _object(self, path: str) -> Iterator[Event]:
        while self._peek() != "}":
            key = self._take()
            if not isinstance(key, str) or self._peek() != ":":
                raise self._fault()
            self._at += 1
            yield from self._value(f"{path}.{key}" if path else key)
            self._comma("}")
        self._at += 1

    def _comma(self, end: str) -> None:
        first = self._peek()
        if first == ",":
            self._at += 1
        elif first != end:
            raise self._fault()

    def _fault(self) -> Unreadable:
        if self._peek() == "":
            return Unreadable("truncated_json", at=self._passed + self._at)
        return Unreadable("bad_json", at=self._passed + self._at)

    def _take(self) -> object:
        """Decode one value whole; the usual case is the first try."""
        if self._peek() in ("", "]", "}", ",", ":"):
            raise self._fault()
        while True:
            reason = "bad_json"
            try:
                value, end = _decode(self._buffer, self._at)
            except ValueError:
                value = end = None
            except RecursionError:
                value, end, reason = None, None, "nested_too_deep"
            if end is not None and not (value.__class__ in (int, float) and self._goes_on(end)):
                self._at = end
                return value
            if end is None and (stop := _end_of_value(self._buffer, self._at)) is not None:
                row, self._at = clean(self._buffer[self._at : min(stop, self._at + MAX_ROW)]), stop
                return Broken(reason, row)
            if not self._more():
                raise Unreadable("truncated_json", at=self._passed + self._at)

    def _goes_on(self, end: int) -> bool:
        """Whether a number that ends at `end` may be the beginning of a longer one: "0." of "0.5", "-1" of "-10"."""
        return end == len(self._buffer) or _HALF.match(self._buffer, end) is not None


def _encoding_of(head: Head) -> str:
    """JSON is UTF-8: a few bytes that aren't do not make it another encoding, though they may in plain text."""
    if head.encoding == "binary":
        raise Unreadable("not_text")
    if head.encoding.startswith("utf-"):
        return head.encoding
    high = len(head.data) - len(head.data.decode("ascii", "ignore"))
    damaged = head.data.decode("utf-8", "replace").count("\ufffd")
    return "utf-8" if damaged * 10 < high else {"big5": "big5hkscs"}.get(head.encoding, head.encoding)


def _end_of_value(text: str, start: int) -> int | None:
    """Where the value at `start` ends, judged by brackets and quotes alone; None when `text` ends first."""
    if text[start] not in '"{[':
        end = _scalar.match(text, start)
        return end.end() if end and end.end() < len(text) else None
    depth = 0
    for token in _token.finditer(text, start):
        mark = text[token.start()]
        if mark == '"':
            if not token[1]:
                return None
        elif mark in "{[":
            depth += 1
        else:
            depth -= 1
        if depth == 0:
            return token.end()
    return None


def clean(text: str) -> str:
    """`text` without lone surrogates, which JSON escapes can make and neither Arrow nor UTF-8 can hold."""
    return _LONE.sub("\ufffd", text)


def whole(value: object) -> object:
    """A JSON value whose strings are without lone surrogates."""
    return json.loads(clean(json.dumps(value, ensure_ascii=False)))


def row_of(value: object) -> str:
    """The first characters of `value` as JSON, for the reject file."""
    if isinstance(value, Broken):
        return value.row
    return clean(json.dumps(value, ensure_ascii=False)[:MAX_ROW])
