"""Tags by hand on a group and on a relation, in a browser: put on, looked at, taken off, put back."""

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.console.tab import Tab
from e2e.console.tenant import Tenant
from e2e.console.test_screens import SHOTS, customer

Open = Callable[..., Tab]
WORDS = {
    "zh": {"tag": "打标签", "which": "标签", "new": "新标签", "groups": "给 1 个群打上", "two": "给 2 个群打上", "put": "打上标签", "undo": "撤销", "take": "移除", "had": "其中 1 个已有"},
    "en": {"tag": "Tag", "which": "Tag", "new": "New", "groups": "Tag 1 group", "put": "Tag the relation", "undo": "Undo", "take": "Take off"},
}  # fmt: skip
GROUPS = {"群等级", "关系", "试点"}
BOTH = [("zh", True), ("en", True), ("zh", False), ("en", False)]


@pytest.fixture(scope="module", autouse=True)
def tidy(tenant: Tenant) -> Iterator[None]:
    """Tags that were defined on the way are put away: the tenant is shared."""
    yield
    mine = [group for group in tenant.get("/tags")["groups"] if group["name"] in GROUPS]
    tags = [tag["id"] for group in mine for tag in group["tags"]]
    for path, ids in (("/tags/archive", tags), ("/tags/groups/archive", [group["id"] for group in mine])):
        assert not ids or tenant.api.post(path, json={"ids": ids}).status_code == 204


def shown(tab: Tab, name: str, lang: str, *, wide: bool) -> None:
    tab.settle()
    SHOTS.mkdir(parents=True, exist_ok=True)
    path = SHOTS / f"{name}-{lang}-{'desk' if wide else 'phone'}.png"
    tab.page.screenshot(path=path, animations="disabled")
    assert (tab.overflow(), tab.violations(), tab.said) == ([], [], [])


def write(page: Page, words: dict[str, str], name: str) -> Locator:
    """A name in the window's field, chosen; the window."""
    window = page.get_by_role("dialog")
    field = window.get_by_role("combobox", name=words["which"], exact=True)
    field.fill(name)
    page.locator(".ant-select-item-option", has_text=name).first.click()
    return window


@pytest.mark.parametrize(("lang", "wide"), BOTH)
def test_a_groups_tags(open_tab: Open, tenant: Tenant, lang: str, *, wide: bool) -> None:
    words, name = WORDS[lang], f"群等级/重点 {lang}{wide}"
    group = tenant.groups(advice="keep")[1]["id"]
    tab = open_tab(f"/checkup/groups/{quote(group, safe='')}", lang=lang, wide=wide)
    page = tab.page
    line = page.locator(".cu-tags")
    line.locator(".tg-add").click()
    window = write(page, words, name)
    shown(tab, "group-tag-window", lang, wide=wide)
    window.get_by_role("button", name=words["groups"]).click()
    expect(window).to_be_hidden()
    chip = line.locator(".tg-chip", has_text=name)
    expect(chip).to_have_count(1)
    shown(tab, "group-tags", lang, wide=wide)
    chip.get_by_role("button", name=re.compile(words["take"])).click()
    expect(chip).to_have_count(0)
    page.locator(".toasts").get_by_role("button", name=words["undo"]).last.click()
    expect(chip).to_have_count(1)
    told = [one["name"] for one in tenant.get(f"/checkup/groups/{group}")["tags"]]
    assert name in told
    chip.get_by_role("button", name=re.compile(words["take"])).click()
    expect(chip).to_have_count(0)


def test_many_groups_at_once_and_taken_back(open_tab: Open, tenant: Tenant) -> None:
    words, name = WORDS["zh"], "试点/一期"
    made = tenant.post("/tags/groups", items=[{"name": "试点", "exclusive": False}])["items"][0]
    tag = tenant.post("/tags", items=[{"group_id": made["id"], "name": "一期"}])["items"][0]["id"]
    bearers = lambda: set(tenant.get(f"/tags/{tag}/groups")["ids"])  # noqa: E731
    tab = open_tab("/checkup?advice=revive", lang="zh")
    page = tab.page
    for n in range(3):
        page.locator(".cu-check input").nth(n + 1).check()  # the first chooses all
    shown(tab, "groups-chosen-tag", "zh", wide=True)
    page.locator(".cu-bulk").get_by_role("button", name=words["tag"]).click()
    chosen = page.locator(".cu-which p").first.inner_text().split("、")
    ids = {one["name"]: one["id"] for one in tenant.groups(advice="revive")}
    tenant.post("/groups/tags", ids=[ids[chosen[0]]], add=[name])
    window = write(page, words, name)
    button = window.get_by_role("button", name=words["two"])
    expect(button).to_be_enabled()
    expect(window).to_contain_text(words["had"])
    shown(tab, "groups-tag-window", "zh", wide=True)
    button.click()
    expect(window).to_be_hidden()
    assert bearers() == {ids[one] for one in chosen}
    page.locator(".toasts").get_by_role("button", name=words["undo"]).last.click()
    expect(page.locator(".toasts")).to_contain_text("已撤销")
    assert bearers() == {ids[chosen[0]]}  # who had it keeps it


def followed(tenant: Tenant) -> dict[str, Any]:
    """A customer with relations, one of them in force."""
    for row in tenant.get("/customers", sort="since", limit=100)["items"]:
        found = tenant.get(f"/customers/{row['id']}")
        if any(one["ended_at"] is None for one in found["relations"]):
            return found
    raise AssertionError(customer(tenant))


@pytest.mark.parametrize(("lang", "wide"), BOTH)
def test_a_relations_tags(open_tab: Open, tenant: Tenant, lang: str, *, wide: bool) -> None:
    words, name = WORDS[lang], f"关系/熟客 {lang}{wide}"
    found = followed(tenant)
    tab = open_tab(f"/customers/{found['id']}", lang=lang, wide=wide)
    page = tab.page
    first = page.locator("#relations li.now").first
    first.locator(".tg-add").click()
    window = write(page, words, name)
    shown(tab, "relation-tag-window", lang, wide=wide)
    window.get_by_role("button", name=words["put"], exact=True).click()
    expect(window).to_be_hidden()
    chip = first.locator(".tg-chip", has_text=name)
    expect(chip).to_have_count(1)
    first.scroll_into_view_if_needed()
    shown(tab, "relation-tags", lang, wide=wide)
    told = next(one for one in tenant.get(f"/customers/{found['id']}")["relations"] if one["tags"])
    assert name in [tag["name"] for tag in told["tags"]]
    chip.get_by_role("button", name=re.compile(words["take"])).click()
    expect(chip).to_have_count(0)
    page.locator(".toasts").get_by_role("button", name=words["undo"]).last.click()
    expect(chip).to_have_count(1)
    chip.get_by_role("button", name=re.compile(words["take"])).click()
    expect(chip).to_have_count(0)


def test_who_only_looks_has_no_buttons(open_tab: Open, tenant: Tenant) -> None:
    group, found = tenant.groups(advice="keep")[2]["id"], followed(tenant)
    tenant.post("/groups/tags", ids=[group], add=["群等级/看"])
    tab = open_tab(f"/checkup/groups/{quote(group, safe='')}", "analyst")
    expect(tab.page.locator(".cu-tags .tg-chip")).to_contain_text("群等级/看")
    expect(tab.page.locator(".cu-tags button")).to_have_count(0)
    tenant.post("/groups/tags", ids=[group], remove=["群等级/看"])
    tab = open_tab(f"/customers/{found['id']}", "analyst")
    expect(tab.page.locator("#relations button")).to_have_count(0)
