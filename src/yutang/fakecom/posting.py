"""HTTP to a receiver: one short request, one answer, a connection each. h11 over asyncio streams."""

import asyncio
import contextlib
from urllib.parse import quote, urlsplit

import h11

ANSWER_MOST = 1024 * 1024


async def send(method: str, url: str, query: dict[str, str], body: bytes = b"") -> tuple[int, bytes]:
    """Status and body. `OSError`, `EOFError`, `h11.RemoteProtocolError`: the receiver is not there, or odd."""
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    reader, writer = await asyncio.open_connection(parts.hostname, port, ssl=True if secure else None)
    try:
        added = "&".join(f"{name}={quote(value, safe='')}" for name, value in query.items())
        target = f"{parts.path or '/'}?{'&'.join(filter(None, (parts.query, added)))}"
        wire = h11.Connection(h11.CLIENT)
        headers = [("Host", parts.netloc), ("Content-Type", "text/xml"), ("Content-Length", str(len(body)))]
        writer.write(wire.send(h11.Request(method=method, target=target, headers=headers)) or b"")
        if body:
            writer.write(wire.send(h11.Data(data=body)) or b"")
        writer.write(wire.send(h11.EndOfMessage()) or b"")
        return await _answer(wire, reader)
    finally:
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()


async def _answer(wire: h11.Connection, reader: asyncio.StreamReader) -> tuple[int, bytes]:
    status, found = 0, bytearray()
    while True:
        event = wire.next_event()
        if event is h11.NEED_DATA:
            wire.receive_data(await reader.read(65536))
        elif isinstance(event, h11.Response):
            status = event.status_code
        elif isinstance(event, h11.Data):
            found += event.data
            if len(found) > ANSWER_MOST:
                raise EOFError("the answer is too long")
        elif isinstance(event, h11.EndOfMessage):
            return status, bytes(found)
        elif not isinstance(event, h11.InformationalResponse):
            raise EOFError("no answer")
