"""The short way for `POST /facts`: a token that was proved a moment ago, a whole body of known length, a good request.

Litestar does the same around the same few lines (`web.api.facts.taken`) in three times their time, which is felt at
thousands of requests a second. Everything unusual goes the ordinary way, with the messages that were read already:
so there is one place that refuses, and it is not here.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import msgspec
from litestar import Litestar

from yutang.accounts.actions import remembered
from yutang.accounts.model import Permission, Viewer
from yutang.kit.errors import YutangError
from yutang.web.api.facts import BODY_LIMIT, taken
from yutang.web.context import Context
from yutang.web.identify import bearer
from yutang.web.problem import Problem

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
PATH = "/api/v1/facts"
_encode = msgspec.json.Encoder().encode


class Lane:
    """Wraps the application; `Frame` goes around both."""

    def __init__(self, context: Context, litestar: Litestar) -> None:
        self._context, self._litestar = context, litestar

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == PATH and scope["method"] == "POST":
            headers = {bytes(name): bytes(value) for name, value in scope["headers"]}
            viewer = self._viewer(scope, headers)
            if viewer is not None and _plain(headers):
                read: list[Message] = []
                answer = await self._answer(viewer, headers, receive, read)
                if answer is not None:
                    await _send(send, answer)
                    return
                receive = _again(read, receive)
        await self._litestar(scope, receive, send)  # pyright: ignore[reportArgumentType]

    def _viewer(self, scope: Scope, headers: dict[bytes, bytes]) -> Viewer | None:
        token = bearer(headers.get(b"authorization", b"").decode("latin-1"))
        if token is None:
            return None
        client = scope.get("client")
        signed = remembered(
            self._context.state, None, token, client[0] if client else "", self._context.now()
        )
        may = signed is not None and not signed.must_change and signed.viewer.may(Permission.FACTS_POST)
        return signed.viewer if signed is not None and may else None

    async def _answer(
        self, viewer: Viewer, headers: dict[bytes, bytes], receive: Receive, read: list[Message]
    ) -> bytes | None:
        """The accepted request's answer; None: the ordinary way must say what is wrong. `read`: what was received."""
        more = True
        while more:
            message = await receive()
            read.append(message)
            if message["type"] != "http.request":
                return None
            more = message.get("more_body", False)
        body = read[0]["body"] if len(read) == 1 else b"".join(one["body"] for one in read)
        key = headers.get(b"idempotency-key")
        try:
            said = await taken(self._context, viewer, body, None if key is None else key.decode("latin-1"))
        except (Problem, YutangError):
            return None
        return _encode(said)


def _plain(headers: dict[bytes, bytes]) -> bool:
    """Whether the body is JSON of a length that is told, and taken."""
    length = headers.get(b"content-length", b"")
    json = headers.get(b"content-type", b"").partition(b";")[0].strip() == b"application/json"
    return json and length.isdigit() and len(length) < 10 and int(length) <= BODY_LIMIT


def _again(read: list[Message], receive: Receive) -> Receive:
    """First what was received already, then what comes."""
    old = iter(read)

    async def again() -> Message:
        message = next(old, None)
        return await receive() if message is None else message

    return again


async def _send(send: Send, answer: bytes) -> None:
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(answer)).encode())]
    await send({"type": "http.response.start", "status": 202, "headers": headers})
    await send({"type": "http.response.body", "body": answer, "more_body": False})
