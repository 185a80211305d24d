"""The server told to stop: what is in hand is answered, streams end, jobs go on at the next start; twice: at once."""

import json
import signal
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from cli.process import Launcher
from faults.folders import content, exports, until
from faults.serving import Server, message

pytestmark = pytest.mark.faults
LIMIT = 25  # seconds from the signal to the end, whatever clients do


@pytest.fixture
def server(serve: Callable[..., Server]) -> Server:
    return serve()


def half_a_request(server: Server, body: bytes) -> tuple[object, bytes]:
    """A connection that has sent all but the last ten bytes of a POST /facts."""
    head = (f"POST /api/v1/facts HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {server.token}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n")  # fmt: skip
    made = server.raw()
    made.sendall(head.encode() + body[:-10])
    return made, body[-10:]


def test_a_request_in_hand_is_answered_and_kept(server: Server) -> None:
    connection, rest = half_a_request(server, json.dumps(message(1)).encode())
    time.sleep(0.3)
    server.process.signal(signal.SIGTERM)
    time.sleep(0.5)
    connection.sendall(rest)
    answer = connection.recv(65536)
    connection.close()
    run = server.end(None)
    assert answer.startswith(b"HTTP/1.1 202 "), answer[:300]
    assert (run.code, run.lines[-1], run.seconds < 60) == (
        0,
        "Stopped; everything acknowledged is kept.",
        True,
    )
    assert not (server.home / "serve.json").exists()


def test_open_streams_end(server: Server) -> None:
    begun = 0.0
    with server.http.stream("GET", "/jobs/events") as stream:
        lines = stream.iter_lines()
        server.http.get("/health")
        server.process.signal(signal.SIGTERM)
        begun = time.monotonic()
        list(lines)
    assert server.end(None).code == 0
    assert time.monotonic() - begun < LIMIT


def test_a_second_signal_ends_at_once(server: Server) -> None:
    connection, _ = half_a_request(server, json.dumps(message(1)).encode())
    time.sleep(0.3)
    server.process.signal(signal.SIGTERM)
    time.sleep(0.5)
    assert not server.gone
    begun = time.monotonic()
    assert server.end(signal.SIGTERM).code == 130
    assert time.monotonic() - begun < 5
    connection.close()


def test_a_client_that_never_ends_does_not_hold_it(server: Server) -> None:
    server.http.post("/facts", json=message(2)).raise_for_status()
    connection, _ = half_a_request(server, json.dumps(message(1)).encode())
    time.sleep(0.3)
    begun = time.monotonic()
    run = server.end()
    assert time.monotonic() - begun < LIMIT
    assert (run.code, run.lines[-1]) == (0, "Stopped; everything acknowledged is kept.")
    connection.close()
    assert [text for *_, text, _, _ in content(server.home)[0] if text] == ["第 2 句"]


def test_a_running_import_goes_on_at_the_next_start(
    launcher: Launcher, server: Server, home: Path, tmp_path: Path
) -> None:
    data = exports(tmp_path / "data", rounds=2)
    job = server.order(server.upload(data))
    until(lambda: server.job(job)["done"] > 0)
    run = server.end()
    assert (run.code, run.lines[-1]) == (0, "Stopped; everything acknowledged is kept.")
    state = sqlite3.connect(home / "state.sqlite")
    found = state.execute("select state, claim from job where id = ?", [job]).fetchall()
    state.close()
    assert found == [("queued", None)]
    server.again()
    assert server.wait(job)["state"] == "done"
    assert server.end().code == 0
    assert launcher.run("import", data, home=tmp_path / "other").code == 0
    assert content(home) == content(tmp_path / "other")


def test_nothing_new_is_taken_once_it_stops(server: Server) -> None:
    server.process.signal(signal.SIGTERM)
    until(lambda: not reached(server))
    assert server.end(None).code == 0


def reached(server: Server) -> bool:
    try:
        return server.http.get("/health").is_success
    except httpx.TransportError:
        return False
