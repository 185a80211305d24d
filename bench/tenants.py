"""Data folders to serve: the simulated tenant (300 groups) as a first run makes it, and one of 5,000 groups.

Made once a run of the bench and copied for who changes them.
"""

import atexit
import datetime as dt
import functools
import shutil
import tempfile
from pathlib import Path

import numpy as np
import pyarrow as pa
from server import Server

from yutang.checkup.settings import Assumptions
from yutang.checkup.snapshots import take
from yutang.importers.contract import SIGHTING
from yutang.kit.clock import now
from yutang.kit.settings import Settings
from yutang.ledger.catalogue import Kind, Role
from yutang.main import open_ledger

DAY = 86_400_000_000
LINES, CITIES = (
    ("美妆", "亲子阅读", "减脂", "团购", "直播", "福利"),
    ("上海", "杭州", "成都", "广州", "北京", "武汉"),
)
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许"
OWNERS, SEATS, TALK = 40, 30, 60  # in all; people of a group; messages of a group, on the mean


@functools.cache
def folder() -> Path:
    """Where this run keeps its data; gone when it ends."""
    made = Path(tempfile.mkdtemp(prefix="yutang-bench-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


@functools.cache
def simulated() -> Path:
    """The data folder of a first run with the simulated tenant, its first jobs done; administrator: `server.PASSWORD`."""
    home = folder() / "simulated"
    with Server(home, "--demo") as server:
        server.settle(server.enter())
    return home


@functools.cache
def wide(groups: int = 5_000) -> Path:
    """The data folder of a tenant of so many groups, its check-up made; nobody has signed in yet."""
    home = folder() / f"wide-{groups}"
    settings = Settings(home=home, zone="Asia/Shanghai")
    with open_ledger(settings) as ledger:
        for key, rows in {
            "groups": _groups(groups),
            "people": _people(groups),
            "talk": _talk(groups),
        }.items():
            ledger.take(f"bench:{key}", "bench", "wecom", rows, now=now())
        take(ledger, Assumptions(), now=now())
    return home


def copy(home: Path, name: str) -> Path:
    target = folder() / name
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(home, target)
    return target


def _yesterday() -> int:
    """Its end in Shanghai, microseconds."""
    today = dt.datetime.now(dt.timezone(dt.timedelta(hours=8))).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    return int(today.timestamp()) * 1_000_000 - 1


def _batch(count: int, **columns: object) -> pa.Table:
    """A batch as the ledger takes it: columns of SIGHTING by name, the others empty."""
    given = {"actor_role": np.full(count, Role.UNKNOWN, np.int8)} | columns
    made = {
        f.name: pa.array(given[f.name], f.type) if f.name in given else pa.nulls(count, f.type)
        for f in SIGHTING
    }
    made |= {"ordinal": pa.array(range(count), pa.int64()), "file_no": pa.array([0] * count, pa.int32())}
    return pa.table(made)


def _groups(count: int) -> pa.Table:
    """Each group's name, line and owner, then the owners as staff."""
    dice = np.random.default_rng(11)
    owner, line, city = (dice.integers(0, n, count) for n in (OWNERS, len(LINES), len(CITIES)))
    names = [
        f"{LINES[ln]}{CITIES[c]}{n % 97 + 1}群 · {n:04}"
        for n, (ln, c) in enumerate(zip(line, city, strict=True))
    ]
    props = [
        f'{{"owner":"staff{o}","line":"{LINES[ln]}","size_limit":200}}'
        for o, ln in zip(owner, line, strict=True)
    ]
    kinds = [Kind.GROUP_SEEN] * count + [Kind.IDENTITY_SEEN] * OWNERS
    return _batch(
        count + OWNERS, kind=kinds, happened=[_yesterday() - 179 * DAY] * (count + OWNERS),
        group_ref=[f"wr{n:05}" for n in range(count)] + [None] * OWNERS,
        actor_ref=[None] * count + [f"staff{n}" for n in range(OWNERS)],
        actor_name=[None] * count + [f"{SURNAMES[n % 20]}{'晓小'[n // 20]}雨" for n in range(OWNERS)],
        actor_role=[int(Role.UNKNOWN)] * count + [int(Role.STAFF)] * OWNERS,
        text=[*names, *[None] * OWNERS], props=[*props, *[None] * OWNERS],
    )  # fmt: skip


def _people(groups: int) -> pa.Table:
    """Everybody joins in the first week; every seventh person sits in the next group too."""
    count = groups * SEATS
    seat = np.arange(count)
    who = np.where(seat % 7 == 0, (seat + SEATS) % count, seat)
    at = _yesterday() - 178 * DAY + np.random.default_rng(12).integers(0, 7 * DAY, count)
    return _batch(
        count, kind=np.full(count, Kind.GROUP_JOINED, np.int16), happened=at,
        group_ref=[f"wr{n:05}" for n in seat // SEATS], actor_ref=[f"wm{n:07}" for n in who],
    )  # fmt: skip


def _talk(groups: int) -> pa.Table:
    """Some groups talk every day, some stopped long ago, a tenth never spoke; one message in eight is the owner's."""
    dice, count = np.random.default_rng(13), groups * TALK
    weight = dice.lognormal(0, 1.2, groups) * (dice.random(groups) > 0.1)
    group = np.sort(dice.choice(groups, count, p=weight / weight.sum()))
    life = np.where(dice.random(groups) < 0.45, dice.uniform(0.1, 1.0, groups), 1.0)
    at = _yesterday() - 170 * DAY + (dice.random(count) * life[group] * 170 * DAY).astype(np.int64)
    seat = np.minimum(dice.geometric(0.15, count) - 1, SEATS - 1)
    staff = np.random.default_rng(11).integers(0, OWNERS, groups)
    who = [
        f"staff{staff[g]}" if n % 8 == 0 else f"wm{g * SEATS + s:07}"
        for n, (g, s) in enumerate(zip(group.tolist(), seat.tolist(), strict=True))
    ]
    return _batch(
        count, kind=np.full(count, Kind.MESSAGE_SENT, np.int16), happened=at,
        group_ref=[f"wr{n:05}" for n in group], actor_ref=who, object_ref=[f"m{n:08}" for n in range(count)],
    )  # fmt: skip
