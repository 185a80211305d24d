"""HTTP/1.1 over asyncio streams with h11: near enough to the wire that an answer can be cut, late or never come."""

import asyncio
import contextlib
import socket
import struct
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qsl, urlsplit

import h11
import msgspec

BODY_MOST = 40 * 1024 * 1024
CHUNK = 64 * 1024


class Request(msgspec.Struct):
    """One request. Header names are lower case; `ip`: the caller's, or what X-Forwarded-For says first."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes
    ip: str


class Answer(msgspec.Struct):
    """One answer. `cut`: end the connection after that many bytes of the body; `reset`: end it with no answer."""

    body: bytes = b""
    status: int = 200
    kind: str = "application/json; charset=UTF-8"
    headers: list[tuple[str, str]] = []
    cut: int | None = None
    reset: bool = False


Responder = Callable[[Request], Awaitable[Answer]]


class Web:
    """A server on one address. `respond` gives each request its answer."""

    def __init__(self, respond: Responder) -> None:
        self._respond = respond
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.Task[None]] = set()

    async def start(self, host: str, port: int) -> int:
        """Listen; the port comes back (asked for as 0, any free one)."""
        self._server = await asyncio.start_server(self._take, host, port, backlog=2048)
        return int(self._server.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()
        for task in list(self._open):
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._open.add(task)
            task.add_done_callback(self._open.discard)
        try:
            await self._converse(reader, writer)
        except (OSError, h11.RemoteProtocolError, asyncio.CancelledError):
            pass  # the other side went away or talks nonsense, or the server stops: nobody is left to tell
        finally:
            writer.close()
            with contextlib.suppress(OSError, asyncio.CancelledError):
                await writer.wait_closed()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        wire = h11.Connection(h11.SERVER)
        peer = writer.get_extra_info("peername")
        ip = str(peer[0]) if peer else ""
        while True:
            request = await _read(wire, reader, writer, ip)
            if request is None:
                return
            answer = await self._respond(request)
            if not await _write(wire, writer, answer) or wire.our_state is not h11.DONE:
                return
            wire.start_next_cycle()


async def _read(
    wire: h11.Connection, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, ip: str
) -> Request | None:
    """The next request whole, or None when the other side has ended."""
    head: h11.Request | None = None
    parts: list[bytes] = []
    size = 0
    while True:
        event = wire.next_event()
        if event is h11.NEED_DATA:
            if wire.they_are_waiting_for_100_continue:
                writer.write(wire.send(h11.InformationalResponse(status_code=100, headers=[])) or b"")
            wire.receive_data(await reader.read(CHUNK))
        elif isinstance(event, h11.Request):
            head = event
        elif isinstance(event, h11.Data):
            parts.append(bytes(event.data))
            size += len(event.data)
            if size > BODY_MOST:
                return None
        elif isinstance(event, h11.EndOfMessage) and head is not None:
            return _request(head, b"".join(parts), ip)
        else:
            return None


def _request(head: h11.Request, body: bytes, ip: str) -> Request:
    target = urlsplit(head.target.decode("latin-1"))
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in head.headers}
    forwarded = headers.get("x-forwarded-for", "").partition(",")[0].strip()
    query = dict(parse_qsl(target.query, keep_blank_values=True, encoding="utf-8", errors="replace"))
    return Request(head.method.decode("latin-1"), target.path, query, headers, body, forwarded or ip)


async def _write(wire: h11.Connection, writer: asyncio.StreamWriter, answer: Answer) -> bool:
    """Send the answer; false when the connection was ended on purpose."""
    if answer.reset:
        _reset(writer)
        return False
    headers = [
        ("Content-Type", answer.kind),
        ("Content-Length", str(len(answer.body))),
        *answer.headers,
    ]
    octets = wire.send(h11.Response(status_code=answer.status, headers=headers, reason=b"OK")) or b""
    if answer.cut is not None:
        writer.write(octets + answer.body[: answer.cut])
        await writer.drain()
        return False
    if answer.body:
        octets += wire.send(h11.Data(data=answer.body)) or b""
    octets += wire.send(h11.EndOfMessage()) or b""
    writer.write(octets)
    await writer.drain()
    return True


def _reset(writer: asyncio.StreamWriter) -> None:
    """End a connection with RST: closing a socket that does not linger."""
    plug = writer.get_extra_info("socket")
    if plug is not None:
        plug.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
