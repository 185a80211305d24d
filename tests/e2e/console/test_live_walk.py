"""One evening from the first connection to each customer's message, in a browser, in both languages, on a real server
with a real stand-in for WeCom: what people do in the console is done on its screens, what they do in WeCom over there.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as Slow

from cli.process import Launcher
from e2e.console.evening import FRIENDS, STAFF, Evening
from e2e.console.tab import Tab, Tabs
from faults.folders import until
from yutang.locales import t

LONG = 30_000  # ms: on a busy machine
HELLO, NIGHT = "欢迎来到鱼塘！", "我们 9 点上班，到时候第一时间回复您。"
Words = Callable[..., str]


@pytest.fixture
def evening(launcher: Launcher, tmp_path: Path) -> Iterator[Evening]:
    made = Evening(launcher, tmp_path / "home")
    yield made
    made.close()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def choose(box: Locator, *labels: str) -> None:
    """In a list that opens; on a busy machine the first press may come before it listens."""
    option = lambda label: box.page.locator(".ant-select-item-option", has_text=label).last  # noqa: E731
    for _ in range(3):
        box.click()
        try:
            option(labels[0]).wait_for(timeout=5_000)
            break
        except Slow:
            continue
    for label in labels:
        option(label).click()
    box.page.keyboard.press("Escape")


def number(text: str) -> int:
    return int(text.replace(",", "").split()[0])


def connect(tab: Tab, tenant: Evening, say: Words) -> None:
    """Five steps, and everything is read."""
    page, how = tab.page, ".cn-step:nth-child({}) .cn-how"
    press(page, say("ui.connections.add"))
    press(page, say("ui.connections.demo.fill"))
    expect(page.locator("[data-field=secret]")).not_to_have_value("")
    press(page, say("ui.connections.go_on"))
    for step in (2, 3):
        expect(page.locator(how.format(step))).to_have_text(say("ui.connections.how.ok"))
    press(page, say("ui.connections.demo.enter"))
    expect(page.locator(how.format(4))).to_have_text(say("ui.connections.how.ok"))
    press(page, say("ui.connections.sync.now"))
    expect(page.locator(how.format(5))).to_have_text(say("ui.connections.how.ok"), timeout=60_000)
    assert tenant.get("/connections")["items"][0]["state"] == "live"
    far = {one["name"] for one in tenant.world()["externals"].values()}
    here = [one["name"] for one in tenant.get("/customers", limit=200)["items"]]
    assert len(far) == sum(FRIENDS.values())
    assert sorted(name for name in here if name in far) == sorted(far)


def make_code(tab: Tab, tenant: Evening, say: Words) -> int:
    """A campaign with words for the night, and a code to three members: by day, at most forty each, one after another."""
    page = tab.go("/sources").page
    press(page, say("ui.sources.new"))
    form = page.locator("dialog[open]")
    form.locator("input").first.fill("开业")
    form.locator("textarea").nth(0).fill(HELLO)
    form.locator("textarea").nth(1).fill(NIGHT)
    form.locator(".ant-btn-primary").click()
    expect(page.locator(".sr-form")).to_be_visible()
    page.locator(".sr-form input").first.fill("收银台")
    choose(page.get_by_label(say("ui.sources.roster"), exact=True), *STAFF.values())
    expect(page.locator(".sr-seat")).to_have_count(3)
    for seat in page.locator(".sr-seat").all():
        seat.locator(".ant-input-number input, input.ant-input-number-input").first.fill("40")
        seat.get_by_label(say("ui.sources.always")).uncheck()
    choose(page.get_by_label(say("ui.sources.mode"), exact=True), say("code.mode.in_turn"))
    page.locator(".sr-form button[type=submit]").click()
    expect(page.locator(".page-head .pill")).to_have_text(say("code.state.live"), timeout=LONG)
    return int(page.url.rpartition("/")[2])


def scan(tenant: Evening, code: int) -> Counter[str]:
    """A hundred people, one after another, of whom eight are friends: the next stands behind it when one is full."""
    (way,) = tenant.world()["ways"].values()
    outcomes: Counter[str] = Counter()
    friends = iter(f"wmLiNa{n}" for n in range(8))
    order = list(STAFF)
    for n in range(100):
        who = {"external_userid": next(friends)} if n % 5 == 4 and n < 40 else {"name": f"新客{n:02}"}
        outcomes[tenant.over_there("scan", code=way["config_id"], **who)["outcome"]] += 1
        if outcomes["added"] in (40, 80) and "name" in who:
            tenant.led_to(way["config_id"], order[outcomes["added"] // 40])
    tenant.told()
    until(lambda: tenant.get(f"/codes/{code}")["code"]["quality"]["added"] == 92, 30)
    return outcomes


def check_inflow(tab: Tab, tenant: Evening, code: int, say: Words) -> None:
    """92 came, each is greeted for the night within twenty seconds, 40, 40 and 12 to the three."""
    page = tab.go(f"/sources/codes/{code}").page
    expect(page.locator(".sr-tiles dd").first).to_have_text("92")
    expect(page.locator(".sr-list .num-in")).to_have_text(["40 / 40", "40 / 40", "12 / 40"])
    expect(page.locator(".sr-counts")).to_have_text(f"{say('welcome.sent')} 92")
    expect(page.locator(".data tbody tr").first).to_contain_text(say("ui.sources.off").strip())
    came = tenant.get(f"/codes/{code}")
    assert came["code"]["greeted"] == {"sent": 92}
    assert all(one["off_hours"] and one["took"] < 20_000 for one in came["scans"])
    welcomes = tenant.delivered("welcome")
    assert {one["message"]["text"]["content"] for one in welcomes} == {NIGHT}
    assert set(Counter(one["external_userid"] for one in welcomes).values()) == {1}
    assert not any(one["external_userid"].startswith("wmLiNa") for one in welcomes)  # the eight
    assert Counter(one["userid"] for one in welcomes) == dict(zip(STAFF, (40, 40, 12), strict=True))
    since = {
        who: follow["createtime"] for of in tenant.world()["follows"].values() for who, follow in of.items()
    }
    assert all(one["at"] - since[one["external_userid"]] < 20_000 for one in welcomes)


def add_condition(page: Page, say: Words, offer: str) -> None:
    page.locator(".sg-root > .sg-add .sg-add-button").first.click()
    page.get_by_label(say("ui.segments.add.find")).fill(offer)
    page.locator(".sg-offers-list").get_by_role("button", name=offer, exact=True).click()


def tag(tab: Tab, tenant: Evening, say: Words) -> None:
    """Whoever came by the code gets a tag, by a rule."""
    page = tab.go("/segments/tags").page
    dialog = page.locator("dialog[open]")
    for name, fill in ((say("ui.tags.group.new"), "来路"), (say("ui.tags.new"), "开业新客")):
        press(page, name)
        dialog.locator("input").first.fill(fill)
        dialog.locator(".ant-btn-primary").click()
        expect(dialog).to_have_count(0)
    page.get_by_role("link", name=say("ui.tags.rule.add.to", name="开业新客")).click()
    add_condition(page, say, say("ui.rule.offer.source"))
    choose(page.locator(".sg-line .sg-many"), "开业 / 收银台")
    save = page.get_by_role("button", name=say("ui.tags.rule.save"), exact=True)
    expect(save).to_be_enabled(timeout=LONG)
    save.click()
    counted = lambda: tenant.get("/tags")["groups"][0]["tags"][0]["figures"]["count"]  # noqa: E731
    until(lambda: counted() == 92, 60)
    page = tab.go("/segments/tags").page
    expect(page.locator(".tg-group tbody tr").first).to_contain_text("92")


def part(tenant: Evening) -> dict[str, int]:
    """Some of the newcomers part again, and one takes back consent: why they are left out, and how many."""
    mine = {who: sorted(of) for who, of in tenant.world()["follows"].items()}
    newcomers = [one for one in mine["WangQiang"] if not one.startswith("wmWang")]
    for one in newcomers[:3]:
        tenant.over_there("delete", userid="WangQiang", external_userid=one, by="customer")
    for one in newcomers[3:5]:
        tenant.over_there("delete", userid="WangQiang", external_userid=one, by="member")
    tenant.told()
    return {"blocked": 3, "no_relation": 2, "no_consent": 1}


def withdraw(tab: Tab, tenant: Evening, say: Words) -> None:
    """A customer of the third member does not want such messages any more: noted on their page."""
    people = tenant.get("/customers", limit=200)["items"]
    person = next(one for one in people if one["name"] == "新客99")
    page = tab.go(f"/customers/{person['id']}").page
    press(page, say("ui.customers.consent.record"))
    dialog = page.locator("dialog[open]")
    dialog.locator(".cu-choice").nth(1).click()
    press(page, say("ui.customers.consent.withdraw"))
    expect(dialog).to_have_count(0)


def segment(tab: Tab, say: Words) -> str:
    page = tab.go("/segments/new").page
    add_condition(page, say, say("ui.rule.offer.tag"))
    choose(page.locator(".sg-line .ant-select").first, "开业新客")
    save = page.locator(".page-acts .ant-btn-primary")
    expect(page.locator(".sg-big")).to_contain_text("92", timeout=LONG)
    expect(save).to_be_enabled()
    save.click()
    dialog = page.locator("dialog[open]")
    dialog.locator("input").first.fill("开业来的人")
    dialog.locator(".ant-btn-primary").click()
    expect(page.locator("h1")).to_have_text("开业来的人", timeout=LONG)
    return "开业来的人"


def compose(tab: Tab, say: Words, whom: str) -> int:
    page = tab.go("/sends/new").page
    page.locator("#sd-name").fill("周五直播")
    choose(page.locator("#sd-segment"), whom)
    page.locator("#sd-text").fill("周五晚上八点直播，记得来")
    press(page, say("ui.sends.save"))
    expect(page.locator(".sd-sum")).to_be_visible(timeout=LONG)
    return int(page.url.rpartition("/")[2])


def lines(page: Page) -> dict[str, int]:
    """The reasons as they stand on the screen."""
    rows = page.locator(".sd-reasons .sd-line").all()
    return {row.locator("span").inner_text(): number(row.locator("b").inner_text()) for row in rows}


def confirm(tab: Tab, tenant: Evening, send: int, out: dict[str, int], say: Words) -> None:
    """The account is exact: the audience is those left out for each reason and those who get it."""
    page, why = tab.page, sum(out.values())
    said = say("ui.sends.sum", audience="92", excluded=str(why), proposed=str(92 - why))
    expect(page.locator(".sd-sum")).to_have_text(said)
    assert lines(page) == {say(f"send.reason.{name}"): n for name, n in out.items()}
    press(page, say("ui.sends.confirm"))
    page.locator("dialog[open] .ant-btn-primary").click()
    expect(page.locator(".sd-tiles")).to_be_visible(timeout=LONG)
    until(lambda: tenant.get(f"/sends/{send}")["row"]["states"].get("waiting") == 92 - why, 90)
    asked = Counter(
        (who, one)
        for message in tenant.world()["mass"].values()
        for who, task in message["tasks"].items()
        for one in task["targets"]
    )
    assert set(asked.values()) == {1}
    assert Counter(who for who, _ in asked) == {"LiNa": 40, "WangQiang": 40 - 5, "ZhaoMin": 12 - 1}
    assert tenant.delivered("mass") == []  # nothing leaves before they tap


def tiles(page: Page) -> list[int]:
    """Audience, left out, sent, open, not sent."""
    return [number(one) for one in page.locator(".sd-tiles dd").all_inner_texts()]


def expect_tiles(tab: Tab, send: int, wanted: list[int]) -> None:
    page = tab.go(f"/sends/{send}").page
    assert tiles(page) == wanted
    audience, *rest = wanted
    assert audience == sum(rest)
    assert sum(number(one) for one in page.locator(".sd-choices b").all_inner_texts()[1:]) == audience


def follow(tab: Tab, tenant: Evening, send: int, out: int, say: Words) -> None:
    """Two confirm, one ignores it; one customer is gone by then. A reminder changes nothing; two days later it is over."""
    gone = next(one["external_userid"] for one in tenant.delivered("welcome") if one["userid"] == "LiNa")
    tenant.over_there("delete", userid="LiNa", external_userid=gone, by="customer")
    for who in ("LiNa", "WangQiang"):
        tenant.over_there(f"member/{who}/confirm")
    tenant.pass_hours(1)
    until(lambda: tenant.get(f"/sends/{send}")["row"]["states"].get("sent") == 40 + 35 - 1, 90)
    expect_tiles(tab, send, [92, out, 74, 11, 1])
    late = tab.page.locator(".data").first.locator("tbody tr")
    expect(late.first).to_contain_text(STAFF["ZhaoMin"])
    expect(late.first).to_contain_text(say("ui.sends.late"))
    press(tab.page, say("ui.sends.remind"))
    reminded = lambda: [len(one["reminded_at"]) for one in tenant.world()["mass"].values()]  # noqa: E731
    until(lambda: sorted(reminded()) == [0, 0, 1], 90)
    tenant.pass_hours(49)
    until(lambda: tenant.get(f"/sends/{send}")["row"]["state"] == "done", 120)
    expect_tiles(tab, send, [92, out, 74, 0, 12])
    assert tenant.over_there("member/ZhaoMin/confirm")["confirmed"] == []
    got = Counter(one["external_userid"] for one in tenant.delivered("mass"))
    assert (len(got), set(got.values())) == (74, {1})
    assert gone not in got


def per_recipient(tenant: Evening, send: int) -> Counter[tuple[str, Any]]:
    items, after = [], "0"
    while after is not None:
        page = tenant.get(f"/sends/{send}/recipients", after=after, limit=50)
        items += page["items"]
        after = page["next"]
    assert len({one["customer_id"] for one in items}) == len(items)
    return Counter((one["state"], one["reason"]) for one in items)


def hand_over(tab: Tab, tenant: Evening, say: Words) -> None:
    """The second member leaves. Their customers go to the third: one refuses, and the last find no room."""
    follows = tenant.world()["follows"]
    left = [who for who, one in follows["WangQiang"].items() if not one["lost_at"]]
    tenant.over_there("policy", customers_per_member=len(follows["ZhaoMin"]) + 30)
    tenant.over_there("member/WangQiang/resign")
    tenant.read_anew()
    page = tab.go("/staff").page
    page.get_by_role("link", name=STAFF["WangQiang"], exact=True).click()
    press(page, say("ui.staff.over"))
    choose(page.get_by_label(say("ui.staff.plan.to"), exact=True), STAFF["ZhaoMin"])
    press(page, say("ui.staff.plan.look"))
    planned = say("ui.staff.sum", all=str(len(left)), movable=str(len(left)), excluded="0")
    expect(page.locator(".sf-sum").first).to_have_text(planned, timeout=LONG)
    path = page.url.partition("/app")[2]
    press(page, say("ui.staff.confirm"))
    page.locator("dialog[open] .ant-btn-primary").click()
    told = lambda: tenant.get(f"/handovers/{path.rpartition('/')[2]}")["row"]  # noqa: E731
    until(lambda: told()["customers"]["states"] == {"waiting": len(left)}, 90)
    tenant.over_there(f"customer/{left[0]}/refuse")
    tenant.pass_hours(25)
    until(lambda: told()["state"] == "done", 120)
    assert told()["customers"]["states"] == {"done": 30, "refused": 1, "full": len(left) - 31}
    page = tab.go(path).page
    expect(page.locator(".page-head .pill")).to_have_text(say("handover.state.done"))
    choices = page.get_by_role("group", name=say("ui.staff.how"), exact=True).get_by_role("button")
    shown = {"ui.staff.all": len(left), "handover.item.done": 30, "handover.item.refused": 1}
    shown["handover.item.full"] = len(left) - 31
    wanted = sorted(f"{say(name)} {n}" for name, n in shown.items())
    assert sorted(choices.all_inner_texts()) == wanted
    far = tenant.world()["follows"]["ZhaoMin"]
    assert len([one for one in left if one in far and one not in follows["ZhaoMin"]]) == 30
    assert left[0] not in far


@pytest.mark.timeout(900)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_evening_from_the_connection_to_each_message(evening: Evening, tabs: Tabs, lang: str) -> None:
    say = partial(t, lang)
    cookie = evening.sign_in("admin", evening.server.password)
    tab = tabs.open(evening.url, "/settings/connections", cookie=cookie, lang=lang, fresh=True)
    connect(tab, evening, say)
    code = make_code(tab, evening, say)
    evening.be_at(22, 30)
    assert scan(evening, code) == {"added": 92, "already": 8}
    check_inflow(tab, evening, code, say)
    tag(tab, evening, say)
    withdraw(tab, evening, say)
    out = part(evening)
    send = compose(tab, say, segment(tab, say))
    confirm(tab, evening, send, out, say)
    follow(tab, evening, send, sum(out.values()), say)
    assert per_recipient(evening, send) == {
        ("sent", None): 74, ("refused", "not_friend"): 1, ("expired", "expired"): 11,
        ("excluded", "blocked"): 3, ("excluded", "no_relation"): 2, ("excluded", "no_consent"): 1,
    }  # fmt: skip
    hand_over(tab, evening, say)
    welcomed = Counter(one["external_userid"] for one in evening.delivered("welcome"))
    assert (len(welcomed), set(welcomed.values())) == (92, {1})
    assert [one for one in tab.said if "favicon" not in one] == []
