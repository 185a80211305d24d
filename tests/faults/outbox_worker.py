"""The outbox's jobs in a process of their own, to be killed: `outbox_worker.py FOLDER URL`. Time is the fake's."""

import sys
from pathlib import Path

import httpx

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2]))

from fakecom.running import CORP, SECRET
from states import ready
from yutang.channels.wecom.channel import WeComChannel
from yutang.channels.wecom.client import Client, Clock, Pace
from yutang.channels.wecom.limits import Rates
from yutang.channels.wecom.rates import Limiter
from yutang.channels.wecom.settings import Connection
from yutang.customers import Customers
from yutang.groups import Groups
from yutang.ledger.analytics import Analytics
from yutang.ledger.ledger import Ledger
from yutang.outbox import jobs
from yutang.outbox.placing import Desk
from yutang.staff import Staff


def main(folder: Path, url: str) -> None:
    with httpx.Client(base_url=url) as ctl:

        def now() -> int:
            return int(ctl.get("/__ctl/clock").json()["now_ms"]) * 1000

        def sleep(seconds: float) -> None:
            ctl.post("/__ctl/clock", json={"advance": seconds})

        state = ready(f"sqlite:///{folder / 'state.sqlite'}", durable=False)
        analytics = Analytics(folder / "analytics.duckdb", memory_mb=512, threads=1)
        ledger = Ledger(
            state, analytics, [Customers(), Groups(), Staff()], folder=folder, zone_="Asia/Shanghai"
        )
        connection = Connection(corpid=CORP, agentid=1000002, secret=SECRET, base=url)
        client = Client(
            connection, Limiter(Rates()), clock=Clock(now, sleep, lambda: 0.5), pace=Pace(network=0.5)
        )
        desk = Desk(ledger=ledger, channel_of=lambda _: WeComChannel(client), now=now)
        print("ready", flush=True)
        while True:
            for kind in jobs.STEPS:
                jobs.run(desk, kind)
            sleep(20)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
