"""A WeCom is connected in five steps, against one that refuses until its administrator has done their part."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from cli.process import Launcher
from e2e.console.tab import Tab, Tabs
from e2e.console.tenant import Tenant
from fakecom.people import corp_in
from fakecom.running import CORP, ONE_APP, SECRET, Running
from yutang.fakecom.state.contacts import Tag, TagGroup
from yutang.fakecom.state.world import State

WORDS = {
    "zh": {"add": "连接企业微信", "go_on": "保存并继续", "check": "重新检查", "sync": "立即同步", "done": "已完成",
           "off": "停用", "state_off": "已停用", "remove": "删除", "todo": "需要处理",
           "codes": "0 / 50 万", "tags": "2,700 / 3,000", "near": "「客户联系」→「客户标签」删除不用的标签"},
    "en": {"add": "Connect WeCom", "go_on": "Save and go on", "check": "Check again", "sync": "Sync now",
           "done": "Done", "off": "Switch off", "state_off": "Switched off", "remove": "Remove", "todo": "Needs attention",
           "codes": "0 of 500k", "tags": "2,700 of 3,000", "near": "under Customer contact → Customer tags"},
}  # fmt: skip


@pytest.fixture
def fake() -> Iterator[Running]:
    """Its clock runs with ours: callbacks are refused when they are ten minutes off."""
    made = Running(State(now=int(time.time() * 1000), rate=1.0))
    members = [{"userid": f"m{n}", "name": f"员工{n}", "parties": [1]} for n in range(3)]
    made.ctl("corps", corpid=CORP, apps=ONE_APP, members=members)
    for n in range(12):
        made.ctl("add", userid=f"m{n % 3}", name=f"客户{n}")
    tags = {
        f"t{n}": Tag(id=f"t{n}", name=f"签{n}", create_time=1) for n in range(2_700)
    }  # nearly as many as may be
    corp_in(made).tag_groups["g"] = TagGroup(group_id="g", group_name="组", create_time=1, tags=tags)
    made.ctl("apps", agentid=1000002, trusted_ips=["203.0.113.9"])
    yield made
    made.close()


@pytest.fixture
def tenant(launcher: Launcher, tmp_path: Path) -> Iterator[Tenant]:
    made = Tenant(launcher, tmp_path / "home", demo=False)
    yield made
    made.close()


def fill(tab: Tab, **told: str) -> None:
    tab.page.locator("details summary").click()
    for name, text in told.items():
        tab.page.locator(f"[data-field={name}]").fill(text)


def how(tab: Tab, number: int) -> Any:
    return tab.page.locator(f".cn-step:nth-child({number}) .cn-how")


def copied(tab: Tab) -> dict[str, str]:
    """What is to be entered over there, as it stands on the screen."""
    rows = tab.page.locator(".cn-copy > div")
    return {row.locator("dt").inner_text(): row.locator("dd code").inner_text() for row in rows.all()}


@pytest.mark.parametrize("lang", WORDS)
def test_five_steps(fake: Running, tenant: Tenant, tabs: Tabs, lang: str) -> None:
    words = WORDS[lang]
    cookie = tenant.sign_in("admin", tenant.server.password)
    tab = tabs.open(tenant.url, "/settings/connections", cookie=cookie, lang=lang, fresh=True)
    press = lambda name: tab.page.get_by_role("button", name=name, exact=True).first.click()  # noqa: E731
    press(words["add"])
    fill(
        tab, name="总部", corp_id=CORP, agent_id="1000002", secret="not-the-secret-at-all", base_url=fake.url
    )
    press(words["go_on"])
    expect(how(tab, 2)).to_have_text(words["todo"])  # the secret is another app's
    tab.page.locator(".cn-step:nth-child(2) .ant-btn").click()
    tab.page.locator("dialog [data-field=secret]").fill(SECRET)
    tab.page.locator("dialog .ant-btn-primary").click()
    expect(how(tab, 2)).to_have_text(words["done"])
    expect(tab.page.locator(".cn-part-failed")).to_contain_text("127.0.0.1")  # the address to be trusted
    assert tab.page.get_by_role("button", name=words["sync"]).is_disabled()
    fake.ctl("apps", agentid=1000002, trusted_ips=[])
    press(words["check"])
    expect(how(tab, 3)).to_have_text(words["done"])
    told = copied(tab)
    said = fake.ctl("callback", url=told["URL"], token=told["Token"], aes_key=told["EncodingAESKey"])
    assert said == {"saved": True, "why": ""}
    expect(how(tab, 4)).to_have_text(words["done"])
    press(words["sync"])
    expect(how(tab, 5)).to_have_text(words["done"], timeout=60_000)
    assert "12" in tab.page.locator(".cn-step:nth-child(5) .cn-facts").inner_text().split()
    expect(tab.page.locator("[data-quota=codes] dd")).to_have_text(words["codes"])
    expect(tab.page.locator("[data-quota=tags] dd")).to_have_text(words["tags"])
    expect(tab.page.locator(".cn-near")).to_contain_text(words["near"])
    assert len(tenant.get("/customers", limit=50)["items"]) == 12
    leave(fake, tenant, tab, words)


def leave(fake: Running, tenant: Tenant, tab: Tab, words: dict[str, str]) -> None:
    """An event arrives; switched off, the next is refused; removed, nothing is left but what was learned."""
    one = tenant.get("/connections")["items"][0]
    assert one["verified_at"]
    fake.ctl("add", userid="m0", name="新客户")
    fake.ctl("callbacks/settle")
    assert tenant.get(f"/connections/{one['id']}")["health"]["events"] == 1
    tab.page.locator(".page-acts").get_by_role("button", name=words["off"], exact=True).click()
    tab.page.locator("dialog .ant-btn-primary").click()
    expect(tab.page.locator(".page-head .pill")).to_have_text(words["state_off"])
    tab.page.locator(".page-acts").get_by_role("button", name=words["remove"], exact=True).click()
    tab.page.locator("dialog .ant-btn-primary").click()
    expect(tab.page.locator(".empty-title")).to_be_visible()
    assert tenant.get("/connections")["items"] == []
    assert len(tenant.get("/customers", limit=50)["items"]) >= 12
