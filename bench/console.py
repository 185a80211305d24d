"""The console in Chromium, as an office computer sees it: half the speed of this one's, 10 Mbit/s, 40 ms away."""

import gzip
import importlib.resources
import json
import statistics
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import tenants
from playwright.sync_api import Browser, Page, sync_playwright
from row import Row, busy
from server import Server

SLOWER, MBIT, AWAY_MS = 2, 10, 40
RUNS = 3
SOUGHT = (
    "美妆",
    "减脂成",
    "12",
    "钱小",
    "上海5",
    "直播",
)  # typed, one after the other, into the search field
# When the first row stands in the page, and when what was typed has changed the rows: after the frame that shows it
# (a frame's callback runs before it is painted, the message that it posts is handled after).
WATCH = """
const painted = (then) => requestAnimationFrame(() => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => then(performance.now());
  port2.postMessage(0);
});
const shown = () => [...document.querySelectorAll(".cu-row")].map((row) => row.getAttribute("aria-label") ?? row.textContent).join("|");
window.bench = { first: 0, filtered: 0 };
let typed = 0, before = "", settling = 0;
new MutationObserver(() => {
  if (!window.bench.first && document.querySelector(".cu-row")) { window.bench.first = -1; painted((at) => { window.bench.first = at; }); }
  if (typed && !settling && shown() !== before) {
    const began = typed;
    settling = 1;
    painted((at) => { window.bench.filtered = at - began; typed = settling = 0; });
  }
}).observe(document, { childList: true, subtree: true, characterData: true });
document.addEventListener("input", (event) => { typed = event.timeStamp; before = shown(); window.bench.filtered = 0; }, true);
"""


def rows(scale: float, only: str) -> list[Row]:
    """Every measure of this module whose name begins with `only`."""
    return list(_rows(scale, only))


def _rows(scale: float, only: str) -> Iterator[Row]:
    if "console.js".startswith(only):
        yield _initial()
    if "console.first_view".startswith(only) or "console.filter".startswith(only):
        yield from _screens(max(300, int(5_000 * scale)))


def _static() -> Path:
    """The built console; built now where it isn't."""
    folder = Path(str(importlib.resources.files("yutang.web"))) / "static"
    if not folder.exists():
        subprocess.run(["make", "console"], cwd=Path(__file__).parents[1], check=True)
    return folder


def _initial() -> Row:
    """Gzip bytes of the entry and all that it imports at once: what a browser runs before any screen."""
    folder = _static()
    parts = json.loads((folder / ".vite" / "manifest.json").read_text("utf-8"))
    entry = next(key for key, part in parts.items() if part.get("isEntry"))
    wanted, seen = [entry], set()
    while wanted:
        key = wanted.pop()
        if key not in seen:
            seen.add(key)
            wanted += parts[key].get("imports", [])
    files = [folder / parts[key]["file"] for key in seen]
    size = sum(len(gzip.compress(file.read_bytes(), 9)) for file in files)
    return Row("console.js", size / 1024, "KB", None, f"gzip, {len(files)} files")


def _screens(groups: int) -> Iterator[Row]:
    _static()
    profile = f"{groups:,} groups, processor 1/{SLOWER}, {MBIT} Mbit/s, {AWAY_MS} ms"
    with Server(tenants.copy(tenants.wide(groups), "console")) as server, sync_playwright() as play:
        signed = server.enter()
        server.settle(signed)
        name, _, value = signed["cookie"].partition("=")
        browser = play.chromium.launch(executable_path=_chromium(), args=["--no-sandbox", "--disable-gpu"])
        views, filters, sent = [], [], 0.0
        for _ in range(RUNS):
            with _office(browser, {"name": name, "value": value, "url": server.url}) as page:
                views.append(_first(page, f"{server.url}/app/checkup"))
                sent = page.evaluate(
                    "performance.getEntries().reduce((sum, one) => sum + (one.transferSize ?? 0), 0)"
                )
                _all_there(page, groups)
                filters += [_filter(page, text) for text in SOUGHT]
        browser.close()
    told = f"{profile}; cold cache, {sent / 1024:.0f} KB until then; of {RUNS}: {', '.join(f'{v:.2f}' for v in views)}; {busy()}"
    yield Row("console.first_view", statistics.median(views), "s", None, told)
    told = f"{profile}; median of {len(filters)}, longest {max(filters):.0f}; {busy()}"
    yield Row("console.filter", statistics.median(filters), "ms", None, told)


@contextmanager
def _office(browser: Browser, cookie: dict[str, str]) -> Iterator[Page]:
    """A page of a new profile, signed in, nothing in its cache, on the office computer. Without the policy that
    forbids `eval`, or nothing could be waited for."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN", bypass_csp=True)
    context.add_cookies([cookie])  # pyright: ignore[reportArgumentType]
    page = context.new_page()
    page.add_init_script(WATCH)
    speak = context.new_cdp_session(page)
    speak.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    speak.send("Network.enable")
    bytes_a_second = MBIT * 125_000
    speak.send("Network.emulateNetworkConditions", {
        "offline": False, "latency": AWAY_MS, "downloadThroughput": bytes_a_second, "uploadThroughput": bytes_a_second,
    })  # fmt: skip
    try:
        yield page
    finally:
        context.close()


def _first(page: Page, url: str) -> float:
    """Seconds from the navigation until the first rows are painted."""
    page.goto(url, wait_until="commit")
    page.wait_for_function("window.bench.first > 0", timeout=60_000, polling=50)
    return page.evaluate("window.bench.first") / 1000


def _all_there(page: Page, groups: int) -> None:
    page.wait_for_function(
        "(count) => document.querySelector('[role=grid]')?.getAttribute('aria-rowcount') === String(count + 1)",
        arg=groups, timeout=60_000, polling=100,
    )  # fmt: skip
    page.wait_for_timeout(1_000)


def _filter(page: Page, text: str) -> float:
    """Milliseconds from the key until the rows that it leaves are painted."""
    field = page.get_by_role("searchbox")
    field.fill("")
    page.wait_for_timeout(600)
    field.focus()
    page.evaluate("window.bench.filtered = 0")
    page.keyboard.insert_text(text)
    page.wait_for_function("window.bench.filtered > 0", timeout=30_000, polling=50)
    return page.evaluate("window.bench.filtered")


def _chromium() -> str | None:
    """The system's, where there is one; else playwright's own."""
    found = [path for path in ("/usr/bin/chromium", "/usr/bin/chromium-browser") if Path(path).exists()]
    return found[0] if found else None
