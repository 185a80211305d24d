"""Twenty people a second scan a live code while a sync runs: how long until each of them is greeted."""

import asyncio
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
from row import Row, busy
from wecom import BOSS, KEY, LATENCY, TOKEN, Bench, _p99
from wecom import PORT as TAKEN

from yutang.connections.doorman import Doorman
from yutang.connections.inbox import Inbox
from yutang.kit import clock
from yutang.sources import actions, scans, store
from yutang.sources.actions import CodeForm, SourceForm
from yutang.sources.desk import Desk
from yutang.sources.living import Living
from yutang.sources.model import CodeKind, Greeted, Seat, Welcome
from yutang.web.callback import Callbacks

RATE, SECONDS = 20, 60
PORT = TAKEN + 1  # the one of the bursts may still be held: a server is not gone when it was told to stop
STAFF = ("staff0", "staff1", "staff2")


def _code(bench: Bench, living: Living) -> tuple[int, str]:
    """A live code with a welcome: its number, and its id over there."""
    state, now = bench.ledger.state, clock.now()
    of = SourceForm(name="x", welcome=Welcome(text="欢迎"))
    form = CodeForm(name="x", seats=tuple(Seat(staff=one) for one in STAFF))
    source = state.write(lambda conn: actions.add_source(conn, of, viewer=BOSS, now=now))
    made = state.write(
        lambda conn: actions.add_code(conn, source.id, bench.id, CodeKind.PERSON, form, viewer=BOSS, now=now)
    )
    living.wake()
    for _ in range(600):
        with state.read() as conn:
            found = store.one_code(conn, made.id)
        if found.config_id:
            return made.id, found.config_id
        time.sleep(0.05)
    raise RuntimeError("the code is not made")


def _scanned(url: str, config_id: str, count: int) -> dict[str, int]:
    """Who came, and when they pressed: µs. On time, however long an answer takes."""
    pressed: dict[str, int] = {}
    with httpx.Client(base_url=url, timeout=30) as http, ThreadPoolExecutor(16) as pool:

        def scan() -> None:
            at = clock.now()
            told = http.post("/__ctl/scan", json={"code": config_id}).json()
            pressed[told["external_userid"]] = at

        begun = time.perf_counter()
        for n in range(count):
            time.sleep(max(0.0, begun + n / RATE - time.perf_counter()))
            pool.submit(scan)
    return pressed


def _greeted(bench: Bench, code_id: int, count: int) -> list[scans.Scan]:
    for _ in range(300):
        with bench.ledger.state.read() as conn:
            found = scans.listed(conn, code_id, limit=count + 1)
        if len(found) == count and all(one.greeted is not Greeted.TRYING for one in found):
            return found
        time.sleep(0.1)
    raise RuntimeError(f"{len(found)} of {count} came")


def _serve(bench: Bench, inbox: Inbox) -> object:
    from granian.constants import Interfaces
    from granian.server.embed import Server

    app = Callbacks(None, Doorman(bench.ledger.state, bench.secrets), inbox, clock.now)  # type: ignore[arg-type]
    server = Server(app, address="127.0.0.1", port=PORT, interface=Interfaces.ASGINL, log_enabled=False,
                    backlog=1024, websockets=False)  # fmt: skip
    threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True).start()
    time.sleep(1)
    url = f"http://127.0.0.1:{PORT}/callback/{bench.path}"
    with httpx.Client(base_url=bench.url, timeout=30) as http:
        # Its clock stood while everything was read.
        http.post("/__ctl/clock", json={"set": time.time(), "rate": 1}).raise_for_status()
        saved = http.post(
            "/__ctl/callback", json={"agentid": 1, "url": url, "token": TOKEN, "aes_key": KEY}
        ).json()
        assert saved["saved"], saved
    return server


def rows(scale: float, only: str) -> list[Row]:
    count, over = max(RATE * 2, int(RATE * SECONDS * scale)), threading.Event()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), int(100_000 * scale), int(300 * scale), 200)
        bench.sync()
        ledger = bench.ledger
        living = Living(Desk(state=ledger.state, analytics=ledger.analytics, clients=bench.clients,
                             zone=ZoneInfo("Asia/Shanghai"), now=clock.now))  # fmt: skip
        inbox = Inbox(ledger.state, lambda: None, now=clock.now)
        server = _serve(bench, inbox)
        living.start(inbox)
        code_id, config_id = _code(bench, living)
        syncs = 0

        def syncing() -> None:
            nonlocal syncs
            while not over.is_set():
                bench.sync()
                syncs += 1

        beside = threading.Thread(target=syncing)
        beside.start()
        pressed = _scanned(bench.url, config_id, count)
        found = _greeted(bench, code_id, count)
        over.set()
        beside.join()
        inbox.close()
        living.stop()
        server.stop()  # type: ignore[attr-defined]
        bench.close()
    sent = [one for one in found if one.greeted is Greeted.SENT]
    assert len(sent) == count, [one for one in found if one.greeted is not Greeted.SENT][:3]
    taken = [((one.sent_at or 0) - pressed[one.person]) / 1e6 for one in sent]
    note = (
        f"{count:,} people at {RATE}/s and {LATENCY} ms, {syncs + 1} syncs beside; asked: a minute; {busy()}"
    )
    return [Row("wecom.welcome", _p99(taken), "s p99", note=note)]
