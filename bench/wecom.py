"""A connected WeCom, against fakecom in a process of its own: a whole sync, and callbacks in bursts and for a minute."""

import asyncio
import multiprocessing
import os
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from row import Row, busy

from yutang.accounts.model import Role, Viewer
from yutang.channels.wecom.limits import Rates
from yutang.connections import actions, inbox_store
from yutang.connections.doorman import Doorman
from yutang.connections.inbox import Inbox
from yutang.connections.model import SyncKind
from yutang.connections.wecom.asking import Patience
from yutang.connections.wecom.clients import Clients
from yutang.connections.wecom.inbound import Ear
from yutang.connections.wecom.learning import Learner
from yutang.connections.wecom.sync.run import Tools
from yutang.connections.wecom.syncing import sync_kind
from yutang.fakecom.crypto import Envelope
from yutang.kit import clock
from yutang.kit.secrets import Secrets
from yutang.kit.settings import Settings
from yutang.main import open_ledger
from yutang.web.callback import Callbacks
from yutang.worker.loop import SWITCH

CORP, SECRET = "ww00000000000000bb", "the-secret-of-the-bench-app-0001"
TOKEN, KEY = "QDG6eK", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
BOSS = Viewer(user_id=1, login="b", name="b", role=Role.ADMINISTRATOR)
PORT = 18_731
STAFF, LATENCY = 200, 20  # members; ms


def fake(port: Any, pairs: int, groups: int, seats: int) -> None:
    """A fakecom full of people, until it is killed."""
    from yutang.fakecom import Fake
    from yutang.fakecom.state.contacts import External, Follow
    from yutang.fakecom.state.corps import App, Member
    from yutang.fakecom.state.groups import Group, Seat
    from yutang.fakecom.state.world import Corp, State

    now = int(time.time() * 1000)
    corp = Corp(corpid=CORP)
    corp.apps[1] = App(agentid=1, secret=SECRET)
    staff = [f"staff{n}" for n in range(STAFF)]
    corp.members = {one: Member(userid=one, name=one) for one in staff}
    for n in range(pairs):
        who, by = f"wm{n:07}", staff[n % STAFF]
        corp.externals[who] = External(external_userid=who, name=f"客户{n}", followers=[by])
        follow = Follow(userid=by, external_userid=who, serial=n + 1, createtime=now - 86_400_000 - n * 1000)
        corp.follows.setdefault(by, {})[who] = follow
    corp.serial = pairs
    for n in range(groups):
        people = {f"wm{(n * 37 + m) % max(pairs, 1):07}" for m in range(seats)}
        held = {who: Seat(userid=who, type=2, join_time=now - 5_000_000, join_scene=3) for who in people}
        corp.groups[f"wr{n:05}"] = Group(chat_id=f"wr{n:05}", owner=staff[n % STAFF], create_time=now - 9_000_000,
                                         name=f"群{n}", seats=held, version=f"v{n}")  # fmt: skip
    state = State(now=now, corps={CORP: corp})
    state.settings.latency_ms = LATENCY

    async def run() -> None:
        made = Fake(state)
        port.send(await made.start())
        await asyncio.Event().wait()

    asyncio.run(run())


class Bench:
    """A fake and a data folder that is connected to it."""

    def __init__(self, folder: Path, pairs: int, groups: int, seats: int) -> None:
        ours, theirs = multiprocessing.get_context("spawn").Pipe()
        self.process = multiprocessing.get_context("spawn").Process(
            target=fake, args=(theirs, pairs, groups, seats)
        )
        self.process.start()
        self.url = f"http://127.0.0.1:{ours.recv()}"
        self.keep = open_ledger(Settings(home=folder, memory_mb=256))
        self.ledger = self.keep.__enter__()
        self.secrets = Secrets(folder)
        told = {
            "corp_id": CORP,
            "agent_id": "1",
            "secret": SECRET,
            "token": TOKEN,
            "aes_key": KEY,
            "base_url": self.url,
        }
        made, _ = self.ledger.state.write(
            lambda c: actions.connect(
                c, "wecom", "x", told, secrets=self.secrets, viewer=BOSS, now=clock.now()
            )
        )
        self.id, self.path = made.id, made.path
        self.clients = Clients(self.ledger.state, self.secrets, now=clock.now, rates=Rates())
        patience = Patience(lambda: None, clock.now, time.sleep)
        self.tools = Tools(
            clients=self.clients, learner=Learner(self.ledger, self.secrets), patience=patience
        )

    def sync(self) -> float:
        begun = time.perf_counter()
        for kind in (SyncKind.STAFF, SyncKind.TAGS, SyncKind.CUSTOMERS, SyncKind.GROUPS):
            sync_kind(self.tools, self.id, kind)
        return time.perf_counter() - begun

    def close(self) -> None:
        self.clients.close()
        self.keep.__exit__(None, None, None)
        self.process.kill()
        self.process.join()


def _peak() -> float:
    """MB that this process ever had, as the kernel says."""
    line = next(one for one in Path("/proc/self/status").read_text().splitlines() if one.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def _sync(scale: float, answer: Any) -> None:
    """In a process of its own, so that its memory is its own."""
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), int(100_000 * scale), int(300 * scale), 200)
        try:
            seconds = bench.sync()
            held = bench.ledger.analytics.rows("select count(*) from relation where ended is null")[0][0]
            again = bench.sync()
            answer.send((seconds, _peak(), held, again))
        finally:
            bench.close()


def _pushes(count: int, at: int) -> list[tuple[dict[str, str], bytes]]:
    """Events of one second, sealed before the clock runs."""
    envelope, made = Envelope(TOKEN, KEY, CORP), []
    for n in range(count):
        plain = (f"<xml><ToUserName>{CORP}</ToUserName><FromUserName>sys</FromUserName><CreateTime>{at}</CreateTime>"
                 "<MsgType>event</MsgType><Event>change_external_contact</Event><ChangeType>edit_external_contact"
                 f"</ChangeType><UserID>staff{n % STAFF}</UserID><ExternalUserID>wm{n:07}</ExternalUserID></xml>")  # fmt: skip
        sealed, nonce = envelope.seal(plain.encode(), os.urandom(16)), os.urandom(8).hex()
        query = {"msg_signature": envelope.sign(str(at), nonce, sealed), "timestamp": str(at), "nonce": nonce}
        made.append((query, f"<xml><Encrypt>{sealed}</Encrypt></xml>".encode()))
    return made


CONNECTIONS = 50  # of the platform to us


async def _send(port: int, path: str, pushes: list[tuple[dict[str, str], bytes]], rate: float) -> list[float]:
    """Seconds from when each was due (`rate` a second; 0: all at once) until it was answered."""
    taken: list[float] = []
    due = iter(list(enumerate(pushes)))
    doors = [await asyncio.open_connection("127.0.0.1", port) for _ in range(CONNECTIONS)]
    begun = time.perf_counter()

    async def work(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for n, (query, body) in due:
            at = begun + (n / rate if rate else 0)
            await asyncio.sleep(max(0.0, at - time.perf_counter()))
            head = f"POST {path}?{urlencode(query)} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(body)}\r\n\r\n"
            writer.write(head.encode() + body)
            answer = await reader.readuntil(b"\r\n\r\n")
            assert answer.startswith(b"HTTP/1.1 200"), answer
            taken.append(time.perf_counter() - at)
        writer.close()

    await asyncio.gather(*(work(*door) for door in doors))
    return taken


def _sender(answer: Any, path: str, count: int, at: int, rate: float) -> None:
    answer.send(asyncio.run(_send(PORT, path, _pushes(count, at), rate)))


def _sent(path: str, count: int, at: int, rate: float) -> list[float]:
    """From a process of its own, as the platform is."""
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    child = multiprocessing.get_context("spawn").Process(target=_sender, args=(theirs, path, count, at, rate))
    child.start()
    taken = ours.recv()
    child.join()
    return taken


def _callbacks(scale: float) -> list[Row]:
    from granian.constants import Interfaces
    from granian.server.embed import Server

    sys.setswitchinterval(SWITCH)  # as the server has it
    burst, steady = int(1000 * scale), int(12_000 * scale)
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), max(steady, burst), 0, 0)
        bench.sync()
        ear = Ear(bench.tools, threading.Event())
        inbox = Inbox(bench.ledger.state, ear.wake, now=clock.now)
        ear.start()
        app = Callbacks(None, Doorman(bench.ledger.state, bench.secrets), inbox, clock.now)  # type: ignore[arg-type]
        server = Server(app, address="127.0.0.1", port=PORT, interface=Interfaces.ASGINL, log_enabled=False,
                        backlog=1024, websockets=False)  # fmt: skip
        threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True).start()
        time.sleep(1)
        path = f"/callback/{bench.path}"
        at = int(time.time())
        first, then = _sent(path, burst, at, 0), _sent(path, steady, at + 1, 200)
        with bench.ledger.state.read() as conn:
            kept = inbox_store.health(conn, bench.id).events
        assert kept == burst + steady, (kept, burst + steady)
        server.stop()
        ear.stop()
        inbox.close()
        bench.close()
    return [
        Row(
            "wecom.callbacks.burst",
            _p99(first),
            "s p99",
            note=f"{burst:,} of one second, each kept once; asked: 1,000; {busy()}",
        ),
        Row(
            "wecom.callbacks.steady",
            _p99(then),
            "s p99",
            note=f"200/s, {steady:,} in all, each kept once; asked: a minute of it; {busy()}",
        ),
    ]


def _p99(taken: list[float]) -> float:
    return statistics.quantiles(taken, n=100)[98]


def rows(scale: float, only: str) -> list[Row]:
    found: list[Row] = []
    if not only or "wecom.sync".startswith(only) or only.startswith("wecom.sync"):
        ours, theirs = multiprocessing.get_context("spawn").Pipe()
        child = multiprocessing.get_context("spawn").Process(target=_sync, args=(scale, theirs))
        child.start()
        seconds, peak, held, again = ours.recv()
        child.join()
        found += [
            Row(
                "wecom.sync",
                seconds,
                "s",
                note=f"{held:,} pairs at {LATENCY} ms, again {again:.1f} s; asked: 100,000 and 300 groups of 200; {busy()}",
            ),
            Row("wecom.sync.memory", peak, "MB"),
        ]
    if not only or "wecom.callbacks".startswith(only) or only.startswith("wecom.callbacks"):
        found += _callbacks(scale)
    return found
