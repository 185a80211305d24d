"""Clients that are slow, cut off, or two hundred at once: others are answered, and memory stays flat."""

import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from faults.folders import until
from faults.serving import Server

pytestmark = pytest.mark.faults
SLOW = 200
MB = 1 << 20
# 2,048 in the long form: YUTANG_UPLOAD_MB=2048 pytest tests/faults/test_server_slow.py
SIZE = int(os.environ.get("YUTANG_UPLOAD_MB", "192")) * MB
GROWTH = 60  # MB


@pytest.fixture
def server(serve: Callable[..., Server]) -> Server:
    return serve()


def half_sent(server: Server, kind: int) -> socket.socket:
    """A request line and no more; a head that grows; a body that never comes; a stream that is not read."""
    token = f"Host: 127.0.0.1\r\nAuthorization: Bearer {server.token}\r\n"
    starts = (
        "POST /api/v1/session HTTP/1.1\r\nHost: 127.0.0.1\r\nX-a: ",
        f"POST /api/v1/facts HTTP/1.1\r\n{token}Content-Type: application/json\r\nContent-Length: 9000\r\n\r\n{{",
        f"PUT /api/v1/uploads/1/file?path=a&size=9000 HTTP/1.1\r\n{token}Content-Length: 9000\r\n\r\nx",
        f"GET /api/v1/jobs/events HTTP/1.1\r\n{token}\r\n",
    )
    made = server.raw()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    made.sendall(starts[kind % len(starts)].encode())
    return made


def test_two_hundred_slow_clients_keep_nobody_waiting(server: Server) -> None:
    with ExitStack() as stack:
        slow = [stack.enter_context(half_sent(server, n)) for n in range(SLOW)]
        waits: list[float] = []
        for n in range(60):
            begun = time.monotonic()
            assert server.http.get("/status").status_code == 200
            waits.append(time.monotonic() - begun)
            if n % 20 == 0:  # they drip
                for number, client in enumerate(slow):
                    if number % 4 == 0:
                        client.sendall(b"a")
        assert sorted(waits)[-3] < 1
    assert server.http.get("/health").status_code == 200
    assert server.end().code == 0


def piece(start: int, end: int) -> Iterator[bytes]:
    """Those bytes of a file that is nowhere: each megabyte differs from the others."""
    for at in range(start, end, MB):
        yield (at // MB).to_bytes(4, "big") * (MB // 4)


def test_a_large_upload_cut_in_half_goes_on(server: Server) -> None:
    upload = server.http.post("/uploads").json()["id"]
    address, asked = f"/uploads/{upload}/file", {"path": "群/大.jsonl", "size": SIZE}

    def broken() -> Iterator[bytes]:
        yield from piece(0, SIZE // 2)
        raise ConnectionError

    list(piece(0, MB))
    before = server.peak_mb
    with server.client(dict(server.http.headers)) as http, pytest.raises(ConnectionError):
        http.put(address, params=asked, content=broken(), headers={"Content-Length": str(SIZE)})

    def there() -> int:
        files = server.http.get(f"/uploads/{upload}").json()["files"]
        return files[0]["received"] if files else 0

    until(lambda: there() > SIZE // 4)
    time.sleep(0.3)
    received = there()
    gap = server.http.put(address, params=asked | {"offset": SIZE - 5}, content=b"12345")
    assert (gap.status_code, gap.json()["params"]) == (409, {"received": received})
    rest = b"".join([next(piece(received // MB * MB, SIZE))])[received % MB :]
    server.http.put(address, params=asked | {"offset": received}, content=rest).raise_for_status()
    whole = server.http.put(address, params=asked | {"offset": received + len(rest)},
                            content=piece(received + len(rest), SIZE))  # fmt: skip
    assert whole.json()["received"] == SIZE
    assert server.peak_mb - before < GROWTH
    (file,) = (p for p in (server.home / "uploads").rglob("*") if p.is_file())
    with file.open("rb") as handle:
        assert all(handle.read(MB) == expected for expected in piece(0, SIZE))


def test_slow_uploads_at_once_have_a_bound(server: Server) -> None:
    """More than it receives at once are told to come again; who was first goes on."""
    uploads = [server.http.post("/uploads").json()["id"] for _ in range(40)]
    with ExitStack() as stack:
        for upload in uploads[:32]:
            client = stack.enter_context(server.raw())
            client.sendall(f"PUT /api/v1/uploads/{upload}/file?path=a&size=9 HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                           f"Authorization: Bearer {server.token}\r\nContent-Length: 9\r\n\r\nx".encode())  # fmt: skip
        time.sleep(1)
        refused = server.http.put(
            f"/uploads/{uploads[39]}/file", params={"path": "a", "size": 1}, content=b"x"
        )
        assert (refused.status_code, refused.json()["code"]) == (429, "too_many")
    until(lambda: server.http.put(f"/uploads/{uploads[39]}/file", params={"path": "a", "size": 1},
                                  content=b"x").is_success, 20)  # fmt: skip


def test_many_at_once_are_all_answered(server: Server) -> None:
    answers: list[int] = []

    def ask() -> None:
        with server.client(dict(server.http.headers)) as http:
            answers.extend(http.get(path).status_code for path in ("/status", "/jobs", "/imports") * 3)

    threads = [threading.Thread(target=ask) for _ in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert answers == [200] * 24 * 9
