"""What happens now, to every open screen: a hub that worker threads tell and streams read."""

import asyncio
import threading
from collections.abc import AsyncGenerator, Callable
from contextlib import suppress
from typing import Any

import msgspec

from yutang.accounts.model import Viewer

QUEUE = 256  # events one slow reader may lag behind; then it is cut off and polls
TICK = 1.0  # seconds between looks at `stop`: an open stream would hold the shutdown for ever
PING = 15.0  # seconds


class Event(msgspec.Struct, frozen=True):
    """One event: its name, its data as JSON, and whom it concerns (None: everybody)."""

    name: str
    data: str
    concerns: Callable[[Viewer], bool] | None = None


class Hub:
    """`tell` from any thread; `listen` in the loop."""

    def __init__(self, stop: threading.Event) -> None:
        self._stop = stop
        self._listeners: dict[asyncio.Queue[Event | None], asyncio.AbstractEventLoop] = {}
        self._lock = threading.Lock()

    def tell(self, name: str, data: Any, *, concerns: Callable[[Viewer], bool] | None = None) -> None:
        event = Event(name, msgspec.json.encode(data, enc_hook=str).decode(), concerns)
        with self._lock:
            listeners = list(self._listeners.items())
        for queue, loop in listeners:
            if not loop.is_closed():
                loop.call_soon_threadsafe(_put, queue, event)

    @property
    def listeners(self) -> int:
        return len(self._listeners)

    async def listen(self) -> AsyncGenerator[Event | None]:
        """Events as they come; None each `PING` seconds, however busy. Ends when the server stops."""
        queue: asyncio.Queue[Event | None] = asyncio.Queue(QUEUE)
        loop = asyncio.get_running_loop()
        with self._lock:
            self._listeners[queue] = loop
        try:
            due = loop.time() + PING
            while not self._stop.is_set():
                with suppress(TimeoutError):
                    event = await asyncio.wait_for(queue.get(), TICK)
                    if event is None:
                        return
                    yield event
                if loop.time() >= due:
                    due = loop.time() + PING
                    yield None
        finally:
            with self._lock:
                self._listeners.pop(queue, None)


def _put(queue: asyncio.Queue[Event | None], event: Event) -> None:
    if queue.full():  # too slow: end the stream, its reader polls and connects again
        queue.get_nowait()
        queue.put_nowait(None)
        return
    queue.put_nowait(event)
