"""A segment from an empty rule to its third version, in a browser; every number beside what the API answers."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from e2e.console.tab import Tab
from e2e.console.tenant import Tenant

NAME = "Came back"
LONG = 20_000  # ms: a count on a busy machine


def orders(least: int) -> dict[str, Any]:
    return {"op": "all", "rules": [{"op": "spending", "measure": "orders", "at_least": least}]}


def counted(tenant: Tenant, rule: dict[str, Any]) -> str:
    return f"{tenant.post('/segments/preview', rule=rule)['count']:,}"


def add(page: Page, words: str) -> None:
    page.locator(".sg-root > .sg-add .sg-add-button").first.click()
    page.get_by_label("Find a condition").fill(words)
    page.keyboard.press("Enter")


def saved(tenant: Tenant) -> dict[str, Any]:
    found = next(one for one in tenant.get("/segments")["items"] if one["name"] == NAME)
    return tenant.get(f"/segments/{found['id']}")


def test_a_rule_is_counted_while_it_is_written_then_saved_changed_and_restored(
    open_tab: Callable[..., Tab], tenant: Tenant
) -> None:
    page = open_tab("/segments/new", lang="en").page
    big, save = page.locator(".sg-big"), page.locator(".page-acts .ant-btn-primary")
    expect(save).to_be_disabled()
    add(page, "Number of orders")
    expect(big).to_contain_text(counted(tenant, orders(1)), timeout=LONG)
    page.get_by_label("Lowest number").fill("2")
    expect(big).to_contain_text(counted(tenant, orders(2)), timeout=LONG)
    expect(page.locator(".sg-line .sg-left-n")).to_have_text(counted(tenant, orders(2)))

    add(page, "Tag")  # misses its tag: nothing is asked for, old numbers stay, and it can't be saved
    expect(page.locator(".sg-hint")).to_be_visible()
    expect(big).to_contain_text(counted(tenant, orders(2)))
    expect(save).to_be_disabled()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".sg-line")).to_have_count(1)

    page.get_by_label("Lowest number").fill("-1")  # can't be: said at its line, old numbers stay
    expect(page.locator(".sg-line .sg-fault")).to_be_visible(timeout=LONG)
    expect(big).to_contain_text(counted(tenant, orders(2)))
    page.get_by_label("Lowest number").fill("2")
    expect(page.locator(".sg-fault")).to_have_count(0, timeout=LONG)

    save.click()
    dialog = page.locator("dialog[open]")
    dialog.get_by_label("Name").fill(NAME)
    dialog.get_by_role("button", name="Save segment").click()
    expect(page.locator("h1")).to_have_text(NAME, timeout=LONG)
    assert saved(tenant)["rule"] == orders(2)

    page.get_by_label("Lowest number").fill("3")
    page.get_by_role("button", name="Save version 2").click()
    dialog.get_by_label("What changed (for colleagues)").fill("thrice")
    dialog.get_by_role("button", name="Save version 2").click()
    expect(page.locator(".page-acts").get_by_text("Save version 3")).to_be_visible(timeout=LONG)
    assert saved(tenant)["rule"] == orders(3)

    page.get_by_role("button", name="Versions").click()
    expect(page.locator(".sg-versions > li").first).to_contain_text("thrice")
    page.locator(".sg-versions").get_by_role("button", name="Restore").click()
    dialog.get_by_role("button", name="Restore version 1").click()
    expect(page.locator(".sg-versions > li")).to_have_count(3, timeout=LONG)
    assert saved(tenant)["rule"] == orders(2)


@pytest.mark.parametrize(
    ("role", "acts"), [("operator", ["Ask for a group…", "Export"]), ("analyst", ["Export"])]
)
def test_who_only_looks_reads_the_rule_and_changes_nothing(
    open_tab: Callable[..., Tab], tenant: Tenant, role: str, acts: list[str]
) -> None:
    made = tenant.post("/segments", name=f"To be read by {role}", rule=orders(1))["id"]
    tenant.idle()
    page = open_tab(f"/segments/{made}", role=role, lang="en").page
    expect(page.locator(".sg-words")).to_have_text("number of orders is at least 1")
    expect(page.locator(".sg-more, .sg-add, .page-acts .ant-btn")).to_have_count(0)
    page.locator(".page-acts button").click()
    expect(page.locator("[role=menuitem]")).to_have_text(acts)


def test_a_rule_outlives_a_change_of_language(open_tab: Callable[..., Tab]) -> None:
    # As nobody whom other tests sign in as: the account keeps the language.
    page = open_tab("/segments/new?from=bought_once", role="supervisor", lang="en").page
    add(page, "Brings others")
    expect(page.locator(".sg-line")).to_have_count(2)
    page.keyboard.press("Control+Shift+L")
    expect(page.locator(".sg-line").nth(1)).to_contain_text("带来过新客户", timeout=LONG)
    page.keyboard.press("Control+Shift+L")


def test_a_ladder_outlives_a_change_of_language(open_tab: Callable[..., Tab]) -> None:
    page = open_tab("/segments/layers/new", role="supervisor", lang="en").page
    page.get_by_label("Name of the layer").fill("Tea ladder")
    page.get_by_role("button", name="Add a tier on top").click()
    page.get_by_label("Name of the tier").first.fill("Gold")
    expect(page.locator(".ly-step")).to_have_count(3)
    page.keyboard.press("Control+Shift+L")
    expect(page.get_by_label("分层名称")).to_have_value("Tea ladder", timeout=LONG)
    expect(page.locator(".ly-step")).to_have_count(3)
    expect(page.get_by_label("层级名称").first).to_have_value("Gold")
    page.get_by_role("button", name="放弃修改").click()
    expect(page.get_by_label("分层名称")).to_have_value("")
    page.keyboard.press("Control+Shift+L")
