"""From JSON to typed values and back, for a server that varies: numbers as texts, null for an empty list, fields
that are missing or new.

Answers are `Wire` structs: every field has a default but those without which the value means nothing, what we don't
know is kept in `extra`, and `write` gives all of it back. Requests are `Ask` structs: a field that is not given is
not sent, and a field that doesn't exist can't be written.
"""

import functools
import re
import types
from collections.abc import Callable
from typing import Any, TypeVar, Union, cast, get_args, get_origin

import msgspec
from msgspec import UNSET, UnsetType

T = TypeVar("T")
Maybe = T | UnsetType
Read = Callable[[Any], Any]

# Control characters: the only ones that JSON must escape as \uXXXX, which the server may refuse (40033).
_ESCAPED = re.compile(rb"((?<!\\)(?:\\\\)*)\\u00[01][0-9a-f]")


class Malformed(Exception):
    """An answer that is not what it should be, however much is forgiven. `path`: where, for the log."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class Wire(msgspec.Struct, kw_only=True):
    """A part of an answer. Not frozen, for it is made field by field; nobody changes it."""

    extra: dict[str, Any] = {}


class Ask(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A request's body. Made and sent, never changed (pyright knows `frozen` only where it is said again)."""


W = TypeVar("W", bound=Wire)


def read(kind: type[W], body: object) -> W:
    """Raises Malformed."""
    return cast("W", _struct(kind)(body))


def write(value: object) -> Any:
    """Plain JSON values, with what was not understood in its place."""
    if isinstance(value, Wire):
        named = zip(value.__struct_encode_fields__, value.__struct_fields__, strict=True)
        known = {said: write(getattr(value, name)) for said, name in named if name != "extra"}
        return {name: one for name, one in known.items() if one is not None} | value.extra
    if isinstance(value, list):
        return [write(one) for one in cast("list[object]", value)]
    return value


def encode(ask: Ask | None) -> bytes:
    """UTF-8 without \\uXXXX: control characters are left out, for nobody could read them."""
    body = msgspec.json.encode(ask if ask is not None else {})
    return _ESCAPED.sub(rb"\1", body)


def given(**fields: object) -> dict[str, Any]:
    """Those that are not UNSET: for queries."""
    return {name: value for name, value in fields.items() if value is not UNSET}


@functools.cache
def _struct(kind: type[Wire]) -> Read:
    """Reads one struct; made once a type."""
    fields = [each for each in msgspec.structs.fields(kind) if each.name != "extra"]
    readers: dict[str, Read] = {each.encode_name: _reader(each.type) for each in fields}
    names = {each.encode_name: each.name for each in fields}
    required = frozenset(each.encode_name for each in fields if each.required)

    def one(body: Any) -> Wire:
        if not isinstance(body, dict):
            raise Malformed(kind.__name__)
        found: dict[str, Any] = {}
        extra: dict[str, Any] = {}
        for name, value in cast("dict[str, Any]", body).items():
            reader = readers.get(name)
            if reader is None:
                extra[name] = value
            elif value is not None:
                try:
                    found[names[name]] = reader(value)
                except Malformed as wrong:
                    raise Malformed(f"{name}.{wrong.path}") from None
        if not required <= found.keys():
            raise Malformed(min(required - found.keys()))
        return kind(extra=extra, **found) if extra else kind(**found)

    return one


def _reader(hint: Any) -> Read:
    """How a field of that type is read. Asked for a type that we never use on the wire: a mistake of ours."""
    if get_origin(hint) in (Union, types.UnionType):
        (inner,) = [each for each in get_args(hint) if each is not type(None)]
        return _reader(inner)
    if get_origin(hint) is list:
        return _list(_reader(get_args(hint)[0]))
    if get_origin(hint) is dict or hint is Any:
        return _same
    if issubclass(hint, Wire):
        return _struct(hint)
    return _SIMPLE[hint]


def _list(item: Read) -> Read:
    def many(body: Any) -> list[Any]:
        if not isinstance(body, list):
            raise Malformed("[]")
        return [item(one) for one in cast("list[Any]", body) if one is not None]

    return many


def _same(body: Any) -> Any:
    return body


def _text(body: Any) -> str:
    if isinstance(body, str):
        return body
    if isinstance(body, bool) or not isinstance(body, int | float):
        raise Malformed("text")
    return str(body)


def _whole(body: Any) -> int:
    if isinstance(body, int):
        return int(body)
    try:
        return int(body) if isinstance(body, str) and body.strip() else _from_float(body)
    except (ValueError, OverflowError):
        raise Malformed("number") from None


def _from_float(body: Any) -> int:
    """Whole numbers that came as 12.0; "" is what the server writes for no number."""
    if body == "":
        return 0
    if isinstance(body, float) and body.is_integer():
        return int(body)
    raise Malformed("number")


def _number(body: Any) -> float:
    if isinstance(body, int | float | str):
        try:
            return float(body or 0)
        except ValueError:
            pass
    raise Malformed("number")


def _flag(body: Any) -> bool:
    if isinstance(body, str) and body.lower() in {"true", "false"}:
        return body.lower() == "true"
    return bool(_whole(body))


_SIMPLE: dict[Any, Read] = {str: _text, int: _whole, float: _number, bool: _flag}
