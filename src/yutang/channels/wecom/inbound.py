"""Callbacks: verified, decrypted, decoded. Pure: the request and the instant in, events or a reason out.

Bounded before anything is read: a body of 64 KiB (500 members of a group make 38). The
signed timestamp must be within ten minutes of ours (our policy; retries carry a fresh one), so that what was recorded
once can't be played for ever; within them the key, a SHA-256 of the decrypted text, lets a copy be known: retries have
another nonce and other random bytes, but the same text. FromUserName and CreateTime are **no** key: the first is the
constant `sys`, and one second may hold a hundred events.
"""

import hashlib
import re
from typing import Any, cast

import msgspec

from yutang.channels.contract.inbound import Accepted, Event, Rejected, Request
from yutang.channels.wecom import events
from yutang.channels.wecom.crypto import Envelope, Refusal
from yutang.channels.wecom.events import GROUP_DETAILS, MEANINGS, AppEvent, GroupEvent, Head
from yutang.channels.wecom.wire import Malformed, Wire, read
from yutang.channels.wecom.xml import BadXml, parse
from yutang.kit.clock import SECOND

LARGEST = 64 * 1024
SKEW = 600 * SECOND
_SECONDS = re.compile(r"\d{1,12}\Z", re.ASCII)
_LATEST = 1 << 33  # seconds; the year 2242: what is later is no instant


def verify(envelope: Envelope, request: Request, now: int) -> Accepted | Rejected:
    """Of the URL check (GET) the reply is the decrypted echo, and there are no events; of a push the reply is empty.
    Reasons: too_large, query, timestamp, xml, method, or a Fault of the envelope."""
    if len(request.body) > LARGEST:
        return Rejected("too_large", 413)
    stamp = request.query.get("timestamp", "")
    if not request.query.get("msg_signature") or "nonce" not in request.query or not _SECONDS.match(stamp):
        return Rejected("query", 400)
    if abs(int(stamp) * SECOND - now) > SKEW:
        return Rejected("timestamp")
    try:
        return _opened(envelope, request, int(stamp) * SECOND)
    except BadXml:
        return Rejected("xml", 400)
    except Refusal as refused:
        return Rejected(refused.fault.value)


def decode(plain: bytes, stamp: int) -> Event:
    """A decrypted text as an event; what can't be understood is of kind "unknown". Never raises. `stamp`: of the
    request, for texts that have no instant of their own."""
    key = hashlib.sha256(plain).hexdigest()
    try:
        return _zone(plain, key) if plain.lstrip()[:1] == b"{" else _typed(parse(plain), plain, key, stamp)
    except (BadXml, Malformed, msgspec.DecodeError, UnicodeDecodeError):
        return Event(key=key, kind="unknown", at=stamp, raw=plain)


def _opened(envelope: Envelope, request: Request, stamp: int) -> Accepted | Rejected:
    query = request.query
    if request.method == "GET":
        sealed = query.get("echostr", "")
    elif request.method == "POST":
        sealed = parse(request.body).get("Encrypt", "")
    else:
        return Rejected("method", 405)
    if not isinstance(sealed, str) or not sealed:
        return Rejected("query" if request.method == "GET" else "xml", 400)
    plain = envelope.open(query["msg_signature"], query["timestamp"], query["nonce"], sealed)
    if request.method == "GET":
        return Accepted(reply=plain)
    return Accepted(events=(decode(plain, stamp),))


def _typed(fields: dict[str, Any], plain: bytes, key: str, stamp: int) -> Event:
    head = read(Head, fields)
    event = head.event or head.info
    if not event and head.type:  # a message that a member wrote to our app
        value = read(AppEvent, fields)
        return Event(
            key=key, kind="message.received", at=_at(head, stamp), staff=head.sender, value=value, raw=plain
        )
    meaning = MEANINGS.get((event, head.change))
    if meaning is None:
        return Event(key=key, kind="unknown", at=_at(head, stamp), value=head, raw=plain)
    value = read(meaning.form, fields)
    kind = GROUP_DETAILS.get(value.detail, meaning.kind) if isinstance(value, GroupEvent) else meaning.kind
    staff = head.sender if isinstance(value, AppEvent) else _text(value, "staff")
    return Event(
        key=key, kind=kind, at=_at(head, stamp), staff=staff, person=_text(value, "person"),
        group=_text(value, "group"), value=value, raw=plain,
    )  # fmt: skip


def _zone(plain: bytes, key: str) -> Event:
    value = read(events.ZoneEvent, cast("object", msgspec.json.decode(plain)))
    kind = "archive.ready" if value.event_type == "conversation_new_message" else "unknown"
    return Event(key=key, kind=kind, at=min(value.timestamp, _LATEST) * SECOND, value=value, raw=plain)


def _at(head: Head, stamp: int) -> int:
    seconds = head.created or head.stamped
    return seconds * SECOND if 0 < seconds < _LATEST else stamp


def _text(value: Wire, field: str) -> str:
    found = getattr(value, field, "")
    return found if isinstance(found, str) else ""
