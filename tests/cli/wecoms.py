"""Connections of a data folder to a fake WeCom on a free port, and our own door for what it pushes."""

from pathlib import Path
from typing import Any

from tests.connections.conftest import BOSS, NOW, SETTINGS
from tests.connections.wecom.listening import Listening

from fakecom.running import CORP, SECRET
from yutang.connections import actions, store
from yutang.connections.doorman import Doorman
from yutang.connections.inbox import Inbox
from yutang.connections.model import ConnectionState
from yutang.kit import clock
from yutang.kit.db import Database
from yutang.kit.migrate import migrate
from yutang.kit.secrets import Secrets
from yutang.web.callback import Callbacks


def opened(home: Path) -> Database:
    state = Database(f"sqlite:///{home / 'state.sqlite'}")
    migrate(state)
    return state


def connect(home: Path, url: str, *, name: str = "总部", on: bool = True, **more: str) -> None:
    """A connection to the fake at `url`; off unless `on`."""
    state, secrets = opened(home), Secrets(home, {})
    told = SETTINGS | {"corp_id": CORP, "secret": SECRET, "base_url": url} | more

    def write(conn: Any) -> None:
        made, _ = actions.connect(conn, "wecom", name, told, secrets=secrets, viewer=BOSS, now=NOW)
        if not on:
            store.change(conn, made.id, state=ConnectionState.OFF)

    state.write(write)
    state.close()


async def _nothing_else(_scope: Any, _receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 404, "headers": []})
    await send({"type": "http.response.body", "body": b""})


class Opened:
    """The callbacks' door of a data folder, as `yutang serve` has it; `address` is the first connection's."""

    def __init__(self, home: Path) -> None:
        self.state = opened(home)
        self.inbox = Inbox(self.state, lambda: None, now=clock.now)
        app = Callbacks(_nothing_else, Doorman(self.state, Secrets(home, {})), self.inbox, clock.now)
        self.door = Listening(app)

    @property
    def url(self) -> str:
        return self.door.url

    def first(self) -> Any:
        with self.state.read() as conn:
            return store.listed(conn)[0]

    @property
    def address(self) -> str:
        return f"{self.url}/callback/{self.first().path}"

    def close(self) -> None:
        self.door.close()
        self.inbox.close()
        self.state.close()
