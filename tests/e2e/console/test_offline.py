"""A tab left open while the server goes and comes back."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Request, expect

from cli.process import Launcher
from e2e.console import shop
from e2e.console.tab import Tab, Tabs
from e2e.console.tenant import Tenant


def test_the_tab_outlives_the_server(launcher: Launcher, tabs: Tabs, tmp_path: Path) -> None:
    tenant = Tenant(launcher, tmp_path / "home", demo=False)
    tenant.bring(shop.files(tmp_path / "files"))
    cookie = tenant.sign_in("admin", tenant.server.password)
    tab = tabs.open(tenant.url, "/checkup", cookie=cookie, lang="en", fresh=True)
    rows = tab.page.locator(".cu-row").count()
    assert rows > 10
    assert tenant.server.end().code == 0
    bar = tab.page.locator(".notice-danger")
    expect(bar).to_contain_text("does not answer", timeout=30_000)
    assert tab.page.locator(".cu-row").count() == rows
    tab.page.keyboard.press("j")
    tab.page.keyboard.press("Space")  # what was not loaded says so, the list stays
    expect(tab.page.locator(".cu-drawer")).to_be_visible()
    tab.page.keyboard.press("Escape")
    tenant.server.again()
    expect(bar).to_have_count(0, timeout=60_000)
    assert tab.page.locator(".cu-row").count() == rows
    tab.page.get_by_role("link", name="Today").first.click()
    expect(tab.page.locator("h1")).to_have_text("Today")
    tab.settle()
    tenant.close()


def test_a_tab_in_the_background_holds_no_connection(open_tab: Callable[..., Tab]) -> None:
    """A browser opens six to one server: seven tabs that each hold a stream would lock the last one out."""
    page = open_tab("/today").page
    turn = "document.dispatchEvent(new Event('visibilitychange'))"

    def stream(request: Request) -> bool:
        return request.url.endswith("/jobs/events")

    with page.expect_event("requestfailed", stream):
        page.evaluate(
            f"Object.defineProperty(document, 'hidden', {{ value: true, configurable: true }}); {turn}"
        )
    with page.expect_request(stream):  # seen again
        page.evaluate(f"Object.defineProperty(document, 'hidden', {{ value: false }}); {turn}")
