"""Tags over HTTP: made, counted, renamed, merged, driven by rules, tried out before, and their history told."""

import json
from types import SimpleNamespace

import pytest
from tests.checkup.tenant import staff_id

from yutang.kit import clock
from yutang.kit.clock import DAY
from yutang.ledger.catalogue import Kind
from yutang.ledger.marks import mark
from yutang.ledger.record import acts
from yutang.worker.tags import auto_tagging


@pytest.fixture
def tags(served: SimpleNamespace) -> SimpleNamespace:
    """A boss, a group 意向 with two tags, and the people of the tenant's groups."""
    boss = served.client("supervisor")
    group = boss("POST", "/tags/groups", json={"items": [{"name": "意向"}]}).json()["items"][0]
    drafts = [{"group_id": group["id"], "name": name} for name in ("想退款", "想要券")]
    made = boss("POST", "/tags", json={"items": drafts})
    assert made.status_code == 201
    people = served.ledger.analytics.rows("select id from customer order by id")
    return SimpleNamespace(
        served=served, boss=boss, group=group, made=made.json()["items"], people=[row[0] for row in people]
    )


def _bear(tags: SimpleNamespace, tag_id: int, whom: list[int], *, at: int, **columns) -> None:
    rows = [
        {"kind": Kind.TAG_ADDED, "happened": at, "identity_id": one, "object_id": tag_id,
         "props": json.dumps({"source": "staff", "confidence": 90, "tag": "旧/名"}), **columns}
        for one in whom
    ]  # fmt: skip
    tags.served.ledger.record(acts(rows), origin="console", now=at)


def _row(tags: SimpleNamespace, name: str, browser=None) -> dict:
    listed = (browser or tags.boss)("GET", "/tags").json()
    return next(one for group in listed["groups"] for one in group["tags"] if one["name"] == name)


def test_a_list_counts_and_points_out_what_splits_nobody(tags: SimpleNamespace) -> None:
    first, second = tags.made
    assert first["code"] == "意向/想退款"
    assert first["id"] == mark("tag", first["code"])
    now = clock.now()
    _bear(tags, first["id"], tags.people[:2], at=now - 40 * DAY)
    _bear(tags, first["id"], tags.people[2:3], at=now - DAY)
    figures = _row(tags, "想退款")["figures"]
    assert (figures["count"], figures["change"], figures["splits"]) == (3, 1, None)
    assert figures["sources"] == [{"source": "staff", "count": 3}]
    assert _row(tags, "想要券")["figures"]["splits"] == "nobody"
    _bear(tags, second["id"], tags.people[:3], at=now - DAY)
    told = _row(tags, "想要券")["figures"]
    assert (told["splits"], told["same_as"]) == ("same", first["id"])
    _bear(tags, second["id"], tags.people, at=now - DAY)
    assert _row(tags, "想要券")["figures"]["splits"] == "everybody"


def test_counts_are_of_whom_the_viewer_sees(tags: SimpleNamespace) -> None:
    _bear(tags, tags.made[0]["id"], tags.people, at=clock.now() - DAY)
    operator = tags.served.client("operator", staff_id=staff_id(tags.served.ledger, "ann"))
    seen = operator("GET", "/tags").json()
    assert 0 < seen["customers"] < len(tags.people)
    assert _row(tags, "想退款", operator)["figures"]["count"] == seen["customers"]


def test_a_tag_is_renamed_and_moved(tags: SimpleNamespace) -> None:
    id_ = tags.made[0]["id"]
    changed = tags.boss(
        "PATCH", f"/tags/{id_}", json={"name": "要退款", "until_days": 30, "description": "售后"}
    )
    assert (changed.json()["name"], changed.json()["code"]) == ("要退款", "意向/想退款")
    group = tags.boss("PATCH", f"/tags/groups/{tags.group['id']}", json={"name": "意图", "exclusive": True})
    assert group.json()["exclusive"]
    taken = tags.boss("PATCH", f"/tags/{id_}", json={"name": "想要券"})
    assert (taken.status_code, taken.json()["code"]) == (409, "tag_name_taken")
    bad = tags.boss("PATCH", f"/tags/{id_}", json={"name": "a/b"})
    assert (bad.status_code, bad.json()["errors"][0]["at"]) == (400, "name")
    assert tags.boss("PATCH", "/tags/12345", json={"name": "x"}).status_code == 404


def test_a_tag_of_the_data_is_adopted_and_merged(tags: SimpleNamespace) -> None:
    strange = mark("tag", "旧/名")
    _bear(tags, strange, tags.people[:2], at=clock.now() - DAY)
    unmanaged = tags.boss("GET", "/tags").json()["unmanaged"]
    assert [(one["id"], one["code"], one["figures"]["count"]) for one in unmanaged] == [(strange, "旧/名", 2)]
    adopted = tags.boss("POST", "/tags/adopt", json={"ids": [strange]}).json()["items"][0]
    assert (adopted["id"], adopted["name"]) == (strange, "名")
    into = tags.made[0]["id"]
    merged = tags.boss("POST", "/tags/merge", json={"from_id": strange, "into_id": into})
    assert merged.json()["id"] == into
    assert _row(tags, "想退款")["figures"]["count"] == 2
    assert (
        tags.boss("POST", "/tags/merge", json={"from_id": into, "into_id": into}).json()["code"] == "tag_same"
    )


def test_what_a_rule_asks_for_is_not_taken_away(tags: SimpleNamespace) -> None:
    first, second = (one["id"] for one in tags.made)
    rule = {"op": "tag", "tag": "意向/想退款"}
    set_ = tags.boss("PUT", f"/tags/{second}/rule", json={"rule": rule})
    assert set_.status_code == 200, set_.text
    used = _row(tags, "想退款")["used_by"]
    assert used == [{"kind": "autotag", "id": second, "name": "想要券"}]
    assert tags.boss("POST", "/tags/archive", json={"ids": [first]}).json()["code"] == "tag_in_use"
    assert (
        tags.boss("POST", "/tags/groups/archive", json={"ids": [tags.group["id"]]}).json()["code"]
        == "tag_group_in_use"
    )
    assert tags.boss("POST", "/tags/archive", json={"ids": [second, first]}).status_code == 204
    assert tags.boss("POST", "/tags/groups/archive", json={"ids": [tags.group["id"]]}).status_code == 204
    assert tags.boss("GET", "/tags").json()["groups"] == []


def test_a_rule_is_tried_set_switched_and_removed(tags: SimpleNamespace) -> None:
    id_ = tags.made[0]["id"]
    everybody = {"op": "all", "rules": []}
    tried = tags.boss("POST", "/tags/preview", json={"rule": everybody, "tag_id": id_}).json()
    assert (tried["count"], tried["splits"]) == (len(tags.people), "everybody")
    wrong = tags.boss("PUT", f"/tags/{id_}/rule", json={"rule": {"op": "tag", "tag": "没有/的"}})
    assert (wrong.status_code, wrong.json()["code"]) == (400, "segment_rule")
    assert tags.boss("GET", f"/tags/{id_}/rule").status_code == 404
    made = tags.boss("PUT", f"/tags/{id_}/rule", json={"rule": everybody, "until_days": 7}).json()
    assert (made["kind"], made["rule"], made["version"], made["until_days"]) == ("rule", everybody, 1, 7)
    off = tags.boss("POST", f"/tags/{id_}/rule/switch", json={"on": False}).json()
    assert (off["on"], _row(tags, "想退款")["rule"]) == (
        False,
        {"kind": "rule", "on": False, "failed": False},
    )
    tags.boss("POST", f"/tags/{id_}/rule/switch", json={"on": True})
    assert tags.boss("POST", "/tags/run").json() == {"job_id": None}  # the switch asked for it already
    assert tags.boss("DELETE", f"/tags/{id_}/rule").status_code == 204
    assert _row(tags, "想退款")["rule"] is None


def test_words_are_tried_then_give_the_tag_with_the_message_as_evidence(tags: SimpleNamespace) -> None:
    served, id_ = tags.served, tags.made[0]["id"]
    now = clock.now()
    say = {
        "kind": Kind.MESSAGE_SENT,
        "happened": now - DAY,
        "identity_id": tags.people[0],
        "text": "你好，我要 退 款",
    }
    served.ledger.record(acts([say]), origin="test", now=now)
    words = {"words": ["退款"]}
    tried = tags.boss("POST", "/tags/words/preview", json=words).json()
    assert (tried["customers"], tried["complete"]) == (1, True)
    example = tried["examples"][0]
    span = example["spans"][0]
    assert example["text"][span["start"] : span["end"]] == "退 款"
    assert tags.boss("POST", "/tags/words/preview", json={"words": ["！"]}).json()["code"] == "tag_words"
    made = tags.boss("PUT", f"/tags/{id_}/rule", json={"words": words}).json()
    assert (made["kind"], made["words"]["words"]) == ("words", ["退款"])
    work = SimpleNamespace(check=lambda: None, progress=lambda *_: None)
    assert auto_tagging(served.ledger, clock.now)(work) == {"rules": 1, "added": 1, "removed": 0, "failed": 0}
    told = tags.boss("GET", f"/tags/history/customers/{tags.people[0]}?tag_id={id_}").json()["items"]
    assert [(one["added"], one["name"], one["source"]) for one in told] == [(True, "意向/想退款", "rule")]
    assert told[0]["quotes"] == [
        {"text": "你好，我要 退 款", "span": {"start": 6, "end": 9, "word": "退款", "by_sound": False}}
    ]


def test_history_is_of_whom_the_viewer_sees(tags: SimpleNamespace) -> None:
    ann = staff_id(tags.served.ledger, "ann")
    operator = tags.served.client("operator", staff_id=ann)
    answers = {operator("GET", f"/tags/history/customers/{one}").status_code for one in tags.people}
    assert answers == {200, 404}
    assert tags.boss("GET", "/tags/history/customers/999999").status_code == 404
    groups = tags.served.ledger.analytics.rows("select id, owner_id from customer_group where not private")
    for id_, owner in groups:
        seen = operator("GET", f"/tags/history/groups/{id_}").status_code
        assert seen == (200 if owner == ann else 404)
    _bear(tags, tags.made[0]["id"], [None], at=clock.now(), group_id=groups[0][0])
    told = tags.boss("GET", f"/tags/history/groups/{groups[0][0]}").json()["items"]
    assert [one["name"] for one in told] == ["意向/想退款"]
    assert _row(tags, "想退款")["figures"]["groups"] == 1


@pytest.mark.parametrize("role", ["operator", "analyst"])
def test_who_only_looks_changes_nothing(tags: SimpleNamespace, role: str) -> None:
    browser, id_ = tags.served.client(role), tags.made[0]["id"]
    assert browser("GET", "/tags").status_code == 200
    for method, path, body in (
        ("POST", "/tags", {"items": []}), ("PATCH", f"/tags/{id_}", {"name": "x"}), ("POST", "/tags/run", {}),
        ("PUT", f"/tags/{id_}/rule", {"words": {"words": ["x"]}}), ("DELETE", f"/tags/{id_}/rule", None),
    ):  # fmt: skip
        assert browser(method, path, json=body).json()["code"] == "not_allowed"
