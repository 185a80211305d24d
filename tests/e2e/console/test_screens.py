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


TALKERS = "聊得多的客户"


def segment(tenant: Tenant) -> int:
    """A segment with a rule of many kinds of conditions; made by who asks first."""
    for one in tenant.get("/segments")["items"]:
        if one["name"] == TALKERS:
            return one["id"]
    wrote = {"op": "did", "fact": {"kind": "message.sent", "without": ["filler"]}, "at_least": 2}
    joined = {"op": "group", "states": ["alive", "fading"], "joined": {"span": "last", "days": 400}}
    bought = {"op": "did", "fact": {"kind": "order.placed"}, "window": {"span": "last", "days": 30}}
    some = {"op": "any", "rules": [joined, {"op": "spending", "measure": "spent", "at_least": 12_345}]}
    rule = {"op": "all", "rules": [wrote, {"op": "not", "rule": bought}, some]}
    made = tenant.post("/segments", name=TALKERS, rule=rule, description=HOSTILE[0])["id"]
    tenant.post("/segments", name=HOSTILE[7][:60], rule={"op": "segment", "segment": made})
    tenant.idle()
    return made


def segments(tenant: Tenant) -> str:
    segment(tenant)
    return "/segments"


def organised(tenant: Tenant) -> str:
    """An organisation, made by who asks first, with somebody in its highest unit."""
    if not tenant.get("/org")["units"]:
        tenant.post("/org/begin", preset="s2b2c", names=["总部", HOSTILE[0][:60], "华东门店", "一组"])
    body = {
        "staff_ids": [tenant.get("/staff", q="")["items"][0]["id"]],
        "unit_id": tenant.get("/org")["units"][0]["id"],
    }
    put = tenant.api.put("/org/staff", json=body)
    assert put.status_code == 200, put.text
    return "/settings/organisation"


LADDER = "买过的客户"


def ladder(tenant: Tenant) -> int:
    """A layer of two tiers, with everybody placed and one plan of groups confirmed; made by who asks first."""
    for one in tenant.get("/layers")["items"]:
        if one["name"] == LADDER:
            return one["id"]
    tiers = [
        {"name": f"{n} 单起", "rule": {"op": "spending", "measure": "orders", "at_least": n}} for n in (1, 2)
    ]
    made = tenant.post("/layers", name=LADDER, tiers=tiers)["id"]
    tenant.idle()
    wanted = {"rooms": [], "most": 30}
    seen = tenant.post(f"/layers/{made}/allocation/preview", **wanted)
    tenant.post(f"/layers/{made}/allocation/confirm", **wanted, digest=seen["digest"])
    return made


def plan(tenant: Tenant) -> str:
    made = ladder(tenant)
    kept = tenant.get(f"/layers/{made}/allocations")["items"][0]["id"]
    return f"/segments/layers/{made}/allocation/{kept}"


def connection(tenant: Tenant) -> int:
    """A connection to a WeCom that does not answer; made by who asks first."""
    for one in tenant.get("/connections")["items"]:
        return one["id"]
    told = {"corp_id": "ww0123456789abcdef", "agent_id": "1000002", "secret": "S3cret-of-the-app_0123"}
    body = {"channel": "wecom", "name": HOSTILE[0], "settings": told | {"base_url": "http://127.0.0.1:9"}}
    return tenant.post("/connections", **body)["connection"]["id"]


def kept(tenant: Tenant) -> str:
    """A group of tags that is kept on a WeCom which does not answer; made by who asks first."""
    at = connection(tenant)
    if not tenant.get("/tags/wecom")["groups"]:
        made = tenant.post("/tags/groups", items=[{"name": HOSTILE[2][:60]}])["items"][0]["id"]
        tenant.post("/tags", items=[{"group_id": made, "name": name} for name in ("高", "好" * 31)])
        tenant.post(f"/tags/groups/{made}/wecom", connection_id=at, on=True)
        tenant.idle()
    return "/segments/tags"


def keeping(tab: Tab) -> None:
    """The dialog of the group that is kept."""
    group = tab.page.locator(".tg-group", has=tab.page.locator(":scope > .row > .pill")).first
    group.locator(":scope > .row .icon-button").last.click()
    tab.page.get_by_role("menuitem", name=re.compile("同步到企业微信|Keep in WeCom")).click()
    tab.page.locator(".tg-place .tg-facts").last.wait_for(timeout=30_000)


def send(tenant: Tenant) -> int:
    """A draft to a segment; made by who asks first."""
    for one in tenant.get("/sends")["items"]:
        return one["id"]
    body = {
        "connection_id": connection(tenant), "name": HOSTILE[0][:60], "purpose": HOSTILE[2][:60],
        "segment_id": segment(tenant), "text": HOSTILE[1],
        "attachments": [{"type": "link", "title": "直播间", "url": "https://live.example/1"}],
    }  # fmt: skip
    return tenant.post("/sends", **body)["id"]


def sends(tenant: Tenant) -> str:
    send(tenant)
    return "/sends"


def code(tenant: Tenant) -> int:
    """A source with a code of a roster that has everything; made by who asks first."""
    for one in tenant.get("/sources")["codes"]:
        return one["id"]
    hours = [{"days": [1, 2, 3, 4, 5], "since": 540, "until": 1080}]
    welcome = {
        "text": HOSTILE[1],
        "off_text": HOSTILE[0],
        "link_url": "https://shop.example/1",
        "link_title": "商城",
    }
    made = tenant.post("/sources", name=HOSTILE[0][:60], place=HOSTILE[2][:60], hours=hours, welcome=welcome)
    tenant.post("/sources", name="空来源")
    seats = [{"staff": "li", "cap": 40, "hours": hours}, {"staff": HOSTILE[4][:60], "backup": True}]
    told = {"source_id": made["id"], "connection_id": connection(tenant), "kind": "person"}
    return tenant.post("/codes", **told, code={"name": HOSTILE[5], "seats": seats, "mode": "in_turn"})["id"]


def sources(tenant: Tenant) -> str:
    code(tenant)
    return "/sources"


def removing(tenant: Tenant) -> str:
    """A connection on which a code hangs."""
    code(tenant)
    return f"/settings/connections/{connection(tenant)}"


def connections(tenant: Tenant) -> str:
    connection(tenant)
    return "/settings/connections"


def mend(tab: Tab) -> None:
    """Write a window of no days: its fault shows at its line."""
    if tab.page.locator(".sg-read").count():
        tab.page.locator(".sg-read").nth(1).click()
    tab.page.get_by_label(re.compile("天数|Days")).first.fill("0")
    tab.page.locator(".sg-line .sg-fault").wait_for()


def keys(*pressed: str) -> Callable[[Tab], None]:
    return lambda tab: [tab.page.keyboard.press(key) for key in pressed] and None


def member(tenant: Tenant) -> str:
    """The page of whoever owns most groups; none of the connections knows them."""
    staff = max(tenant.get("/staff/directory")["items"], key=lambda one: one["groups"])
    return f"/staff/{staff['id']}"


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
    "layers": Screen("/segments/tags?view=layers"),
    "layer": Screen("/segments/layers/new"),
    "allocation": Screen(lambda t: f"/segments/layers/{ladder(t)}/allocation"),
    "allocation-confirm": Screen(
        lambda t: f"/segments/layers/{ladder(t)}/allocation", act=press(".stack > .row .ant-btn-primary")
    ),
    "allocation-plan": Screen(plan),
    "allocation-plan-operator": Screen(plan, "operator"),
    "lifecycle": Screen("/lifecycle"),
    "tags": Screen("/segments/tags"),
    "tags-kept": Screen(kept, act=keeping),
    "tags-kept-operator": Screen(kept, "operator"),
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
    "customer-absent": Screen("/customers/nobody"),
    "suggestions": Screen("/customers/suggestions"),
    "attributes": Screen("/settings/attributes"),
    "attributes-new": Screen("/settings/attributes", act=press(".empty-act button, .page-acts button")),
    "reports": Screen("/reports"),
    "report": Screen(lambda t: f"/reports/{t.digest}"),
    "webhooks": Screen("/reports?view=webhooks"),
    "import": Screen("/import"),
    "import-mapping": Screen("/import", act=mapping),
    "import-detail": Screen(lambda t: f"/import/{t.run}"),
    "segments": Screen(segments),
    "segments-operator": Screen(segments, "operator"),
    "segments-none": Screen(lambda t: segments(t) + "?q=zzzzzz"),
    "segment": Screen(lambda t: f"/segments/{segment(t)}"),
    "segment-operator": Screen(lambda t: f"/segments/{segment(t)}", "operator"),
    "segment-fault": Screen(lambda t: f"/segments/{segment(t)}", act=mend),
    "segment-members": Screen(lambda t: f"/segments/{segment(t)}?tab=members"),
    "segment-versions": Screen(lambda t: f"/segments/{segment(t)}?tab=versions"),
    "segment-uses": Screen(lambda t: f"/segments/{segment(t)}?tab=uses"),
    "segment-new": Screen("/segments/new?from=watcher_who_buys"),
    "segment-conditions": Screen("/segments/new", act=press(".sg-add-button")),
    "sends": Screen(sends),
    "sends-operator": Screen(sends, "operator"),
    "send": Screen(lambda t: f"/sends/{send(t)}"),
    "send-remove": Screen(lambda t: f"/sends/{send(t)}", act=press(".page-acts .ant-btn")),
    "send-edit": Screen(lambda t: f"/sends/{send(t)}/edit"),
    "sources": Screen(sources),
    "sources-new": Screen(sources, act=press(".page-acts .ant-btn")),
    "code": Screen(lambda t: f"/sources/codes/{code(t)}"),
    "code-off": Screen(lambda t: f"/sources/codes/{code(t)}", act=press(".page-acts .ant-btn-dangerous")),
    "code-edit": Screen(lambda t: f"/sources/codes/{code(t)}/edit"),
    "code-new": Screen(lambda t: f"/sources/codes/new?x={code(t)}"),
    "staff": Screen("/staff"),
    "staff-none": Screen("/staff?q=zzzzzz"),
    "staff-forbidden": Screen("/staff", "operator"),
    "staff-member": Screen(member),
    "staff-member-analyst": Screen(member, "analyst"),
    "staff-handovers": Screen("/staff/handovers"),
    "staff-plan-unseated": Screen(lambda t: f"{member(t)}/hand-over"),
    "organisation-begin": Screen("/settings/organisation"),
    "organisation": Screen(organised),
    "organisation-supervisor": Screen(organised, "supervisor"),
    "organisation-move": Screen(organised, act=press(".og-staff input[type=checkbox]")),
    "connections": Screen(connections),
    "connection": Screen(lambda t: f"/settings/connections/{connection(t)}"),
    "connection-remove": Screen(removing, act=press(".page-acts .ant-btn-dangerous")),
    "connection-new": Screen("/settings/connections/new"),
    "connection-keys": Screen(
        lambda t: f"/settings/connections/{connection(t)}", act=press(".cn-step:nth-child(4) .ant-btn")
    ),
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
        " Secret Token Agent AgentId Encoding Key EncodingAESKey https public url Esc Enter Ctrl Shift Tab yutang data admin operator supervisor analyst newcomer Operator Supervisor Analyst"
        " qyapi.weixin.qq.com",
    )
)


def strange(tab: Tab, lang: str) -> list[str]:
    """Words of the other language, once the tenant's own names are taken away."""
    # The words first: an answer that comes in between would look like a word of the console.
    texts = tab.words()
    named = tab.data()  # a tag "group/name" may show its name alone
    halves = {one.partition("/")[2] for one in named if one.count("/") == 1 and HAN.search(one)} - {""}
    data = sorted(named | halves, key=len, reverse=True)
    found: list[str] = []
    for text in texts:
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
