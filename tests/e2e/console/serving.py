"""A tenant of the tests of sends, served by a thread: its clock is the fake's, and its jobs run when a test says so."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from granian.constants import Interfaces
from granian.server.embed import Server
from tests.outbox.tenant import Tenant

from yutang.accounts import sessions
from yutang.accounts.model import Viewer
from yutang.checkup.settings import Assumptions
from yutang.checkup.snapshots import Board
from yutang.importers.uploads import Uploads
from yutang.kit.settings import Settings
from yutang.web.app import make_app
from yutang.web.context import Context
from yutang.web.events import Hub


class Open(NamedTuple):
    here: Tenant
    url: str
    boss: Viewer

    @property
    def cookie(self) -> str:
        """A fresh one: by the clock of the fake, days pass in a test."""
        now, id_ = self.here.now(), self.boss.user_id
        return self.here.ledger.state.write(
            lambda conn: sessions.start(conn, id_, address="t", now=now)
        ).cookie


@contextmanager
def serving(here: Tenant) -> Iterator[str]:
    """The address, while a block runs."""
    stop = threading.Event()
    context = Context(
        settings=Settings(home=here.folder), ledger=here.ledger, board=Board(here.ledger, Assumptions()), hub=Hub(stop),
        now=here.now, uploads=Uploads(here.ledger.state, here.folder, 1 << 20), stop=stop, wake=lambda: None,
    )  # fmt: skip
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = int(found.getsockname()[1])
    server = Server(
        make_app(context), address="127.0.0.1", port=port, interface=Interfaces.ASGI, log_enabled=False
    )
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=lambda: loop.run_until_complete(server.serve()), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{port}"
    stop.set()
    loop.call_soon_threadsafe(server.stop)
    thread.join(10)
    loop.close()
