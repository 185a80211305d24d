"""A new user's first day, with an empty folder: from the one-time password to the undo of the import."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from cli.process import Launcher
from e2e.console import shop
from e2e.console.tab import Tab, Tabs
from e2e.console.tenant import PASSWORD, Tenant
from yutang.locales import t

ACCEPTED = 20
LONG = 90_000  # ms: an import and its check-up on a busy machine
MINE, OTHERS = "telegram:7000", "telegram:7001"


class Walk:
    """One person's tab, spoken to in the words that they read."""

    def __init__(self, tab: Tab, lang: str) -> None:
        self.tab, self.page, self.lang = tab, tab.page, lang

    def say(self, key: str, **params: object) -> str:
        return t(self.lang, key, **params)  # type: ignore[arg-type]

    def press(self, key: str, **params: object) -> None:
        self.page.get_by_role("button", name=self.say(key, **params), exact=True).last.click()

    def fill(self, key: str, text: str) -> None:
        self.page.locator(f'label:has(> span:text-is("{self.say(key)}")) input').fill(text)

    def go(self, key: str) -> None:
        self.page.get_by_role("link", name=self.say(key)).first.click()
        self.tab.settle()

    def choose(self, label: str, text: str) -> None:
        """An entry of a select box, found by typing."""
        box = self.page.get_by_role("combobox", name=label)
        box.click()
        box.fill(text)
        self.page.locator(".ant-select-item-option", has_text=text).first.click()

    def sign_in(self, login: str, once: str) -> None:
        """With the one-time password, which must be changed at once."""
        self.fill("ui.login.name", login)
        self.fill("ui.login.password", once)
        self.press("ui.login.act")
        self.page.wait_for_url("**/app/password")
        self.fill("ui.password.once", once)
        self.fill("ui.password.new", PASSWORD)
        self.fill("ui.password.again", PASSWORD)
        self.press("ui.password.act")
        self.page.wait_for_url("**/app/today")
        self.tab.settle()

    def bring_in(self, folder: Path) -> None:
        """Drop both files, say whose groups they are, import, wait."""
        self.go("ui.nav.import")
        self.page.locator("input[type=file]").first.set_input_files(sorted(folder.iterdir()))
        label = self.say("ui.import.column.of", heading=shop.COLUMN)
        self.page.get_by_role("combobox", name=label).wait_for(timeout=LONG)
        self.choose(label, self.say("field.owner"))
        expect(self.page.get_by_text(self.say("ui.import.corrected"), exact=True)).to_be_visible()
        self.tab.settle()
        self.press("ui.import.act")
        self.page.wait_for_url(re.compile(r"/import/\d+"))
        self.page.get_by_role("link", name=self.say("ui.import.to_checkup")).wait_for(timeout=LONG)

    def accept(self) -> None:
        """Take the advice for the first ACCEPTED groups, by keyboard."""
        self.go("ui.import.to_checkup")
        self.page.locator(".cu-row").first.wait_for(timeout=LONG)
        for _ in range(ACCEPTED):
            self.page.keyboard.press("j")
            self.page.keyboard.press("x")
        self.page.keyboard.press("e")
        box = self.page.locator("dialog[open]")
        for owner in shop.OWNERS:
            expect(box).to_contain_text(owner)
        self.press("ui.checkup.accept.act", n=ACCEPTED)
        expect(self.page.locator(".toast").last).to_contain_text(
            self.say("ui.checkup.accept.done", n=ACCEPTED)
        )

    def new_operator(self) -> str:
        """An account for the first owner; its one-time password."""
        self.go("ui.nav.users")
        self.press("ui.users.add")
        self.fill("ui.users.name", shop.OWNERS[0])
        self.fill("ui.users.login", "wangfang")
        self.choose(self.say("ui.users.staff"), shop.OWNERS[0])
        self.press("ui.users.add")
        once = self.page.locator("dialog[open] code").inner_text()
        self.press("ui.once.saved")
        return once

    def undo(self) -> None:
        self.go("ui.nav.import")
        self.page.locator("a.im-name").first.click()
        self.tab.settle()
        self.press("ui.import.undo")
        act = self.page.locator("dialog[open] .ant-btn-dangerous")
        expect(act).to_be_enabled()
        act.click()
        expect(self.page.get_by_role("button", name=self.say("ui.import.undo"), exact=True)).to_have_count(
            0, timeout=LONG
        )


@pytest.fixture
def start(
    launcher: Launcher, tabs: Tabs, tmp_path: Path
) -> Iterator[Callable[[str], tuple[Tenant, Callable[[], Walk]]]]:
    """An empty folder served; tabs of people who have never been here."""
    made: list[Tenant] = []

    def serve(lang: str) -> tuple[Tenant, Callable[[], Walk]]:
        tenant = Tenant(launcher, tmp_path / "home", demo=False)
        made.append(tenant)
        return tenant, lambda: Walk(tabs.open(tenant.url, "/", cookie=None, lang=lang, fresh=True), lang)

    yield serve
    for tenant in made:
        tenant.close()


def sees_own_only(operator: Walk) -> None:
    """Tasks of their own groups; nobody else's group in lists, by address or by the API."""
    tasks = operator.page.locator(".td-row")
    expect(tasks).to_have_count(ACCEPTED // 2)
    operator.go("ui.nav.checkup")
    names = " ".join(operator.page.locator(".cu-row").all_inner_texts())
    assert "团购0群" in names
    assert "团购1群" not in names
    status = "id => fetch(`/api/v1/checkup/groups/${encodeURIComponent(id)}`).then(answer => answer.status)"
    assert [operator.page.evaluate(status, id_) for id_ in (MINE, OTHERS)] == [200, 404]
    operator.tab.said.clear()  # the browser says that a page was not found
    operator.tab.go(f"/checkup/groups/{OTHERS.replace(':', '%3A')}")
    assert "团购1群" not in operator.page.inner_text("body")
    assert operator.page.locator(".failed, .empty").first.is_visible()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_first_day(start: Callable, tmp_path: Path, lang: str) -> None:
    tenant, sit_down = start(lang)
    admin = sit_down()
    admin.sign_in("admin", tenant.server.password)
    admin.bring_in(shop.files(tmp_path / "files"))
    admin.accept()
    once = admin.new_operator()
    operator = sit_down()
    operator.sign_in("wangfang", once)
    sees_own_only(operator)
    admin.undo()
    tenant.idle()
    assert tenant.get("/status")["last_day"] is None
    assert tenant.get("/tasks", state="open")["items"] == []
    admin.go("ui.nav.checkup")
    expect(admin.page.locator(".empty-never")).to_be_visible()
    admin.go("ui.nav.today")
    expect(admin.page.locator(".empty").first).to_be_visible()
    # "Nobody is signed in" and "nothing was imported" are answers; the browser notes them as failed loads.
    said = [line for line in admin.tab.said if not re.search(r"status of 40[14] ", line)]
    assert (said, admin.tab.outside(), operator.tab.outside()) == ([], [], [])
