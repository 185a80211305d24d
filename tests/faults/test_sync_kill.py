"""A sync whose process is killed again and again ends as one that was left alone, and asks little twice."""

import random
import shutil
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.connections.wecom.conftest import (
    GROUPS,
    RELATIONS,
    SEATS,
    TAGS,
    World,
    truth_groups,
    truth_pairs,
    truth_seats,
    truth_tags,
)

from fakecom.people import befriend, corp_in, found_group
from fakecom.running import CORP, ONE_APP, Running
from yutang.connections import mirror
from yutang.connections.orders import sync_order
from yutang.kit import jobs

pytestmark = pytest.mark.faults

WORKER = Path(__file__).with_name("sync_worker.py")
STAFF, EACH, ROOMS, KILLS = 24, 150, 80, 4
DAY = 86_400


class Counted:
    """A fake whose answered calls are counted. `at(n)` gives an event that is set with the n-th from now."""

    def __init__(self, fake: Running) -> None:
        self.calls: Counter[str] = Counter()
        self.refused: list[str] = []
        self._left, self._reached = 0, threading.Event()
        inner = fake.fake._api

        async def counted(request: Any, path: str) -> Any:
            answer = await inner(request, path)
            self.calls[path] += 1
            self.refused += [path for code in (b":45009,", b":45033,") if b'"errcode"' + code in answer.body]
            self._left -= 1
            if self._left == 0:
                self._reached.set()
            return answer

        fake.fake._api = counted  # type: ignore[method-assign]

    def at(self, n: int) -> threading.Event:
        self._left, self._reached = n, threading.Event()
        return self._reached

    def taken(self) -> int:
        """Calls since it was asked last."""
        found = self.calls.total()
        self.calls.clear()
        return found


@pytest.fixture
def fake() -> Iterator[Running]:
    made = Running()
    names = [f"s{n:02}" for n in range(STAFF)]
    made.ctl(
        "corps", corpid=CORP, name="鱼塘", apps=ONE_APP, members=[{"userid": n, "name": n} for n in names]
    )
    tags = made.ctl("console/tags", group_name="意向", tags=["高", "低"])["tags"]
    for n, name in enumerate(names):
        people = [f"wm{n * EACH + m:05}" for m in range(EACH)]
        befriend(made, name, *people, tag_ids=[list(tags.values())[n % 2]], state=f"code{n % 3}")
    for n in range(ROOMS):
        found_group(made, names[n % 7], f"wr{n:03}", *(f"wm{(n * 31 + m) % 3000:05}" for m in range(20)))
    made.pass_time(5 * DAY)
    for n in range(0, ROOMS, 3):
        chat = f"wr{n:03}"
        made.ctl(
            f"customer/{next(w for w in corp_in(made).groups[chat].seats if w[:2] == 'wm')}/speak",
            chat_id=chat,
            text="在吗",
        )
    made.pass_time(2 * DAY)
    made.ctl("settings", latency_ms=4)
    made.ctl("clock", rate=1)
    yield made
    made.close()


def _connected(folder: Path, fake: Running) -> Path:
    """A data folder with a connection, and a sync ordered."""
    folder.mkdir()
    world = World(folder, fake)
    world.ledger.state.write(lambda conn: jobs.enqueue(conn, sync_order(world.id, "x"), now=world.now()))
    world.close()
    return folder


def _begin(folder: Path, fake: Running) -> subprocess.Popen[bytes]:
    child = subprocess.Popen([sys.executable, str(WORKER), str(folder), fake.url], stdout=subprocess.PIPE)
    assert child.stdout is not None
    assert child.stdout.readline() == b"ready\n"
    return child


def _whole(folder: Path, fake: Running) -> None:
    child = _begin(folder, fake)
    assert child.communicate(timeout=120)[0] == b"done None\n"


def _killed(folder: Path, fake: Running, reached: threading.Event) -> None:
    child = _begin(folder, fake)
    assert reached.wait(60)
    child.kill()
    child.communicate()


def _held(folder: Path, fake: Running) -> tuple[Any, ...]:
    """What was learned: who follows whom with which tags, who sits where, the platform's counts; how many facts of
    each kind."""
    copy = folder.with_name(folder.name + "-copy")
    shutil.copytree(folder, copy)
    world = World.__new__(World)
    world.folder, world.fake = copy, fake
    world.ledger = world.opened()
    assert world.rows(RELATIONS) == truth_pairs(fake) != set()
    assert world.rows(TAGS) == truth_tags(fake) != set()
    assert world.rows(SEATS) == truth_seats(fake) != set()
    assert world.rows(GROUPS) == truth_groups(fake) != set()
    with world.ledger.state.read() as conn:
        days = mirror.days(conn, 1)
    facts = sorted(world.rows("select kind, count(*) from fact group by kind"))
    names = world.rows("select external_id, name, role from identity where platform = 'wecom'")
    world.ledger.close()
    return facts, names, days


def test_a_sync_that_is_killed_again_and_again_goes_on(fake: Running, tmp_path: Path) -> None:
    counted, chance = Counted(fake), random.Random(5)
    alone = _connected(tmp_path / "alone", fake)
    _whole(alone, fake)
    once = counted.taken()
    assert once > 200
    killed = _connected(tmp_path / "killed", fake)
    for _ in range(KILLS):
        _killed(killed, fake, counted.at(chance.randint(once // 12, once // 4)))
    _whole(killed, fake)
    twice = counted.taken()
    assert _held(killed, fake) == _held(alone, fake)
    assert once <= twice < 1.4 * once, (once, twice)
    assert counted.refused == []
