"""The report in a real browser: in both languages, on a desk, on phones, on paper."""

import pathlib

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright
from tests.insight.sample import NASTY, empty, sample

from yutang.insight.report import render

CHROMIUM = pathlib.Path("/usr/bin/chromium")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]  # fmt: skip
WIDTHS = {"desk": 1440, "phone": 390, "small": 360}
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not CHROMIUM.exists(), reason="needs Chromium: apt-get install chromium fonts-noto-cjk"
    ),
]


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield found
        found.close()


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> pathlib.Path:
    """The reports as files, each written once."""
    folder = tmp_path_factory.mktemp("report")
    for lang in ("zh", "en"):
        (folder / f"{lang}.html").write_text(render(sample(), lang), "utf-8")
        (folder / f"some-{lang}.html").write_text(render(sample(80), lang), "utf-8")
        (folder / f"empty-{lang}.html").write_text(render(empty(), lang), "utf-8")
    (folder / "many.html").write_text(render(sample(5_000), "zh"), "utf-8")
    return folder


class Opened:
    """A page with everything it said and everything it asked for."""

    def __init__(self, browser: Browser, path: pathlib.Path, width: int, **options):
        self.page: Page = browser.new_page(viewport={"width": width, "height": 900}, **options)
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.said.append(dialog.message), dialog.dismiss()))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(path.as_uri())
        self.path = path

    def overflow(self) -> int:
        return self.page.evaluate("document.documentElement.scrollWidth - innerWidth")


@pytest.fixture
def opened(browser, files):
    pages: list[Opened] = []

    def look(name: str, width: int = 1440, **options) -> Opened:
        pages.append(Opened(browser, files / f"{name}.html", width, **options))
        return pages[-1]

    yield look
    for one in pages:
        one.page.close()


@pytest.mark.parametrize("name", ["some-zh", "some-en", "empty-zh"])
@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS.keys())
def test_the_page_is_quiet_alone_accessible_and_fits(opened, name, width, tmp_path):
    one = opened(name, width)
    one.page.screenshot(path=tmp_path / f"{name}-{width}.png", full_page=True)
    assert one.said == []
    assert [url for url in one.asked if not url.startswith("data:")] == [one.path.as_uri()]
    assert one.overflow() <= 0
    found = Axe().run(one.page).response["violations"]
    assert [(v["id"], v["nodes"][0]["target"]) for v in found if v["impact"] in ("serious", "critical")] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_three_hundred_groups_fit_and_are_quiet(opened, lang):
    for width in WIDTHS.values():
        one = opened(lang, width)
        assert (one.overflow() <= 0, one.said) == (True, [])


@pytest.mark.parametrize("width", [360, 1440])
def test_rows_open_and_still_fit(opened, width):
    one = opened("some-en", width)
    one.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert one.overflow() <= 0
    assert one.page.locator(".open").first.is_visible()
    found = Axe().run(one.page).response["violations"]
    assert [(v["id"], v["nodes"][0]["target"]) for v in found if v["impact"] in ("serious", "critical")] == []


def test_html_in_names_is_shown_and_never_runs(opened):
    one = opened("zh")
    names = one.page.locator(".who b").all_text_contents()
    for name in NASTY[:3]:
        assert name in names
    assert one.page.title() == "群体检 · 2026-03-31"
    assert one.page.locator("main script, main img, main iframe, bdi *").count() == 0


def test_nothing_of_the_page_works_against_its_policy(opened):
    one = opened("zh")
    one.page.evaluate(
        "const s = document.createElement('script'); s.textContent = 'document.title=1'; document.body.append(s)"
    )
    assert one.page.title() == "群体检 · 2026-03-31"
    assert any("Content Security Policy" in text for text in one.said)


def test_search_and_filter_leave_only_what_was_asked_for(opened):
    page = opened("zh").page
    assert page.locator(".list li:visible").count() == 50
    page.fill("#q", "哈尔滨")
    page.wait_for_selector("#clear:visible")
    shown = page.locator(".list li:visible summary")
    assert shown.count() > 0
    assert all("哈尔滨" in text for text in shown.all_text_contents())
    page.select_option("#state", "alive")
    assert set(page.locator(".list li:visible .pill").all_text_contents()) <= {"活跃"}
    page.fill("#q", "no such group")
    page.wait_for_selector("#none:visible")
    page.click("#clear")
    assert page.locator(".list li:visible").count() == 50


def test_a_list_shows_all_on_request_and_sorts(opened):
    page = opened("zh").page
    page.click("#list-stop button.all")
    assert page.locator("#list-stop li:visible").count() == page.locator("#list-stop li").count() > 10
    page.select_option("#sort", "h")
    hours = [
        float(v) for v in page.locator("#list-stop li").evaluate_all("all => all.map(li => li.dataset.h)")
    ]
    assert hours == sorted(hours, reverse=True)


def test_a_tile_tells_its_name(opened):
    page = opened("zh", 390).page
    tile = page.locator(".tiles .tile").first
    tile.click()
    assert page.locator(".tip").text_content() == tile.get_attribute("title")


@pytest.mark.parametrize("width", [390, 1440])
def test_a_tile_leads_to_the_numbers_of_its_group(opened, width):
    page = opened("zh", width).page
    page.fill("#q", "no such group")
    page.wait_for_selector("#none:visible")
    tile = page.locator(".tiles .tile[data-g]").last
    tile.click()
    row = page.locator(f"#g{tile.get_attribute('data-g')}")
    assert row.locator(".open").is_visible()
    assert tile.get_attribute("title").startswith(row.locator(".who b").text_content())
    assert row.bounding_box()["y"] > 0
    assert page.evaluate("document.activeElement.closest('li').id") == row.get_attribute("id")


def test_without_scripts_every_group_is_there(opened, browser):
    page = opened("zh", java_script_enabled=False).page
    assert page.locator(".list li").count() == 300
    assert page.locator(".list li").nth(250).is_visible()
    assert not page.locator(".tools").is_visible()


def test_on_paper_everything_is_open_and_in_colour(opened, tmp_path):
    page = opened("en").page
    page.pdf(path=tmp_path / "report.pdf", format="A4", prefer_css_page_size=True, print_background=True)
    assert (tmp_path / "report.pdf").stat().st_size > 100_000
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 703, "height": 1000})
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert not page.locator("nav").is_visible()
    assert page.locator(".defs .terms").is_visible()


def test_five_thousand_groups_open_and_say_where_the_rest_is(opened):
    one = opened("many", 360)
    assert one.page.locator(".tiles .tile").count() == 5_000
    assert one.page.locator("#list-stop li").count() == 200
    assert "XLSX" in one.page.locator("#list-stop > .note").text_content()
    assert one.said == []
    assert one.overflow() <= 0
