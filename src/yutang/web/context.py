"""What every handler may ask for. Made once by the composition root, handed out by Litestar's dependencies."""

import threading
from collections.abc import Callable
from pathlib import Path

import msgspec

from yutang.kit.db import Database
from yutang.kit.settings import Settings
from yutang.ledger.ledger import Ledger


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """The open stores and the clock. Handlers: `def f(context: Context, viewer: Viewer, …)`."""

    settings: Settings
    ledger: Ledger
    now: Callable[[], int]  # microseconds, UTC
    stop: threading.Event  # set when the server is going down: streams look at it each second
    wake: Callable[[], None]  # tells the workers that a job was added

    @property
    def state(self) -> Database:
        return self.ledger.state

    @property
    def home(self) -> Path:
        return self.settings.home
