"""What the far side tells us, pushed or pulled. Instants: microseconds."""

from collections.abc import Mapping
from typing import Any

import msgspec


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """An inbound HTTP request as it came. `query` decoded once; `headers` in lower case."""

    method: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """Something the far side said happened. `key`: the same for each copy of one event. `kind`: contact.added,
    contact.half_added, contact.updated, contact.removed_by_us, contact.removed_by_them, group.created, … or
    "unknown". `value`: the adapter's own typed value. `raw`: as it came, decrypted."""

    key: str
    kind: str
    at: int
    staff: str = ""
    person: str = ""
    group: str = ""
    value: Any = None
    raw: bytes = b""


class Accepted(msgspec.Struct, frozen=True, kw_only=True):
    """`reply`: the body of the 200."""

    events: tuple[Event, ...] = ()
    reply: bytes = b""


class Rejected(msgspec.Struct, frozen=True):
    """Not from the far side, or not now. `reason`: a code to count; the sender is told nothing but the status."""

    reason: str
    status: int = 403


class Synced(msgspec.Struct, frozen=True, kw_only=True):
    """One page. `next_cursor` "": the last."""

    items: tuple[Any, ...]
    next_cursor: str = ""
