"""Hostile HTTP, byte by byte, against the real server: refused or answered, and the next client is served."""

import contextlib
import json
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cli.process import Launcher
from faults.serving import Server

pytestmark = pytest.mark.faults
MB = 1 << 20
TRIES = int(os.environ.get("YUTANG_TRIES", "2000"))  # 10,000 in the long form


@pytest.fixture(scope="module")
def server(launcher: Launcher, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    made = Server(launcher, tmp_path_factory.mktemp("http") / "home")
    yield made
    assert made.http.get("/health").status_code == 200  # whatever was sent to it
    assert made.end().code == 0
    assert "Traceback" not in made.said.read_text()


def exchange(server: Server, sent: bytes, *, limit: float = 5, gone: bool = False) -> bytes:
    """All that comes back until the server is done with this connection; `gone`: who sends goes away meanwhile."""
    found = b""
    with server.raw() as connection:
        connection.settimeout(limit)
        with contextlib.suppress(OSError):
            connection.sendall(sent)
            if gone:
                connection.shutdown(socket.SHUT_WR)
            while got := connection.recv(65536):
                found += got
    return found


KEEP = "Connection: keep-alive"


def request(
    server: Server, line: str = "GET /api/v1/status HTTP/1.1", *more: str, body: bytes = b""
) -> bytes:
    head = [line, "Host: 127.0.0.1", f"Authorization: Bearer {server.token}", *more]
    head += [] if KEEP in more else ["Connection: close"]
    return "\r\n".join([*head, "", ""]).encode("latin-1") + body


def statuses(answer: bytes) -> list[int]:
    return [int(part[:3]) for part in answer.split(b"HTTP/1.1 ")[1:]]


def test_requests_one_behind_the_other_are_answered_in_order(server: Server) -> None:
    sent = b"".join(request(server, f"GET /api/v1/{path} HTTP/1.1", KEEP) for path in ("status", "nowhere"))
    sent += request(server, "GET /api/v1/jobs HTTP/1.1")
    assert statuses(exchange(server, sent)) == [200, 404, 200]


CHUNKED = "Transfer-Encoding: chunked"
POST = "POST /api/v1/facts HTTP/1.1"
JSON = "Content-Type: application/json"


@pytest.mark.parametrize(
    ("line", "more", "body"),
    [
        (POST, [CHUNKED, JSON], b"zz\r\nabc\r\n0\r\n\r\n"), (POST, [CHUNKED, JSON], b"5\r\nab"),
        (POST, [CHUNKED, JSON], b"ffffffffffffffffff\r\na"), (POST, [CHUNKED, JSON, "Content-Length: 3"], b"1\r\na\r\n0\r\n\r\n"),
        (POST, ["Content-Length: 5", "Content-Length: 6"], b"abcdef"), (POST, ["Content-Length: -1"], b""),
        (POST, ["Content-Length: 99999999999999999999"], b"a"), ("GET  /api HTTP/9.9", [], b""), ("\x00\x01\x02", [], b""),
        ("GET /api/v1/status HTTP/1.1", ["X-A: a\x00b"], b""), ("GET /api/v1/status HTTP/1.1", ["no colon"], b""),
        ("GET /\xff\xfe HTTP/1.1", [], b""), ("CONNECT evil.example:443 HTTP/1.1", [], b""),
        ("GET http://evil.example/api/v1/status HTTP/1.1", [], b""), ("TRACE /api/v1/status HTTP/1.1", [], b""),
    ],
)  # fmt: skip
def test_what_is_no_request_does_nothing(server: Server, line: str, more: list[str], body: bytes) -> None:
    answer = exchange(server, request(server, line, *more, body=body), gone=True)
    assert all(code < 500 for code in statuses(answer)), answer[:300]
    assert b"Traceback" not in answer
    assert server.http.get("/status").json()["waiting"] == 0


@pytest.mark.parametrize(
    "more",
    [["X-A: " + "a" * MB], [f"X-{n}: a" for n in range(2_000)], ["Cookie: yutang_session=" + "a" * 300_000],
     ["Authorization: Bearer " + "é" * 1_000], ["Idempotency-Key: " + "k" * 9_000]],
    ids=["long", "many", "cookie", "bearer", "key"],
)  # fmt: skip
def test_heads_without_end_are_refused_or_ignored(server: Server, more: list[str]) -> None:
    codes = statuses(exchange(server, request(server, POST, JSON, "Content-Length: 2", *more, body=b"{}")))
    assert all(400 <= code < 500 or code == 202 for code in codes)


def test_a_query_without_end_is_refused(server: Server) -> None:
    for query in ("q=" + "a" * 300_000, "&".join(f"a{n}=1" for n in range(20_000))):
        codes = statuses(exchange(server, request(server, f"GET /api/v1/checkup/groups?{query} HTTP/1.1")))
        assert all(code in {400, 404, 414, 431} for code in codes)


def test_an_answer_takes_no_header_from_a_request(server: Server) -> None:
    for path in (
        "/%0d%0aX-Evil:%201",
        "/app/%0d%0aSet-Cookie:%20a=b",
        "/api/v1/me/preferences/%0d%0aX-Evil:1",
    ):
        head = exchange(server, request(server, f"GET {path} HTTP/1.1")).partition(b"\r\n\r\n")[0].lower()
        assert b"\r\nx-evil" not in head
        assert b"\r\nset-cookie" not in head


def test_a_method_is_the_one_of_the_request_line(server: Server) -> None:
    override = ("X-HTTP-Method-Override: DELETE", "X-Method-Override: DELETE", "X-HTTP-Method: DELETE")
    answer = exchange(server, request(server, "GET /api/v1/session?_method=DELETE HTTP/1.1", *override))
    assert statuses(answer) == [200]


def test_a_forwarded_name_is_not_believed(server: Server) -> None:
    sent = b"GET /api/v1/health HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: 127.0.0.1\r\nConnection: close\r\n\r\n"
    assert statuses(exchange(server, sent)) == [421]
    more = ("X-Forwarded-Host: evil.example", "Forwarded: host=evil.example")
    assert b"evil" not in exchange(server, request(server, "GET / HTTP/1.1", *more))


def test_a_body_without_end_is_cut_off(server: Server) -> None:
    """Chunks for ever: the answer is 413 before the memory grows."""
    before, sent = server.peak_mb, 0
    with server.raw() as connection, contextlib.suppress(OSError):
        connection.sendall(request(server, POST, JSON, CHUNKED))
        piece = b"100000\r\n" + b"[" * MB + b"\r\n"
        for _ in range(300):
            connection.sendall(piece)
            sent += MB
    assert server.peak_mb - before < 150
    assert server.http.get("/health").status_code == 200


def test_thousands_of_tries_from_one_address_leave_others_alone(serve: Callable[..., Server]) -> None:
    server = serve()
    login = json.dumps({"login": "admin", "password": "wrong"}).encode()
    before, codes = server.peak_mb, set[int]()
    head = f"POST /api/v1/session HTTP/1.1\r\nHost: 127.0.0.1\r\n{JSON}\r\nContent-Length: {len(login)}\r\n"
    keep, last = (f"{head}{more}\r\n".encode() + login for more in ("", "Connection: close\r\n"))

    def guess() -> None:
        for _ in range(TRIES // 400):
            codes.update(statuses(exchange(server, keep * 99 + last, limit=30)))

    threads = [threading.Thread(target=guess) for _ in range(4)]
    for thread in threads:
        thread.start()
    time.sleep(0.5)
    with server.client(source="127.0.0.2") as other:  # while they guess
        told = {"login": "admin", "password": server.password}
        answer = other.post("/session", json=told)
    for thread in threads:
        thread.join(120)
    assert codes <= {401, 429, 503}
    assert 429 in codes
    assert answer.status_code in {200, 429}, answer.text
    assert server.peak_mb - before < 250
    assert server.http.get("/status").status_code == 200
    assert Path(server.home / "state.sqlite").exists()
