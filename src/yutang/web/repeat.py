"""The same POST twice is done once: answers are kept under the caller's Idempotency-Key for a day.

A browser that lost the connection, or a script that retries, sends the same key and gets the first answer again.
Only answers that say something happened (or was refused) are kept; a 5xx may be tried anew.
"""

import asyncio
import hashlib
import logging
import threading
from typing import Any

from litestar import Request
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, HTTPReceiveMessage, Message, Receive, Scope, Send

from yutang.accounts.answers import Answer, keep, kept
from yutang.accounts.model import Signed
from yutang.kit.complaints import complain
from yutang.kit.errors import DiskFull
from yutang.web.context import Context
from yutang.web.problem import Problem
from yutang.web.scope import method, signed_of

log = logging.getLogger("yutang.web")
MAX_BODY = 4 << 20
MAX_ANSWER = 256 << 10
KEY_LENGTH = 200


class Repeat(ASGIMiddleware):
    """Routes with `opt["own_idempotency"]` (facts, uploads) look after it themselves."""

    scopes = (ScopeType.HTTP,)
    exclude_opt_key = "own_idempotency"

    def __init__(self, context: Context) -> None:
        self._context = context
        self._lock = threading.Lock()
        self._running: set[str] = set()

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        request: Request[Any, Any, Any] = Request(scope)
        key = request.headers.get("idempotency-key")
        signed = signed_of(scope)
        if method(scope) != "POST" or key is None or signed is None:
            await next_app(scope, receive, send)
            return
        if not 0 < len(key) <= KEY_LENGTH:
            raise Problem(400, "bad_idempotency_key", limit=KEY_LENGTH)
        body = await _body(receive)
        digest = hashlib.sha256(
            scope["path"].encode() + b"\x1f" + scope["query_string"] + b"\x1f" + body
        ).hexdigest()
        mine = f"{signed.viewer.user_id}\x1f{signed.viewer.token_id}\x1f{key}"
        with self._lock:
            if mine in self._running:
                raise Problem(409, "idempotency_in_progress", retry_after=1)
            self._running.add(mine)
        try:
            await self._once(scope, send, next_app, signed, (key, digest, body))
        finally:
            with self._lock:
                self._running.discard(mine)

    async def _once(
        self, scope: Scope, send: Send, next_app: ASGIApp, signed: Signed, given: tuple[str, str, bytes]
    ) -> None:
        key, digest, body = given
        context, viewer = self._context, signed.viewer

        def look() -> Answer | None:
            with context.state.read() as conn:
                return kept(conn, viewer, key, now=context.now())

        old = await asyncio.to_thread(look)
        if old is not None:
            if old.digest != digest:
                raise Problem(409, "idempotency_reused")
            await _again(send, old)
            return
        heard = _Heard(send)
        await next_app(scope, _replay(body), heard)
        made = heard.answer(digest)
        if made is not None:
            now = context.now()
            try:
                await asyncio.to_thread(
                    context.state.write, lambda conn: keep(conn, viewer, key, made, now=now)
                )
            except DiskFull as full:  # it is done all the same, and must be told
                complain(log, "an answer is not kept", full)
        await heard.release()


class _Heard:
    """Holds an answer back until it is kept: who has it may rely on getting it again, though the server be killed."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._held: list[Message] = []
        self._status, self._type, self._body, self._plain = 0, "", b"", True

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            headers = {bytes(k).lower(): bytes(v) for k, v in message["headers"]}
            self._type = headers.get(b"content-type", b"").decode("latin-1")
            self._plain = b"set-cookie" not in headers and b"content-encoding" not in headers
        elif message["type"] == "http.response.body" and len(self._body) <= MAX_ANSWER:
            self._body += message["body"]
        self._held.append(message)
        if not self._kept:
            await self.release()

    async def release(self) -> None:
        """Pass on what was held back."""
        held, self._held = self._held, []
        for message in held:
            await self._send(message)

    @property
    def _kept(self) -> bool:
        told = self._plain and 200 <= self._status < 500 and self._status not in (401, 403, 429)
        return told and len(self._body) <= MAX_ANSWER

    def answer(self, digest: str) -> Answer | None:
        if not self._kept:
            return None
        return Answer(digest=digest, status=self._status, media_type=self._type, body=self._body)


async def _again(send: Send, old: Answer) -> None:
    headers = [(b"content-type", old.media_type.encode()), (b"content-length", str(len(old.body)).encode()),
               (b"idempotency-replayed", b"true")]  # fmt: skip
    await send({"type": "http.response.start", "status": old.status, "headers": headers})
    await send({"type": "http.response.body", "body": old.body, "more_body": False})


async def _body(receive: Receive) -> bytes:
    body = b""
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise Problem(400, "cut_off")
        body += message.get("body", b"")
        if len(body) > MAX_BODY:
            raise Problem(413, "too_large", limit=MAX_BODY)
        if not message.get("more_body"):
            return body


def _replay(body: bytes) -> Receive:
    given = False

    async def receive() -> HTTPReceiveMessage:
        nonlocal given
        if given:
            await asyncio.sleep(3600)
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive  # pyright: ignore[reportReturnType]
