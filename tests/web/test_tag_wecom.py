"""Groups of tags kept on WeCom, over HTTP: told before, switched, pushed by a job, each role what it may."""

from collections.abc import Iterator
from typing import Any

import pytest

from fakecom.people import befriend
from fakecom.running import CORP, ONE_APP, SECRET, Running


@pytest.fixture
def fake() -> Iterator[Running]:
    made = Running()
    made.ctl("corps", corpid=CORP, apps=ONE_APP, members=[{"userid": "li", "name": "李", "parties": [1]}])
    befriend(made, "li", "wm1")
    yield made
    made.close()


@pytest.fixture
def boss(empty: Any) -> Any:
    return empty.client("administrator")


def connected(boss: Any, url: str) -> int:
    settings = {"corp_id": CORP, "agent_id": "1000002", "secret": SECRET, "base_url": url}
    answer = boss("POST", "/connections", json={"channel": "wecom", "name": "总部", "settings": settings})
    assert answer.status_code == 201, answer.text
    return answer.json()["connection"]["id"]


def group(boss: Any, *tags: str) -> int:
    made = boss("POST", "/tags/groups", json={"items": [{"name": "意向"}]}).json()["items"][0]["id"]
    boss("POST", "/tags", json={"items": [{"group_id": made, "name": name} for name in tags]})
    return made


def test_it_is_told_before_what_keeping_a_group_would_come_to(boss: Any, fake: Running) -> None:
    fake.ctl("console/tags", group_name="意向", tags=["低"])
    one, of = connected(boss, fake.url), group(boss, "高", "低", "好" * 31)
    answer = boss("POST", f"/tags/groups/{of}/wecom/preview", json={"connection_id": one})
    assert answer.status_code == 200, answer.text
    assert answer.json() == {
        "tags": 1, "most": 3000, "there": 1, "make": 1, "faults": {"long": 1}, "mark": 0, "unmark": 0, "live": True,
    }  # fmt: skip
    assert boss("GET", "/tags/wecom").json()["groups"] == []


def test_a_platform_that_does_not_answer_is_told_by_what_was_read_last(boss: Any) -> None:
    one, of = connected(boss, "http://127.0.0.1:9"), group(boss, "高")
    found = boss("POST", f"/tags/groups/{of}/wecom/preview", json={"connection_id": one}).json()
    assert (found["live"], found["tags"], found["make"]) == (False, 0, 1)


def test_switched_on_a_push_is_ordered_and_asked_again_it_is_the_same(boss: Any, fake: Running) -> None:
    one, of = connected(boss, fake.url), group(boss, "高")
    kept = boss("POST", f"/tags/groups/{of}/wecom", json={"connection_id": one, "on": True}).json()
    assert [(g["group_id"], g["connection_id"], g["tags"], g["own"]) for g in kept["groups"]] == [
        (of, one, 1, 0)
    ]
    assert [(p["connection_id"], p["name"], p["push"]) for p in kept["places"]] == [(one, "总部", None)]
    jobs = [job for job in boss("GET", "/jobs").json()["items"] if job["kind"] == "push_tags"]
    assert [(job["subject"], job["state"]) for job in jobs] == [("总部", "queued")]
    again = boss("POST", "/tags/wecom/push", json={"connection_id": one})
    assert (again.status_code, again.json()["id"]) == (202, jobs[0]["id"])
    off = boss("POST", f"/tags/groups/{of}/wecom", json={"connection_id": one, "on": False}).json()
    assert off["groups"] == []
    acts = [row["act"] for row in boss("GET", "/audit").json()["items"]]
    assert {"tag_group_kept", "tag_group_let_go"} <= set(acts)


def test_a_connection_that_is_off_or_away(boss: Any, fake: Running) -> None:
    one, of = connected(boss, fake.url), group(boss, "高")
    for path in (f"/tags/groups/{of}/wecom/preview", "/tags/wecom/push"):
        assert boss("POST", path, json={"connection_id": 999}).status_code == 404
    assert boss("POST", "/tags/groups/999/wecom/preview", json={"connection_id": one}).status_code == 404
    asked = {"connection_id": 999, "on": True}
    assert boss("POST", f"/tags/groups/{of}/wecom", json=asked).status_code == 404
    boss("PATCH", f"/connections/{one}", json={"on": False})
    answer = boss("POST", "/tags/wecom/push", json={"connection_id": one})
    assert (answer.status_code, answer.json()["code"]) == (409, "connection_is_off")


@pytest.mark.parametrize(("role", "sees", "does"), [
    ("supervisor", 200, 202), ("operator", 200, 403), ("analyst", 200, 403),
])  # fmt: skip
def test_who_sees_it_and_who_pushes(
    empty: Any, boss: Any, fake: Running, role: str, sees: int, does: int
) -> None:
    one = connected(boss, fake.url)
    browser = empty.client(role)
    assert browser("GET", "/tags/wecom").status_code == sees
    assert browser("POST", "/tags/wecom/push", json={"connection_id": one}).status_code == does
