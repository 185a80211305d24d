"""Names with markup, of any length, in any direction: text wherever they are shown, and the layout holds."""

from collections.abc import Callable
from urllib.parse import quote

import pytest

from e2e.console.tab import Tab
from e2e.console.tenant import HOSTILE, Tenant

Open = Callable[..., Tab]
PLACES = {
    "table": "/checkup?line=none",
    "map": "/checkup?line=none&view=map",
    "import": "/import",
    "run": "/import/{run}",
    "today": "/today?show=done",
    "users": "/settings/users",
    "tokens": "/settings/tokens",
    "webhooks": "/reports?view=webhooks",
    "audit": "/settings/audit",
}


def clean(tab: Tab) -> None:
    assert tab.page.evaluate("[window.ran ?? null, document.querySelectorAll('main script, main img, main iframe, [onerror], [onload]').length]") == [None, 0]  # fmt: skip
    assert (tab.said, tab.outside(), tab.overflow()) == ([], [], [])


@pytest.mark.parametrize("wide", [True, False], ids=["desk", "phone"])
@pytest.mark.parametrize("place", PLACES)
def test_a_screen_with_hostile_names(open_tab: Open, tenant: Tenant, place: str, wide: bool) -> None:
    tab = open_tab(PLACES[place].format(run=tenant.run), "administrator", "en", wide=wide)
    clean(tab)
    if place in ("table", "users", "tokens", "webhooks", "run", "today"):
        assert any(name in tab.page.inner_text("body") for name in HOSTILE)


@pytest.mark.parametrize("wide", [True, False], ids=["desk", "phone"])
@pytest.mark.parametrize("n", range(len(HOSTILE)))
def test_the_page_of_a_group_with_a_hostile_name(open_tab: Open, tenant: Tenant, n: int, wide: bool) -> None:
    group = next(g for g in tenant.groups() if g["name"] == HOSTILE[n])
    tab = open_tab(f"/checkup/groups/{quote(group['id'], safe='')}", "analyst", wide=wide)
    assert tab.page.locator("h1").text_content() == HOSTILE[n]
    clean(tab)


def test_a_hostile_name_in_the_drawer_the_palette_and_the_search(open_tab: Open, tenant: Tenant) -> None:
    group = next(g for g in tenant.groups() if g["name"] == HOSTILE[0])
    tab = open_tab(f"/checkup?q={quote(HOSTILE[0])}&group={quote(group['id'])}")
    tab.page.locator(".cu-drawer h2", has_text=HOSTILE[0]).first.wait_for()
    clean(tab)
    tab.page.keyboard.press("Escape")
    tab.page.keyboard.press("Control+k")
    tab.page.keyboard.insert_text(HOSTILE[0])
    tab.page.locator(".palette-row", has_text=HOSTILE[0]).wait_for()
    clean(tab)


@pytest.mark.parametrize("path", ["/checkup?q=<img src=x onerror=window.ran=1>", "/<script>window.ran=1</script>", "/checkup/groups/%3Csvg%20onload%3Dwindow.ran%3D1%3E"])  # fmt: skip
def test_a_hostile_address(open_tab: Open, path: str) -> None:
    tab = open_tab(path)
    assert tab.page.evaluate("window.ran ?? null") is None
    assert tab.overflow() == []
