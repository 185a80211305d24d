"""Pages behind opaque cursors. A cursor is random to look at, holds the key of the last row that was given, and fits
only the query it was made for; what is deleted between two pages neither repeats nor hides anything."""

import base64
import hashlib
from bisect import bisect_right
from collections.abc import Callable, Collection, Sequence
from typing import Any, TypeVar

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from yutang.fakecom.call import Call
from yutang.fakecom.errors import Refused

T = TypeVar("T")
APART = {"cursor", "limit", "page_id", "page_size", "access_token"}


def seal(call: Call, position: Any, apart: Collection[str] = ()) -> str:
    """A cursor that holds `position` (anything JSON) for this query, whatever the fields `apart` say."""
    nonce = call.dice.octets(12)
    sealed = AESGCM(_key(call)).encrypt(nonce, msgspec.json.encode(position), _query(call, apart))
    return base64.urlsafe_b64encode(nonce + sealed).decode().rstrip("=")


def opened(call: Call, apart: Collection[str] = ()) -> Any:
    """The position in the request's cursor; None on the first page. A foreign or made-up cursor is 40058."""
    given = call.body.text("cursor") or call.query.text("cursor")
    if not given:
        return None
    try:
        octets = base64.urlsafe_b64decode(given + "=" * (-len(given) % 4))
        return msgspec.json.decode(AESGCM(_key(call)).decrypt(octets[:12], octets[12:], _query(call, apart)))
    except (ValueError, InvalidTag):
        raise Refused(40058, "invalid cursor") from None


def size(call: Call, *, default: int, most: int, clamp: bool = False) -> int:
    """Rows of a page. A limit above `most` falls back to the default, or with `clamp` to `most`: both occur."""
    asked = call.body.number("limit") or call.query.number("limit")
    if asked <= 0:
        return default
    if asked > most:
        return most if clamp else default
    return asked


def shortened(call: Call, rows: int) -> int:
    """How many of `rows` this page really gives: fewer where the policy makes short pages."""
    if rows > 1 and call.dice.chance(call.corp.policy.short_pages):
        return call.dice.number(0, rows - 1)
    return rows


def page(
    call: Call,
    rows: Sequence[T],
    key: Callable[[T], Any],
    *,
    default: int,
    most: int,
    clamp: bool = False,
) -> tuple[list[T], str]:
    """The page of `rows` (ascending by `key`, which is JSON: an int, or a list of them) and the next cursor, ""."""
    after = opened(call)
    start = 0 if after is None else bisect_right(rows, after, key=key)
    limit = size(call, default=default, most=most, clamp=clamp)
    found = list(rows[start : start + limit])
    if start + limit >= len(rows):
        return found, ""
    found = found[: shortened(call, len(found))]
    last = key(found[-1]) if found else after
    return found, seal(call, last)


def _key(call: Call) -> bytes:
    return hashlib.blake2b(f"cursor:{call.state.seed}".encode(), digest_size=16).digest()


def _query(call: Call, apart: Collection[str]) -> bytes:
    """What a cursor is bound to: the app, the path and everything asked but cursor and limit."""
    asked = {
        k: v for k, v in {**call.query.given, **call.body.given}.items() if k not in APART and k not in apart
    }
    return msgspec.json.encode([call.corp.corpid, call.app.agentid, call.request.path, asked], order="sorted")
