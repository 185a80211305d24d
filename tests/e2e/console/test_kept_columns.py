"""Which columns the customers' list has, and in which order: kept with the account, wherever it signs in, and nobody
else's."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from e2e.console.tab import TAGS, Tab, Tabs
from e2e.console.tenant import PASSWORD, Tenant

LOCALES = Path(__file__).parents[3] / "src" / "yutang" / "locales"
COLUMNS = "customers.columns"
CHOSEN = ["name", "stage", "source", "spend", "owner", "orders"]


def words(lang: str) -> dict[str, str]:
    return json.loads((LOCALES / TAGS[lang] / "console_customers.json").read_text("utf-8"))


def shown(tab: Tab) -> list[str]:
    """The headings of the list, from the left."""
    return [
        one.strip() for one in tab.page.locator(".cu-head [role=columnheader] .ellipsis").all_inner_texts()
    ]


def titles(ids: list[str], lang: str) -> list[str]:
    return [words(lang)[f"column.customer_{id_}"] for id_ in ids]


@pytest.fixture
def admin(tenant: Tenant) -> Iterator[str]:
    """The tenant is shared: its administrator's columns are the preset ones before and after."""
    yield tenant.cookies["administrator"]
    answer = tenant.api.put(f"/me/preferences/{COLUMNS}", json={"value": None})
    assert answer.status_code < 300, answer.text


def choose(tab: Tab, lang: str) -> None:
    """By hand, as in CHOSEN: some go, one comes, and moves up; each choice is kept before the next."""
    text = words(lang)
    name = lambda id_: text[f"column.customer_{id_}"]  # noqa: E731 - three words, used six times
    page = tab.page
    page.get_by_role("button", name=text["ui.customers.columns"], exact=True).click()
    menu = page.locator(".cu-columns")
    for id_ in ("tier", "tags", "last_message", "since", "source"):
        box = menu.get_by_label(name(id_), exact=True)
        box.click()
        expect(box).to_be_checked(checked=id_ == "source")
    up = text["ui.customers.columns.up"]
    for id_, steps in (("source", 3), ("spend", 2)):
        for _ in range(steps):
            menu.get_by_role("button", name=up.format(name=name(id_)), exact=True).click()
    page.keyboard.press("Escape")
    tab.settle()


@pytest.mark.parametrize("lang", list(TAGS))
def test_chosen_columns_are_there_after_a_reload_and_in_another_browser(
    tenant: Tenant, tabs: Tabs, admin: str, lang: str
) -> None:
    tab = tabs.open(tenant.url, "/customers", cookie=admin, lang=lang, fresh=True)
    preset = shown(tab)
    choose(tab, lang)
    assert shown(tab) == titles(CHOSEN, lang) != preset
    tab.page.reload()
    tab.settle()
    assert shown(tab) == titles(CHOSEN, lang)
    elsewhere = tabs.open(tenant.url, "/customers", cookie=admin, lang=lang, fresh=True)
    assert shown(elsewhere) == titles(CHOSEN, lang)
    others = tabs.open(tenant.url, "/customers", cookie=tenant.cookies["analyst"], lang=lang, fresh=True)
    assert shown(others) == preset
    elsewhere.page.get_by_role("button", name=words(lang)["ui.customers.columns"], exact=True).click()
    elsewhere.page.get_by_role("button", name=words(lang)["ui.customers.columns.reset"]).click()
    elsewhere.settle()
    tab.page.reload()
    tab.settle()
    assert shown(tab) == preset
    for one in (tab, elsewhere, others):
        assert one.said == []
        one.page.close()


def test_who_signs_in_next_at_the_same_screen_has_their_own(tenant: Tenant, tabs: Tabs, admin: str) -> None:
    """Nothing was reloaded: the session ended, and somebody else took the place."""
    tab = tabs.open(tenant.url, "/customers", cookie=admin, lang="en", fresh=True)
    preset = shown(tab)
    choose(tab, "en")
    tab.page.context.clear_cookies()
    tab.page.evaluate("window.stayed = true")
    tab.page.locator(".cu-sort").last.click()  # the next question to the server finds nobody signed in
    expect(tab.page.locator(".login-card")).to_be_visible()
    fields = tab.page.locator(".login-card input")
    fields.nth(0).fill("analyst")
    fields.nth(1).fill(PASSWORD)
    tab.page.keyboard.press("Enter")
    expect(tab.page.locator(".cu-head")).to_be_visible()
    tab.settle()
    assert tab.page.evaluate("window.stayed")
    assert shown(tab) == preset
    tab.page.close()
