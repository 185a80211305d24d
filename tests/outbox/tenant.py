"""A tenant of Yutang whose WeCom is a fakecom, over HTTP; time is the fake's, and waiting passes it."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.accounts.people import person
from tests.connections.conftest import BOSS, SETTINGS
from tests.outbox import sums

from fakecom.people import befriend, corp_in, deliveries
from fakecom.running import CORP, SECRET, Running
from ledger.batch import table
from states import ready
from yutang.accounts.model import Viewer
from yutang.channels.contract.message import Message
from yutang.channels.wecom.channel import WeComChannel
from yutang.channels.wecom.client import Client, Clock, Pace
from yutang.channels.wecom.limits import Limits
from yutang.channels.wecom.rates import Limiter
from yutang.channels.wecom.settings import Connection
from yutang.connections import actions as connections
from yutang.connections import mirror
from yutang.customers import Customers
from yutang.groups import Groups
from yutang.kit.secrets import Secrets
from yutang.ledger.analytics import Analytics
from yutang.ledger.catalogue import Kind, Role
from yutang.ledger.ledger import Ledger
from yutang.outbox import acts, compose, jobs, placing, store, tallies
from yutang.outbox.compose import Draft
from yutang.outbox.model import SendKind
from yutang.outbox.placing import Desk
from yutang.outbox.store import Whom
from yutang.segments.saved.world import world
from yutang.staff import Staff

MEMBERS = [{"userid": name, "name": f"员工{name}"} for name in ("li", "wang", "zhao")]
EVERYBODY = {"op": "all", "rules": []}
HELLO = Message(text="周五直播，记得来")
_HOW = """select s.external_id, p.external_id, f.kind, f.amount from fact f join identity p on p.id = f.identity_id
left join identity s on s.id = f.staff_id where f.kind between 28 and 32"""


class Tenant:
    def __init__(self, folder: Path, fake: Running, *, network: float = 2.0) -> None:
        self.fake, self.folder, self.network = fake, folder, network
        self.secrets = Secrets(folder, {})
        self.ledger = self.opened()
        told = SETTINGS | {"corp_id": CORP, "secret": SECRET, "base_url": fake.url}
        made, _ = self.ledger.state.write(
            lambda c: connections.connect(
                c, "wecom", "x", told, secrets=self.secrets, viewer=BOSS, now=self.now()
            )
        )
        self.connection = made.id
        self.boss = person(self.ledger.state, "boss")
        self.wire()

    def opened(self) -> Ledger:
        state = ready(f"sqlite:///{self.folder / 'state.sqlite'}", durable=False)
        analytics = Analytics(self.folder / "analytics.duckdb", memory_mb=512, threads=2)
        return Ledger(
            state, analytics, [Customers(), Groups(), Staff()], folder=self.folder, zone_="Asia/Shanghai"
        )

    def wire(self, limits: Limits | None = None) -> None:
        connection = Connection(corpid=CORP, agentid=1000002, secret=SECRET, base=self.fake.url)
        used = limits or Limits()
        self.client = Client(
            connection, Limiter(used.rates), clock=Clock(self.now, self.sleep, lambda: 0.5), pace=Pace(network=self.network)
        )  # fmt: skip
        self.channel = WeComChannel(self.client, used)
        self.desk = Desk(
            ledger=self.ledger,
            channel_of=lambda _: self.channel,
            now=self.now,
            able=self.channel.capabilities,
        )

    def now(self) -> int:
        return self.fake.state.now * 1000

    def sleep(self, seconds: float) -> None:
        self.fake.pass_time(seconds)

    def meet(self, customers: dict[str, int], names: Sequence[str] = ("li", "wang", "zhao")) -> None:
        """So many customers for each member, there and here. `names`: members whom the application sees."""
        told: list[tuple[Kind, int, dict[str, Any]]] = []
        number = 0
        at = self.now()
        for userid, count in customers.items():
            ids = [f"wm{number + n:03}" for n in range(count)]
            number += count
            befriend(self.fake, userid, *ids)
            told.append((Kind.IDENTITY_SEEN, at, {"actor": userid, "role": Role.STAFF}))
            told += [
                (Kind.RELATION_BEGUN, at, {"actor": one, "related": userid, "role": Role.PERSON})
                for one in ids
            ]
        self.ledger.take(f"meet {at} {number}", "test", "wecom", table(*told), now=at)
        self.ledger.state.write(lambda conn: mirror.set_staff(conn, self.connection, list(names), now=at))

    def hear(self, kind: Kind, **what: Any) -> None:
        at = self.now()
        self.ledger.take(f"hear {kind} {what} {at}", "test", "wecom", table((kind, at, what)), now=at)

    def id(self, ref: str) -> int:
        return self.ledger.analytics.rows("select id from identity where external_id = ?", [ref])[0][0]

    def known(self) -> Any:
        with self.ledger.state.read() as conn, self.ledger.analytics.cursor() as cursor:
            return world(conn, cursor, "Asia/Shanghai")

    def draft(self, message: Message = HELLO, name: str = "周五", **more: Any) -> Draft:
        return Draft(
            connection_id=self.connection, kind=SendKind.MESSAGE, name=name, purpose=more.pop("purpose", "促销"),
            audience=Whom(rule=EVERYBODY, **more), message=message,
        )  # fmt: skip

    def compose(self, viewer: Viewer | None = None, **more: Any) -> int:
        draft = self.draft(**more)
        return self.ledger.state.write(
            lambda conn: compose.create(conn, draft, viewer=viewer or self.boss, now=self.now())
        )

    def place(self, id_: int, viewer: Viewer | None = None) -> placing.Placing:
        with self.ledger.state.read() as conn:
            found = store.one(conn, id_)
        assert found is not None
        return placing.place(self.desk, found, self.known(), (viewer or self.boss).scope, now=self.now())

    def confirm(self, id_: int, viewer: Viewer | None = None, turn: int = 1) -> Any:
        seen = self.place(id_, viewer).digest
        return placing.confirm(self.desk, id_, self.known(), seen, turn=turn, viewer=viewer or self.boss)

    def send(self, **more: Any) -> int:
        id_ = self.compose(**more)
        self.confirm(id_)
        return id_

    def work(self, *kinds: str) -> int:
        return sum(jobs.run(self.desk, kind) for kind in kinds or (jobs.SUBMIT, jobs.POLL))

    def until(self, id_: int, *, hours: int = 60) -> None:
        """Jobs by the clock, until the send has ended."""
        for _ in range(hours * 2):
            if self.one(id_).ended_at is not None:
                return
            self.work()
            self.fake.pass_time(1_800)
        raise AssertionError(f"it never ends: {self.parts(id_)}")

    def cancel(self, id_: int, viewer: Viewer | None = None) -> None:
        self.ledger.state.write(
            lambda conn: acts.cancel(conn, id_, viewer=viewer or self.boss, now=self.now())
        )

    def remind(self, id_: int) -> int:
        return self.ledger.state.write(lambda conn: acts.remind(conn, id_, viewer=self.boss, now=self.now()))

    def one(self, id_: int) -> store.Send:
        with self.ledger.state.read() as conn:
            found = store.one(conn, id_)
        assert found is not None
        return found

    def parts(self, id_: int) -> list[store.Part]:
        with self.ledger.state.read() as conn:
            return store.parts(conn, id_)

    def states(self, id_: int) -> dict[str, int]:
        with self.ledger.state.read() as conn:
            return tallies.states(conn, [id_], self.boss.scope)[id_]

    def facts(self) -> Counter[tuple[str, int | None]]:
        """(name of the kind, reason) → how many."""
        rows = self.ledger.analytics.rows(_HOW)
        return Counter((Kind(row[2]).name.lower(), row[3]) for row in rows)

    def got(self) -> Counter[str]:
        """What really reached each customer."""
        return Counter(one["external_userid"] for one in deliveries(self.fake, kind="mass"))

    def made(self) -> int:
        """Messages that the platform knows."""
        return len(corp_in(self.fake).mass)

    def tasks(self) -> list[tuple[str, str, str]]:
        """(kind, source id, state) of all tasks."""
        with self.ledger.state.read() as conn:
            rows = conn.exec_driver_sql("select kind, source_id, state from task order by id")
            return [tuple(row) for row in rows]

    def close(self) -> None:
        """What is kept of how many are how is what there is, at whatever end."""
        with self.ledger.state.read() as conn:
            assert sums.kept(conn) == sums.counted(conn)
        self.client.close()
        self.ledger.close()
