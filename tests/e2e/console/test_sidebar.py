"""A member of staff signs in by WeCom and works beside a chat, in a real browser against a real fakecom."""

import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from cli.process import Launcher
from e2e.console.tab import TAGS, WORDS
from e2e.console.tenant import HOSTILE, Tenant
from e2e.console.test_screens import ABSENT, HAN, KNOWN, LATIN, SHOTS
from fakecom.people import corp_in, found_group
from fakecom.running import CORP, ONE_APP, SECRET, Running
from faults.folders import until
from yutang.fakecom.state.world import State

COMPLAINT = f"退款，投诉！{HOSTILE[1]}"
SIZE = {"width": 380, "height": 760}
BUTTON = {"zh": "企业微信登录", "en": "Sign in with WeCom"}
FILL = {"zh": "填入输入框", "en": "Fill into chat"}
FILLED = {"zh": "已放进输入框，由你点「发送」。", "en": "It is in the input box: tap Send yourself."}
LATER = {"zh": "明天再说", "en": "Tomorrow"}
PUT_OFF = {"zh": "已推迟到", "en": "Put off until"}
OTHER = {"zh": "换一种说法", "en": "Another wording"}
UNBOUND = {"zh": "还没有关联到这里的账号", "en": "is linked to no account here"}
STALE = {"zh": "不是从这个浏览器发起的", "en": "did not begin in this browser"}
REFUSED = "Failed to load resource: the server responded with a status of 40"  # as the walk has it
OFF = {"zh": "没有开启企业微信登录", "en": "is not switched on here"}


@pytest.fixture(scope="module")
def fake() -> Iterator[Running]:
    """Its clock runs with ours. Its people have names that would do something if they were more than text."""
    made = Running(State(now=int(time.time() * 1000), rate=1.0))
    members = [{"userid": f"m{n}", "name": f"员工{n}", "parties": [1]} for n in range(3)]
    made.ctl("corps", corpid=CORP, apps=ONE_APP, members=members)
    for n in range(6):
        made.ctl("add", userid=f"m{n % 3}", name=HOSTILE[n])
    found_group(made, "m0", "wr-tea", *list(corp_in(made).externals)[:4])
    yield made
    made.close()


@pytest.fixture(scope="module")
def desk(fake: Running, launcher: Launcher, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tenant]:
    """Connected, learned whole, with an account for m0 that signs in by WeCom alone."""
    made = Tenant(launcher, tmp_path_factory.mktemp("desk") / "home", demo=False)
    made.api = made.signed(made.sign_in("admin", made.server.password))
    told = {"corp_id": CORP, "agent_id": "1000002", "secret": SECRET, "base_url": fake.url}
    made.connection = made.post("/connections", channel="wecom", name="总部", settings=told)["connection"][
        "id"
    ]
    made.post(f"/connections/{made.connection}/sync")
    until(lambda: len(made.get("/customers", limit=50)["items"]) == 6, 120)
    made.idle()
    staff = next(one for one in made.get("/staff", q="m0")["items"] if one["external_id"] == "m0")
    made.post("/users", login="xiaoli", name="小李", role="operator", staff_id=staff["id"])
    door(made)
    talk(made, list(corp_in(fake).externals)[:4])
    made.customer = next(iter(corp_in(fake).follows["m0"]))
    yield made
    made.close()


def talk(desk: Tenant, people: list[str]) -> None:
    """Three weeks of it in the group; the last of them complains. The fourth says nothing."""
    now = int(time.time() * 1000)
    said = [(day, n, who, "今天喝什么茶？") for day in range(1, 22) for n, who in enumerate(people[:3])]
    said.append((0, 9, people[2], COMPLAINT))
    facts = [
        {"kind": "message.sent", "platform": "wecom", "happened": now - day * 86_400_000 - (n + 1) * 60_000, "group": "wr-tea",
         "actor": {"id": who}, "object": f"said {day} {n}", "text": text}
        for day, n, who, text in said
    ]  # fmt: skip
    desk.post("/facts", facts=facts)
    desk.idle()
    desk.post("/checkup/refresh")
    desk.idle()


def door(desk: Tenant, *, on: bool = True) -> None:
    assert desk.api.put(f"/connections/{desk.connection}/desk", json={"sign_in": on}).status_code == 200


@pytest.fixture
def page(chromium: Browser, lang: str) -> Iterator[Page]:
    context = chromium.new_context(
        viewport=SIZE, locale=TAGS[lang], timezone_id="Asia/Shanghai", has_touch=True
    )
    made = context.new_page()
    made.set_default_timeout(20_000)
    made.said = []
    made.on(
        "console",
        lambda m: (
            made.said.append(m.text) if m.type in ("error", "warning") and REFUSED not in m.text else None
        ),
    )
    made.on("pageerror", lambda error: made.said.append(f"uncaught: {error}"))
    yield made
    context.close()


def sign_in(page: Page, who: str) -> Any:
    """On WeCom's page somebody says who they are."""
    page.get_by_role("link", name=who).click()


def enter(page: Page, desk: Tenant, lang: str) -> None:
    page.goto(f"{desk.url}/app/login")
    page.get_by_role("link", name=BUTTON[lang]).click()
    sign_in(page, "员工0")
    page.wait_for_url(f"{desk.url}/app/**")


def open_chat(page: Page, desk: Tenant, chat: str) -> None:
    """The client opens the sidebar beside a chat: a page of its own, not another fragment of the last."""
    page.goto("about:blank")
    page.goto(f"{desk.url}/sidebar/{desk.connection}#ww={chat}")


@pytest.mark.parametrize("lang", TAGS)
def test_in_by_wecom_and_nobody_else(page: Page, desk: Tenant, fake: Running, lang: str) -> None:
    backs: list[str] = []
    page.on("request", lambda asked: backs.append(asked.url) if "/sign-in/wecom/back" in asked.url else None)
    enter(page, desk, lang)
    expect(page.locator("h1").first).to_be_visible()
    assert page.context.request.get(f"{desk.url}/api/v1/session").json()["user"]["login"] == "xiaoli"
    page.context.clear_cookies()
    for address in (backs[0], f"{desk.url}/sign-in/wecom/back?code=x&state=forged"):  # used, forged
        page.goto(address)
        expect(page.locator("main")).to_contain_text(STALE[lang])
    page.goto(f"{desk.url}/app/login")
    page.get_by_role("link", name=BUTTON[lang]).click()
    sign_in(page, "员工1")
    expect(page.locator("main")).to_contain_text(UNBOUND[lang])
    assert page.context.request.get(f"{desk.url}/api/v1/session").status == 401
    judge(page, lang, f"sidebar-unbound-{lang}")
    door(desk, on=False)
    try:
        page.goto(f"{desk.url}/app/login")
        expect(page.locator("h1")).to_be_visible()
        page.wait_for_load_state("networkidle")
        expect(page.get_by_role("link", name=BUTTON[lang])).to_have_count(0)
        page.goto(f"{desk.url}/sign-in/wecom/{desk.connection}")
        expect(page.locator("main")).to_contain_text(OFF[lang])
    finally:
        door(desk)


@pytest.mark.parametrize("lang", TAGS)
def test_beside_a_chat_with_a_customer(page: Page, desk: Tenant, lang: str) -> None:
    open_chat(page, desk, f"single_chat_tools:{desk.customer}")
    sign_in(page, "员工0")  # led to the sign-in, and back
    open_chat(page, desk, f"single_chat_tools:{desk.customer}")
    page.wait_for_url(re.compile(r"/customer\?account="))
    page.get_by_role("button", name=FILL[lang]).click()  # signed by both tickets, or it stays hidden
    expect(page.locator("#said")).to_have_text(FILLED[lang])
    draft = page.evaluate("ww.drafts")
    assert draft == [{"msgtype": "text", "text": {"content": page.locator("#script").inner_text()}}]
    first = page.locator("#script").inner_text()
    page.get_by_role("link", name=OTHER[lang]).click()
    expect(page.locator("#script")).not_to_have_text(first)
    judge(page, lang, f"sidebar-customer-{lang}")
    page.get_by_role("button", name=LATER[lang]).click()
    expect(page.locator(".next")).to_contain_text(PUT_OFF[lang])
    page.locator(".next form button").click()
    expect(page.locator(".next")).not_to_contain_text(PUT_OFF[lang])
    assert page.evaluate("window.ran") is None


@pytest.mark.parametrize("lang", TAGS)
def test_beside_a_chat_of_a_group(page: Page, desk: Tenant, lang: str) -> None:
    enter(page, desk, lang)
    open_chat(page, desk, "group_chat_tools:wr-tea")
    page.wait_for_url(re.compile(r"/group\?chat=wr-tea"))
    page.get_by_role("button", name=FILL[lang]).last.click()
    expect(page.locator("#said")).to_have_text(FILLED[lang])
    judge(page, lang, f"sidebar-group-{lang}")
    page.emulate_media(color_scheme="dark")
    judge(page, lang, f"sidebar-group-dark-{lang}")
    open_chat(page, desk, "normal")
    expect(page.locator("#said")).not_to_be_empty()
    judge(page, lang, f"sidebar-entry-{lang}")


@pytest.mark.parametrize("lang", TAGS)
def test_without_script_everything_but_the_client_works(chromium: Browser, desk: Tenant, lang: str) -> None:
    context = chromium.new_context(viewport=SIZE, locale=TAGS[lang], java_script_enabled=False)
    page = context.new_page()
    page.goto(
        f"{desk.url}/sign-in/wecom/{desk.connection}?to=/sidebar/{desk.connection}/customer?account={desk.customer}"
    )
    sign_in(page, "员工0")
    expect(page.locator("#script")).to_be_visible()
    expect(page.get_by_role("button", name=FILL[lang])).to_have_count(0)
    page.get_by_role("button", name=LATER[lang]).click()
    expect(page.locator(".next")).to_contain_text(PUT_OFF[lang])
    page.locator(".next form button").click()
    context.close()


@pytest.mark.parametrize("lang", TAGS)
def test_what_is_to_be_entered_in_wecom_stands_at_the_connection(page: Page, desk: Tenant, lang: str) -> None:
    cookie = {"name": "yutang_session", "value": desk.api.cookies["yutang_session"], "url": desk.url}
    page.context.add_cookies([cookie])
    page.goto(f"{desk.url}/app/settings/connections/{desk.connection}")
    card = page.locator("section[aria-labelledby=cn-desk]")
    expect(card.locator("code").last).to_have_text(f"{desk.url}/sidebar/{desk.connection}")
    expect(card.get_by_role("switch")).to_be_checked()
    card.scroll_into_view_if_needed()
    card.screenshot(path=SHOTS / f"sidebar-desk-{lang}.png")
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZE["width"]
    assert violations(page, "section[aria-labelledby=cn-desk]") == []
    card.get_by_role("switch").click()
    expect(card.get_by_role("switch")).not_to_be_checked()
    card.get_by_role("switch").click()
    expect(card.get_by_role("switch")).to_be_checked()
    page.context.clear_cookies()
    page.goto(f"{desk.url}/app/login")
    expect(page.get_by_role("link", name=BUTTON[lang])).to_be_visible()
    page.screenshot(path=SHOTS / f"sidebar-login-{lang}.png")
    assert violations(page) == []


def judge(page: Page, lang: str, name: str) -> None:
    """Nothing cut off, accessible, quiet, in one language."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png", full_page=True)
    assert page.said == []
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZE["width"]
    assert violations(page, "body") == []
    texts = page.evaluate(WORDS)
    assert [text for text in texts if ABSENT.search(without_names(text))] == []
    assert strange(texts, lang) == []


def violations(page: Page, within: str = "main") -> list[Any]:
    """What axe finds serious or critical."""
    found = Axe().run(page, within, options={"resultTypes": ["violations"]}).response["violations"]
    return [(v["id"], v["nodes"][0]["html"][:200], v["nodes"][0]["failureSummary"][:300]) for v in found
           if v["impact"] in ("serious", "critical")]  # fmt: skip


def without_names(text: str) -> str:
    """What is left of a text once the people's own names and words are taken away."""
    called = [re.sub(r"[\u202e]+", " ", one).strip()[:59] for one in HOSTILE]
    for name in [COMPLAINT, *called, "今天喝什么茶？", "员工", "群wr-tea", "m0", "m1", "小李"]:
        text = text.replace(name, " ")
    return text


def strange(texts: list[str], lang: str) -> list[str]:
    """Words of the other language."""
    if lang == "en":
        return [text for text in texts if HAN.search(without_names(text))]
    return [text for text in texts if set(LATIN.findall(without_names(text))) - KNOWN]
