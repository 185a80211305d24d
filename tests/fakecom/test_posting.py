"""Posting to receivers that answer in every way HTTP allows, and in some it doesn't."""

import asyncio
from collections.abc import Callable

import h11
import pytest

from yutang.fakecom import posting

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


def ask(answer: bytes, *, path: str = "/in", body: bytes = b"<xml/>") -> tuple[int, bytes, bytes]:
    """Post to a receiver that reads the request, says these bytes and hangs up: status, body, and what it got."""

    async def talk() -> tuple[int, bytes, bytes]:
        got = bytearray()

        async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            got.extend(await reader.readuntil(b"\r\n\r\n"))
            got.extend(await reader.readexactly(len(body)))
            writer.write(answer)
            await writer.drain()
            writer.close()

        server = await asyncio.start_server(take, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        try:
            url = f"http://127.0.0.1:{port}{path}"
            status, said = await posting.send("POST", url, {"nonce": "a+b/="}, body)
        finally:
            server.close()
            await server.wait_closed()
        return status, said, bytes(got)

    return asyncio.run(talk())


def test_a_plain_answer() -> None:
    status, said, got = ask(OK)
    assert (status, said) == (200, b"ok")
    assert got.startswith(b"POST /in?nonce=a%2Bb%2F%3D HTTP/1.1\r\n")
    assert got.endswith(b"<xml/>")


def test_a_query_that_the_address_has_already_stays() -> None:
    assert b"POST /in?app=7&nonce=a%2Bb%2F%3D " in ask(OK, path="/in?app=7")[2]


@pytest.mark.parametrize(
    ("answer", "status", "said"),
    [
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", 200, b"ok"),
        (b"HTTP/1.0 200 OK\r\n\r\nto the end", 200, b"to the end"),
        (b"HTTP/1.1 100 Continue\r\n\r\n" + OK, 200, b"ok"),
        (b"HTTP/1.1 204 No Content\r\n\r\n", 204, b""),
        (b"HTTP/1.1 302 Found\r\nLocation: http://elsewhere/\r\nContent-Length: 0\r\n\r\n", 302, b""),
    ],
)
def test_answers_of_other_shapes(answer: bytes, status: int, said: bytes) -> None:
    """A redirect is an answer like another: nobody follows it."""
    assert ask(answer)[:2] == (status, said)


@pytest.mark.parametrize(
    "answer", [b"", b"SSH-2.0-x\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort"]
)
def test_what_is_no_answer(answer: bytes) -> None:
    with pytest.raises((EOFError, h11.RemoteProtocolError)):
        ask(answer)


def test_an_answer_without_end() -> None:
    with pytest.raises(EOFError, match="too long"):
        ask(b"HTTP/1.0 200 OK\r\n\r\n" + b"x" * (posting.ANSWER_MOST + 70_000))


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "http://[::1]:1/"])
def test_nobody_there(url: str) -> None:
    send: Callable[..., object] = posting.send
    with pytest.raises(OSError, match=r"."):
        asyncio.run(send("GET", url, {}))
