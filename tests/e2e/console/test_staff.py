"""A leaver's customers in a browser, against a fake WeCom: the directory, the checklist, a plan with its sums, confirmed,
one refuses, and a day later everybody stands with what came of them."""

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from cli.process import Launcher
from e2e.console.tab import TAGS, Tab, Tabs
from e2e.console.tenant import Tenant
from e2e.console.test_screens import SHOTS
from fakecom.people import befriend, found_group
from fakecom.running import CORP, ONE_APP, SECRET, Running
from faults.folders import until

PARTIES = [{"id": 2, "name": "华东"}, {"id": 3, "name": "一店", "parent": 2}]
MEMBERS = [
    {"userid": name, "name": name.title(), "parties": [party]}
    for name, party in (("li", 3), ("wang", 2), ("zhao", 2))
]
LONG = 60_000  # ms: a busy machine


class Connected(Tenant):
    """A fresh `yutang serve` with a WeCom that is a fake in this process, read whole. Li left with six customers."""

    def __init__(self, launcher: Launcher, home: Path, fake: Running) -> None:
        super().__init__(launcher, home, demo=False)
        self.fake = fake
        self.cookie = self.sign_in("admin", self.server.password)
        self.api = self.signed(self.cookie)
        told = {"corp_id": CORP, "agent_id": "1000002", "secret": SECRET, "base_url": fake.url}
        self.connection = self.post("/connections", channel="wecom", name="Tea", settings=told)["connection"][
            "id"
        ]
        self.sync()

    def sync(self) -> None:
        answer = self.api.post(f"/connections/{self.connection}/sync")
        assert answer.status_code < 300, answer.text
        self.idle()


@pytest.fixture
def fake() -> Iterator[Running]:
    made = Running()
    made.ctl("corps", corpid=CORP, name="Tea", apps=ONE_APP, parties=PARTIES, members=MEMBERS)
    made.pass_time(time.time() - made.state.now / 1000)
    befriend(made, "li", *(f"wm{n}" for n in range(6)))
    found_group(made, "li", "wr0", "wm0")
    yield made
    made.close()


@pytest.fixture
def tenant(launcher: Launcher, tmp_path: Path, fake: Running) -> Iterator[Connected]:
    made = Connected(launcher, tmp_path / "home", fake)
    fake.ctl("member/li/resign")
    made.sync()
    yield made
    made.close()


def look(open_: Callable[..., Tab], path: str, name: str) -> None:
    """In both languages and widths: nothing overflows, nothing is inaccessible."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    for lang in TAGS:
        for wide in (True, False):
            tab = open_(path, lang, wide)
            tab.page.screenshot(
                path=SHOTS / f"{name}-{lang}-{'desk' if wide else 'phone'}.png", animations="disabled"
            )
            found = {"violations": tab.violations(), "overflow": tab.overflow()}
            assert not any(found.values()), (name, lang, wide, found)
            tab.page.close()  # each holds a stream open, and a browser opens six to one server


def choose(page: Page, label: str, *names: str) -> None:
    page.get_by_label(label, exact=True).click()
    for name in names:
        page.locator(".ant-select-item-option", has_text=name).first.click()
    page.keyboard.press("Escape")


def changes_what_was_chosen(tenant: Connected, open_: Callable[..., Tab], li: str) -> None:
    """A plan for two customers is changed: it is for those two still, not for all of them."""
    some = [one["id"] for one in tenant.get(f"/staff/{li}/customers")["items"]][:2]
    to = [one["id"] for one in tenant.get(f"/staff/{li}/receivers")["items"]][:1]
    made = tenant.post("/handovers", giver_id=li, receiver_ids=to, customers=some, groups=[])["id"]
    page = open_(f"/staff/{li}/hand-over?plan={made}").page
    expect(page.get_by_text("2 chosen")).to_be_visible(timeout=LONG)
    expect(page.get_by_text("客户wm0")).to_be_visible()
    choose(page, "To whom", "Zhao")
    page.get_by_role("button", name="Look at the plan").click()
    expect(page.get_by_text("2 asked for = 2 to hand over + 0 not possible")).to_be_visible(timeout=LONG)
    assert tenant.api.delete(f"/handovers/{made}").status_code == 204
    page.close()


def chooses_a_group_by_its_name(tenant: Connected, open_: Callable[..., Tab], li: str) -> None:
    """Searched on the server: of thousands the list shows the first hundred, and says so."""
    page = open_(f"/staff/{li}/hand-over").page
    groups = page.get_by_role("radiogroup", name="Groups")
    groups.get_by_text("Choose", exact=True).click(timeout=LONG)
    box = page.get_by_label("Groups", exact=True).last
    box.click()
    expect(page.get_by_text("The first 100 are listed.")).to_be_visible(timeout=LONG)
    box.fill("wr118")
    page.locator(".ant-select-item-option", has_text="群wr118").click(timeout=LONG)
    expect(page.get_by_text("1 chosen")).to_be_visible()
    box.fill("")
    expect(page.locator(".ant-select-selection-item", has_text="群wr118")).to_be_visible()
    page.close()


@pytest.mark.timeout(600)
def test_a_group_of_many_is_found_by_its_name(
    launcher: Launcher, tmp_path: Path, fake: Running, tabs: Tabs
) -> None:
    for n in range(1, 120):
        found_group(fake, "li", f"wr{n}", "wm0")
    made = Connected(launcher, tmp_path / "home", fake)
    try:
        li = next(one["id"] for one in made.get("/staff/directory")["items"] if one["name"] == "Li")
        chooses_a_group_by_its_name(
            made, lambda path: tabs.open(made.url, path, cookie=made.cookie, lang="en"), li
        )
    finally:
        made.close()


def in_departments(page: Page) -> None:
    """Those of one department alone; the address says which."""
    box = page.get_by_label("Department", exact=True)
    everybody = page.locator("tbody tr").count()
    box.click()
    page.locator(".ant-select-item-option", has_text="华东 / 一店").click()
    expect(page).to_have_url(re.compile(r"[?&]in="))
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.get_by_role("link", name="Li", exact=True)).to_be_visible()
    box.click()
    page.locator(".ant-select-item-option", has_text="All departments").click()
    expect(page.locator("tbody tr")).to_have_count(everybody)


@pytest.mark.timeout(600)
def test_a_leavers_customers_are_handed_over(tenant: Connected, tabs: Tabs) -> None:
    def open_(path: str, lang: str = "en", wide: bool = True) -> Tab:
        return tabs.open(tenant.url, path, cookie=tenant.cookie, lang=lang, wide=wide)

    page = open_("/staff").page
    row = page.locator("tbody tr", has=page.get_by_role("link", name="Li", exact=True))
    expect(row).to_contain_text("Left")
    expect(row).to_contain_text("6 waiting for somebody else")
    expect(row).to_contain_text("华东 / 一店")
    look(open_, "/staff", "staff-left")
    in_departments(page)
    page.get_by_role("link", name="Li", exact=True).click()
    expect(page.get_by_role("row", name="Customers")).to_contain_text("To do")
    li = page.url.rsplit("/", 1)[1]
    look(open_, f"/staff/{li}", "staff-leaver")
    look(open_, f"/staff/{li}/hand-over", "staff-plan")
    changes_what_was_chosen(tenant, open_, li)
    page.get_by_role("button", name="Hand over").click()
    expect(page.get_by_label("To whom", exact=True)).to_be_visible(timeout=LONG)
    choose(page, "To whom", "Wang", "Zhao")
    page.get_by_role("button", name="Look at the plan").click()
    expect(page.get_by_text("6 asked for = 6 to hand over + 0 not possible")).to_be_visible(timeout=LONG)
    path = page.url.partition("/app")[2]
    look(open_, path, "handover-plan")
    page.get_by_role("button", name="Hand over").click()
    page.locator("dialog[open]").get_by_role("button", name="Hand over").click()
    expect(page.locator("h1 + .muted")).to_have_text("Under way", timeout=LONG)
    number = int(path.rsplit("/", 1)[1])
    until(lambda: tenant.get(f"/handovers/{number}")["row"]["customers"]["states"] == {"waiting": 6}, 60)
    tenant.fake.ctl("customer/wm0/refuse")
    tenant.fake.pass_time(86_400 + 60)
    until(lambda: tenant.get(f"/handovers/{number}")["row"]["state"] == "done", 180)
    sums = tenant.get(f"/handovers/{number}")["row"]
    assert (sums["customers"]["states"], sums["groups"]["states"]) == ({"done": 5, "refused": 1}, {"done": 1})
    look(open_, path, "handover-done")
    page.reload()
    page.get_by_role("button", name="Refused by the customer").click()
    expect(page.locator("table.data tbody")).to_have_count(1)
    expect(page.get_by_role("button", name="Hand over the rest")).to_be_visible()
    look(open_, "/staff/handovers", "handovers")
    told = httpx.get(f"{tenant.fake.url}/__ctl/deliveries").json()["deliveries"]
    assert [one for one in told if one["kind"] == "welcome"] == []
    assert [one["kind"] for one in tenant.get("/tasks")["items"]] == ["hand_over_rest"]
