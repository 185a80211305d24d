"""Pages of the sidebar: HTML that loads nothing but, within WeCom, its SDK.

Each page's policy names the style and the scripts of its own; everything else on it is text.
"""

import functools
import importlib.resources
import secrets
from typing import Any, Literal
from urllib.parse import urlencode, urlsplit

import jinja2
import msgspec
from markupsafe import Markup

from yutang.channels.wecom.settings import BASE
from yutang.channels.wecom.settings import Connection as Corp
from yutang.insight.wording import Words
from yutang.locales import FOLDERS, Lang
from yutang.sidebar.customer import Card as CustomerCard
from yutang.sidebar.group import Card as GroupCard

SDK_HOST, SDK_PATH = "https://wwcdn.weixin.qq.com", "/node/open/js/wecom-jssdk-2.0.2.js"
# Schemes by which pages speak to the client: it answers frames of these addresses, and loads nothing for them.
BRIDGE = "weixin: weixinping: weixinpreinject:"
Kind = Literal["single", "group", "entry"]


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """Around a page. `base`: its connection's address; `corp`: to speak to the client with, None in a browser that has
    none; `account`: whom or what the page shows, as the client calls it."""

    lang: Lang
    base: str
    csrf: str
    corp: Corp | None = None
    account: str = ""


class Page(msgspec.Struct, frozen=True):
    html: str
    policy: str


def sdk(corp: Corp) -> str:
    """Where the client's SDK is loaded from: a server of one's own has it itself (a fake one does)."""
    official = urlsplit(corp.base).hostname == urlsplit(BASE).hostname
    return (SDK_HOST if official else corp.base.rstrip("/")) + SDK_PATH


def entry(frame: Frame) -> Page:
    """What is shown until the client has told which chat it is, and in a browser that can't."""
    return _page("entry.html", frame, kind="entry")


def customer(frame: Frame, card: CustomerCard, here: dict[str, str]) -> Page:
    """`here`: the page's own query, without tab and wording."""
    return _page("customer.html", frame, kind="single", c=card, link=_links(frame, "customer", here))


def group(frame: Frame, card: GroupCard, here: dict[str, str]) -> Page:
    return _page("group.html", frame, kind="group", g=card, link=_links(frame, "group", here))


def told(lang: Lang, title: str, lines: list[str], *, to: str = "", act: str = "") -> Page:
    """A page that says something, and where to go from it."""
    return _page(
        "told.html",
        Frame(lang=lang, base="", csrf=""),
        kind="entry",
        title=title,
        lines=lines,
        to=to,
        act=act,
    )


def _links(frame: Frame, name: str, here: dict[str, str]) -> Any:
    def link(**more: object) -> str:
        asked = here | {key: str(value) for key, value in more.items()}
        return f"{frame.base}/{name}?{urlencode(asked)}"

    return link


def _page(name: str, frame: Frame, *, kind: Kind, **more: Any) -> Page:
    nonce = secrets.token_urlsafe(16)
    source = sdk(frame.corp) if frame.corp else ""
    html = _templates().get_template(name).render(
        w=Words(frame.lang), tag=FOLDERS[frame.lang], frame=frame, kind=kind, nonce=nonce, sdk=source,
        style=_file("sidebar.css"), script=_file("sidebar.js"), **more,
    )  # fmt: skip
    return Page(html, policy(nonce, source))


def policy(nonce: str, source: str) -> str:
    """`source`: of the SDK, which asks its own server alone; "" where there is none."""
    parts = urlsplit(source)
    far = f" {parts.scheme}://{parts.netloc}" if source else ""
    bridge = f"frame-src {BRIDGE}; " if source.startswith(SDK_HOST) else ""
    return (
        f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; img-src 'self' data:; "
        f"connect-src 'self'{far}; {bridge}form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


@functools.cache
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("yutang.sidebar"), autoescape=True, undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip


@functools.cache
def _file(name: str) -> Markup:
    text = (importlib.resources.files("yutang.sidebar") / "templates" / name).read_text("utf-8")
    return Markup(text)  # noqa: S704 - ours
