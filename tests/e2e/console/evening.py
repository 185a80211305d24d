"""A brand whose WeCom lives beside the server and is connected by nobody yet: three members of staff with a dozen
friends. What people do inside WeCom is done over there, by the fake's own acts; time is the fake's."""

import datetime as dt
import time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx

from cli.process import Launcher
from e2e.console.tenant import Served, Tenant
from fakecom.running import CORP, ONE_APP, Running
from faults.folders import until
from ledger.batch import say, take
from yutang.fakecom import snapshot
from yutang.fakecom.state.world import State
from yutang.kit.settings import Settings
from yutang.main import open_ledger

STAFF = {"LiNa": "李娜", "WangQiang": "王强", "ZhaoMin": "赵敏"}
FRIENDS = {"LiNa": 8, "WangQiang": 2, "ZhaoMin": 2}
CHINA = ZoneInfo("Asia/Shanghai")


def prepared(home: Path) -> None:
    """A data folder of somebody who has looked at some chats before, with the state of a WeCom that nobody knows."""
    fake = Running(State(now=int(time.time() * 1000)))
    members = [{"userid": who, "name": name, "parties": [1]} for who, name in STAFF.items()]
    fake.ctl("corps", corpid=CORP, name="鱼塘", apps=ONE_APP, members=members)
    for who, many in FRIENDS.items():
        for n in range(many):
            fake.ctl("add", userid=who, external_userid=f"wm{who}{n}", name=f"{STAFF[who]}的老友{n}")
    for folder in ("fakecom", "demo"):
        (home / folder).mkdir(parents=True)
    snapshot.save(fake.state, home / "fakecom" / "state.json")
    fake.close()
    with open_ledger(Settings(home=home, memory_mb=256)) as ledger:
        take(
            ledger,
            "before",
            say("g", "someone", int(time.time() - 86_400) * 1_000_000, "在吗"),
            platform="telegram",
        )


class Evening(Tenant):
    """`api`: who is signed in; `over_there`: an act in WeCom."""

    def __init__(self, launcher: Launcher, home: Path) -> None:
        prepared(home)
        self.server = Served(launcher, home, "--live")
        self.url, self.api = f"http://127.0.0.1:{self.server.port}", self.server.http
        until(lambda: self.get("/demo")["state"] == "up", 60)
        self.base = self.get("/demo/app")["base_url"]

    def over_there(self, path: str, /, **asked: Any) -> Any:
        answer = httpx.post(f"{self.base}/__ctl/{path}", json=asked, timeout=60, trust_env=False)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def delivered(self, kind: str) -> list[dict[str, Any]]:
        """What really reached somebody."""
        answer = httpx.get(
            f"{self.base}/__ctl/deliveries", params={"kind": kind}, timeout=60, trust_env=False
        )
        return answer.json()["deliveries"]

    def world(self) -> dict[str, Any]:
        """The corp as it is over there."""
        found = httpx.get(f"{self.base}/__ctl/snapshot", timeout=60, trust_env=False).json()
        return found["corps"][CORP]

    def led_to(self, config_id: str, userid: str) -> None:
        """Wait until whoever scans the code is led to that member."""
        end, behind = time.monotonic() + 60, [""]
        while behind != [userid]:
            assert time.monotonic() < end, (behind, userid)
            time.sleep(0.2)
            behind = self.world()["ways"][config_id]["user"]

    def told(self) -> None:
        """Wait until what happened over there is known here."""
        self.over_there("callbacks/settle")
        until(lambda: self.get("/connections")["items"][0]["health"]["waiting"] == 0)

    def read_anew(self) -> None:
        """A whole sync, to its end; after one that the clock began in the hours that passed."""
        path = f"/connections/{self.get('/connections')['items'][0]['id']}/sync"

        def begun() -> bool:
            answer = self.api.post(path)
            assert answer.status_code in (202, 409), answer.text
            return answer.status_code == 202

        until(begun, 60)
        until(lambda: not self.get("/jobs", open="true")["items"], 60)

    def pass_hours(self, hours: int) -> None:
        before = self.get("/demo")["now_at"]
        self.post("/demo/move", hours=hours)
        until(lambda: self.get("/demo")["now_at"] >= before + hours * 3_600_000, 120)
        until(lambda: self.get("/demo")["moving_to"] is None, 60)

    def be_at(self, hour: int, minute: int) -> None:
        """The next time that it is so late in China: whole hours as whoever is signed in would pass them, then the
        rest."""
        now = dt.datetime.fromtimestamp(self.get("/demo")["now_at"] / 1000, CHINA)
        then = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
        then = then if then > now else then + dt.timedelta(days=1)
        hours = int((then - now).total_seconds() // 3600)
        if hours:
            self.pass_hours(hours)
        self.over_there("clock", set=then.timestamp())
        until(lambda: self.get("/demo")["now_at"] >= then.timestamp() * 1000)
