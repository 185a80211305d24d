"""The whole application over a filled tenant, in this process; `served.client("operator")` is a signed-in browser."""

import atexit
import functools
import shutil
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from litestar.testing import TestClient
from tests.accounts.people import PASSWORD, person
from tests.checkup.tenant import fill
from tests.web.application import make_app

from states import ready
from yutang.accounts import sessions
from yutang.accounts.model import Role
from yutang.checkup.settings import Assumptions
from yutang.checkup.snapshots import Board
from yutang.customers import Customers
from yutang.groups import Groups
from yutang.importers.uploads import Uploads
from yutang.kit import clock
from yutang.kit.settings import Settings
from yutang.ledger.analytics import Analytics
from yutang.ledger.ledger import Ledger
from yutang.staff import Staff
from yutang.web.context import Context
from yutang.web.events import Hub
from yutang.web.identify import COOKIE

BASE = "http://127.0.0.1"


class Browser:
    """A client with a session: sends the cookie, and the CSRF token with what writes."""

    def __init__(
        self, app, cookie: str | None = None, csrf: str | None = None, bearer: str | None = None
    ) -> None:
        self.http = TestClient(app, base_url=BASE, raise_server_exceptions=False)
        self.headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        if cookie:
            self.http.cookies.set(COOKIE, cookie)
        self.csrf = csrf

    def __call__(self, method: str, path: str, **more):
        headers = self.headers | ({"X-CSRF-Token": self.csrf} if self.csrf else {}) | more.pop("headers", {})
        return self.http.request(method, f"/api/v1{path}", headers=headers, **more)


def _open(folder: Path) -> Ledger:
    state = ready(f"sqlite:///{folder / 'state.sqlite'}", durable=False)
    analytics = Analytics(folder / "analytics.duckdb", memory_mb=512, threads=2)
    return Ledger(state, analytics, [Customers(), Groups(), Staff()], folder=folder, zone_="Asia/Shanghai")


@functools.cache
def _filled() -> Path:
    """A folder with the tenant of tests/checkup and its check-up: made once a process, and copied."""
    folder = Path(tempfile.mkdtemp(prefix="yutang-web-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    ledger = _open(folder)
    fill(ledger)
    Board(ledger, Assumptions()).take(now=clock.now())
    ledger.close()
    return folder


def _serve(folder: Path, *, filled: bool) -> SimpleNamespace:
    if filled:
        shutil.copytree(_filled(), folder, dirs_exist_ok=True)
    ledger = _open(folder)
    board = Board(ledger, Assumptions())
    stop = threading.Event()
    here = SimpleNamespace(ledger=ledger, board=board, stop=stop, woken=0, home=folder)

    def wake() -> None:
        here.woken += 1

    here.context = Context(
        settings=Settings(home=folder), ledger=ledger, board=board, hub=Hub(stop), now=clock.now, uploads=Uploads(ledger.state, folder, 4 << 30), stop=stop,
        wake=wake, own_token="own-token",
    )  # fmt: skip
    here.app = make_app(here.context)

    def client(role: str | None = None, *, must_change: bool = False, **links: int) -> Browser:
        """A browser signed in as a new person of that role; None: nobody. `links`: staff_id, unit_id."""
        if role is None:
            return Browser(here.app)
        state = ledger.state
        here.people = getattr(here, "people", 0) + 1
        viewer = person(state, f"{role}{here.people}", Role(role), must_change=must_change, **links)
        now = clock.now()
        fresh = state.write(lambda conn: sessions.start(conn, viewer.user_id, address="test", now=now))
        browser = Browser(here.app, fresh.cookie, fresh.csrf)
        browser.viewer = viewer
        return browser

    here.client, here.password = client, PASSWORD
    return here


@pytest.fixture
def served(tmp_path: Path) -> Iterator[SimpleNamespace]:
    """The application over the tenant of tests/checkup, its check-up made."""
    here = _serve(tmp_path, filled=True)
    yield here
    here.stop.set()
    here.ledger.close()


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[SimpleNamespace]:
    """The application before anything was imported."""
    here = _serve(tmp_path, filled=False)
    yield here
    here.stop.set()
    here.ledger.close()
