"""Chat content on its screens: the archive of a connection, and the check-up of groups that have official statistics
alone."""

import itertools
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from cli.process import Launcher
from e2e.console.tab import Tab, Tabs
from e2e.console.tenant import Tenant
from e2e.console.test_screens import SHOTS
from fakecom.people import befriend, found_group
from fakecom.running import CORP, ONE_APP, SECRET, Running
from faults.folders import until
from yutang.fakecom.state.world import State

DAY = 86_400
WAYS = list(itertools.product(("zh", "en"), (True, False)))
WORDS = {
    "zh": ("已开启（本机模拟）", "个按企业微信官方统计判断（没有聊天内容）", "官方统计"),
    "en": (
        "On (simulated, on this machine)",
        "judged from WeCom's official statistics alone",
        "official statistics",
    ),
}


@pytest.fixture
def fake() -> Iterator[Running]:
    """Two members with a group each, silent for six weeks; then its clock runs with ours."""
    made = Running(State(now=int((time.time() - 45 * DAY) * 1000)))
    members = [{"userid": name, "name": name, "parties": [1]} for name in ("li", "wang")]
    made.ctl("corps", corpid=CORP, apps=ONE_APP, members=members)
    for name in ("li", "wang"):
        befriend(made, name, *(f"wm{name}{n}" for n in range(8)))
        found_group(made, name, f"wr{name}", *(f"wm{name}{n}" for n in range(8)))
    made.pass_time(45 * DAY)
    made.ctl("clock", rate=1)
    yield made
    made.close()


@pytest.fixture
def tenant(launcher: Launcher, tmp_path: Path) -> Iterator[Tenant]:
    made = Tenant(launcher, tmp_path / "home", demo=False)
    yield made
    made.close()


def connected(tenant: Tenant, fake: Running) -> int:
    told = {"corp_id": CORP, "agent_id": "1000002", "secret": SECRET, "base_url": fake.url}
    body = {"channel": "wecom", "name": "总部", "settings": told}
    id_ = tenant.api.post("/connections", json=body).json()["connection"]["id"]
    job = tenant.api.post(f"/connections/{id_}/sync").json()["id"]
    until(lambda: tenant.get(f"/jobs/{job}")["state"] == "done", 120)
    return id_


def shown(tab: Tab, name: str, lang: str, *, wide: bool) -> None:
    assert tab.violations() == []
    assert tab.overflow() == []
    SHOTS.mkdir(parents=True, exist_ok=True)
    tab.page.screenshot(
        path=SHOTS / f"{name}-{lang}-{'desk' if wide else 'phone'}.png", full_page=True, animations="disabled"
    )


def test_groups_with_statistics_alone_then_with_their_chats(
    fake: Running, tenant: Tenant, tabs: Tabs
) -> None:
    id_ = connected(tenant, fake)
    job = tenant.api.post("/checkup/refresh").json()["id"]
    until(lambda: tenant.get(f"/jobs/{job}")["state"] == "done", 60)
    totals = tenant.get("/checkup")["totals"]
    assert (totals["groups"], totals["with_messages"], totals["by_statistics"]) == (2, 0, 2)
    cookie = tenant.sign_in("admin", tenant.server.password)
    for lang, wide in WAYS:
        tab = tabs.open(tenant.url, "/checkup", cookie=cookie, lang=lang, wide=wide, fresh=True)
        expect(tab.page.locator(".cu-summary .cu-note")).to_contain_text(WORDS[lang][1])
        assert WORDS[lang][2] in tab.page.inner_text("main")
        shown(tab, "checkup-statistics", lang, wide=wide)
        tab.go("/checkup/groups/wecom:wrli")
        expect(tab.page.locator(".cu-advice .cu-reasons")).to_contain_text(
            "企业微信" if lang == "zh" else "WeCom"
        )
        shown(tab, "group-statistics", lang, wide=wide)
    _chats(fake, tenant, tabs, cookie, id_)


def _chats(fake: Running, tenant: Tenant, tabs: Tabs, cookie: Any, id_: int) -> None:
    """With the archive's secret, what is said is read, and its screen tells."""
    fake.ctl("customer/wmli0/speak", chat_id="wrli", text="还有货吗")
    fake.ctl("customer/wmwang3/consent", chat_id="wrwang", agree=False)
    tenant.api.patch(f"/connections/{id_}", json={"settings": {"archive_secret": SECRET}})
    until(lambda: tenant.get(f"/connections/{id_}")["archive"]["checked_at"] is not None, 150)
    told = tenant.get(f"/connections/{id_}")["archive"]
    assert (told["where"], told["records"], told["trouble"]) == ("loopback", 1, None)
    assert [told[name] for name in ("seats", "covered", "groups", "refused", "people")] == [2, 2, 2, 1, 16]
    for lang, wide in WAYS:
        tab = tabs.open(
            tenant.url, f"/settings/connections/{id_}", cookie=cookie, lang=lang, wide=wide, fresh=True
        )
        expect(tab.page.locator("#archive .pill")).to_have_text(WORDS[lang][0])
        shown(tab, "connection-archive", lang, wide=wide)
