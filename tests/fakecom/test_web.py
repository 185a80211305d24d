"""HTTP by hand: what is odd on the wire costs its sender the connection, and nobody else anything."""

import socket

import pytest

from fakecom.running import Running


def talk(running: Running, octets: bytes, *, half: bool = True) -> bytes:
    """Send, say that nothing more comes, and read to the end."""
    with socket.create_connection(("127.0.0.1", running.port), timeout=10) as plug:
        plug.sendall(octets)
        if half:
            plug.shutdown(socket.SHUT_WR)
        found = b""
        while chunk := plug.recv(65536):
            found += chunk
        return found


def request(path: str, *headers: str, method: str = "GET", body: str = "") -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: x", *headers, "", body]
    return "\r\n".join(lines).encode()


def test_several_requests_on_one_connection_are_answered_in_order(running: Running) -> None:
    said = talk(running, request("/cgi-bin/gettoken") + request("/nowhere") + request("/__ctl/clock"))
    assert said.count(b"HTTP/1.1 ") == 3
    assert said.index(b"41002") < said.index(b"404") < said.index(b'"rate"')


def test_a_body_in_chunks(running: Running) -> None:
    body = '5\r\n{"adv\r\n9\r\nance": 7}\r\n0\r\n\r\n'
    said = talk(running, request("/__ctl/clock", "Transfer-Encoding: chunked", method="POST", body=body))
    assert b"200 OK" in said
    assert running.state.now % 1_000_000 == 7000


def test_a_client_that_waits_for_leave_gets_it(running: Running) -> None:
    head = request(
        "/__ctl/clock", "Content-Length: 2", "Expect: 100-continue", "Connection: close", method="POST"
    )
    with socket.create_connection(("127.0.0.1", running.port), timeout=10) as plug:
        plug.sendall(head)
        assert plug.recv(100).startswith(b"HTTP/1.1 100")
        plug.sendall(b"{}")
        assert plug.recv(100).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize(
    "octets",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET /__ctl/clock HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nshort",
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"",
    ],
)
def test_nonsense_ends_its_own_connection_only(running: Running, octets: bytes) -> None:
    assert talk(running, octets) == b""
    assert running.look("clock")["due"] == 0


def test_a_body_without_end_is_cut_off(running: Running) -> None:
    head = request("/__ctl/clock", f"Content-Length: {1 << 31}", method="POST")
    with socket.create_connection(("127.0.0.1", running.port), timeout=10) as plug:
        plug.sendall(head)
        with pytest.raises(OSError, match=r"."):
            plug.sendall(b"x" * (1 << 27))
    assert running.look("clock")["due"] == 0


def test_a_mistake_of_ours_is_a_500_with_its_place_and_the_next_call_works(
    running: Running, capfd: pytest.CaptureFixture[str]
) -> None:
    answer = running.http.post("/__ctl/clock", json={"advance": "soon"})
    assert answer.status_code == 500
    assert "ValueError" in answer.text
    assert "ValueError" in capfd.readouterr().err
    assert running.look("clock")["due"] == 0


def test_paths_and_queries_are_decoded(running: Running) -> None:
    running.ctl("members", userid="张 三", name="x")
    answer = running.http.post("/__ctl/member/%E5%BC%A0%20%E4%B8%89/resign", json={})
    assert answer.json() == {"customers": 0, "groups": 0}


def test_a_page_of_somebody_else_may_not_act_here(running: Running) -> None:
    for origin, status in (("http://evil.example", 403), ("null", 403), (running.url, 200)):
        answer = running.http.post("/__ctl/clock", json={"advance": 1}, headers={"Origin": origin})
        assert answer.status_code == status
    assert running.state.now % 1_000_000 == 1000
