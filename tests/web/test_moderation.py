"""What is asked for in a group that no message does, over HTTP: a task with evidence and a deadline, for its owner."""

from typing import Any

import msgspec
import pytest
import sqlalchemy as sa
from tests.checkup.tenant import END, staff_id
from tests.web.application import make_app

from ledger.batch import DAY, leave, say, take
from yutang.connections.wecom.clients import Clients
from yutang.groups.tables import customer_group
from yutang.kit import clock
from yutang.kit.secrets import Secrets

GROUP = "wecom:alive"


def identity(served: Any, who: str) -> int:
    return staff_id(served.ledger, who)


@pytest.fixture
def crew(served: Any) -> Any:
    """A supervisor; Ann, who owns the group; Bob, who does not."""
    served.boss = served.client("supervisor")
    served.ann = served.client("operator", staff_id=identity(served, "ann"))
    served.bob = served.client("operator", staff_id=identity(served, "bob"))
    served.p1 = identity(served, "p1")
    return served


def ask(browser: Any, **more: Any) -> Any:
    return browser("POST", "/moderation", json={"group": GROUP, "action": "kick"} | more)


def asked(browser: Any, **more: Any) -> dict[str, Any]:
    answer = ask(browser, **more)
    assert answer.status_code == 200, answer.text
    return answer.json()["task"]


def test_it_is_a_task_of_the_groups_owner_with_evidence_and_deadline(crew: Any) -> None:
    made = asked(crew.boss, member=crew.p1, reason=" 刷广告 ")
    assert (made["kind"], made["subject_id"], made["subject_name"]) == ("remove_member", GROUP, "群alive")
    assert (made["owner_name"], made["assignee_id"]) == ("Ann", crew.ann.viewer.user_id)
    assert made["params"] == {"how": "by_hand", "who": "p1"}
    assert made["why"] == {
        "code": "moderation_reason",
        "params": {"by": crew.boss.viewer.name, "reason": "刷广告"},
    }
    assert DAY < made["due_at"] * 1000 - clock.now() + DAY < 3 * DAY
    today = crew.ann("GET", "/tasks?mine=true").json()["items"]
    assert [task["id"] for task in today] == [made["id"]]
    assert [t["id"] for t in crew.ann("GET", f"/checkup/groups/{GROUP}").json()["tasks"]] == [made["id"]]


def test_done_it_stands_in_the_groups_history_and_may_be_asked_again(crew: Any) -> None:
    made = asked(crew.boss, member=crew.p1, reason="刷广告")
    assert ask(crew.ann, member=crew.p1, reason="又来").json()["code"] == "moderation_open"
    crew.ann("POST", f"/tasks/{made['id']}/done", json={"result": "已移出"})
    told = crew.ann("GET", f"/checkup/groups/{GROUP}").json()
    assert [(e["act"], e["params"], e["reason"]) for e in told["history"]] == [
        ("task_done", {"kind": "remove_member"}, "已移出")
    ]
    assert asked(crew.ann, member=crew.p1, reason="又来")["id"] != made["id"]
    crew.ann("POST", f"/tasks/{made['id']}/reopen")
    assert crew.ann("GET", f"/tasks/{made['id']}").json()["state"] == "done"  # its like is open


def test_a_message_is_evidence(crew: Any) -> None:
    take(crew.ledger, "ad", say("alive", "p1", END + DAY, "加我返利" + "。" * 400))
    found = crew.ann("GET", f"/moderation/messages?group={GROUP}&member={crew.p1}").json()["items"]
    assert (len(found), found[0]["text"]) == (5, "加我返利" + "。" * 296 + "…")
    made = asked(crew.ann, action="mute", member=crew.p1, message=found[0]["id"])
    assert (made["kind"], made["why"]["code"]) == ("mute_member", "moderation_message")
    assert (made["params"]["quote"], made["params"]["quote_at"]) == (found[0]["text"], (END + DAY) // 1000)
    p2 = crew.ann("GET", f"/moderation/messages?group={GROUP}&member={identity(crew, 'p2')}").json()["items"]
    other = ask(crew.ann, member=crew.p1, message=p2[0]["id"])
    assert (other.status_code, other.json()["code"]) == (400, "moderation_message")


def test_members_are_who_is_in_it_and_who_spoke_last_first(crew: Any) -> None:
    take(
        crew.ledger,
        "news",
        leave("alive", "p2", clock.now() - DAY),
        say("alive", "p5", clock.now() - 1_000_000),
    )
    found = crew.ann("GET", f"/moderation/members?group={GROUP}").json()["items"]
    assert (found[0]["name"], found[0]["id"]) == ("p5", identity(crew, "p5"))
    assert {"p2", "ann"}.isdisjoint(one["name"] for one in found)
    only = crew.ann("GET", f"/moderation/members?group={GROUP}&q=p3").json()["items"]
    assert [one["name"] for one in only] == ["p3"]
    for who in (identity(crew, "p2"), identity(crew, "ann"), 987_654):
        answer = ask(crew.ann, member=who, reason="x")
        assert (answer.status_code, answer.json()["code"]) == (400, "moderation_member")


@pytest.mark.parametrize(
    ("action", "kind"), [("post_in_group", "post_in_group"), ("rename_group", "rename_group")]
)
def test_a_text_to_post_and_a_new_name(crew: Any, action: str, kind: str) -> None:
    made = asked(crew.ann, action=action, text=" 今晚八点 ", reason="店庆")
    assert (made["kind"], made["params"]) == (kind, {"how": "by_hand", "text": "今晚八点"})
    same = ask(crew.boss, action=action, text="今晚八点", reason="店庆")
    assert (same.status_code, same.json()["code"]) == (409, "moderation_open")


@pytest.mark.parametrize(
    ("body", "code"),
    [({"reason": "x"}, "moderation_member"), ({}, "moderation_evidence"), ({"reason": "  "}, "moderation_evidence"),
     ({"action": "rename_group", "reason": "x", "text": " "}, "moderation_text"),
     ({"action": "post_in_group", "text": "x"}, "moderation_evidence"),
     ({"action": "post_in_group", "text": "x", "reason": "x", "due_at": 1}, "moderation_due"),
     ({"action": "post_in_group", "text": "x", "reason": "x", "due_at": 4_000_000_000_000}, "moderation_due")],
)  # fmt: skip
def test_what_is_missing_is_told_and_nothing_is_asked_for(crew: Any, body: dict[str, Any], code: str) -> None:
    answer = ask(crew.ann, **body)
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert len(answer.json()["errors"]) == 1
    assert crew.boss("GET", "/tasks").json()["items"] == []


@pytest.mark.parametrize(
    "body",
    [{"action": "create_group"}, {"action": "ban"}, {"member": 0}, {"member": "p1"}, {"reason": "x" * 1001},
     {"text": "x" * 2001}, {"group": ""}, {"due_at": -1}],
)  # fmt: skip
def test_input_has_bounds(crew: Any, body: dict[str, Any]) -> None:
    assert ask(crew.ann, **body).status_code == 400


def test_a_foreign_group_is_not_there(crew: Any) -> None:
    for group in (GROUP, "wecom:none", "x", "wecom:\x01none"):
        for answer in (
            crew.bob("POST", "/moderation",
                     json={"group": group, "action": "kick", "member": crew.p1, "reason": "x"}),
            crew.bob("GET", "/moderation/members", params={"group": group}),
            crew.bob("GET", "/moderation/messages", params={"group": group, "member": crew.p1}),
        ):  # fmt: skip
            assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert crew.boss("GET", "/tasks").json()["items"] == []


def test_in_a_group_that_is_dismissed_nothing_can_be_done(crew: Any) -> None:
    gone = sa.update(customer_group).where(customer_group.c.external_id == "alive").values(dismissed=END)
    crew.ledger.state.write(lambda conn: conn.execute(gone))
    answer = ask(crew.ann, member=crew.p1, reason="x")
    assert (answer.status_code, answer.json()["code"]) == (409, "group_dismissed")


def test_a_group_that_nobody_owns_is_for_whoever_supervises(crew: Any) -> None:
    made = asked(crew.boss, group="wecom:orphan", member=identity(crew, "p60"), reason="x")
    assert (made["owner_name"], made["assignee_id"]) == (None, None)
    assert [t["id"] for t in crew.boss("GET", "/tasks").json()["items"]] == [made["id"]]


def test_it_is_taken_back_once_and_only_by_who_sees_it(crew: Any) -> None:
    made = asked(crew.ann, member=crew.p1, reason="x")
    muted = asked(crew.ann, action="mute", member=crew.p1, reason="x")
    assert crew.bob("DELETE", f"/moderation/{made['id']}").status_code == 404
    assert crew.boss("DELETE", f"/moderation/{made['id']}").status_code == 204
    again = crew.boss("DELETE", f"/moderation/{made['id']}")
    assert (again.status_code, again.json()["code"]) == (409, "moderation_over")
    assert [t["id"] for t in crew.ann("GET", "/tasks").json()["items"]] == [muted["id"]]


def test_the_log_names_who_asked_and_no_member_by_name(crew: Any) -> None:
    made = asked(crew.ann, member=crew.p1, reason="刷广告的骗子")
    log = crew.client("administrator")("GET", "/audit").json()["items"]
    one = next(entry for entry in log if entry["act"] == "moderation_asked")
    assert (one["subject_kind"], one["subject_id"], one["user_name"]) == (
        "group",
        GROUP,
        crew.ann.viewer.name,
    )
    assert (one["after"]["action"], one["after"]["member"], one["after"]["task"]) == (
        "kick",
        crew.p1,
        made["id"],
    )
    assert "骗子" not in str(log)


def test_who_is_erased_is_in_no_task(crew: Any) -> None:
    said = crew.ann("GET", f"/moderation/messages?group={GROUP}&member={crew.p1}").json()["items"][0]["id"]
    over = asked(crew.ann, action="mute", member=crew.p1, reason="骗子", message=said)
    crew.ann("POST", f"/tasks/{over['id']}/done", json={"result": "p1 已处理"})
    made, other = (
        asked(crew.ann, member=crew.p1, reason="骗子"),
        asked(crew.ann, member=identity(crew, "p3"), reason="y"),
    )
    ((customer,),) = crew.ledger.analytics.rows("select customer_id from identity where id = ?", [crew.p1])
    assert crew.client("administrator")("POST", f"/customers/{customer}/erase").status_code in {200, 201}
    found = {id_: crew.boss("GET", f"/tasks/{id_}").json() for id_ in (over["id"], made["id"], other["id"])}
    assert [one["state"] for one in found.values()] == ["done", "dropped", "open"]
    for id_ in (over["id"], made["id"]):
        assert (found[id_]["params"], found[id_]["result"]) == ({"who": ""}, None)
        assert found[id_]["why"] == {"code": "moderation_erased", "params": {}}
    assert found[other["id"]]["params"]["who"] == "p3"


def test_wecom_has_it_done_in_its_own_client_and_is_not_called(crew: Any) -> None:
    """Nobody answers at the address: had it been called, the act would be refused."""
    clients = Clients(crew.ledger.state, Secrets(crew.home), now=clock.now)
    crew.app = make_app(msgspec.structs.replace(crew.context, clients=clients))
    settings = {
        "corp_id": "wwcorp",
        "agent_id": "1000002",
        "secret": "s" * 43,
        "base_url": "http://127.0.0.1:9",
    }
    body = {"channel": "wecom", "name": "总部", "settings": settings}
    admin = crew.client("administrator")
    assert admin("POST", "/connections", json=body).status_code == 201
    assert asked(admin, member=crew.p1, reason="x")["params"]["how"] == "wecom_client"
    clients.close()
