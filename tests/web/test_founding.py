"""A new group for a segment's people, over HTTP: a task with evidence and deadline for whose customers they are."""

from typing import Any

import msgspec
import pytest
import sqlalchemy as sa
from tests.checkup.tenant import END, seen, staff_id
from tests.web.application import make_app

from ledger.batch import DAY, SECOND, take
from yutang.connections.wecom.clients import Clients
from yutang.kit import clock
from yutang.kit.secrets import Secrets
from yutang.ledger.catalogue import Kind
from yutang.segments.saved.sweep import sweep
from yutang.tasks.tables import task

WROTE = {"op": "did", "fact": {"kind": "message.sent"}}


@pytest.fixture
def crew(served: Any) -> Any:
    """A supervisor; Ann, whom three of the segment's people know, and Bob, whom one does."""
    pairs = (("p1", "ann"), ("p3", "ann"), ("p40", "ann"), ("p41", "bob"))
    known = ((Kind.RELATION_BEGUN, END, {"actor": who, "related": by}) for who, by in pairs)
    over = (Kind.RELATION_BEGUN, END, {"actor": "p5", "related": "ann"}), (Kind.RELATION_ENDED, END + SECOND, {"actor": "p5", "related": "ann"})  # fmt: skip
    take(served.ledger, "friends", *known, *over)
    served.boss = served.client("supervisor")
    served.ids = {who: staff_id(served.ledger, who) for who in ("ann", "bob", "p1")}
    served.ann = served.client("operator", staff_id=served.ids["ann"])
    served.bob = served.client("operator", staff_id=served.ids["bob"])
    made = served.boss("POST", "/segments", json={"name": "写过话", "rule": WROTE})
    served.segment = made.json()["id"]
    sweep(served.ledger, served.segment, now=served.context.now())
    return served


def ask(crew: Any, browser: Any, who: str = "ann", **more: Any) -> Any:
    body = {"staff_id": crew.ids[who], "name": "618 老客群", "reason": "一起告诉他们优先购"} | more
    return browser("POST", f"/segments/{crew.segment}/new-groups", json=body)


def asked(crew: Any, browser: Any, who: str = "ann", **more: Any) -> dict[str, Any]:
    answer = ask(crew, browser, who, **more)
    assert answer.status_code == 200, answer.text
    return answer.json()["task"]


def listed(crew: Any, browser: Any) -> list[dict[str, Any]]:
    return browser("GET", f"/segments/{crew.segment}/new-groups").json()["items"]


def founders(crew: Any, browser: Any, q: str = "") -> list[tuple[str, int]]:
    found = browser("GET", f"/segments/{crew.segment}/new-groups/staff", params={"q": q}).json()["items"]
    return [(one["name"], one["people"]) for one in found]


def test_who_follows_most_of_the_segment_comes_first(crew: Any) -> None:
    assert founders(crew, crew.boss) == [("Ann", 3), ("Bob", 1)]
    assert founders(crew, crew.boss, "BO") == founders(crew, crew.boss, "bob") == [("Bob", 1)]
    assert founders(crew, crew.bob) == [("Bob", 1)]  # of their scope


def test_it_is_a_task_of_whom_was_chosen_with_evidence_and_deadline(crew: Any) -> None:
    made = asked(crew, crew.boss, name=" 618 老客群 ")
    assert (made["kind"], made["subject_kind"], made["subject_id"], made["subject_name"]) == (
        "create_group", "segment", str(crew.segment), "写过话",
    )  # fmt: skip
    assert (made["owner_name"], made["assignee_id"]) == ("Ann", crew.ann.viewer.user_id)
    assert made["params"] == {"how": "by_hand", "text": "618 老客群", "n": 3}
    assert made["why"]["params"] == {"by": crew.boss.viewer.name, "reason": "一起告诉他们优先购"}
    assert 3 * DAY < made["due_at"] * 1000 - clock.now() + DAY < 5 * DAY
    assert [one["id"] for one in crew.ann("GET", "/tasks?mine=true").json()["items"]] == [made["id"]]
    assert [one["task"]["id"] for one in listed(crew, crew.ann)] == [made["id"]]
    assert listed(crew, crew.bob) == []


def test_another_name_or_another_person_is_another_group(crew: Any) -> None:
    asked(crew, crew.boss)
    same = ask(crew, crew.boss, reason="再说一次")
    assert (same.status_code, same.json()["code"]) == (409, "moderation_open")
    more = [asked(crew, crew.boss, name="二群"), asked(crew, crew.boss, "bob")]
    assert [one["task"]["id"] for one in listed(crew, crew.boss)][:2] == [one["id"] for one in reversed(more)]


def test_the_group_stands_beside_it_as_soon_as_it_is_seen(crew: Any) -> None:
    """Of that name, its owner's, and made since: an older one of the same name is another."""
    made = asked(crew, crew.boss)
    now = clock.now()
    for name, owner, created in (("old", "ann", now - DAY), ("bobs", "bob", now + SECOND)):
        take(crew.ledger, name, group(name, owner, created))
    assert [one["group"] for one in listed(crew, crew.boss)] == [None]
    take(crew.ledger, "new", group("new", "ann", now + SECOND))
    assert [one["group"] for one in listed(crew, crew.boss)] == ["wecom:new"]
    crew.ann("POST", f"/tasks/{made['id']}/done", json={"result": None})
    assert [(one["task"]["state"], one["group"]) for one in listed(crew, crew.ann)] == [("done", "wecom:new")]


def group(name: str, owner: str, created: int) -> Any:
    kind, at, told = seen(name, clock.now(), owner=owner, created=created)
    return kind, at, told | {"text": "618 老客群"}


def test_it_is_taken_back_where_it_is_seen(crew: Any) -> None:
    made = asked(crew, crew.boss)
    assert crew.bob("DELETE", f"/moderation/{made['id']}").status_code == 404
    assert crew.boss("DELETE", f"/moderation/{made['id']}").status_code == 204
    assert [one["task"]["state"] for one in listed(crew, crew.boss)] == ["dropped"]
    asked(crew, crew.boss)


@pytest.mark.parametrize(
    ("body", "code"),
    [({"name": " "}, "founding_name"), ({"name": "a\u202eb"}, "name_bad"), ({"reason": " "}, "moderation_evidence"), ({"due_at": 1}, "moderation_due"),
     ({"due_at": 4_000_000_000_000}, "moderation_due"), ({"staff_id": 987_654}, "founding_staff")],
)  # fmt: skip
def test_what_is_missing_is_told_and_nothing_is_asked_for(crew: Any, body: dict[str, Any], code: str) -> None:
    answer = ask(crew, crew.boss, **body)
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert len(answer.json()["errors"]) == 1
    assert crew.boss("GET", "/tasks").json()["items"] == []


def test_only_staff_of_ones_scope_can_be_asked(crew: Any) -> None:
    for browser, who in ((crew.bob, "ann"), (crew.boss, "p1")):
        assert ask(crew, browser, who).json()["code"] == "founding_staff"
    assert asked(crew, crew.bob, "bob")["params"]["n"] == 1


@pytest.mark.parametrize(
    "body", [{"staff_id": 0}, {"name": "x" * 61}, {"reason": "x" * 1001}, {"due_at": -1}]
)
def test_input_has_bounds(crew: Any, body: dict[str, Any]) -> None:
    assert ask(crew, crew.boss, **body).status_code == 400


def test_without_the_segment_there_is_nothing_to_ask_for(crew: Any) -> None:
    crew.boss("POST", f"/segments/{crew.segment}/archive")
    for path in ("new-groups", "new-groups/staff"):
        assert crew.boss("GET", f"/segments/{crew.segment}/{path}").json()["code"] == "not_found"
    assert ask(crew, crew.boss).status_code == 404
    with crew.ledger.state.read() as conn:
        assert conn.execute(sa.select(sa.func.count()).select_from(task)).scalar_one() == 0


def test_who_only_looks_cannot_ask(crew: Any) -> None:
    analyst = crew.client("analyst")
    assert analyst("GET", f"/segments/{crew.segment}/new-groups").status_code == 200
    assert analyst("GET", f"/segments/{crew.segment}/new-groups/staff").status_code == 403
    assert ask(crew, analyst).status_code == 403


def test_the_log_says_who_asked_for_which_segment(crew: Any) -> None:
    made = asked(crew, crew.boss)
    log = crew.client("administrator")("GET", "/audit").json()["items"]
    one = next(entry for entry in log if entry["act"] == "moderation_asked")
    assert (one["subject_kind"], one["subject_id"]) == ("segment", str(crew.segment))
    assert (one["after"]["action"], one["after"]["task"]) == ("create_group", made["id"])


def test_wecom_has_it_made_in_its_own_client(crew: Any) -> None:
    clients = Clients(crew.ledger.state, Secrets(crew.home), now=clock.now)
    crew.app = make_app(msgspec.structs.replace(crew.context, clients=clients))
    settings = {
        "corp_id": "wwcorp",
        "agent_id": "1000002",
        "secret": "s" * 43,
        "base_url": "http://127.0.0.1:9",
    }
    admin = crew.client("administrator")
    body = {"channel": "wecom", "name": "总部", "settings": settings}
    assert admin("POST", "/connections", json=body).status_code == 201
    assert asked(crew, admin)["params"]["how"] == "wecom_client"
    clients.close()
