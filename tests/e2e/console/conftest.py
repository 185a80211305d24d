"""The console in a real browser, on a real server over the simulated tenant."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from cli.process import Launcher
from e2e.console.tab import CHROMIUM, FLAGS, Tab, Tabs
from e2e.console.tenant import Tenant
from yutang.web.pages import built, static


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of this folder needs a browser and the built console."""
    for item in items:
        if "e2e/console" in item.nodeid.replace("\\", "/"):
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM.exists():
                item.add_marker(
                    pytest.mark.skip(reason="needs Chromium: apt-get install chromium fonts-noto-cjk")
                )
            if built(static()) is None:
                item.add_marker(pytest.mark.skip(reason="needs the built console: make console"))


@pytest.fixture(scope="session")
def launcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Launcher]:
    made = Launcher(tmp_path_factory.mktemp("serving"))
    yield made
    made.close()


@pytest.fixture(scope="session")
def tenant(launcher: Launcher, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tenant]:
    """The simulated tenant served, with people of every role and something on every screen; shared, so left as it is."""
    made = Tenant(launcher, tmp_path_factory.mktemp("tenant") / "home")
    yield made
    made.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A module's own: Playwright holds the thread's event loop while it is open."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield found
        found.close()


@pytest.fixture(scope="module")
def tabs(chromium: Browser) -> Iterator[Tabs]:
    """Contexts are shared by who is signed in, language and width: opening one costs more than a screen."""
    made = Tabs(chromium)
    yield made
    made.close()


@pytest.fixture
def open_tab(tabs: Tabs, tenant: Tenant) -> Iterator:
    """`open_tab("/today", role="operator", lang="en", wide=False)`: a screen of the tenant, settled."""
    opened: list[Tab] = []

    def look(path: str, role: str | None = "administrator", lang: str = "zh", *, wide: bool = True) -> Tab:
        tab = tabs.open(tenant.url, path, cookie=tenant.cookies[role] if role else None, lang=lang, wide=wide)
        opened.append(tab)
        return tab

    yield look
    for tab in opened:
        tab.page.close()
