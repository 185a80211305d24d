"""What no channel does in a group, in a browser: asked for on the group's page, done from Today, taken back."""

import re
from collections.abc import Callable
from functools import partial
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from e2e.console.tab import Tab
from e2e.console.tenant import Tenant
from e2e.console.test_screens import SHOTS, TALKERS, segment
from yutang.locales import Lang, t

Open = Callable[..., Tab]
WORDS = {
    "zh": ("提出处置", "移出成员", "原因", "生成待办", "撤回…", "撤回", "待办已撤回", "刷广告的"),
    "en": ("Ask for an act", "Remove a member", "Reason", "Make the task", "Take back…", "Take it back", "The task was taken back", "Adverts"),
}  # fmt: skip


def shown(tab: Tab, name: str, lang: str, *, wide: bool) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    path = SHOTS / f"{name}-{lang}-{'desk' if wide else 'phone'}.png"
    tab.page.screenshot(path=path, animations="disabled")
    assert (tab.overflow(), tab.violations()) == ([], [])


@pytest.mark.parametrize(("lang", "wide"), [("zh", True), ("en", True)])
def test_somebody_is_to_be_removed(open_tab: Open, tenant: Tenant, lang: str, *, wide: bool) -> None:
    ask, kick, reason, make, back, take, taken, why = WORDS[lang]
    group = tenant.groups(advice="keep")[0]  # the busiest
    tab = open_tab(f"/checkup/groups/{quote(group['id'], safe='')}", lang=lang, wide=wide)
    page = tab.page
    page.get_by_role("button", name=ask).click()
    page.get_by_role("menuitem", name=kick).click()
    window = page.get_by_role("dialog")
    expect(window.get_by_role("button", name=make)).to_be_disabled()
    first = window.get_by_role("radio").first
    first.check()
    who = window.locator(".cu-pick-list label").first.locator(".spread").inner_text()
    window.get_by_label(re.compile(f"^{reason}")).fill(why)
    tab.settle()
    shown(tab, "moderation-ask", lang, wide=wide)
    window.get_by_role("button", name=make).click()
    expect(window).to_be_hidden()
    asked = page.locator(".cu-asked")
    expect(asked).to_contain_text(why)
    expect(page.locator(".cu-history li", has=asked)).to_contain_text(who)
    tab.settle()
    shown(tab, "moderation-group", lang, wide=wide)
    task = next(t for t in tenant.get("/tasks", limit=200)["items"] if t["source"] == "moderation")
    assert (task["kind"], task["subject_id"], task["params"]["who"]) == ("remove_member", group["id"], who)
    asked.get_by_role("button", name=back).click()
    page.get_by_role("dialog").get_by_role("button", name=take, exact=True).click()
    expect(page.locator(".toasts")).to_contain_text(taken)
    expect(asked).to_be_hidden()


@pytest.mark.parametrize(("lang", "wide"), [("zh", True), ("en", False)])
def test_a_group_is_asked_for_a_segments_people(
    open_tab: Open, tenant: Tenant, lang: Lang, *, wide: bool
) -> None:
    """Its task leads to whom its owner is to invite; it is taken back where it was asked for."""
    say = partial(t, lang)
    one = segment(tenant)
    tab = open_tab(f"/segments/{one}", lang=lang, wide=wide)
    page = tab.page
    page.get_by_role("button", name=say("ui.segments.acts.of", name=TALKERS)).click()
    page.get_by_role("menuitem", name=say("ui.segments.group")).click()
    window = page.get_by_role("dialog")
    make = window.get_by_role("button", name=say("ui.segments.group.act"))
    window.get_by_label(say("ui.segments.group.name")).fill(f"618 {lang}")
    window.get_by_label(re.compile(f"^{say('ui.segments.group.reason')}")).fill("618")
    expect(make).to_be_disabled()
    window.get_by_label(say("ui.segments.group.who")).click()
    page.locator(".ant-select-item-option", has_text="·").first.click()
    tab.settle()
    shown(tab, "group-ask", lang, wide=wide)
    make.click()
    expect(window).to_be_hidden()
    task = next(each for each in tenant.get("/tasks", limit=200)["items"] if each["kind"] == "create_group")
    assert (task["subject_id"], task["params"]["text"], task["why"]["params"]["reason"]) == (str(one), f"618 {lang}", "618")  # fmt: skip
    asked = page.locator(".sg-groups li")
    expect(asked).to_contain_text(task["owner_name"])
    tab.settle()
    shown(tab, "group-asked", lang, wide=wide)
    row = tab.go("/today").page.locator("li", has_text=f"618 {lang}").first
    expect(row).to_contain_text(TALKERS)
    tab.go(f"/customers?segment={one}&owner={task['owner_staff_id']}")
    found = tenant.get("/customers", segment=one, owner=task["owner_staff_id"], limit=1)
    assert found["total"] == task["params"]["n"]
    tab.go(f"/segments/{one}?tab=members")
    asked.get_by_role("button", name=say("ui.checkup.withdraw")).click()
    page.get_by_role("dialog").get_by_role("button", name=say("ui.checkup.withdraw.act"), exact=True).click()
    expect(asked).to_have_count(0)
