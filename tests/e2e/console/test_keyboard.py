"""The console without a mouse: find, go, choose, act, step back; and an input method that composes."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from e2e.console.tab import Tab

Open = Callable[..., Tab]
ACTIVE = "() => document.activeElement?.closest('[data-index]')?.dataset.index"
COMPOSE = """([selector, steps]) => {
  const box = document.querySelector(selector), set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
  const say = (name, data) => box.dispatchEvent(new CompositionEvent(name, { data, bubbles: true }));
  box.focus(); say('compositionstart', '');
  for (const text of steps) { say('compositionupdate', text); set.call(box, text);
    box.dispatchEvent(new InputEvent('input', { data: text, isComposing: true, inputType: 'insertCompositionText', bubbles: true })); }
  box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, keyCode: 229, bubbles: true, cancelable: true }));
}"""
COMPOSED = """([selector, text]) => {
  const box = document.querySelector(selector), set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
  set.call(box, text); box.dispatchEvent(new InputEvent('input', { data: text, bubbles: true }));
  box.dispatchEvent(new CompositionEvent('compositionend', { data: text, bubbles: true }));
}"""


def press(tab: Tab, *keys: str) -> None:
    for key in keys:
        tab.page.keyboard.press(key)


def at(tab: Tab) -> int:
    """The row of the table that has the focus."""
    found = tab.page.evaluate(ACTIVE)
    return -1 if found is None else int(found)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_palette_goes_where_it_says(open_tab: Open, lang: str) -> None:
    tab = open_tab("/today", lang=lang)
    press(tab, "Control+k")
    tab.page.keyboard.insert_text({"zh": "令牌", "en": "tokens"}[lang])
    press(tab, "Enter")
    tab.page.wait_for_url("**/settings/tokens")
    assert tab.page.locator("dialog[open]").count() == 0


def test_the_palette_finds_a_group_and_opens_its_page(open_tab: Open, tenant) -> None:
    group = tenant.groups(advice="revive")[0]
    tab = open_tab("/today")
    press(tab, "Control+k")
    tab.page.keyboard.insert_text(group["name"])
    tab.page.locator(".palette-row", has_text=group["name"]).wait_for()
    tab.settle()
    press(tab, "Enter")
    expect(tab.page.locator("h1")).to_have_text(group["name"])
    tab.settle()
    assert tab.said == []


def test_g_then_a_letter_goes(open_tab: Open) -> None:
    tab = open_tab("/settings/audit")
    for letter, path in (
        ("t", "today"),
        ("p", "checkup"),
        ("r", "reports"),
        ("i", "import"),
        ("s", "settings/users"),
    ):
        press(tab, "g", letter)
        tab.page.wait_for_url(f"**/app/{path}")
        tab.settle()
    assert tab.said == []


def test_the_sheet_names_what_is_bound(open_tab: Open) -> None:
    tab = open_tab("/checkup", lang="en")
    press(tab, "?")
    sheet = tab.page.locator("dialog[open]")
    expect(sheet).to_contain_text("Next group")
    expect(sheet).to_contain_text("Search or run a command")
    press(tab, "Escape")
    expect(sheet).to_have_count(0)


def test_rows_are_walked_opened_and_left(open_tab: Open) -> None:
    tab = open_tab("/checkup")
    tab.page.set_viewport_size({"width": 1920, "height": 1000})  # room for the drawer beside the table
    tab.settle()
    press(tab, "j", "j", "j", "k")
    assert at(tab) == 1
    press(tab, "Space")
    tab.settle()
    drawer = tab.page.locator(".cu-drawer")
    expect(drawer).to_be_visible()
    press(tab, "j")  # stays in the list, the drawer follows
    tab.settle()
    assert at(tab) == 2
    name = tab.page.locator('[data-index="2"] .cu-cell').first.inner_text().splitlines()[0]
    expect(drawer.locator("h2").first).to_have_text(name)
    press(tab, "Escape")
    expect(drawer).to_have_count(0)
    assert at(tab) == 2
    press(tab, "Enter")
    expect(drawer).to_be_visible()
    assert tab.page.evaluate("!!document.activeElement.closest('.cu-drawer')")
    press(tab, "Escape")
    expect(drawer).to_have_count(0)
    expect(tab.page.locator('[data-index="2"]')).to_be_focused()
    assert tab.said == []


def test_advice_is_accepted_and_taken_back_by_keyboard(open_tab: Open, tenant) -> None:
    tab = open_tab("/checkup?advice=revive&decision=none", "supervisor", "en")
    press(tab, "j", "x", "j", "x")
    expect(tab.page.locator(".cu-bulk-count")).to_contain_text("2")
    press(tab, "e")
    box = tab.page.locator("dialog[open]")
    expect(box.locator(".ant-btn-primary")).to_be_focused()
    press(tab, "Enter")
    expect(box).to_have_count(0)
    toast = tab.page.locator(".toast")
    expect(toast).to_contain_text("2 tasks")
    taken = [g for g in tenant.groups(advice="revive") if (g["decision"] or {}).get("kind") == "accepted"]
    toast.locator(".toast-act").press("Enter")
    expect(tab.page.locator(".toast").last).to_contain_text("Undone")
    left = [g for g in tenant.groups(advice="revive") if (g["decision"] or {}).get("kind") == "accepted"]
    assert len(taken) - len(left) == 2
    assert tab.said == []


def test_todays_tasks_by_keyboard(open_tab: Open, tenant) -> None:
    tab = open_tab("/today", "supervisor", "en")
    before = len(tenant.get("/tasks", state="open")["items"])
    press(tab, "j", "j")
    row = tab.page.locator(".td-row.active")
    first = row.get_attribute("data-task")
    press(tab, "h")
    expect(tab.page.locator("dialog[open] h2")).to_have_text("Snooze until when?")
    press(tab, "Escape")
    press(tab, "a")
    expect(
        tab.page.locator("dialog[open] input[type=radio], dialog[open] input[type=search]").first
    ).to_be_focused()
    press(tab, "Escape", "e")
    expect(tab.page.locator(f'[data-task="{first}"]')).to_have_count(0)
    assert row.get_attribute("data-task") != first  # the next one is active
    assert len(tenant.get("/tasks", state="open")["items"]) == before - 1
    tab.page.locator(".toast-act").press("Enter")
    expect(tab.page.locator(f'[data-task="{first}"]')).to_have_count(1)
    assert tab.said == []


def test_composing_neither_submits_nor_loses_the_first_character(open_tab: Open) -> None:
    tab = open_tab("/checkup")
    everything = tab.page.locator(".cu-found").inner_text()
    press(tab, "/")
    field = ".cu-search input"
    expect(tab.page.locator(field)).to_be_focused()
    tab.page.evaluate(COMPOSE, [field, ["b", "ba", "bai"]])
    tab.page.wait_for_timeout(400)  # longer than the pause after which typing is meant
    assert tab.page.locator(".cu-found").inner_text() == everything
    assert "q=" not in tab.page.url
    tab.page.evaluate(COMPOSED, [field, "百"])
    tab.page.wait_for_url("**q=%E7%99%BE*")
    assert tab.page.input_value(field) == "百"


def test_the_palette_waits_for_the_end_of_a_word(open_tab: Open) -> None:
    tab = open_tab("/today")
    press(tab, "Control+k")
    tab.page.evaluate(COMPOSE, [".palette-search input", ["r", "ri", "rizhi"]])
    expect(tab.page.locator(".palette")).to_be_visible()
    assert tab.page.url.endswith("/today")
    tab.page.evaluate(COMPOSED, [".palette-search input", "日志"])
    press(tab, "Enter")
    tab.page.wait_for_url("**/settings/audit")


def test_letters_are_letters_while_somebody_types(open_tab: Open) -> None:
    tab = open_tab("/checkup")
    press(tab, "/")
    tab.page.keyboard.type("gt?xe")
    tab.page.wait_for_timeout(300)
    assert tab.page.input_value(".cu-search input") == "gt?xe"
    assert "/checkup" in tab.page.url
    assert tab.page.locator("dialog[open]").count() == 0


def test_a_narrow_screens_drawer_keeps_the_focus_and_gives_it_back(open_tab: Open) -> None:
    tab = open_tab("/checkup")
    tab.page.set_viewport_size({"width": 1000, "height": 800})
    tab.settle()
    press(tab, "j", "Space")
    tab.settle()
    assert tab.page.locator("dialog.cu-drawer[open]").count() == 1
    press(tab, "j")
    tab.settle()
    for _ in range(25):
        press(tab, "Tab")
        assert tab.page.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )
    press(tab, "Escape")
    expect(tab.page.locator(".cu-drawer")).to_have_count(0)
    expect(tab.page.locator('[data-index="1"]')).to_be_focused()


def test_a_screen_begins_at_its_heading_and_the_skip_link_leads_there(open_tab: Open) -> None:
    tab = open_tab("/reports")
    expect(tab.page.locator("h1")).to_be_focused()
    link = tab.page.locator("a.skip")
    link.focus()
    box = link.bounding_box()
    assert box is not None
    assert min(box["x"], box["y"]) >= 0
    press(tab, "Enter", "Tab")
    assert tab.page.evaluate("!!document.activeElement.closest('main')")
