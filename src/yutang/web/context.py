"""What every handler may ask for. Made once by the composition root, handed out by Litestar's dependencies."""

import threading
from collections.abc import Callable
from pathlib import Path

import msgspec

from yutang.checkup.snapshots import Board
from yutang.connections.inbox import Inbox
from yutang.connections.wecom.clients import Clients
from yutang.importers.uploads import Uploads
from yutang.insight.retention.shelf import Shelf
from yutang.kit.db import Database
from yutang.kit.settings import Settings
from yutang.ledger.ledger import Ledger
from yutang.sidebar.entrance import Entrance
from yutang.sidebar.tickets import Tickets
from yutang.simulation.tenant import Simulation
from yutang.web.events import Hub


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """The open stores and the clock. Handlers: `def f(context: Context, viewer: Viewer, …)`."""

    settings: Settings
    ledger: Ledger
    board: Board
    hub: Hub
    uploads: Uploads
    now: Callable[[], int]  # microseconds, UTC
    stop: threading.Event  # set when the server is going down: streams look at it each second
    wake: Callable[[], None]  # tells the workers that a job was added
    codes_changed: Callable[[], None] = lambda: (
        None
    )  # tells whoever keeps live codes that somebody changed one
    posted: Callable[[], None] = lambda: None  # tells whoever applies posted facts that some came
    own_address: str = ""  # of this server, from this machine: http://127.0.0.1:8700
    own_token: str = ""  # of the command line on this machine; see web.identify
    demo: bool = False  # the simulated tenant: said on every screen
    retention: Shelf = msgspec.field(default_factory=Shelf)
    simulation: Simulation | None = None  # the WeCom of the simulated tenant
    inbox: Inbox | None = None  # of callbacks; None: none are taken
    clients: Clients | None = None  # of connections, for what somebody waits for; None: nothing is asked
    entrance: Entrance = msgspec.field(default_factory=Entrance)
    tickets: Tickets = msgspec.field(default_factory=Tickets)

    @property
    def state(self) -> Database:
        return self.ledger.state

    @property
    def home(self) -> Path:
        return self.settings.home
