"""Tasks over HTTP: each sees what concerns them, conflicts are told, pages hold everything once."""

from typing import Any

import pytest
from tests.tasks.taskworld import DAY, HOUR, wanted

from yutang.kit import clock
from yutang.tasks import actions

ANN, BOB = "ann", "bob"


def staff_id(served: Any, name: str) -> int:
    return served.ledger.analytics.rows("select id from identity where external_id = ?", [name])[0][0]


def make(served: Any, viewer: Any, *tasks: Any) -> int:
    now = clock.now()
    return served.ledger.state.write(lambda c: actions.create(c, tasks, viewer=viewer, now=now))


def some(now: int, **more: Any) -> list[Any]:
    """Three tasks: overdue, due in an instant, due in nine days."""
    return [wanted(str(n), due_at=now + wait, **more) for n, wait in enumerate((-DAY, 1, 9 * DAY))]


def names(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [item["subject_name"] for item in answer.json()["items"]]


@pytest.fixture
def crew(served: Any) -> Any:
    """A supervisor; Ann, who works as an owner of groups; Mia, who works as nobody. Three tasks are Ann's."""
    served.boss = served.client("supervisor")
    served.ann = served.client("operator", staff_id=staff_id(served, ANN))
    served.mia = served.client("operator")
    make(served, served.boss.viewer, *some(clock.now(), owner_staff_id=staff_id(served, ANN)))
    served.id = served.boss("GET", "/tasks").json()["items"][0]["id"]
    return served


def test_today_as_its_owner_sees_it(crew: Any) -> None:
    told = crew.ann("GET", "/tasks?mine=true").json()
    first = told["items"][0]
    assert (first["overdue"], first["mine"], first["state"]) == (True, True, "open")
    assert (first["assignee_id"], first["owner_name"]) == (crew.ann.viewer.user_id, "Ann")
    assert first["why"] == {"code": "dead_long", "params": {"days": 90}}
    assert told["counts"]["overdue"] >= 1
    assert sum(told["counts"].values()) == 3
    assert abs(first["due_at"] * 1000 - (clock.now() - DAY)) < 60_000_000


def test_scope_holds_for_lists_and_single_tasks(crew: Any) -> None:
    assert len(names(crew.boss("GET", "/tasks"))) == 3
    assert names(crew.boss("GET", "/tasks?mine=true")) == []
    assert names(crew.mia("GET", "/tasks")) == []
    for method, path, body in (
        ("GET", "", None), ("POST", "/done", {}), ("POST", "/snooze", {"until_at": 4_000_000_000_000}),
        ("POST", "/hand-over", {"user_id": crew.mia.viewer.user_id}), ("POST", "/reopen", None),
    ):  # fmt: skip
        answer = crew.mia(method, f"/tasks/{crew.id}{path}", json=body)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found"), path


def test_an_analyst_reads_and_does_nothing(crew: Any) -> None:
    eye = crew.client("analyst")
    assert len(names(eye("GET", "/tasks"))) == 3
    assert eye("POST", f"/tasks/{crew.id}/done", json={}).status_code == 403


def test_done_twice_is_a_conflict_with_a_name(crew: Any) -> None:
    done = crew.ann("POST", f"/tasks/{crew.id}/done", json={"result": "好了"}).json()
    assert (done["state"], done["result"], done["done_by_name"]) == ("done", "好了", crew.ann.viewer.name)
    again = crew.boss("POST", f"/tasks/{crew.id}/done", json={})
    assert (again.status_code, again.json()["code"]) == (409, "task_already_done")
    params = again.json()["params"]
    assert (params["by"], params["at"]) == (crew.ann.viewer.name, done["done_at"])
    assert [t["id"] for t in crew.boss("GET", "/tasks?state=done").json()["items"]] == [crew.id]


def test_done_is_undone(crew: Any) -> None:
    crew.ann("POST", f"/tasks/{crew.id}/done", json={})
    assert crew.ann("POST", f"/tasks/{crew.id}/reopen").json()["state"] == "open"
    no = crew.ann("POST", f"/tasks/{crew.id}/reopen")
    assert (no.status_code, no.json()["code"]) == (409, "task_nothing_to_undo")


def test_snoozed_it_is_in_a_list_of_its_own(crew: Any) -> None:
    until = (clock.now() + HOUR) // 1000
    told = crew.ann("POST", f"/tasks/{crew.id}/snooze", json={"until_at": until}).json()
    assert (told["state"], told["snoozed_until"]) == ("snoozed", until)
    assert [t["id"] for t in crew.ann("GET", "/tasks?state=snoozed").json()["items"]] == [crew.id]
    assert len(names(crew.ann("GET", "/tasks"))) == 2
    past = crew.ann("POST", f"/tasks/{crew.id}/snooze", json={"until_at": 1})
    assert (past.status_code, past.json()["code"]) == (422, "task_past")


def test_handed_over_it_is_the_colleagues(crew: Any) -> None:
    answer = crew.ann("POST", f"/tasks/{crew.id}/hand-over", json={"user_id": crew.mia.viewer.user_id})
    assert answer.json() == {"changed": [crew.id], "refused": []}
    assert len(names(crew.mia("GET", "/tasks?mine=true"))) == 1
    assert len(names(crew.ann("GET", "/tasks?mine=true"))) == 2
    nobody = crew.ann("POST", f"/tasks/{crew.id}/hand-over", json={"user_id": 9_999})
    assert (nobody.status_code, nobody.json()["code"]) == (422, "task_nobody")


def test_one_act_on_many(crew: Any) -> None:
    ids = [t["id"] for t in crew.ann("GET", "/tasks").json()["items"]]
    crew.boss("POST", f"/tasks/{ids[0]}/done", json={})
    told = crew.ann("POST", "/tasks/batch", json={"act": "done", "ids": [*ids, 987]}).json()
    assert told["changed"] == ids[1:]
    assert [(no["id"], no["code"]) for no in told["refused"]] == [
        (ids[0], "task_already_done"),
        (987, "not_found"),
    ]
    missing = crew.ann("POST", "/tasks/batch", json={"act": "snooze", "ids": ids})
    assert (missing.status_code, missing.json()["code"]) == (422, "missing_field")


def test_pages_hold_each_once(crew: Any) -> None:
    make(crew, crew.boss.viewer, *(wanted(f"p{n}", due_at=clock.now() + DAY) for n in range(17)))
    seen: list[int] = []
    cursor = ""
    while True:
        told = crew.boss("GET", f"/tasks?limit=6{cursor}").json()
        seen += [item["id"] for item in told["items"]]
        if told["next"] is None:
            break
        cursor = f"&cursor={told['next']}"
    assert len(seen) == len(set(seen)) == 20


@pytest.mark.parametrize(
    "query",
    [
        "cursor=junk",
        "cursor=%00",
        "cursor=WzEsMl0",
        "cursor=WzEsMiwzXQ",
        "limit=0",
        "limit=201",
        "state=lost",
        "limit=x",
    ],
)
def test_what_no_console_sends_is_refused(crew: Any, query: str) -> None:
    assert crew.boss("GET", f"/tasks?{query}").status_code == 400


@pytest.mark.parametrize(
    "body",
    [{"act": "eat", "ids": [1]}, {"act": "done", "ids": []}, {"act": "done", "ids": [0]}, {"act": "done"},
     {"act": "done", "ids": [1 << 60]}, {"act": "done", "ids": list(range(1, 1002))},
     {"act": "done", "ids": [1], "result": "x" * 2001}],
)  # fmt: skip
def test_a_batch_has_bounds(crew: Any, body: dict[str, Any]) -> None:
    assert crew.boss("POST", "/tasks/batch", json=body).status_code == 400


def test_an_id_beyond_every_row_is_not_found_or_refused(crew: Any) -> None:
    assert crew.boss("GET", f"/tasks/{(1 << 53) - 1}").status_code == 404
    assert crew.boss("GET", f"/tasks/{1 << 70}").status_code in {400, 404}
