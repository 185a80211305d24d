"""The simulated tenant alive beside the server: connected, its hours passing, its people scanning; stopped and on again,
killed and on again."""

import os
import signal
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import expect

from cli.process import Launcher
from e2e.console.tab import Tab, Tabs
from e2e.console.tenant import Served, Tenant
from faults.folders import until

HOUR = 3_600_000


class Live(Tenant):
    """`yutang serve --live`, its tenant read whole."""

    def __init__(self, launcher: Launcher, home: Path) -> None:
        self.server = Served(launcher, home, "--live")
        self.url, self.api = f"http://127.0.0.1:{self.server.port}", self.server.http
        until(lambda: self.get("/demo")["state"] == "up", 120)
        until(self.read_whole, 280)

    def close(self) -> None:
        self.server.http.close()

    def read_whole(self) -> bool:
        items = self.get("/connections")["items"]
        ends = [one["finished_at"] for one in items[0]["syncs"]] if items else []
        return len(ends) == 6 and all(ends)

    def far(self, path: str, **asked: Any) -> Any:
        """A call as the connected app makes them."""
        app = self.get("/demo/app")
        who = {"corpid": app["corp_id"], "corpsecret": app["secret"]}
        token = httpx.get(f"{app['base_url']}/cgi-bin/gettoken", params=who).json()["access_token"]
        said = httpx.post(f"{app['base_url']}/cgi-bin/{path}?access_token={token}", json=asked).json()
        assert said["errcode"] == 0, said
        return said


def hour(tab: Tab, tenant: Live) -> None:
    """Press "Next hour", and wait until it has passed."""
    before = tenant.get("/demo")["now_at"]
    tab.page.locator(".demo-acts button").nth(0).click()
    until(lambda: tenant.get("/demo")["now_at"] >= before + HOUR, 60)
    until(lambda: tenant.get("/demo")["moving_to"] is None, 60)
    expect(tab.page.locator(".demo-acts button").nth(0)).to_be_enabled()


def scan(tab: Tab, people: int, friends: int) -> str:
    tab.page.locator(".demo-acts button").nth(2).click()
    for number, count in enumerate((people, friends)):
        tab.page.locator(".demo-numbers input").nth(number).fill(str(count))
    tab.page.locator("dialog .ant-btn-primary").click()
    said = tab.page.locator(".demo-outcome")
    expect(said).to_be_visible()
    assert tab.violations() == []
    assert tab.overflow() == []
    return said.inner_text()


def stop_half_way(launcher: Launcher, home: Path) -> None:
    """Ctrl-C while the tenant is loaded for the first time: no trace of ours is shown, and the next start has it whole."""
    begun = launcher.start("serve", "--live", "--port", "8799", home=home)
    until(lambda: any((home / "demo" / "data").glob("*.csv")), 120)
    os.kill(begun.pid, signal.SIGINT)
    assert begun.end().code == 130
    assert (home / "demo.day").exists()


@pytest.mark.timeout(900)
def test_it_lives_and_goes_on(
    launcher: Launcher, tabs: Tabs, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    stop_half_way(launcher, tmp_path / "home")
    tenant = Live(launcher, tmp_path / "home")
    request.addfinalizer(tenant.close)  # left open, it would be the next test's failure
    assert not (tmp_path / "home" / "demo.day").exists()
    (one,) = tenant.get("/connections")["items"]
    assert (one["state"], one["trouble"]) == ("live", None)
    assert one["verified_at"]
    assert next(each for each in one["syncs"] if each["kind"] == "groups")["counts"]["groups"] == 300
    tenant.far("externalcontact/add_contact_way", type=2, scene=2, user=["LiNa"], state="poster")
    events = tenant.get(f"/connections/{one['id']}")["health"]["events"]
    cookie = tenant.sign_in("admin", tenant.server.password)
    tab = tabs.open(tenant.url, "/today", cookie=cookie, lang="zh", wide=False, fresh=True)
    began, archive = tenant.get("/demo")["now_at"], lambda: tenant.get(f"/connections/{one['id']}")["archive"]
    hour(tab, tenant)
    until(lambda: (archive()["pulled_at"] or 0) >= began + HOUR, 60)  # its chats came in as the hour passed
    until(lambda: archive()["groups"] == 300)  # whom it covers is asked after them
    told = archive()
    assert (told["where"], told["trouble"], told["covered"], told["groups"]) == ("loopback", None, 300, 300)
    assert told["records"] > 1_000
    assert told["last_at"] > began - 24 * HOUR  # by night nobody writes
    assert scan(tab, 10, 4).startswith("扫码结果：")
    until(lambda: tenant.get(f"/connections/{one['id']}")["health"]["events"] >= events + 6)
    tab.page.keyboard.press("Escape")
    before = tenant.get("/demo")["now_at"]
    refused = tenant.get(f"/connections/{one['id']}")["health"]["refused"]
    assert refused == []  # an hour at once, and no callback was too far off
    assert tenant.server.end(signal.SIGINT).code == 0
    tenant.server.again()
    tenant.api = tenant.server.http
    until(lambda: tenant.get("/demo")["state"] == "up", 60)
    assert tenant.get("/demo")["now_at"] >= before
    assert [kept["id"] for kept in tenant.get("/connections")["items"]] == [one["id"]]
    die(tenant)


def die(tenant: Live) -> None:
    """Its WeCom is killed: one line says so, the rest works, and it is started again."""
    os.kill(child(tenant), signal.SIGKILL)
    said = lambda: tenant.server.said.read_text().splitlines()  # noqa: E731
    until(lambda: any("simulated WeCom ended by itself and is started again" in line for line in said()))
    assert tenant.get("/checkup/groups", limit=1)["items"]
    until(lambda: tenant.get("/demo")["state"] == "up", 120)
    before = tenant.get("/demo")["now_at"]
    tenant.post("/demo/move", hours=1)
    until(lambda: tenant.get("/demo")["now_at"] >= before + HOUR, 60)
    again = child(tenant)
    assert tenant.server.end().code == 0
    assert not Path(f"/proc/{again}").exists()


def child(tenant: Live) -> int:
    """The process of its WeCom."""
    return next(
        int(entry.name)
        for entry in Path("/proc").iterdir()
        if entry.name.isdigit() and _parent(entry) == tenant.server.process.pid
    )


def _parent(entry: Path) -> int:
    try:
        return int((entry / "stat").read_text().rpartition(") ")[2].split()[1])
    except OSError:
        return 0
