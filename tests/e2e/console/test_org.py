"""The organisation in a browser: begun, built on, staff moved, rules changed; beside what the API answers."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from e2e.console.tab import Tab
from e2e.console.tenant import Tenant

LONG = 20_000  # ms: a busy machine


def menu(page: Page, name: str, act: str) -> None:
    page.get_by_role("button", name=f"Actions for {name}", exact=True).click()
    page.get_by_role("menuitem", name=act, exact=True).click()


def units(tenant: Tenant) -> dict[str, dict[str, Any]]:
    return {one["name"]: one for one in tenant.get("/org")["units"]}


def test_an_organisation_is_begun_built_and_staffed(open_tab: Callable[..., Tab], tenant: Tenant) -> None:
    page = open_tab("/settings/organisation", lang="en").page
    if not units(tenant):
        page.get_by_label("B2C: company, teams", exact=True).check()
        page.get_by_label("Name of the Company").fill("Tea house")
        expect(page.get_by_role("button", name="Set up")).to_be_disabled()
        page.get_by_label("Name of the Team").fill("Team one")
        page.get_by_role("button", name="Set up").click()
        expect(page.locator(".og-tree li")).to_have_count(2, timeout=LONG)
    top = tenant.get("/org")["units"][0]["name"]
    for name in ("Team A", "Team B"):
        menu(page, top, "Add below")
        page.locator("dialog[open]").get_by_label("Name").fill(name)
        page.locator("dialog[open]").get_by_label("Level").select_option("team")
        page.locator("dialog[open]").get_by_role("button", name="Add").click()
        expect(page.locator(".og-tree li", has_text=name)).to_have_count(1, timeout=LONG)
    menu(page, "Team B", "Move")
    page.locator("dialog[open] select").select_option(label=f"{top} / Team A")
    page.locator("dialog[open]").get_by_role("button", name="Move").click()
    page.locator("dialog[open]").wait_for(state="detached")
    assert units(tenant)["Team B"]["parent_id"] == units(tenant)["Team A"]["id"]

    page.locator(".og-tree li", has_text="Team A").locator(".og-unit").click()
    page.locator(".og-add input").click()
    page.locator(".ant-select-item-option").first.click()
    expect(page.locator(".og-staff input[type=checkbox]")).to_have_count(1, timeout=LONG)
    assert units(tenant)["Team A"]["staff"] == 1
    page.locator(".og-staff input[type=checkbox]").check()
    page.locator(".og-move select").select_option(label=f"{top} / Team A / Team B")
    page.locator(".og-move").get_by_role("button", name="Move").click()
    expect(page.locator(".og-staff input[type=checkbox]")).to_have_count(0, timeout=LONG)
    assert (units(tenant)["Team A"]["staff"], units(tenant)["Team B"]["staff"]) == (0, 1)

    page.get_by_label("Somebody decides; the owner rule only proposes").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("button", name="Save")).to_have_count(0, timeout=LONG)
    assert tenant.get("/org")["clash"] == "ask"
    assert tenant.api.put("/org/owners", json={"owner": "first", "clash": "keep"}).status_code == 200


def test_who_only_looks_changes_nothing(open_tab: Callable[..., Tab], tenant: Tenant) -> None:
    if not units(tenant):
        tenant.post("/org/begin", preset="b2c", names=["Tea house", "Team one"])
    page = open_tab("/settings/organisation", role="supervisor", lang="en").page
    expect(page.locator(".og-unit").first).to_be_visible()
    expect(page.locator(".og-tree li > :not(.og-unit), .og-add, .og-staff input")).to_have_count(0)
    assert all(page.locator(".og-rules input").nth(n).is_disabled() for n in range(7))
