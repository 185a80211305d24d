"""Our client and channel against the fake WeCom, which is a witness: it knows nothing of ours."""

import contextlib
from collections.abc import Iterator
from typing import Any

from fakecom.conftest import MEMBERS, PARTIES
from fakecom.people import befriend, deliveries, found_group
from fakecom.running import CORP, ONE_APP, SECRET, Running
from yutang.channels.wecom.channel import WeComChannel
from yutang.channels.wecom.client import Client, Clock, Pace
from yutang.channels.wecom.limits import Limits, Rates
from yutang.channels.wecom.rates import Limiter
from yutang.channels.wecom.settings import Connection

TOKEN, KEY = "YutangTestToken", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"


class Platform:
    """zhangsan has wm1 to wm3, lisi wm4 and wm5; the group wr1 is zhangsan's. Time is the fake's; sleeping is noted
    and passes it."""

    def __init__(self, **rates: Any) -> None:
        self.running, self.slept = Running(), []
        self.running.ctl("corps", corpid=CORP, name="鱼塘", apps=ONE_APP, parties=PARTIES, members=MEMBERS)
        befriend(self.running, "zhangsan", "wm1", "wm2", "wm3")
        befriend(self.running, "lisi", "wm4", "wm5")
        found_group(self.running, "zhangsan", "wr1", "wm1", "wm2")
        connection = Connection(corpid=CORP, agentid=1000002, secret=SECRET, base=self.running.url,
                                callback_token=TOKEN, callback_key=KEY)  # fmt: skip
        self.client = Client(
            connection,
            Limiter(Rates(**rates)),
            clock=Clock(self.now, self.sleep, lambda: 0.5),
            pace=Pace(network=5.0),
        )
        self.channel = WeComChannel(self.client, Limits(rates=Rates(**rates)))

    def now(self) -> int:
        return self.running.state.now * 1000

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.running.pass_time(seconds)

    def fault(self, kind: str, path: str, count: int = -1, **how: Any) -> None:
        """Spoil calls of that path."""
        self.running.ctl("faults", kind=kind, path=path, count=count, **how)

    def mend(self) -> None:
        self.running.ctl("faults/clear")

    def reached(self) -> list[dict[str, Any]]:
        """What really reached somebody outside."""
        return deliveries(self.running)

    def close(self) -> None:
        self.client.close()
        self.running.close()


@contextlib.contextmanager
def platform(**rates: Any) -> Iterator[Platform]:
    made = Platform(**rates)
    try:
        yield made
    finally:
        made.close()
