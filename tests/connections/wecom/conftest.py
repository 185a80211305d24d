"""A running fake WeCom, and a ledger with a connection to it: `world.sync("customers")`, `world.held()`."""

import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.connections.conftest import BOSS, SETTINGS
from tests.connections.wecom.listening import Listening

from fakecom.people import befriend, corp_in
from fakecom.running import CORP, ONE_APP, SECRET, Running
from states import ready
from yutang.channels.wecom.limits import Rates
from yutang.connections import actions, inbox_store, store
from yutang.connections.doorman import Doorman
from yutang.connections.inbox import Added, Inbox
from yutang.connections.model import SyncKind
from yutang.connections.wecom.asking import Patience
from yutang.connections.wecom.clients import Clients
from yutang.connections.wecom.inbound import Subscriber, handle
from yutang.connections.wecom.learning import Learner
from yutang.connections.wecom.sync.run import Tools
from yutang.connections.wecom.syncing import sync_kind
from yutang.customers import Customers
from yutang.groups import Groups
from yutang.kit.secrets import Secrets
from yutang.ledger.analytics import Analytics
from yutang.ledger.ledger import Ledger
from yutang.staff import Staff
from yutang.web.callback import Callbacks

MEMBERS = [{"userid": name, "name": f"员工{name}", "parties": [1]} for name in ("li", "wang", "zhao")]
RELATIONS = """select s.external_id, p.external_id, epoch_us(r.since) // 1000000, coalesce(r.remark, '')
from relation r join identity s on s.id = r.staff_id join identity p on p.id = r.identity_id where r.ended is null"""
ENDED = """select s.external_id, p.external_id, r.cause from relation r join identity s on s.id = r.staff_id
join identity p on p.id = r.identity_id where r.ended is not null"""
TAGS = """select s.external_id, p.external_id, n.name from tagging g join identity s on s.id = g.staff_id
join identity p on p.customer_id = g.customer_id and p.platform = 'wecom' join (
  select distinct object_id, props ->> '$.tag' as name from fact where kind = 14) n on n.object_id = g.tag_id"""
SEATS = """select g.external_id, i.external_id, epoch_us(m.joined) // 1000000 from membership m
join customer_group g on g.id = m.group_id join identity i on i.id = m.identity_id where m."left" is null"""
GROUPS = """select g.external_id, g.name, o.external_id, g.dismissed is not null from customer_group g
left join identity o on o.id = g.owner_id"""


class World:
    """Of one fake and one ledger. `now` follows the fake's clock."""

    def __init__(self, folder: Path, fake: Running) -> None:
        self.fake, self.folder = fake, folder
        self.secrets = Secrets(folder, {})
        self.stop = threading.Event()
        self.ledger = self.opened()
        told = SETTINGS | {"corp_id": CORP, "secret": SECRET, "base_url": fake.url}
        made, _ = self.ledger.state.write(
            lambda c: actions.connect(
                c, "wecom", "x", told, secrets=self.secrets, viewer=BOSS, now=self.now()
            )
        )
        self.id, self.path = made.id, made.path
        self.wire()

    def opened(self) -> Ledger:
        state = ready(f"sqlite:///{self.folder / 'state.sqlite'}", durable=False)
        analytics = Analytics(self.folder / "analytics.duckdb", memory_mb=512, threads=2)
        domains = [Customers(), Groups(), Staff()]
        return Ledger(state, analytics, domains, folder=self.folder, zone_="Asia/Shanghai")

    def wire(self, rates: Rates | None = None) -> None:
        self.clients = Clients(self.ledger.state, self.secrets, now=self.now, rates=rates, sleep=self.sleep)
        self.learner = Learner(self.ledger, self.secrets)
        self.slept: list[float] = []
        self.tools = Tools(
            clients=self.clients, learner=self.learner, patience=Patience(self.check, self.now, self.sleep)
        )

    def now(self) -> int:
        return self.fake.state.now * 1000

    def sleep(self, seconds: float) -> None:
        """The sandbox's clock goes on as we wait; nobody waits for real."""
        self.slept.append(seconds)
        self.fake.pass_time(seconds)

    def check(self) -> None:
        if self.stop.is_set():
            raise KeyboardInterrupt

    def sync(self, *kinds: str) -> dict[str, int]:
        found: dict[str, int] = {}
        for kind in kinds or list(SyncKind):
            found |= sync_kind(self.tools, self.id, SyncKind(kind))
        return found

    def rows(self, sql: str) -> set[tuple[Any, ...]]:
        return set(self.ledger.analytics.rows(sql))

    def connection(self) -> Any:
        with self.ledger.state.read() as conn:
            return store.one(conn, self.id)

    def syncs(self) -> Any:
        with self.ledger.state.read() as conn:
            return store.syncs(conn, self.id)

    def close(self) -> None:
        self.clients.close()
        self.ledger.close()


def truth_pairs(fake: Running) -> set[tuple[Any, ...]]:
    """What the platform would say of relations."""
    corp = corp_in(fake)
    return {
        (one.userid, one.external_userid, one.createtime // 1000, one.remark)
        for follows in corp.follows.values() for one in follows.values() if not one.lost_at
    }  # fmt: skip


def truth_tags(fake: Running) -> set[tuple[str, str, str]]:
    corp = corp_in(fake)
    names = {tag.id: f"{group.group_name}/{tag.name}" for group in corp.tag_groups.values() if not group.deleted
             for tag in group.tags.values() if not tag.deleted}  # fmt: skip
    return {
        (one.userid, one.external_userid, names[id_])
        for follows in corp.follows.values() for one in follows.values() if not one.lost_at
        for id_ in one.tag_ids if id_ in names
    }  # fmt: skip


def truth_seats(fake: Running) -> set[tuple[Any, ...]]:
    return {
        (group.chat_id, seat.userid, seat.join_time // 1000)
        for group in corp_in(fake).groups.values() if not group.dismissed_at for seat in group.seats.values()
    }  # fmt: skip


def truth_groups(fake: Running) -> set[tuple[Any, ...]]:
    return {
        (group.chat_id, group.name or None, group.owner, bool(group.dismissed_at))
        for group in corp_in(fake).groups.values()
    }


@contextmanager
def refusing(fake: Running, path: str, code: int) -> Generator[None]:
    """Every call of a path is refused with a code, as no fault of the fake's own kinds does."""
    inner = fake.fake._api

    async def refused(request: Any, asked: str) -> Any:
        answer = await inner(request, asked)
        if asked == path:
            answer.body = b'{"errcode":%d,"errmsg":"refused"}' % code
        return answer

    fake.fake._api = refused  # type: ignore[method-assign]
    try:
        yield
    finally:
        fake.fake._api = inner  # type: ignore[method-assign]


@pytest.fixture
def fake() -> Iterator[Running]:
    """A corp with three members who serve customers; nobody is there yet."""
    made = Running()
    made.ctl("corps", corpid=CORP, name="鱼塘", apps=ONE_APP, members=MEMBERS)
    yield made
    made.close()


@pytest.fixture
def world(fake: Running, tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path, fake)
    yield made
    made.close()


@pytest.fixture
def peopled(world: World) -> World:
    """Li has 130 customers, Wang five of them and zhao none."""
    befriend(world.fake, "li", *(f"wm{n:03}" for n in range(130)))
    befriend(world.fake, "wang", *(f"wm{n:03}" for n in range(5)))
    return world


async def _nothing_else(_scope: Any, _receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 404, "headers": []})
    await send({"type": "http.response.body", "body": b""})


class Pushed:
    """A world whose fake pushes what happens: `settle()` waits for the callbacks and handles them."""

    def __init__(self, world: World) -> None:
        self.world, self.woken = world, threading.Event()
        self.added: list[Added] = []
        self.subscribers: list[Subscriber] = []
        self.inbox = Inbox(world.ledger.state, self.woken.set, now=world.now)
        self.inbox.on_added(self.added.append)
        app = Callbacks(_nothing_else, Doorman(world.ledger.state, world.secrets), self.inbox, world.now)
        self.door = Listening(app)
        self.at(world.path)

    def at(self, path: str) -> None:
        """The callback's address over there ends so."""
        told = {name: SETTINGS[name] for name in ("token", "aes_key")}
        saved = self.world.fake.ctl(
            "callback", agentid=1000002, url=f"{self.door.url}/callback/{path}", **told
        )
        assert saved == {"saved": True, "why": ""}

    def arrived(self) -> None:
        """All that is under way has come in."""
        self.world.fake.ctl("callbacks/settle", release=True)

    def handle(self) -> int:
        count = 0
        while some := handle(self.world.tools, self.subscribers):
            count += some
        return count

    def settle(self, waits: int = 6) -> int:
        """Also what was put off."""
        self.arrived()
        count = self.handle()
        for _ in range(waits):
            self.world.fake.pass_time(8)
            count += self.handle()
        return count

    def events(self) -> list[Any]:
        with self.world.ledger.state.read() as conn:
            return inbox_store.listed(conn, self.world.id, limit=10_000)

    def close(self) -> None:
        self.door.close()
        self.inbox.close()


@pytest.fixture
def pushed(world: World) -> Iterator[Pushed]:
    world.sync("staff", "tags")
    made = Pushed(world)
    yield made
    made.close()
