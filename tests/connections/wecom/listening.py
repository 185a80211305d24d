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
        self._thread = threading.Thread(target=lambda: asyncio.run(self._server.serve()), daemon=True)
        self._thread.start()
        for _ in range(500):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            threading.Event().wait(0.02)
        raise RuntimeError("it does not listen")

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def close(self) -> None:
        self._server.stop()
        self._thread.join(0.5)  # it would wait for clients that keep their connection open
