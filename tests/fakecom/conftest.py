"""What the tests of the fake share: a running fake, with one corp of four members."""

from collections.abc import Iterator

import pytest

from fakecom.receiver import Receiver
from fakecom.running import CORP, ONE_APP, Caller, Running

MEMBERS = [
    {"userid": "zhangsan", "name": "张三", "parties": [2]},
    {"userid": "lisi", "name": "李四", "parties": [2]},
    {"userid": "wangwu", "name": "王五", "parties": [3]},
    {"userid": "caiwu", "name": "财务", "parties": [3], "in_follow_scope": False},
]
PARTIES = [
    {"id": 1, "name": "总部", "parent": 0},
    {"id": 2, "name": "社群", "parent": 1},
    {"id": 3, "name": "后台", "parent": 1},
]


@pytest.fixture
def running() -> Iterator[Running]:
    """A fake with one corp: zhangsan, lisi, wangwu serve customers, caiwu doesn't; one app that sees them all."""
    made = Running()
    made.ctl("corps", corpid=CORP, name="鱼塘", apps=ONE_APP, parties=PARTIES, members=MEMBERS)
    yield made
    made.close()


@pytest.fixture
def app(running: Running) -> Caller:
    return running.app()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Who gets callbacks, once it is connected."""
    made = Receiver()
    yield made
    made.close()
