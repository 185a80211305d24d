"""A fake that serves until it is told to stop, and keeps its state in a file."""

import asyncio
import contextlib
import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from yutang.fakecom import snapshot
from yutang.fakecom.server import Fake
from yutang.fakecom.state.corps import App
from yutang.fakecom.state.world import Corp, State
from yutang.fakecom.worlds import files, living

PERMISSIONS = ["contact", "archive", "kf"]


class Options(msgspec.Struct, kw_only=True, frozen=True):
    """`world`: a folder as `yutang demo` writes it, taken as it was `at` (a written time of Shanghai). `state`: where
    the state is kept, saved each `save_every` seconds and at the end; when it is there already it is gone on from,
    and `world` is not looked at. `rate`: virtual seconds in a real one. `tied`: it stops when its standard input ends,
    as it does with whoever started it."""

    host: str = "127.0.0.1"
    port: int = 8790
    corpid: str = "ww00000000000000f0"
    agentid: int = 1000002
    secret: str = "fakecom-secret"  # noqa: S105 - of nothing real; who needs another one gives it
    world: Path | None = None
    at: str = ""
    rate: float = 1.0
    state: Path | None = None
    save_every: float = 60.0
    latency_ms: int = 0
    seed: int = 1
    tied: bool = False


class Told(msgspec.Struct):
    """What a caller needs to know of a running fake."""

    url: str
    corpid: str
    agentid: int
    secret: str
    now: int


def prepared(options: Options) -> Fake:
    """A fake that doesn't serve yet: `Refused` for a world that can't be read, `msgspec.MsgspecError` for a state."""
    if options.state is not None and options.state.exists():
        fake = Fake(snapshot.load(options.state.read_bytes()))
    else:
        fake = Fake(State(now=int(time.time() * 1000), seed=options.seed))
        app = App(
            agentid=options.agentid,
            secret=options.secret,
            permissions=PERMISSIONS,
        )
        if options.world is None:
            corp = Corp(corpid=options.corpid, apps={app.agentid: app})
            fake.state.corps[corp.corpid] = corp
        else:
            living.load(fake, options.world, options.corpid, app, files.moment(options.at))
    fake.state.rate = options.rate
    fake.state.settings.latency_ms = options.latency_ms
    return fake


async def serve(options: Options, ready: Callable[[Told], None]) -> None:
    """Serve until SIGINT, SIGTERM or SIGHUP; `ready` is called once callers are answered."""
    fake, stop = prepared(options), asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, stop.set)
    if options.tied:
        threading.Thread(target=_outlive, args=(loop, stop), daemon=True).start()
    port = await fake.start(options.host, options.port)
    shown = f"[{options.host}]" if ":" in options.host else options.host
    ready(Told(f"http://{shown}:{port}", *_first(fake.state), fake.clock.seconds))
    while not stop.is_set():
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), options.save_every)
        _save(fake, options)
    await fake.stop()
    _save(fake, options)


def _outlive(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    """Until nobody holds the other end: whoever started this is gone, even if killed."""
    # Not through sys.stdin: a thread that waits in its buffer keeps the interpreter from ending in order.
    while os.read(0, 4096):
        pass
    with contextlib.suppress(RuntimeError):  # the loop has ended by itself
        loop.call_soon_threadsafe(stop.set)


def _first(state: State) -> tuple[str, int, str]:
    """The first corp with its first app."""
    corp = next(iter(state.corps.values()))
    app = next(iter(corp.apps.values()))
    return corp.corpid, app.agentid, app.secret


def _save(fake: Fake, options: Options) -> None:
    if options.state is not None:
        snapshot.save(fake.state, options.state)
