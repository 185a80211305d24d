"""Around every answer, also 404 and static files: the host is ours, a request id, security headers."""

import ipaddress
import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import msgspec
from litestar import Litestar

from yutang.kit.peers import Proxies
from yutang.web.problem import ProblemBody

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

# Ant Design writes style elements and attributes; nothing writes scripts, and nothing is asked of other hosts.
CSP = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    b"content-security-policy": CSP.encode(),
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"referrer-policy": b"same-origin",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=(), payment=()",
}
NAMES = frozenset({"localhost"})


class Frame:
    """Wraps the application. `hosts`: names that this server answers to, beside loopback and its own address.

    A page of another site can make a browser send requests to a name that it points at 127.0.0.1 (DNS rebinding);
    the Host header still carries that name, so an unknown one is refused.
    """

    def __init__(self, litestar: Litestar, inner: App, hosts: frozenset[str], proxies: Proxies) -> None:
        """`inner` is asked; `litestar` is at its end, and knows the routes."""
        self.litestar, self.inner, self.hosts, self.proxies = litestar, inner, hosts | NAMES, proxies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.inner(scope, receive, send)
            return
        request_id = secrets.token_hex(8)
        scope.setdefault("state", {})["request_id"] = request_id
        framed = _framed(send, request_id, api=str(scope["path"]).startswith("/api/"))
        if not self._ours(scope):
            await _refuse(framed, request_id)
            return
        if forwarded := _header(scope, b"x-forwarded-for"):
            host, port = scope.get("client") or ("", 0)
            scope["client"] = (self.proxies.behind(host, forwarded), port)
        await self.inner(scope, receive, framed)

    def _ours(self, scope: Scope) -> bool:
        name = host_name(_header(scope, b"host"))
        return name in self.hosts or _address(name)


def _header(scope: Scope, wanted: bytes) -> str:
    return ",".join(value.decode("latin-1") for name, value in scope["headers"] if name == wanted)


def host_name(host: str) -> str:
    """The name in a Host header, without its port, lower case."""
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.partition(":")[0].lower().rstrip(".")


def _address(name: str) -> bool:
    """A bare address can't be rebound: whoever types it means this machine."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _framed(send: Send, request_id: str, *, api: bool) -> Send:
    async def framed(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            headers = list(message.get("headers", []))
            there = {bytes(name).lower() for name, _ in headers}
            extra = HEADERS | ({b"cache-control": b"no-store"} if api else {})
            headers += [(name, value) for name, value in extra.items() if name not in there]
            headers.append((b"x-request-id", request_id.encode()))
            message["headers"] = headers
        await send(message)

    return framed


async def _refuse(send: Send, request_id: str) -> None:
    body = msgspec.json.encode(
        ProblemBody(title="unknown_host", status=421, code="unknown_host", request_id=request_id)
    )
    headers = [(b"content-type", b"application/problem+json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 421, "headers": headers})
    await send({"type": "http.response.body", "body": body})
