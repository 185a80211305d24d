"""Every screen in both languages on a desk and on a phone: quiet, alone, accessible, all its words, nothing cut off."""

import os
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import pytest

from e2e.console import shop
from e2e.console.tab import TAGS, Tab
from e2e.console.tenant import HOSTILE, Tenant

SHOTS = Path(os.environ.get("YUTANG_SHOTS", Path(__file__).parents[3] / "out" / "shots"))
BRAND = {"zh": "鱼塘 Yutang", "en": "Yutang"}


class Screen(NamedTuple):
    """How to come to a screen. `act`: what to press there; `framed`: within the shell's frame."""

    path: str | Callable[[Tenant], str]
    role: str | None = "administrator"
    act: Callable[[Tab], None] | None = None
    titled: bool = True


def first_group(tenant: Tenant) -> str:
    return quote(tenant.groups(advice="merge")[0]["id"], safe="")


def hostile_group(tenant: Tenant, n: int = 0) -> str:
    return quote(next(g["id"] for g in tenant.groups() if g["name"] == HOSTILE[n]), safe="")


def customer(tenant: Tenant) -> str:
    """The address of whoever spent most."""
    return f"/customers/{tenant.get('/customers', sort='spend', limit=1)['items'][0]['id']}"


def press(name: str) -> Callable[[Tab], None]:
    return lambda tab: tab.page.locator(name).first.click()


def mapping(tab: Tab) -> None:
    """Drop the shop's files: their columns show, one of them unknown."""
    with tempfile.TemporaryDirectory() as folder:
        tab.page.locator("input[type=file]").first.set_input_files(
            sorted(shop.files(Path(folder) / "files").iterdir())
        )
        tab.page.locator(".im-table").first.wait_for(timeout=60_000)
        tab.settle()


def keys(*pressed: str) -> Callable[[Tab], None]:
    return lambda tab: [tab.page.keyboard.press(key) for key in pressed] and None


SCREENS: dict[str, Screen] = {
    "login": Screen("/login", None, titled=True),
    "password": Screen("/password", "newcomer"),
    "today": Screen("/today"),
    "today-operator": Screen("/today", "operator"),
    "today-done": Screen("/today?show=done"),
    "checkup": Screen("/checkup"),
    "checkup-operator": Screen("/checkup", "operator"),
    "checkup-none": Screen("/checkup?q=zzzzzz"),
    "map": Screen("/checkup?view=map"),
    "drawer": Screen(lambda t: f"/checkup?group={first_group(t)}"),
    "group": Screen(lambda t: f"/checkup/groups/{first_group(t)}"),
    "group-hostile": Screen(lambda t: f"/checkup/groups/{hostile_group(t)}"),
    "operators": Screen("/checkup/operators"),
    "compare": Screen("/checkup/compare"),
    "lifecycle": Screen("/lifecycle"),
    "tags": Screen("/segments/tags"),
    "retention": Screen("/retention?basis=any"),
    "retention-staff": Screen("/retention?basis=any&slice=staff"),
    "retention-names": Screen("/retention?basis=any&cell=evaporation"),
    "customers": Screen("/customers?sort=spend"),
    "customers-operator": Screen("/customers", "operator"),
    "customers-analyst": Screen("/customers", "analyst"),
    "customers-none": Screen("/customers?q=zzzzzz"),
    "customers-chosen": Screen("/customers", act=press(".cu-check input, .cu-card-check input")),
    "customer": Screen(customer),
    "customer-timeline": Screen(lambda t: f"{customer(t)}?kind=orders&kind=notes"),
    "customer-consent": Screen(customer, act=press("#consents .ant-btn")),
    "customer-absent": Screen("/customers/9007199254740991"),
    "suggestions": Screen("/customers/suggestions"),
    "attributes": Screen("/settings/attributes"),
    "attributes-new": Screen("/settings/attributes", act=press(".empty-act button, .page-acts button")),
    "reports": Screen("/reports"),
    "report": Screen(lambda t: f"/reports/{t.digest}"),
    "webhooks": Screen("/reports?view=webhooks"),
    "import": Screen("/import"),
    "import-mapping": Screen("/import", act=mapping),
    "import-detail": Screen(lambda t: f"/import/{t.run}"),
    "users": Screen("/settings/users"),
    "tokens": Screen("/settings/tokens"),
    "audit": Screen("/settings/audit"),
    "palette": Screen("/reports", act=keys("Control+k")),
    "shortcuts": Screen("/reports", act=keys("?")),
    "accept": Screen("/checkup?advice=revive", act=press(".cu-check input, .cu-card-check input")),
    "absent": Screen("/no/such/place"),
    "forbidden": Screen("/settings/users", "operator"),
}
WIDTHS = {"desk": True, "phone": False}
ABSENT = re.compile(
    r"\b(?:ui|report|column|define|reason|table|role|permission|task|kind|unit|advice|state|note|act|move)\.[a-z_]+\b"
    r"|\{[a-z_]+\}|\bundefined\b|\bNaN\b|\[object "
)
HAN = re.compile(r"[\u3400-\u9fff]")
LATIN = re.compile(r"[A-Za-z][a-z]{2,}")
# Names of products and formats, and what the person typed or is called.
KNOWN = set(
    re.findall(
        r"\w+",
        "Yutang English Webhook Excel Telegram WhatsApp Slack Discord WeFlow Exporter Chat ChatLab chatlog Markdown zip WeCom telegram result json"
        " Esc Enter Ctrl Shift Tab yutang data admin operator supervisor analyst newcomer Operator Supervisor Analyst",
    )
)


def strange(tab: Tab, lang: str) -> list[str]:
    """Words of the other language, once the tenant's own names are taken away."""
    data = sorted(tab.data(), key=len, reverse=True)
    found: list[str] = []
    for text in tab.words():
        rest = text
        for name in data:
            rest = rest.replace(name, " ")
        if lang == "en":
            found += [text] if HAN.search(rest.replace("中文", "")) else []
        else:
            found += [text] if set(LATIN.findall(rest)) - KNOWN else []
    return found


def heading(tab: Tab, lang: str) -> str:
    text = tab.page.locator("h1").first.inner_text().strip()
    assert text
    assert tab.page.title() == f"{text} · {BRAND[lang]}"
    assert tab.page.evaluate("document.documentElement.lang") == TAGS[lang]
    return text


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("lang", TAGS)
@pytest.mark.parametrize("name", SCREENS)
def test_a_screen(open_tab: Callable[..., Tab], tenant: Tenant, name: str, lang: str, width: str) -> None:
    screen = SCREENS[name]
    path = screen.path if isinstance(screen.path, str) else screen.path(tenant)
    tab = open_tab(path, screen.role, lang, wide=WIDTHS[width])
    if screen.act:
        screen.act(tab)
        tab.settle()
    SHOTS.mkdir(parents=True, exist_ok=True)
    tab.page.screenshot(path=SHOTS / f"{name}-{lang}-{width}.png", animations="disabled")
    heading(tab, lang)
    wrong = {
        "said": tab.said,
        "outside": tab.outside(),
        "absent": [text for text in tab.words() if ABSENT.search(text) and text not in HOSTILE],
        "strange": strange(tab, lang),
        "overflow": tab.overflow(),
        "ran": tab.page.evaluate("window.ran ?? null"),
        "axe": tab.violations(),
    }
    assert {key: value for key, value in wrong.items() if value} == {}
