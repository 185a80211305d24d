"""The READMEs' pictures of the console: a real server over the simulated tenant, a real sign-in, a few decisions."""

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import httpx
from playwright.sync_api import Browser, BrowserContext

DESK, PHONE = (1440, 900), (390, 844)
PASSWORD = "a pond full of fish"  # noqa: S105 - of a server that lives for these pictures
LOCALES = {"en": "en-US", "zh": "zh-CN"}
Keep = Callable[[str, Callable[[float], bytes]], None]  # name, picture at a sharpness


@contextmanager
def served(home: Path) -> Iterator[tuple[str, str, httpx.Client]]:
    """Address, first password, and the command line's client of a server on `home`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = os.environ | {"YUTANG_HOME": str(home), "YUTANG_LANG": "en"}
    program = Path(sys.executable).with_name("yutang")
    server = subprocess.Popen([program, "serve", "--port", str(port)], env=env, stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, text=True)  # fmt: skip
    try:
        password = ""
        for line in server.stderr or ():
            password = (re.search(r"one-time password (\S+)", line) or [None, password])[1]
            if "Ctrl-C" in line:
                break
        token = json.loads((home / "serve.json").read_text())["token"]
        url = f"http://127.0.0.1:{port}"
        with httpx.Client(
            base_url=f"{url}/api/v1", headers={"Authorization": f"Bearer {token}"}, timeout=60
        ) as api:
            yield url, password, api
    finally:
        server.terminate()
        server.communicate(timeout=60)


def decide(api: httpx.Client) -> str:
    """Advice taken for some groups, put off for one, set aside for one; the group whose page is shown."""
    while (answer := api.get("/checkup")).status_code == 404:
        time.sleep(0.5)
    answer.raise_for_status()
    rows = api.get("/checkup/groups", params={"limit": 1000}).json()["items"]
    of = {
        kind: [r["id"] for r in rows if r["advice"] == kind] for kind in ("stop", "merge", "revive", "keep")
    }
    api.post(
        "/checkup/accept", json={"groups": [*of["stop"][:6], *of["merge"][:3], *of["revive"][:4]]}
    ).raise_for_status()
    api.post("/checkup/keep", json={"groups": of["stop"][7:8], "reason": "合作方年底要用"}).raise_for_status()
    shown = [r for r in rows if r["advice"] == "revive" and r["speakers_28d"] > 5]
    return max(shown or rows, key=lambda r: r["messages_28d"])["id"]


def sign_in(browser: Browser, url: str, password: str) -> dict:
    """The first sign-in and the change of the one-time password; what a browser then holds."""
    with_locale = browser.new_context(locale="en-US")
    tab = with_locale.new_page()
    tab.goto(f"{url}/app/")
    tab.locator("input[type=text], input:not([type])").first.fill("admin")
    tab.locator("input[type=password]").first.fill(password)
    tab.keyboard.press("Enter")
    fields = tab.locator("input[type=password]")
    fields.nth(2).wait_for()
    for number, value in enumerate((password, PASSWORD, PASSWORD)):
        fields.nth(number).fill(value)
    tab.keyboard.press("Enter")
    tab.wait_for_selector("nav")
    held = with_locale.storage_state()
    with_locale.close()
    return held


def shoot(browser: Browser, url: str, held: dict, group: str, keep: Keep) -> None:
    screens = {
        "checkup": ("/app/checkup", DESK), "map": ("/app/checkup?view=map", DESK),
        "group": (f"/app/checkup/groups/{quote(group, safe='')}", DESK), "phone": ("/app/today", PHONE),
    }  # fmt: skip
    for lang, locale in LOCALES.items():
        for name, (path, size) in screens.items():

            def picture(
                sharpness: float, path: str = path, size: tuple[int, int] = size, locale: str = locale
            ) -> bytes:
                context: BrowserContext = browser.new_context(
                    viewport={"width": size[0], "height": size[1]}, device_scale_factor=sharpness, locale=locale,
                    storage_state={"cookies": held["cookies"], "origins": []},
                )  # fmt: skip
                tab = context.new_page()
                tab.goto(url + path)
                tab.wait_for_selector("h1")
                tab.wait_for_timeout(2500)  # the stream of events never lets the network be idle
                data = tab.screenshot(animations="disabled")
                context.close()
                return data

            keep(f"console_{name}_{lang}.png", picture)
