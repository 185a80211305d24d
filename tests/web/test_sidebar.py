"""Pages beside a chat: who sees whom, what a button does, how much it weighs, and that names stay text."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from tests.outbox.conftest import fake, here  # noqa: F401 - fixtures
from tests.outbox.tenant import Tenant
from tests.web.conftest import Browser
from tests.web.desk import CALLER, Desk, get

from fakecom.people import found_group
from ledger.batch import DAY, table
from yutang.accounts.model import Role
from yutang.connections import actions
from yutang.customers.acts import tagging
from yutang.kit.clock import SECOND
from yutang.ledger.catalogue import Kind
from yutang.outbox import store
from yutang.outbox.model import CapRule
from yutang.segments.tags import actions as tags
from yutang.segments.tags.model import Draft
from yutang.sidebar import page as pages
from yutang.sidebar import signing
from yutang.sidebar.tables import tag_refusal
from yutang.tasks import actions as actions_of_tasks
from yutang.tasks.model import NewTask, Why

LARGEST = 20 * 1024  # bytes of a page, gzipped: ux.md §9
HOSTILE = "<img src=x onerror=alert(1)>\"'\u202e{{7*7}}" + "长" * 200


@pytest.fixture
def desk(here: Tenant, tmp_path: Path) -> Iterator[Desk]:  # noqa: F811
    made = Desk(here, tmp_path)
    yield made
    made.close()


def page(desk: Desk, browser: Browser, account: str = "wm000", **asked: str) -> Any:
    more = "".join(f"&{name}={value}" for name, value in asked.items())
    return get(browser, f"/sidebar/{desk.id}/customer?account={account}{more}")


def body(answer: Any) -> str:
    return re.sub(r'nonce="[^"]*"', "", answer.text.partition("<main>")[2])


def press(desk: Desk, browser: Browser, **form: str) -> Any:
    back = f"/sidebar/{desk.id}/customer?account=wm000"
    told = {"csrf": browser.csrf, "back": back, "step": "greet_new_contact"} | form
    return browser.http.post(f"/sidebar/{desk.id}/do", data=told, headers=CALLER, follow_redirects=False)


def group_of(desk: Desk, chat: str = "wr1", owner: str = "li", *said: tuple[str, str]) -> None:
    """A group with talk on many days, in the newest check-up."""
    tenant = desk.here
    found_group(tenant.fake, owner, chat, "wm000", "wm001", "wm002")
    at = tenant.now() - 40 * DAY
    tenant.hear(Kind.GROUP_SEEN, group=chat, text="茶友群", props=f'{{"owner":"{owner}"}}')
    joined = [_joined(chat, f"wm00{n}", at) for n in range(4)]
    talk = [_said(chat, f"wm00{n}", at + day * DAY, "聊天") for day in range(35) for n in range(3)]
    told = [_said(chat, who, tenant.now() - 3600 * SECOND, text) for who, text in said]
    tenant.ledger.take(chat, "test", "wecom", table(*joined, *talk, *told), now=tenant.now())
    desk.board.take(now=tenant.now())


def _joined(chat: str, who: str, at: int) -> tuple[Kind, int, dict[str, Any]]:
    return Kind.GROUP_JOINED, at, {"group": chat, "actor": who}


def _said(chat: str, who: str, at: int, text: str) -> tuple[Kind, int, dict[str, Any]]:
    return Kind.MESSAGE_SENT, at, {"group": chat, "actor": who, "text": text}


def test_a_customer_with_one_next_step(desk: Desk) -> None:
    li = desk.browser("operator", "li")
    answer = page(desk, li)
    assert answer.status_code == 200
    assert "Greet them: they have just become a contact" in answer.text
    assert "Mass messages this month: 0/31" in answer.text
    assert "data-fill" in answer.text
    assert "nobody gets anything before you tap Send" in answer.text
    assert answer.headers["cache-control"] == "no-store"
    other = page(desk, li, wording="2")
    assert other.text != answer.text
    assert page(desk, li, tab="orders").status_code == 200  # without orders: the timeline
    assert get(li, f"/sidebar/{desk.id}/customer?customer={desk.here.id('wm000')}").status_code == 200


def test_only_whom_they_see(desk: Desk) -> None:
    li, wang, boss = (
        desk.browser("operator", "li"),
        desk.browser("operator", "wang"),
        desk.browser("administrator"),
    )
    assert [page(desk, who, "wm010").status_code for who in (li, wang, boss)] == [404, 200, 200]
    assert [page(desk, who, "wm000").status_code for who in (li, wang, boss)] == [200, 404, 200]
    gone = page(desk, boss, "wm-nobody")
    assert gone.status_code == 404
    assert body(gone) == body(page(desk, li, "wm010"))  # the same answer
    for form in ({"act": "done"}, {"act": "later"}, {"act": "tag", "tag": "1"}, {"act": "untag", "tag": "1"}):
        assert press(desk, li, customer=str(desk.here.id("wm010")), **form).status_code == 404


def test_done_later_and_undo(desk: Desk) -> None:
    li = desk.browser("operator", "li")
    who = {"customer": str(desk.here.id("wm000"))}
    assert press(desk, li, act="later", **who).status_code == 303
    assert "Put off until 2025-10-10 09:00" in page(desk, li).text
    task = li("GET", "/tasks", params={"state": "snoozed"}).json()["items"][0]
    assert (task["kind"], task["source"], task["mine"]) == ("greet_new_contact", "sidebar", True)
    assert press(desk, li, act="again", **who).status_code == 303
    assert "Put off" not in page(desk, li).text
    assert press(desk, li, act="done", **who).status_code == 303
    assert "You marked it done" in page(desk, li).text
    assert "Greet them" in page(desk, desk.browser("administrator")).text  # theirs is theirs
    acts = [act for act, _ in desk.audit()]
    assert acts[-4:] == ["tasks_created", "task_snoozed", "task_reopened", "task_done"]
    assert len(desk.here.tasks()) == 1


def test_a_button_is_of_the_step_that_was_shown(desk: Desk) -> None:
    """A complaint that came in meanwhile is not done by whoever pressed Done of a greeting."""
    li, who = desk.browser("operator", "li"), {"customer": str(desk.here.id("wm000"))}
    assert 'name="step" value="greet_new_contact"' in page(desk, li).text
    desk.here.hear(Kind.MESSAGE_SENT, group="private wm000", actor="wm000", text="退款，这是假货，我要投诉")
    for act in ("done", "later", "again"):
        answer = press(desk, li, act=act, **who)
        assert answer.headers["location"] == f"/sidebar/{desk.id}/customer?account=wm000&moved=1"
    assert desk.here.tasks() == []
    text = get(li, answer.headers["location"]).text
    assert "nothing was marked" in text
    assert "Answer their complaint" in text
    assert press(desk, li, act="done", step="answer_complaint", **who).status_code == 303
    assert [task[0] for task in desk.here.tasks()] == ["answer_complaint"]


def test_pressed_twice_is_pressed_once(desk: Desk) -> None:
    li, who = desk.browser("operator", "li"), {"customer": str(desk.here.id("wm000"))}
    for act in ("later", "later", "done", "done", "later"):
        assert press(desk, li, act=act, **who).status_code == 303
    assert len(desk.here.tasks()) == 1
    assert "You marked it done" in page(desk, li).text


def test_what_a_button_asks_for_is_what_it_does(desk: Desk) -> None:
    """Who may tag but do no tasks gets no task moved by calling it a tag."""
    li, who = desk.browser("operator", "li"), {"customer": str(desk.here.id("wm000"))}
    press(desk, li, act="later", **who)
    task = str(li("GET", "/tasks", params={"state": "snoozed"}).json()["items"][0]["id"])
    assert press(desk, li, act="tag", task=task).status_code == 404
    assert press(desk, li, act="untag", task=task, tag="1").status_code == 404
    assert press(desk, li, act="task_done").status_code == 404
    assert desk.audit()[-1][0] == "task_snoozed"


def test_where_the_cap_is_reached_no_script_is_offered(desk: Desk) -> None:
    here_, li = desk.here, desk.browser("operator", "li")
    here_.ledger.state.write(lambda c: store.set_policy(c, desk.id, CapRule.DAY))
    here_.send()
    answer = page(desk, li)
    assert "Mass messages today: 1/1" in answer.text
    assert "The limit of messages is reached" in answer.text
    assert 'id="script"' not in answer.text
    question = {"group": "private wm000", "actor": "wm000", "text": "这个怎么用？"}
    here_.hear(Kind.MESSAGE_SENT, **question)
    answering = page(desk, li).text  # to answer is no touch
    assert "Answer their question" in answering
    assert 'id="script"' in answering


def test_a_suggested_tag_is_taken_or_refused(desk: Desk) -> None:
    here_, boss = desk.here, desk.here.boss
    (group,) = tags.create_groups(here_.ledger, boss, [("偏好", False)], now=here_.now())
    made = tags.create_tags(
        here_.ledger,
        boss,
        [Draft(group_id=group.id, name="茶"), Draft(group_id=group.id, name="茶具")],
        now=here_.now(),
    )
    bear = [here_.id(f"wm00{n}") for n in range(1, 7)]
    change = lambda ids, *names: tagging.change_tags(  # noqa: E731
        here_.ledger, boss, ids, add=dict.fromkeys(names), now=here_.now()
    )
    change([*bear, here_.id("wm000"), here_.id("wm007")], "偏好/茶")
    change(bear, "偏好/茶具")
    change([here_.id("wm010"), here_.id("wm011"), here_.id("wm012"), here_.id("wm013")], "活动/春")
    li = desk.browser("supervisor")
    assert "Suggested: 6 of 7 with “茶” have it too" in page(desk, li).text
    cups = {"tag": str(made[1].id)}
    assert press(desk, li, act="tag", customer=str(here_.id("wm000")), **cups).status_code == 303
    assert "Suggested" not in page(desk, li).text
    assert "茶具" in page(desk, li).text
    assert "tags_changed" in [act for act, _ in desk.audit()]
    assert press(desk, li, act="untag", customer=str(here_.id("wm007")), **cups).status_code == 303
    assert "Suggested" not in page(desk, li, "wm007").text
    analyst = desk.browser("analyst")
    assert press(desk, analyst, act="tag", customer=str(here_.id("wm000")), **cups).status_code == 403
    for act in ("tag", "untag"):  # and nothing is kept of tags that there are not
        for tag in ("12345", "9" * 20):
            assert press(desk, li, act=act, customer=str(here_.id("wm000")), tag=tag).status_code == 404
    with here_.ledger.state.read() as conn:
        assert conn.execute(sa.select(tag_refusal.c.tag_id)).scalars().all() == [made[1].id]


def test_a_group(desk: Desk) -> None:
    group_of(desk, "wr1", "li", ("wm002", "退款，这是假货，我要投诉"))
    li, wang, boss = (
        desk.browser("operator", "li"),
        desk.browser("operator", "wang"),
        desk.browser("administrator"),
    )
    paths = f"/sidebar/{desk.id}/group?chat=wr1"
    assert [get(who, paths).status_code for who in (li, wang, boss)] == [200, 404, 200]
    text = get(li, paths).text
    for words in ("1 / 9 / 90", 'Complaining (last 7 days) <span class="n">1</span>', "退款，这是假货，我要投诉",
                  "New (last 7 days)", 'Silent (last 28 days) <span class="n">1</span>', "Group rules", "No tasks about"):  # fmt: skip
        assert words in text, words
    assert get(li, f"/sidebar/{desk.id}/group?chat=wr-none").status_code == 404


def test_a_task_of_a_group_is_done_beside_it(desk: Desk) -> None:
    group_of(desk)
    li, wang = desk.browser("operator", "li"), desk.browser("operator", "wang")
    wanted = NewTask(
        kind="revive_group", subject_kind="group", subject_id="wecom:wr1", subject_name="茶友群", due_at=desk.here.now() - 1,
        harm=10, why=Why("next_step", {"by": "x"}), source="advice", source_id="wecom:wr1",
        owner_staff_id=desk.here.id("li"),
    )  # fmt: skip
    desk.here.ledger.state.write(
        lambda c: actions_of_tasks.create(c, [wanted], viewer=desk.here.boss, now=desk.here.now())
    )
    text = get(li, f"/sidebar/{desk.id}/group?chat=wr1").text
    assert "Revive “茶友群”" in text
    assert "1 day late" in text
    tasks = li("GET", "/tasks").json()["items"]
    task = {"task": str(tasks[0]["id"])}
    assert press(desk, wang, act="task_done", **task).status_code == 404
    assert press(desk, li, act="task_later", **task).status_code == 303
    assert press(desk, li, act="task_done", **task).status_code == 303
    assert li("GET", "/tasks", params={"state": "done"}).json()["items"][0]["id"] == tasks[0]["id"]


def test_what_was_asked_for_in_a_group_is_beside_it_with_its_evidence(desk: Desk) -> None:
    """No call of WeCom's removes anybody: it is done in WeCom's own client, and said here how it went."""
    group_of(desk, "wr1", "li", ("wm002", f"加我返利 {HOSTILE}"))
    li, boss = desk.browser("operator", "li"), desk.browser("supervisor")
    (one,) = boss("GET", "/moderation/members?group=wecom:wr1&q=wm002").json()["items"]
    said = boss("GET", f"/moderation/messages?group=wecom:wr1&member={one['id']}").json()["items"][0]["id"]
    body_ = {"group": "wecom:wr1", "action": "kick", "member": one["id"], "message": said, "reason": "刷广告"}
    made = boss("POST", "/moderation", json=body_).json()["task"]
    assert (made["params"]["how"], made["assignee_id"]) == ("wecom_client", li.viewer.user_id)
    text = get(li, f"/sidebar/{desk.id}/group?chat=wr1").text
    assert "asked for it: 刷广告" in text
    assert "Their words: “加我返利 &lt;img" in text
    assert "<img" not in text
    assert press(desk, li, act="task_done", task=str(made["id"])).status_code == 303
    assert (
        "加我返利 &lt;img"
        not in get(li, f"/sidebar/{desk.id}/group?chat=wr1").text.partition("Complaining")[0]
    )


def test_signatures_are_for_our_pages_and_who_is_signed_in(desk: Desk) -> None:
    li, nobody = desk.browser("operator", "li"), desk.visitor()
    path = f"/sidebar/{desk.id}/signature"
    ours = f"http://127.0.0.1/sidebar/{desk.id}/customer?account=wm000"
    for kind, whose in (("config", "get_jsapi_ticket"), ("agent", "ticket/get")):
        answer = li.http.get(path, params={"kind": kind, "url": f"{ours}#x"})
        told = answer.json()
        ticket = desk.here.fake.app().get(whose, **({"type": "agent_config"} if kind == "agent" else {}))[
            "ticket"
        ]
        assert told["signature"] == signing.signature(ticket, told["nonceStr"], told["timestamp"], ours)
        assert told["timestamp"] == desk.here.now() // SECOND
    for url in ("http://evil.example/sidebar/1", "http://127.0.0.1/app/", "http://127.0.0.1:8/sidebar/1"):
        assert li.http.get(path, params={"kind": "config", "url": url}).status_code == 404
    assert nobody.http.get(path, params={"kind": "config", "url": ours}).status_code == 401
    fresh = desk.browser("operator", "li", must_change=True)
    refused = fresh.http.get(path, params={"kind": "config", "url": ours})
    assert (refused.status_code, refused.json()["code"]) == (403, "password_change_needed")
    assert li.http.get("/sidebar/99/signature", params={"kind": "config", "url": ours}).status_code == 404


def test_nobody_is_led_to_the_sign_in(desk: Desk) -> None:
    visitor = desk.visitor()
    closed = page(desk, visitor)
    assert (closed.status_code, "/app/login" in closed.text) == (401, True)
    desk.open_door()
    answer = page(desk, visitor)
    assert answer.status_code == 303
    assert answer.headers["location"] == (
        f"/sign-in/wecom/{desk.id}?to=%2Fsidebar%2F{desk.id}%2Fcustomer%3Faccount%3Dwm000"
    )
    assert press(desk, visitor, csrf="x", act="done", customer="1").status_code == 401
    state, now = desk.here.ledger.state, desk.here.now()
    state.write(lambda c: actions.switch(c, desk.id, on=False, viewer=desk.here.boss, now=now))
    assert page(desk, desk.browser("administrator")).status_code == 404


@pytest.mark.parametrize("role", list(Role))
def test_a_button_needs_the_form_of_our_own_page(desk: Desk, role: Role) -> None:
    browser = desk.browser(role)
    for forged in ("", "x" * 32):
        answer = press(desk, browser, csrf=forged, act="done", customer=str(desk.here.id("wm000")))
        assert answer.status_code == 403
        assert ("button did nothing" in answer.text) is (role is not Role.ANALYST)
    assert desk.here.tasks() == []
    once = desk.browser(role, must_change=True)
    assert page(desk, once).status_code == 403
    assert press(desk, once, act="done", customer=str(desk.here.id("wm000"))).status_code == 403


def test_where_a_button_leads_back_to_is_ours(desk: Desk) -> None:
    li = desk.browser("operator", "li")
    answer = press(desk, li, act="later", customer=str(desk.here.id("wm000")), back="//evil.example")
    assert answer.headers["location"] == "/app/"


def test_names_stay_text_and_a_page_stays_light(desk: Desk) -> None:
    desk.here.hear(Kind.IDENTITY_SEEN, actor="wm000", name=HOSTILE)
    group_of(desk, "wr1", "li", ("wm002", f"退款 {HOSTILE}"))
    desk.here.hear(Kind.GROUP_SEEN, group="wr1", text=HOSTILE)
    desk.board.take(now=desk.here.now())
    li = desk.browser("operator", "li")
    for lang in ("zh-CN", "en"):
        for path in ("", "/customer?account=wm000", "/customer?account=wm000&tab=groups", "/group?chat=wr1"):
            answer = get(li, f"/sidebar/{desk.id}{path}", **{"accept-language": lang})
            assert answer.status_code == 200
            assert "<img" not in answer.text
            assert "\u202e" not in answer.text
            assert f'<html lang="{lang}">' in answer.text
            assert len(gzip.compress(answer.content)) <= LARGEST
            assert len(answer.content) <= 2 * LARGEST


def test_within_wecom_a_page_may_speak_to_the_client_and_to_nobody_else() -> None:
    """Its clients on phones are spoken to by frames of their own schemes."""
    policy = pages.policy("n", f"{pages.SDK_HOST}{pages.SDK_PATH}")
    assert "frame-src weixin: weixinping: weixinpreinject:;" in policy
    assert f"connect-src 'self' {pages.SDK_HOST};" in policy
    assert "frame-ancestors 'none'" in policy
    for source in ("", "http://127.0.0.1:8000/x.js"):
        assert "frame-src" not in pages.policy("n", source)


def test_a_page_may_run_only_its_own_script(desk: Desk) -> None:
    li = desk.browser("operator", "li")
    first, second = page(desk, li), page(desk, li)
    policy = first.headers["content-security-policy"]
    nonce = re.search(r"script-src 'nonce-([\w-]+)'", policy)
    assert nonce
    assert nonce[1] not in second.text
    assert (
        len(re.findall(r"<script", first.text))
        == len(re.findall(rf'<script nonce="{nonce[1]}"', first.text))
        == 2
    )
    assert "unsafe" not in policy
    assert f"connect-src 'self' {desk.here.fake.url};" in policy
    assert f'src="{desk.here.fake.url}/node/open/js/wecom-jssdk-2.0.2.js"' in first.text
    assert " style=" not in first.text
    assert " onclick=" not in first.text
