"""One tab: what it said, what it asked for, what stands on it."""

import json
import pathlib
import re
import time
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

CHROMIUM = pathlib.Path("/usr/bin/chromium")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]  # fmt: skip
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 360, "height": 740}
TAGS = {"zh": "zh-CN", "en": "en"}
COOKIE = "yutang_session"
# Every string that a person may read or hear, and what the address of the string is; other languages name themselves.
WORDS = """() => {
  const own = document.documentElement.lang, found = [];
  const foreign = (node) => { const at = node.closest('[lang]'); return at && at.lang !== own; };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const box = node.parentElement;
    if (!node.data.trim() || ['SCRIPT', 'STYLE', 'NOSCRIPT', 'CODE', 'KBD'].includes(box.tagName)) continue;
    if (box.checkVisibility() && !foreign(box)) found.push(node.data.trim());
  }
  for (const box of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]'))
    for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
      if (box.getAttribute(name)?.trim() && !(name === 'aria-label' && box.closest('[aria-hidden=true]')) && box.checkVisibility() && !foreign(box)) found.push(box.getAttribute(name).trim());
  return found;
}"""
# What reaches over the right edge and can't be scrolled to inside a box of its own.
OVER = """() => {
  const edge = document.documentElement.clientWidth + 1, found = [];
  if (document.documentElement.scrollWidth > edge) found.push(`page ${document.documentElement.scrollWidth}`);
  const held = (box) => { for (let at = box; at && at !== document.documentElement; at = at.parentElement)
    if (getComputedStyle(at).overflowX !== 'visible') return true; return false; };
  for (const box of document.querySelectorAll('#root *, dialog[open] *')) {
    const at = box.getBoundingClientRect();
    if (at.width > 1 && at.right > edge && box.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !held(box))
      found.push(`${box.tagName}.${box.className} ${Math.round(at.right)}`);
  }
  return found.slice(0, 5);
}"""
BUSY = "() => !document.querySelector('h1, dialog[open] h2') || !!document.querySelector('.skeleton, [aria-busy=true], .moving.on')"


class Tab:
    """A page with everything it said and everything it asked for."""

    def __init__(self, context: BrowserContext, base: str) -> None:
        self.base = base
        self.page: Page = context.new_page()
        self.page.set_default_timeout(15_000)
        self.said: list[str] = []
        self.asked: list[str] = []
        self._open: set[Request] = set()
        self._answers: list[Response] = []
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.said.append(f"uncaught: {error}"))
        self.page.on("dialog", lambda dialog: (self.said.append(dialog.message), dialog.dismiss()))
        self.page.on("request", self._request)
        for name in ("requestfinished", "requestfailed"):
            self.page.on(name, self._over)
        self.page.on("response", self._answered)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.said.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")

    def _request(self, request: Request) -> None:
        self.asked.append(request.url)
        if not request.url.endswith("/jobs/events"):  # the stream never ends
            self._open.add(request)

    def _over(self, request: Request) -> None:
        self._open.discard(request)

    def _answered(self, answer: Response) -> None:
        self._answers.append(answer)

    def go(self, path: str) -> "Tab":
        self.page.goto(f"{self.base}/app{path}")
        return self.settle()

    def settle(self, limit: float = 30) -> "Tab":
        """Wait until nothing loads: no request under way, no skeleton, twice in a row."""
        end, calm = time.monotonic() + limit, 0
        while calm < 2:
            assert time.monotonic() < end, (
                [r.url for r in self._open],
                self.said,
                self.page.inner_text("body")[:500],
            )
            self.page.wait_for_timeout(40)
            calm = 0 if self._open or self.page.evaluate(BUSY) else calm + 1
        return self

    def outside(self) -> list[str]:
        """Requests that went anywhere else than to the server."""
        return [url for url in self.asked if not url.startswith((self.base, "data:", "blob:"))]

    def words(self) -> list[str]:
        return self.page.evaluate(WORDS)

    def overflow(self) -> list[str]:
        return self.page.evaluate(OVER)

    def violations(self) -> list[tuple[str, Any]]:
        """What axe finds serious or critical."""
        found = Axe().run(self.page, options={"resultTypes": ["violations"]}).response["violations"]
        return [(v["id"], v["nodes"][0]["html"][:200], v["nodes"][0]["failureSummary"][:300]) for v in found
                if v["impact"] in ("serious", "critical")]  # fmt: skip

    def data(self) -> set[str]:
        """Strings that the server sent: names and texts of the tenant, not codes (a code on the screen is a defect)."""
        found: set[str] = set()
        for answer in self._answers:
            if "/api/v1/" in answer.url and "json" in answer.headers.get("content-type", ""):
                _strings(json.loads(answer.body()), found)
        return found


CODE = re.compile(r"[a-z0-9_.]*")


def _strings(value: Any, into: set[str]) -> None:
    if isinstance(value, dict):
        for one in value.values():
            _strings(one, into)
    elif isinstance(value, list):
        for one in value:
            _strings(one, into)
    elif isinstance(value, str) and not CODE.fullmatch(value):
        into.add(value)


class Tabs:
    """Contexts of one browser, by who is signed in, language and width."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self._contexts: dict[tuple[Any, ...], BrowserContext] = {}

    def context(
        self, url: str, *, cookie: str | None, lang: str, wide: bool, fresh: bool = False
    ) -> BrowserContext:
        key = (url, cookie, lang, wide)
        if fresh or key not in self._contexts:
            made = self.browser.new_context(
                viewport=DESK if wide else PHONE, locale=TAGS[lang], timezone_id="Asia/Shanghai",
                reduced_motion="reduce", has_touch=not wide,
            )  # fmt: skip
            if cookie:
                made.add_cookies([{"name": COOKIE, "value": cookie, "url": url}])
            if fresh:
                key = (*key, len(self._contexts))
            self._contexts[key] = made
        return self._contexts[key]

    def open(self, url: str, path: str, *, cookie: str | None, lang: str = "zh", wide: bool = True, fresh: bool = False) -> Tab:  # fmt: skip
        return Tab(self.context(url, cookie=cookie, lang=lang, wide=wide, fresh=fresh), url).go(path)

    def close(self) -> None:
        for context in self._contexts.values():
            context.close()
