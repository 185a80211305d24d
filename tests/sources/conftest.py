"""A running fake WeCom with a connection to it, and a desk that works on codes: `shop.code(…)`, `shop.scan(code)`."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.connections.conftest import BOSS, SETTINGS
from tests.connections.wecom.conftest import MEMBERS, Pushed, World

from fakecom.running import CORP, ONE_APP, SECRET, Running
from yutang.connections import actions as connections
from yutang.fakecom.state.contacts import ContactWay
from yutang.sources import actions, keeper, scans, store
from yutang.sources.actions import CodeForm, SourceForm
from yutang.sources.desk import Desk
from yutang.sources.lane import Lane
from yutang.sources.model import Code, CodeKind, Scan, Seat, Source

CHINA = ZoneInfo("Asia/Shanghai")


class Shop:
    """A brand with a connected WeCom. Nothing runs by itself: `keep()` and `greet()` do what its threads would."""

    def __init__(self, world: World) -> None:
        self.world, self.fake, self.now = world, world.fake, world.now
        self.state = world.ledger.state
        self.desk = Desk(
            state=self.state,
            analytics=world.ledger.analytics,
            clients=world.clients,
            zone=CHINA,
            now=world.now,
        )

    def read(self, ask: Callable[..., Any], *args: Any, **more: Any) -> Any:
        with self.state.read() as conn:
            return ask(conn, *args, **more)

    def write(self, do: Callable[..., Any], *args: Any, **more: Any) -> Any:
        return self.state.write(lambda conn: do(conn, *args, **more))

    def act(self, do: Callable[..., Any], *args: Any) -> Any:
        """A verb of a person."""
        return self.write(do, *args, viewer=BOSS, now=self.now())

    def source(self, name: str = "开业", **more: Any) -> Source:
        return self.act(actions.add_source, SourceForm(name=name, **more))

    def wish(
        self, *seats: str | Seat, of: Source | None = None, kind: CodeKind = CodeKind.PERSON, **more: Any
    ) -> Code:
        """A code that is wanted, and not made yet."""
        form = CodeForm(name=more.pop("name", "收银台"), seats=tuple(s if isinstance(s, Seat) else Seat(staff=s) for s in seats), **more)  # fmt: skip
        return self.act(actions.add_code, (of or self.source()).id, self.world.id, kind, form)

    def code(self, *seats: str | Seat, **more: Any) -> Code:
        """A live code."""
        made = self.wish(*seats, **more)
        keeper.keep(self.desk)
        return self.known(made)

    def known(self, code: Code) -> Code:
        return self.read(store.one_code, code.id)

    def keep(self) -> None:
        """What the keeper does when it is woken."""
        keeper.lead(self.desk)
        keeper.keep(self.desk)

    @property
    def ways(self) -> dict[str, ContactWay]:
        """Codes as the platform has them."""
        return self.fake.state.corps[CORP].ways

    def over_there(self, code: Code) -> ContactWay:
        return self.ways[self.known(code).config_id]

    def scan(self, code: Code, people: int = 1, friends: int = 0) -> dict[str, int]:
        """People scan it; what came of it over there."""
        asked = {"code": self.known(code).config_id, "people": people, "friends": friends}
        return self.fake.ctl("crowd", corp=CORP, **asked)["outcomes"]

    def scans(self, code: Code) -> list[Scan]:
        return self.read(scans.listed, code.id, limit=1000)


def connect(shop: Shop, **more: str) -> int:
    """Another one to the same platform; `more` of its settings."""
    world = shop.world
    told = SETTINGS | {"corp_id": CORP, "secret": SECRET, "base_url": world.fake.url} | more
    made, _ = shop.write(
        connections.connect, "wecom", "again", told, secrets=world.secrets, viewer=BOSS, now=shop.now()
    )
    return made.id


class Greeting(Shop):
    """A shop whose callbacks come in; `greet()` greets who came, in the order of their coming."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.pushed = Pushed(world)
        self.came = 0
        self.lane = Lane(self.desk, self._came)

    def _came(self) -> None:
        self.came += 1

    def greet(self) -> list[Any]:
        self.pushed.arrived()
        added, self.pushed.added[:] = list(self.pushed.added), []
        return [self.lane.greet(one) for one in added]

    def welcomes(self) -> list[dict[str, Any]]:
        """What really reached newcomers."""
        return [one for one in self.fake.look("deliveries")["deliveries"] if one["kind"] == "welcome"]

    def close(self) -> None:
        """The fake keeps its connection to the door: nobody waits until it lets go."""
        self.lane.stop()
        self.pushed.inbox.close()
        threading.Thread(target=self.pushed.door.close, daemon=True).start()


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
    made.sync("staff", "tags")
    yield made
    made.close()


@pytest.fixture
def shop(world: World) -> Shop:
    return Shop(world)


@pytest.fixture
def greeting(world: World) -> Iterator[Greeting]:
    made = Greeting(world)
    yield made
    made.close()
