"""What happens now, to every open screen: a hub that worker threads tell and streams read."""

import asyncio
import threading
from collections.abc import AsyncGenerator
from typing import Any

import msgspec

QUEUE = 256  # events one slow reader may lag behind; then it is cut off and polls
TICK = 1.0  # seconds between looks at `stop`: an open stream would hold the shutdown for ever
PING_TICKS = 15


class Event(msgspec.Struct, frozen=True):
    """One event: its name, its data as JSON, and whom it concerns (None: everybody)."""

    name: str
    data: str
    user_id: int | None = None


class Hub:
    """`tell` from any thread; `listen` in the loop."""

    def __init__(self, stop: threading.Event) -> None:
        self._stop = stop
        self._listeners: dict[asyncio.Queue[Event | None], asyncio.AbstractEventLoop] = {}
        self._lock = threading.Lock()

    def tell(self, name: str, data: Any, *, user_id: int | None = None) -> None:
        event = Event(name, msgspec.json.encode(data, enc_hook=str).decode(), user_id)
        with self._lock:
            listeners = list(self._listeners.items())
        for queue, loop in listeners:
            if not loop.is_closed():
                loop.call_soon_threadsafe(_put, queue, event)

    @property
    def listeners(self) -> int:
        return len(self._listeners)

    async def listen(self) -> AsyncGenerator[Event | None]:
        """Events as they come; None each `TICK * PING_TICKS` seconds of silence. Ends when the server stops."""
        queue: asyncio.Queue[Event | None] = asyncio.Queue(QUEUE)
        with self._lock:
            self._listeners[queue] = asyncio.get_running_loop()
        try:
            silent = 0
            while not self._stop.is_set():
                try:
                    event = await asyncio.wait_for(queue.get(), TICK)
                except TimeoutError:
                    silent += 1
                    if silent >= PING_TICKS:
                        silent = 0
                        yield None
                    continue
                if event is None:
                    return
                silent = 0
                yield event
        finally:
            with self._lock:
                self._listeners.pop(queue, None)


def _put(queue: asyncio.Queue[Event | None], event: Event) -> None:
    if queue.full():  # too slow: end the stream, its reader polls and connects again
        queue.get_nowait()
        queue.put_nowait(None)
        return
    queue.put_nowait(event)
