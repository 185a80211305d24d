"""One attempt to hand a signed message to a receiver: no redirects, no proxies, bounded in time and in bytes.

The name is resolved once; the address that passed the rules is the one that is connected to, so a name that
changes its address in between (DNS rebinding) gains nothing. TLS still proves the name.
"""

import asyncio
import hashlib
import hmac
import ipaddress
import socket
import ssl
from urllib.parse import urlsplit, urlunsplit

import httpx
import msgspec

from yutang.kit.clock import SECOND
from yutang.kit.reach import choose, host_of
from yutang.kit.tls import trusted

CONNECT, WHOLE = 5.0, 15.0  # seconds
AT_ONCE = 8
MINUTE, HOUR = 60 * SECOND, 3600 * SECOND
# Waits after the first, second, … failed attempt; after the last of them a message is given up.
WAITS = (1 * MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR, 12 * HOUR)


class Answer(msgspec.Struct, frozen=True):
    """What came of one attempt: an HTTP status, or the code of what went wrong before there was one."""

    status: int | None = None
    error: str | None = None
    again: bool = False  # of an error: whether it may go away by itself


def may_pass(answer: Answer) -> bool:
    """Whether trying again makes sense: network errors, 408, 425, 429 and 5xx; anything else is final."""
    status = answer.status
    return answer.again if status is None else status in {408, 425, 429} or status >= 500


def next_try(attempts: int, now: int) -> int | None:
    """When to try again after so many attempts; None = never. Instants: microseconds."""
    return now + WAITS[attempts - 1] if attempts <= len(WAITS) else None


def signature(secret: str, body: bytes, seconds: int) -> str:
    """`t=<seconds since 1970>,v1=<hex HMAC-SHA256 of "<t>.<body>">`. The instant is signed, so that a receiver can
    refuse what is older than a few minutes: a copy sent again later is not ours."""
    digest = hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={seconds},v1={digest}"


def headers(secret: str, key: str, event: str, body: bytes, seconds: int) -> dict[str, str]:
    return {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Yutang-Webhook/1",
        "X-Yutang-Event": event,
        "X-Yutang-Delivery": key,
        "X-Yutang-Signature": signature(secret, body, seconds),
    }


async def post(url: str, body: bytes, headers: dict[str, str], *, reach: str, whole: float = WHOLE) -> Answer:
    """Send it once. Never raises: what happened is the answer. Nothing of the receiver's body is read."""
    try:
        async with asyncio.timeout(whole):
            return await _post(url, body, headers, reach)
    except TimeoutError:
        return Answer(error="timeout", again=True)


async def _post(url: str, body: bytes, headers: dict[str, str], reach: str) -> Answer:
    host = host_of(url)
    if host is None:
        return Answer(error="address_refused")
    try:
        address = choose(await _resolve(host, _port(url)), reach)
        if address is None:
            return Answer(error="address_refused")
        pinned, extra = _pinned(url, host, address)
        limits = httpx.Timeout(WHOLE, connect=CONNECT)
        async with (
            httpx.AsyncClient(verify=trusted(env=True), timeout=limits, follow_redirects=False,
                              trust_env=False) as client,
            client.stream("POST", pinned, content=body, headers=headers | extra,
                          extensions={"sni_hostname": host}) as answer,
        ):  # fmt: skip
            return Answer(answer.status_code)
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as wrong:
        return _failed(wrong)


def _failed(wrong: Exception) -> Answer:
    """What went wrong as a code. All of it may go away by itself, but an address that is none."""
    if isinstance(wrong, socket.gaierror | UnicodeError):
        return Answer(error="no_such_host", again=True)
    if isinstance(wrong, httpx.InvalidURL | ValueError):
        return Answer(error="address_refused")
    if isinstance(wrong, httpx.TimeoutException):
        return Answer(error="timeout", again=True)
    if isinstance(wrong, httpx.ProtocolError | httpx.DecodingError):
        return Answer(error="protocol", again=True)
    return Answer(error="certificate" if _tls(wrong) else "unreachable", again=True)


async def _resolve(host: str, port: int) -> list[str]:
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


def _port(url: str) -> int:
    parts = urlsplit(url)
    return parts.port or (443 if parts.scheme == "https" else 80)


def _pinned(url: str, host: str, address: str) -> tuple[str, dict[str, str]]:
    """The URL with the address in place of the name, and the Host header that keeps the name."""
    parts = urlsplit(url)
    port = f":{parts.port}" if parts.port else ""
    where = f"[{address}]" if ipaddress.ip_address(address).version == 6 else address
    named = f"[{host}]" if ":" in host else host.encode("idna").decode() if not host.isascii() else host
    whole = urlunsplit((parts.scheme, where + port, parts.path or "/", parts.query, ""))
    return whole, {"Host": named + port}


def _tls(wrong: BaseException) -> bool:
    """Whether TLS refused: httpx wraps its error several times."""
    seen: BaseException | None = wrong
    while seen is not None:
        if isinstance(seen, ssl.SSLError):
            return True
        seen = seen.__cause__ or seen.__context__
    return False
