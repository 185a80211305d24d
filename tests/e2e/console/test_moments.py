"""A Moment in a real browser, on a WeCom that is a fakecom with a clock of its own: written with a picture, accounted
for, confirmed, published, liked and commented on, in both languages and widths."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.accounts.people import person
from tests.outbox import posts
from tests.outbox.tenant import MEMBERS, Tenant

from e2e.console.serving import Open, serving
from e2e.console.tab import Tab, Tabs
from e2e.console.test_screens import SHOTS
from fakecom.people import befriend
from fakecom.running import CORP, ONE_APP, Running, noon
from faults.folders import until
from yutang.fakecom.state.world import State
from yutang.ledger.catalogue import Kind, Role
from yutang.outbox import jobs

PICTURES = Path(__file__).parents[3] / "docs" / "pictures"
WORDS = {
    "zh": {"add": "新建朋友圈", "all": "全选 2 人", "picture": "图片", "save": "核对谁能看到", "confirm": "交给员工发表",
           "act": "交给 2 位员工", "link": "链接", "beyond": "不在所选人群中", "published": "已发表"},
    "en": {"add": "New Moment", "all": "Choose all 2", "picture": "Picture", "save": "Look at who will see it",
           "confirm": "Ask staff to publish it", "act": "Ask 2 members of staff", "link": "Link",
           "beyond": "Who is not in the segment", "published": "Published"},
}  # fmt: skip


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    """A tenant served by a thread; its clock is the fake's, which begins now."""
    fake = Running(State(now=noon()))
    fake.ctl("corps", corpid=CORP, name="鱼塘", apps=ONE_APP, members=MEMBERS)
    folder = tmp_path_factory.mktemp("moments")
    here = Tenant(folder, fake)
    here.meet({"li": 10, "wang": 5})
    befriend(fake, "wang", "wm000")
    here.hear(Kind.RELATION_BEGUN, actor="wm000", related="wang", role=Role.PERSON)
    posts.tagged(here, "VIP", {"li": ["wm000", "wm001", "wm002"]})
    with serving(here) as url:
        yield Open(here, url, person(here.ledger.state, "shopkeeper"))
    here.close()
    fake.close()


def _button(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def _shot(tab: Tab, name: str, lang: str, width: str) -> None:
    """Looked at by people; what a machine can say of it is said here."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    tab.page.screenshot(path=SHOTS / f"{name}-{lang}-{width}.png", full_page=True)
    assert tab.overflow() == []
    assert tab.violations() == []
    assert tab.outside() == []


def _write(tab: Tab, words: dict[str, str], name: str) -> None:
    page = tab.page
    page.locator("#sd-name").fill(name)
    _button(page, words["all"])
    page.locator("#sd-text").fill("新品到店，欢迎来坐坐\n周五晚八点直播")
    with page.expect_file_chooser() as chosen:
        _button(page, words["picture"])
    chosen.value.set_files([PICTURES / "terminal_zh.png", PICTURES / "terminal_en.png"])
    expect(page.locator(".sd-att")).to_have_count(2)
    expect(page.get_by_role("button", name=words["link"], exact=True)).to_be_disabled()


@pytest.mark.parametrize(("lang", "wide"), [("zh", True), ("zh", False), ("en", True), ("en", False)])
def test_a_moment_from_its_first_word_to_its_likes(shop: Open, tabs: Tabs, lang: str, wide: bool) -> None:
    words, width, here = WORDS[lang], "desk" if wide else "phone", shop.here
    tab = tabs.open(shop.url, "/sends", cookie=shop.cookie, lang=lang, wide=wide)
    page = tab.page
    page.get_by_role("button", name=words["add"]).first.click()
    tab.settle()
    _write(tab, words, f"新品 {lang} {width}")
    _shot(tab, "moment-write", lang, width)
    _button(page, words["save"])
    page.locator(".sd-sum").wait_for()
    tab.settle()
    _shot(tab, "moment-account", lang, width)
    _button(page, words["confirm"])
    page.get_by_role("button", name=words["act"], exact=True).click()
    page.locator(".sd-tiles").first.wait_for()
    for _ in range(2):
        posts.later(here, 60)
    posts.publish(here, "li")
    posts.later(here, 600)
    for n in range(3):
        posts.react(here, "like", "li", f"wm00{n + 1}")
        posts.later(here, 3_600)
    posts.react(here, "comment", "li", "wm002")
    posts.later(here, 3_600)
    page.reload()
    tab.settle()
    expect(page.get_by_text(words["published"], exact=True).first).to_be_visible()
    expect(page.locator(".sd-bars > span").first).to_be_visible()
    _shot(tab, "moment-page", lang, width)
    assert [one for one in tab.said if "error" in one] == []
    tab.go("/sends")
    _shot(tab, "moments-list", lang, width)
    here.fake.pass_time(86_400)
    here.work(jobs.POLL)
    tab.page.close()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_a_segment_cannot_say_to_wecom_is_told(shop: Open, tabs: Tabs, lang: str) -> None:
    """And a link card with its cover, as customers will see it."""
    here = shop.here
    id_ = posts.written(here, [], rule={"op": "tag", "tag": "级别/VIP"})
    tab = tabs.open(shop.url, f"/sends/{id_}", cookie=shop.cookie, lang=lang)
    expect(tab.page.get_by_text(WORDS[lang]["beyond"])).to_be_visible()
    _shot(tab, "moment-beyond", lang, "desk")
    tab.page.close()


def test_a_message_takes_a_link_card_a_mini_program_and_a_file(
    shop: Open, tabs: Tabs, tmp_path: Path
) -> None:
    file = tmp_path / "价目表.pdf"
    file.write_bytes(b"%PDF-1.7\n" + bytes(2_000))
    tab = tabs.open(shop.url, "/sends/new", cookie=shop.cookie, lang="zh")
    page = tab.page
    with page.expect_file_chooser() as chosen:
        _button(page, "文件")
    chosen.value.set_files(file)
    expect(page.locator(".sd-att")).to_have_count(1)
    _button(page, "链接")
    page.locator("#sd-att-1-url").fill("https://live.example/1")
    page.locator("#sd-att-1-title").fill("周五直播")
    with page.expect_file_chooser() as chosen:
        page.get_by_role("button", name="选择封面（选填）").click()
    chosen.value.set_files(PICTURES / "terminal_zh.png")
    _button(page, "小程序")
    page.locator("#sd-att-2-app").fill("wx0123456789abcdef")
    page.locator("#sd-att-2-page").fill("pages/shop/index.html")
    page.locator("#sd-att-2-title").fill("鱼塘商城")
    with page.expect_file_chooser() as chosen:
        page.get_by_role("button", name="选择封面", exact=True).click()
    chosen.value.set_files(PICTURES / "terminal_en.png")
    expect(page.locator(".sd-preview img")).to_have_count(2)
    tab.settle()
    _shot(tab, "send-attachments", "zh", "desk")
    with page.expect_file_chooser() as chosen:
        _button(page, "图片")
    chosen.value.set_files(file)
    until(lambda: page.locator(".sd-atts [role=alert]").count() == 1)
    tab.page.close()
