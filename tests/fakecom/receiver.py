"""Who gets the fake's callbacks: a real HTTP server that opens them with wechatpy, not with our own crypto."""

import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

import xmltodict
from wechatpy.enterprise.crypto import WeChatCrypto

from fakecom.running import CORP, Running

TOKEN, KEY = "a-token-of-the-callback", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"


class Receiver:
    """`got`: every POST as (query, body, plaintext), in order; `events`: the plaintexts of those that open, parsed.

    `answer`, when given, chooses (status, body, seconds to wait) for the n-th request, counted from 0; GETs too.
    """

    def __init__(self, corp: str = CORP) -> None:
        self.got: list[tuple[dict[str, str], str, str | None]] = []
        self.answer: Callable[[int], tuple[int, bytes, float]] = lambda _: (200, b"", 0)
        self.echo: Callable[[str], bytes] = lambda plain: plain.encode()
        self.crypto = WeChatCrypto(TOKEN, KEY, corp)
        self._lock = threading.Lock()
        self._server = _server(self)
        self.url = f"http://127.0.0.1:{self._server.server_port}/wecom"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def events(self) -> list[dict]:
        return [xmltodict.parse(plain)["xml"] for _, _, plain in self.got if plain]

    def changes(self) -> list[str]:
        return [event["ChangeType"] for event in self.events]

    def opened(self, query: dict[str, str], body: str) -> str | None:
        """What wechatpy finds in it; None when it refuses."""
        try:
            return self.crypto.decrypt_message(
                body, query["msg_signature"], query["timestamp"], query["nonce"]
            )
        except Exception:  # noqa: BLE001 - the library raises what its parser raises
            return None

    def take(self, query: dict[str, str], body: str) -> tuple[int, bytes, float]:
        with self._lock:
            self.got.append((query, body, self.opened(query, body)))
            return self.answer(len(self.got) - 1)

    def connect(self, running: Running, **more: object) -> dict:
        """Have the fake save this receiver as the app's callback."""
        return running.ctl("callback", url=self.url, token=TOKEN, aes_key=KEY, **more)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def _server(receiver: Receiver) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        def query(self) -> dict[str, str]:
            return dict(parse_qsl(urlsplit(self.path).query))

        def say(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            asked = self.query()
            plain = receiver.crypto.check_signature(
                asked["msg_signature"], asked["timestamp"], asked["nonce"], asked["echostr"]
            )
            status, body, wait = receiver.answer(0)
            time.sleep(wait)
            self.say(status, body or receiver.echo(plain))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            status, said, wait = receiver.take(self.query(), body)
            time.sleep(wait)
            self.say(status, said)

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        request_queue_size = 1024
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            pass  # the fake hangs up on who is late: that is what is tested

    return Server(("127.0.0.1", 0), Handler)
