"""A real HTTP server on loopback that answers as told and keeps what it got."""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Receiver:
    """`plan`: statuses of the next answers, the last of them for ever; "hang" answers nothing for a while."""

    def __init__(self, plan: list[Any]) -> None:
        self.plan, self.got = plan, []
        self.lock = threading.Lock()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                with outer.lock:
                    outer.got.append((self.path, dict(self.headers), body))
                    now = outer.plan.pop(0) if len(outer.plan) > 1 else outer.plan[0]
                if now == "hang":
                    outer.released.wait(20)
                    return
                if now == "garbage":
                    self.wfile.write(b"\x00\x01 no http at all\r\n\r\n")
                    return
                self.send_response(now)
                if 300 <= now < 400:
                    self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", "2")
                self.end_headers()
                with contextlib.suppress(OSError):
                    self.wfile.write(b"ok")

            def log_message(self, *_: Any) -> None:
                pass

        self.released = threading.Event()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}/hook?key=a%20b"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02})
        self.thread.start()

    def close(self) -> None:
        self.released.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@contextlib.contextmanager
def receiver(*plan: Any) -> Iterator[Receiver]:
    """A server on a port of its own."""
    here = Receiver(list(plan) or [200])
    try:
        yield here
    finally:
        here.close()


def closed_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def dripping() -> Iterator[int]:
    """A server that never ends its headers: one byte each 50 ms. Its port."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        stop = threading.Event()

        def run() -> None:
            with contextlib.suppress(OSError):
                conn, _ = listener.accept()
                with conn:
                    conn.sendall(b"HTTP/1.1 200 OK\r\nX: ")
                    while not stop.is_set():
                        conn.sendall(b"a")
                        time.sleep(0.05)

        thread = threading.Thread(target=run)
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            stop.set()
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            thread.join()
