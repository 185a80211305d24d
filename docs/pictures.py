"""Makes the READMEs' pictures and figures from this build, on the simulated tenant: `make pictures`.

Needs Chromium and a CJK font (apt-get install chromium fonts-noto-cjk fonts-noto-color-emoji). Everything is what
the commands print; nothing is drawn by hand.
"""

import html
import io
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path

import console_pictures
from playwright.sync_api import Browser, sync_playwright
from rich.cells import cell_len
from rich.console import Console
from rich.style import Style
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from yutang.insight.wording import Words
from yutang.locales import Lang

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-lcd-text",  # edges in grey: coloured ones suit one screen only, and swell the file
]
BIGGEST = 390_000  # bytes of one picture
DESK, PHONE = (1280, 860), (390, 844)
COLUMNS = 100
SHOWN = (9, 7, 7, 7, 6)  # lines of the head and of each list that the picture shows; "⋮" stands for the rest
MARKS = ("<!-- figures: make pictures -->", "<!-- /figures -->")
READMES: dict[Lang, str] = {"en": "README.md", "zh": "README.zh-CN.md"}
# Background, text, then black … white and their bright twins: legible side by side on the dark ground.
THEME = TerminalTheme(
    (24, 28, 30),
    (214, 220, 218),
    [(24, 28, 30), (232, 112, 100), (72, 187, 144), (222, 168, 74), (124, 140, 246), (200, 130, 210),
     (86, 190, 210), (214, 220, 218)],
    [(142, 152, 150), (240, 140, 130), (110, 210, 170), (236, 190, 110), (150, 165, 250), (215, 160, 225),
     (120, 210, 225), (255, 255, 255)],
)  # fmt: skip
# One cell is 9 px: DejaVu's own width at 15 px. Chinese is set larger, so that it fills two cells without gaps.
PAGE = """<!doctype html><meta charset="utf-8"><style>
body{{margin:0;background:#181c1e;display:inline-block;padding:18px 22px}}
pre,p{{margin:0;font:15px/21px "DejaVu Sans Mono","Noto Sans Mono CJK SC","Noto Color Emoji",monospace;color:#d6dcd8}}
i{{font-style:normal;display:inline-block;width:9px;height:21px;white-space:pre;vertical-align:top}}
i.w{{width:18px;font-size:17px}}
p{{margin-bottom:10px;color:#8e9896}}
</style><p>$ {command}</p><pre>{lines}</pre>"""


def yutang(*arguments: str, home: Path, **environment: str) -> str:
    """What a command prints."""
    env = os.environ | {"YUTANG_HOME": str(home), "PYTHONIOENCODING": "utf-8"} | environment
    program = Path(sys.executable).with_name("yutang")
    done = subprocess.run(
        [program, *arguments], cwd=home, env=env, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"yutang {' '.join(arguments)}: {done.stderr[-500:]}")
    return done.stdout


def cells(text: str, style: Style | None) -> str:
    """Each character in a box of its own width: a font that gets one wrong moves none of its neighbours."""
    look = ""
    if style is not None:
        colour = style.color.get_truecolor(THEME) if style.color and not style.color.is_default else None
        look += f"color:{colour.hex};" if colour else ""
        look += "font-weight:700;" if style.bold else ""
        look += "opacity:.7;" if style.dim else ""
    boxes = "".join(
        f'<i class="w">{html.escape(c)}</i>' if cell_len(c) == 2 else f"<i>{html.escape(c)}</i>"
        for c in text
        if cell_len(c)
    )
    return f'<span style="{look}">{boxes}</span>' if look else boxes


def shortened(printed: str) -> list[str]:
    """The head and the first rows of each list."""
    lines: list[str] = []
    for section, count in zip(printed.split("\n\n"), SHOWN, strict=False):
        whole = section.splitlines()
        lines += [*whole[:count], *([" ⋮"] if len(whole) > count else []), ""]
    return lines[:-1]


def terminal_page(printed: str, command: str) -> str:
    """A terminal's text as a page."""
    console = Console(width=COLUMNS, file=io.StringIO(), force_terminal=True)
    lines: list[str] = []
    for line in shortened(printed):
        parts = console.render_lines(Text.from_ansi(line, no_wrap=True), pad=False)[0]
        lines.append("".join(cells(part.text, part.style) for part in parts if not part.control))
    return PAGE.format(command=html.escape(command), lines="\n".join(lines))


def packed(png: bytes) -> bytes:
    """The same picture in fewer bytes: Chromium compresses for speed."""
    out, at, pixels = png[:8], 8, b""
    while at < len(png):
        size, kind = struct.unpack(">I4s", png[at : at + 8])
        whole = png[at : at + 12 + size]
        if kind == b"IDAT":
            pixels += whole[8:-4]
        elif kind == b"IEND":
            body = b"IDAT" + zlib.compress(zlib.decompress(pixels), 9)
            out += struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body)) + whole
        else:
            out += whole
        at += 12 + size
    return out


def shoot(
    browser: Browser, page: Path, name: str, size: tuple[int, int], *, whole: str | None = None
) -> None:
    """A picture of the first screen, or of the element `whole`; as sharp as its size in bytes allows."""

    def picture(sharpness: float) -> bytes:
        tab = browser.new_page(viewport={"width": size[0], "height": size[1]}, device_scale_factor=sharpness)
        tab.goto(page.as_uri())
        tab.wait_for_timeout(300)
        data = (tab.locator(whole) if whole else tab).screenshot(animations="disabled")
        tab.close()
        return data

    keep(name, picture)


def keep(name: str, picture: Callable[[float], bytes]) -> None:
    """Write the sharpest picture that is small enough."""
    data = b""
    for sharpness in (2, 1.5, 1):
        data = packed(picture(sharpness))
        if len(data) < BIGGEST:
            (PICTURES / name).write_bytes(data)
            print(f"{name}: {len(data) // 1000} kB at {sharpness}×")
            return
    sys.exit(f"{name} is {len(data)} bytes, over {BIGGEST}")


def figures(found: dict, lang: Lang) -> str:
    """The check-up's totals as a sentence or two for the README."""
    totals, words = found["totals"], Words(lang)
    join, colon, stop = (", ", ": ", ".") if lang == "en" else ("、", "：", "。")
    states = join.join(f"{words(f'state.{s}').lower()} {n}" for s, n in totals["states"].items() if n)
    advice = join.join(f"{words(f'advice.{a}').lower()} {n}" for a, n in totals["advice"].items() if n)
    each, alone = totals["active_each_of_7_days"], totals["staff_only"]
    hours, groups = totals["hours_freed_per_week"], totals["groups"]
    if lang == "en":
        return (
            f"On the simulated tenant `make run` says, of {groups} groups: {each} active on each of the last 7 days, "
            f"{alone} in which only staff post. States{colon}{states}{stop} Advice{colon}{advice}{stop} "
            f"{hours:.1f} hours a week freed."
        )
    return (
        f"`make run` 对模拟租户的结论：{groups} 个群里，近 7 天天天有人聊的 {each} 个，只有员工在发的 {alone} 个。"
        f"状态{colon}{states}{stop}建议{colon}{advice}{stop}每周省下 {hours:.1f} 小时。"
    )


def put_figures(found: dict) -> None:
    """Write them between the marks of both READMEs."""
    for lang, name in READMES.items():
        path = ROOT / name
        text = path.read_text("utf-8")
        marked = re.compile(re.escape(MARKS[0]) + ".*?" + re.escape(MARKS[1]), re.DOTALL)
        if not marked.search(text):
            sys.exit(f"{name} has no place for the figures")
        told = f"{MARKS[0]}\n{figures(found, lang)}\n{MARKS[1]}"
        path.write_text(marked.sub(lambda _, told=told: told, text), "utf-8")


def make(browser: Browser, home: Path) -> None:
    yutang("demo", "--out", "demo", home=home)
    given = ("checkup", "demo/data", "--house", "demo/data/自有号.txt")
    put_figures(json.loads(yutang(*given, "--format", "json", home=home)))
    for lang in READMES:
        look = {"FORCE_COLOR": "1", "TERM": "xterm-256color", "COLUMNS": str(COLUMNS)}
        printed = yutang(*given, "--lang", lang, "--report", f"{lang}.html", home=home, **look)
        command = f"make run LANG_OUT={lang}"
        (home / f"terminal_{lang}.html").write_text(terminal_page(printed, command), "utf-8")
        shoot(browser, home / f"terminal_{lang}.html", f"terminal_{lang}.png", (1100, 900), whole="body")
        shoot(browser, home / f"{lang}.html", f"report_{lang}.png", DESK)
    shoot(browser, home / "zh.html", "report_phone_zh.png", PHONE)
    kept = home / "home"
    yutang("import", "demo/data", "--house", "demo/data/自有号.txt", home=home, YUTANG_HOME=str(kept))
    with console_pictures.served(kept) as (url, password, api):
        group = console_pictures.decide(api)
        held = console_pictures.sign_in(browser, url, password)
        console_pictures.shoot(browser, url, held, group, keep)


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory(prefix="yutang-pictures-") as home, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        make(browser, Path(home))
        browser.close()


if __name__ == "__main__":
    main()
