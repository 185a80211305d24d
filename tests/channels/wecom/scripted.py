"""A real HTTP server on loopback that plays what it is told, for what the fake WeCom can't be asked to do.

`play[path]` is a list of what to answer, the last of it for ever: a dict (JSON, HTTP 200), bytes (as they are), an int
(a status without a body), "cut" (half a body, then the end), "drop" (the end, without an answer), or a callable that is
given the request and answers one of these. Without a play: {"errcode": 0, "errmsg": "ok"}.
"""

import contextlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

from yutang.channels.wecom.client import Client, Clock, Pace
from yutang.channels.wecom.limits import Rates
from yutang.channels.wecom.rates import Limiter
from yutang.channels.wecom.settings import Connection
from yutang.kit.clock import SECOND

START = 1_780_000_000 * SECOND
SECRET = "s3cret-" + "x" * 36
FINE = {"errcode": 0, "errmsg": "ok"}


class Got(NamedTuple):
    path: str
    query: dict[str, str]
    body: bytes
    headers: dict[str, str]


class Server:
    def __init__(self) -> None:
        self.play: dict[str, list[Any]] = {
            "gettoken": [{"errcode": 0, "errmsg": "ok", "access_token": "token-1", "expires_in": 7200}]
        }
        self.got: list[Got] = []
        self.lock = threading.Lock()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                outer.answer(self)

            do_POST = do_GET  # noqa: N815

            def log_message(self, *_: Any) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.base = f"http://127.0.0.1:{self.http.server_address[1]}"
        self.thread = threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.02})
        self.thread.start()

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        parts = urlsplit(handler.path)
        path = parts.path.removeprefix("/cgi-bin/")
        body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        got = Got(path, dict(parse_qsl(parts.query, keep_blank_values=True)), body, dict(handler.headers))
        with self.lock:
            self.got.append(got)
            plan = self.play.get(path, [FINE])
            told = plan.pop(0) if len(plan) > 1 else plan[0]
        _say(handler, told(got) if callable(told) else told)

    def calls(self, path: str) -> list[Got]:
        with self.lock:
            return [each for each in self.got if each.path == path]

    def bodies(self, path: str) -> list[Any]:
        return [json.loads(each.body) for each in self.calls(path)]

    def close(self) -> None:
        self.http.shutdown()
        self.http.server_close()
        self.thread.join()


def _say(handler: BaseHTTPRequestHandler, told: Any) -> None:
    if told == "drop":
        handler.close_connection = True
        return
    status = told if isinstance(told, int) else 200
    body = (
        b""
        if isinstance(told, int)
        else told
        if isinstance(told, bytes)
        else json.dumps(FINE if told == "cut" else told).encode()
    )
    handler.send_response(status)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body[:5] if told == "cut" else body)
    handler.close_connection = told == "cut"


class Time:
    """A clock that only moves when somebody sleeps, and remembers how long."""

    def __init__(self) -> None:
        self.now, self.slept = START, []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += int(seconds * SECOND)

    def clock(self) -> Clock:
        return Clock(now=lambda: self.now, sleep=self.sleep, jitter=lambda: 0.5)


@contextlib.contextmanager
def serving(**rates: Any) -> Iterator[tuple[Server, Client, Time]]:
    """A server, a client of it, and the client's time."""
    server, time = Server(), Time()
    connection = Connection(corpid="wwcorp0000000001", agentid=1000002, secret=SECRET, base=server.base)
    client = Client(connection, Limiter(Rates(**rates)), clock=time.clock(), pace=Pace(network=5.0))
    try:
        yield server, client, time
    finally:
        client.close()
        server.close()


def error(code: int, text: str = "whatever it says today", **more: Any) -> dict[str, Any]:
    return {"errcode": code, "errmsg": text, **more}
