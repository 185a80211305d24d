"""Listens, stops cleanly. One process: granian embedded (its own command line forks under an open DuckDB)."""

import asyncio
import contextlib
import errno
import os
import signal
import socket
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from granian.constants import Interfaces
from granian.server.embed import Server
from litestar.concurrency import set_asyncio_executor

from yutang.kit.errors import YutangError
from yutang.web.frame import Frame

API_THREADS = 24  # asyncio's own pool has six on two cores: slow requests would queue
PATIENCE = 10.0  # seconds for requests in hand; then they are cut off, and the stores are closed in order
GRACE = 22.0  # seconds for all of it; then the process goes


def check_port(host: str, port: int) -> None:
    """Raises port_taken, or cannot_listen: granian itself answers with a page of Rust."""
    try:
        family, _, _, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(where)
    except OSError as wrong:
        if wrong.errno == errno.EADDRINUSE:
            raise YutangError("port_taken", host=host, port=port) from None
        raise YutangError(
            "cannot_listen", host=host, port=port, detail=wrong.strerror or str(wrong)
        ) from None


def serve(app: Frame, host: str, port: int, *, stop: threading.Event, ready: Callable[[], None]) -> None:
    """Serve until a signal. `stop` is set first, so that open streams end; the second signal ends at once."""
    pool = ThreadPoolExecutor(API_THREADS, "api")
    set_asyncio_executor(pool)  # before the loop runs: inside a running loop it raises
    asyncio.run(_serve(app, (host, port), stop, ready, pool))


async def _serve(
    app: Frame,
    where: tuple[str, int],
    stop: threading.Event,
    ready: Callable[[], None],
    pool: ThreadPoolExecutor,
) -> None:
    loop = asyncio.get_running_loop()
    loop.set_default_executor(pool)
    server = Server(app, address=where[0], port=where[1], interface=Interfaces.ASGI, log_enabled=False,
                    backlog=1024, websockets=False)  # fmt: skip

    serving = asyncio.create_task(server.serve())

    def cut_off() -> None:
        """Granian itself waits for ever for a client that is silent, and complains of being left."""
        loop.set_exception_handler(_silent)
        serving.cancel()

    def halt() -> None:
        if stop.is_set():
            os._exit(130)
        stop.set()
        loop.call_later(PATIENCE, cut_off)
        watchdog = threading.Timer(GRACE, os._exit, (1,))
        watchdog.daemon = True
        watchdog.start()
        server.stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, halt)
    announce = asyncio.create_task(_announce(where, ready))
    try:
        await serving
    except asyncio.CancelledError:
        if not stop.is_set():
            raise
    finally:
        announce.cancel()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)


def _silent(_loop: asyncio.AbstractEventLoop, _told: dict[str, Any]) -> None:
    """Nothing is left to be said of requests that were cut off."""


async def _announce(where: tuple[str, int], ready: Callable[[], None]) -> None:
    """Say that it listens when it does."""
    while True:
        with contextlib.suppress(OSError):
            _, writer = await asyncio.open_connection(*where)
            writer.close()
            ready()
            return
        await asyncio.sleep(0.02)
