"""Our callbacks' door on a real port, in a thread of its own."""

import asyncio
import contextlib
import socket
import threading
from typing import Any

from granian.constants import Interfaces
from granian.server.embed import Server


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Listening:
    """An ASGI application behind granian, as `yutang serve` has it."""

    def __init__(self, app: Any) -> None:
        self.port = free_port()
        self._server = Server(app, address="127.0.0.1", port=self.port, interface=Interfaces.ASGINL, log_enabled=False,
                              backlog=1024, websockets=False)  # fmt: skip
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        for _ in range(500):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            threading.Event().wait(0.02)
        raise RuntimeError("it does not listen")

    def _serve(self) -> None:
        with asyncio.Runner() as runner:
            self._loop = runner.get_loop()
            runner.run(self._server.serve())

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._server.stop)  # or it would not wake up to see it
        self._thread.join(0.5)  # it would wait for clients that keep their connection open
