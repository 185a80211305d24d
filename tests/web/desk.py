"""A tenant whose WeCom is a fakecom, served: its members sign in by it and have its pages beside their chats."""

import threading
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from tests.accounts.people import person
from tests.outbox.tenant import Tenant
from tests.web.application import make_app
from tests.web.conftest import BASE, Browser

from yutang.accounts import sessions
from yutang.accounts.model import Role, Viewer
from yutang.checkup.settings import Assumptions
from yutang.checkup.snapshots import Board
from yutang.connections import actions
from yutang.connections.wecom.clients import Clients
from yutang.importers.uploads import Uploads
from yutang.kit.settings import Settings
from yutang.web.context import Context
from yutang.web.events import Hub

CALLER = {"accept-language": "en"}


class Desk:
    """`browser(role, staff="li")`: signed in as a new account; `visitor()`: nobody yet. `members`: accounts by userid."""

    def __init__(self, here: Tenant, folder: Path, **settings: Any) -> None:
        self.here, self.stop = here, threading.Event()
        ledger = here.ledger
        self.clients = Clients(ledger.state, here.secrets, now=here.now, sleep=here.sleep)
        self.board = Board(ledger, Assumptions())
        self.context = Context(
            settings=Settings(home=folder, **settings), ledger=ledger, board=self.board, hub=Hub(self.stop), now=here.now,
            uploads=Uploads(ledger.state, folder, 1 << 20), stop=self.stop, wake=lambda: None, clients=self.clients,
        )  # fmt: skip
        self.app = make_app(self.context)
        self.id = here.connection
        self._count = 0

    def open_door(self, *, on: bool = True) -> None:
        write = lambda c: actions.let_sign_in(c, self.id, on=on, viewer=self.here.boss, now=self.here.now())  # noqa: E731
        self.here.ledger.state.write(write)

    def account(self, role: str = "operator", userid: str | None = None, **more: Any) -> Viewer:
        self._count += 1
        staff = None if userid is None else self.here.id(userid)
        return person(self.here.ledger.state, f"{role}{self._count}", Role(role), staff_id=staff, **more)

    def browser(self, role: str = "operator", userid: str | None = None, **more: Any) -> Browser:
        viewer = self.account(role, userid, **more)
        now = self.here.now()
        start = lambda c: sessions.start(c, viewer.user_id, address="t", now=now)  # noqa: E731
        fresh = self.here.ledger.state.write(start)
        made = Browser(self.app, fresh.cookie, fresh.csrf)
        made.viewer = viewer
        return made

    def visitor(self) -> Browser:
        return Browser(self.app)

    def audit(self) -> list[tuple[str, Any]]:
        with self.here.ledger.state.read() as conn:
            rows = conn.exec_driver_sql('select act, "after" from audit_log order by id')
            return [tuple(row) for row in rows]

    def close(self) -> None:
        self.stop.set()
        self.clients.close()


def get(browser: Browser, path: str, **headers: str) -> httpx.Response:
    return browser.http.get(path, headers=CALLER | headers, follow_redirects=False)


def go(desk: Desk, browser: Browser, to: str = "/app/", **headers: str) -> str:
    """Off to WeCom: the address of its page."""
    answer = browser.http.get(
        f"/sign-in/wecom/{desk.id}", params={"to": to}, headers=CALLER | headers, follow_redirects=False
    )
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def choose(there: str, userid: str) -> str:
    """At WeCom somebody says who they are; the address they are sent back to, without our host."""
    chosen = httpx.get(there.partition("#")[0] + f"&as={userid}", follow_redirects=False)
    assert chosen.status_code == 302, chosen.text
    assert chosen.headers["location"].startswith(f"{BASE}/")
    return chosen.headers["location"].removeprefix(BASE)


def query(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
