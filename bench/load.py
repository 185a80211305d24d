"""A client that costs little: keep-alive sockets in one process of its own, requests cut from a template.

`python load.py` reads a `Spec` as JSON from standard input and prints what `drive` found. A client that makes JSON
or parses headers for each request would take the half of a small machine that the server needs.
"""

import json
import selectors
import socket
import sys
import time
from typing import NamedTuple

MARK = b"@@@@@@@"  # seven digits of the request's number stand here


class Spec(NamedTuple):
    """`templates` are sent in turn; `expect`: how the body of an answer must begin, else it is counted as refused."""

    host: str
    port: int
    templates: list[str]
    expect: str
    connections: int = 24
    seconds: float = 10.0
    warm: float = 1.0  # seconds before anything is counted


class Line:
    """One connection: one request at a time."""

    def __init__(self, spec: Spec) -> None:
        self.sock = socket.create_connection((spec.host, spec.port))
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.number, self.sent, self.data, self.size = -1, 0.0, b"", 0

    def ask(self, number: int, template: bytes) -> None:
        self.number, self.data, self.size = number, b"", 0
        self.sent = time.perf_counter()
        self.sock.sendall(template.replace(MARK, b"%07d" % number))

    def whole(self) -> bool:
        """Read what is there; whether the answer is complete."""
        got = self.sock.recv(1 << 18)
        if not got:
            raise ConnectionError("the server closed a connection")
        self.data += got
        if not self.size:
            head = self.data.find(b"\r\n\r\n")
            if head < 0:
                return False
            length = self.data.lower().index(b"content-length:", 0, head) + 15
            self.size = head + 4 + int(self.data[length : self.data.index(b"\r\n", length)])
        return len(self.data) >= self.size

    def told(self, expect: bytes) -> bool:
        return self.data[9:10] == b"2" and self.data.startswith(expect, self.data.index(b"\r\n\r\n") + 4)


def drive(spec: Spec) -> dict:
    """{answered, asked, refused: [number], seconds, p50, p95, p99 (ms), first_refusal}: requests 0 … asked - 1."""
    templates = [one.encode() for one in spec.templates]
    expect, waits, refused, first = spec.expect.encode(), [], [], ""
    watch = selectors.DefaultSelector()
    asked, open_, begun = 0, spec.connections, time.perf_counter()
    start, end = begun + spec.warm, begun + spec.warm + spec.seconds
    for _ in range(spec.connections):
        line = Line(spec)
        watch.register(line.sock, selectors.EVENT_READ, line)
        line.ask(asked, templates[asked % len(templates)])
        asked += 1
    while open_:
        for key, _ in watch.select(30):
            line: Line = key.data
            if not line.whole():
                continue
            now = time.perf_counter()
            if not line.told(expect):
                refused.append(line.number)
                first = first or line.data[:600].decode("latin-1")
            elif start <= now < end:
                waits.append(now - line.sent)
            if now < end:
                line.ask(asked, templates[asked % len(templates)])
                asked += 1
            else:
                watch.unregister(line.sock)
                open_ -= 1
    waits.sort()
    p50, p95, p99 = (1000 * waits[int(len(waits) * part)] if waits else 0 for part in (0.5, 0.95, 0.99))
    return {"answered": len(waits), "asked": asked, "refused": refused, "seconds": spec.seconds,
            "p50": p50, "p95": p95, "p99": p99, "first_refusal": first}  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(drive(Spec(**json.load(sys.stdin)))))
