"""Where channels push what happened: raw ASGI, for nobody signs in there and every millisecond counts.

`GET` proves to the far side that the address is ours (it waits one second), `POST` is an event: durable, then 200 with
an empty body (it waits five seconds, and sends it three times in all). Whoever is turned away is told nothing but a
status; the connection counts why.
"""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import unquote

from yutang.channels.contract.inbound import Accepted, Rejected, Request
from yutang.channels.wecom.inbound import LARGEST
from yutang.connections.doorman import PROBE, Door, Doorman, let_in
from yutang.connections.inbox import Inbox
from yutang.kit.errors import YutangError

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
PREFIX = "/callback/"
NOT_NOW = 503


class Callbacks:
    """Wraps the application; `Frame` goes around both."""

    def __init__(self, inner: App, doorman: Doorman, inbox: Inbox, now: Callable[[], int]) -> None:
        self._inner, self._doorman, self._inbox, self._now = inner, doorman, inbox, now

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(PREFIX):
            await self._inner(scope, receive, send)
            return
        if self._doorman.stale(self._now()):
            await asyncio.to_thread(self._doorman.look, self._now())
        door = self._doorman.door(scope["path"].removeprefix(PREFIX))
        if door is None:
            await _send(send, 404, b"")
            return
        body = await _body(scope, receive)
        if body is None:  # too much: it is not read to its end
            self._inbox.refuse(door.connection_id, "too_large")
            await _send(send, 413, b"", close=True)
            return
        await _send(send, *await self._answer(door, _request(scope, body)))

    async def _answer(self, door: Door, request: Request) -> tuple[int, bytes]:
        now = self._now()
        found = let_in(door, request, now)
        if isinstance(found, Rejected):
            self._inbox.refuse(door.connection_id, found.reason)
            return found.status, b""
        if request.method == "GET" and PROBE not in request.headers:
            await asyncio.to_thread(self._inbox.verified, door.connection_id, now)
        return await self._keep(door, found, now)

    async def _keep(self, door: Door, found: Accepted, now: int) -> tuple[int, bytes]:
        """All of it durable, or the far side comes again."""
        try:
            for event in found.events:
                await self._inbox.put(door.connection_id, event, now=now)
        except YutangError:
            return NOT_NOW, b""
        return 200, found.reply


async def _body(scope: Scope, receive: Receive) -> bytes | None:
    """None: more than is taken."""
    length = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    if not length.isdigit() or int(length) > LARGEST:
        return None
    parts: list[bytes] = []
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            return b""
        parts.append(message.get("body", b""))
        size, more = size + len(parts[-1]), message.get("more_body", False)
        if size > LARGEST:
            return None
    return b"".join(parts)


def _request(scope: Scope, body: bytes) -> Request:
    """A plus sign stays one: values are Base64, and blanks stand in none."""
    pairs = (part.partition("=") for part in scope["query_string"].decode("latin-1").split("&") if part)
    query = {unquote(name): unquote(value) for name, _, value in pairs}
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    return Request(method=scope["method"], query=query, headers=headers, body=body)


async def _send(send: Send, status: int, body: bytes, *, close: bool = False) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    headers += [(b"connection", b"close")] if close else []
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
