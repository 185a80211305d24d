"""A segment names all that asks for it, of every kind, and stays until none of them does."""

from types import SimpleNamespace
from typing import Any

import pytest

WROTE = {"op": "did", "fact": {"kind": "message.sent"}}
DRAFT = {"connection_id": 1, "purpose": "促销", "text": "周五直播"}


class Desk:
    """An administrator who makes things that ask for a segment."""

    def __init__(self, empty: SimpleNamespace) -> None:
        self.ask = empty.client("administrator")
        self.base = self.make("POST", "/segments", {"name": "写过话", "rule": WROTE})["id"]

    def make(self, method: str, path: str, body: Any = None) -> Any:
        answer = self.ask(method, path, json=body)
        assert answer.status_code in (200, 201, 204), answer.text
        return answer.json() if answer.content else None

    @property
    def rule(self) -> dict[str, Any]:
        """The segment somewhere deep in a rule."""
        return {
            "op": "all",
            "rules": [{"op": "group"}, {"op": "not", "rule": {"op": "segment", "segment": self.base}}],
        }

    def uses(self) -> list[tuple[str, int, str]]:
        told = self.make("GET", f"/segments/{self.base}")
        assert told["row"]["used_by"] == len(told["used_by"])
        return [(one["kind"], one["id"], one["name"]) for one in told["used_by"]]

    def archived(self) -> bool:
        """Asked to go; refused, it says how many hold it and stays as it was."""
        answer = self.ask("POST", f"/segments/{self.base}/archive")
        if answer.status_code == 204:
            return True
        assert (answer.status_code, answer.json()["code"]) == (409, "segment_used")
        assert answer.json()["params"]["n"] == len(self.uses())
        return False

    def by_segment(self) -> tuple[tuple[str, int, str], Any]:
        made = self.make("POST", "/segments", {"name": "引用", "rule": self.rule})["id"]
        return ("segment", made, "引用"), lambda: self.make("POST", f"/segments/{made}/archive")

    def by_tier(self, **stay: Any) -> tuple[tuple[str, int, str], Any]:
        tier = {"name": "说过", "rule": WROTE if stay else self.rule, **stay}
        made = self.make("POST", "/layers", {"name": "分层", "tiers": [tier]})["id"]
        return ("layer", made, "分层"), lambda: self.make("POST", f"/layers/{made}/retire")

    def by_stay(self) -> tuple[tuple[str, int, str], Any]:
        return self.by_tier(stay=self.rule)

    def by_tag(self, *, on: bool = True) -> tuple[tuple[str, int, str], Any]:
        group = self.make("POST", "/tags/groups", {"items": [{"name": "意向"}]})["items"][0]["id"]
        tag = self.make("POST", "/tags", {"items": [{"group_id": group, "name": "高"}]})["items"][0]["id"]
        self.make("PUT", f"/tags/{tag}/rule", {"kind": "rule", "rule": self.rule, "on": on})
        return ("autotag", tag, "意向/高"), lambda: self.make("DELETE", f"/tags/{tag}/rule")

    def by_resting_tag(self) -> tuple[tuple[str, int, str], Any]:
        return self.by_tag(on=False)

    def by_send(self, **audience: Any) -> tuple[tuple[str, int, str], Any]:
        body = DRAFT | {"name": "周五"} | (audience or {"segment_id": self.base})
        made = self.make("POST", "/sends", body)["id"]
        return ("send", made, "周五"), lambda: self.make("DELETE", f"/sends/{made}")

    def by_send_by_rule(self) -> tuple[tuple[str, int, str], Any]:
        return self.by_send(rule=self.rule)


@pytest.fixture
def desk(empty: SimpleNamespace) -> Desk:
    return Desk(empty)


KINDS = ("by_segment", "by_tier", "by_stay", "by_tag", "by_resting_tag", "by_send", "by_send_by_rule")


@pytest.mark.parametrize("kind", KINDS)
def test_what_asks_for_it_is_named_and_keeps_it(desk: Desk, kind: str) -> None:
    assert desk.uses() == []
    use, end = getattr(desk, kind)()
    assert desk.uses() == [use]
    assert not desk.archived()
    assert desk.uses() == [use]  # the refusal changed nothing
    end()
    assert desk.uses() == []
    assert desk.archived()


def test_all_of_them_are_named_and_the_last_one_keeps_it(desk: Desk) -> None:
    made = [getattr(desk, kind)() for kind in ("by_segment", "by_tier", "by_tag", "by_send")]
    assert sorted(desk.uses()) == sorted(use for use, _ in made)
    for _, end in made:
        assert not desk.archived()
        end()
    assert desk.archived()


def test_what_names_it_twice_is_one_use(desk: Desk) -> None:
    twice = {"op": "any", "rules": [desk.rule, {"op": "segment", "segment": desk.base}]}
    made = desk.make(
        "POST", "/layers", {"name": "分层", "tiers": [{"name": "a", "rule": twice, "stay": twice}]}
    )["id"]
    assert desk.uses() == [("layer", made, "分层")]


def test_a_rule_changed_asks_for_it_no_more_and_an_older_one_holds_nothing(desk: Desk) -> None:
    (_, made, _), _ = desk.by_segment()
    desk.make("PUT", f"/segments/{made}/rule", {"rule": WROTE, "version": 1})
    assert desk.uses() == []
    assert desk.archived()
    back = desk.ask("POST", f"/segments/{made}/restore", json={"restore": 1, "version": 2})
    assert (back.status_code, back.json()["code"]) == (400, "segment_rule")  # it would ask for what is gone


def test_another_number_that_happens_to_be_the_same_is_no_use(desk: Desk) -> None:
    rule = {"op": "did", "fact": {"kind": "message.sent"}, "at_least": desk.base}
    desk.make("POST", "/sends", DRAFT | {"name": "周五", "rule": rule})
    desk.make("POST", "/segments", {"name": "别的", "rule": rule})
    assert desk.uses() == []


def test_a_draft_of_somebody_else_keeps_it_too(desk: Desk, empty: SimpleNamespace) -> None:
    other = empty.client("supervisor")
    made = other("POST", "/sends", json=DRAFT | {"name": "店长的", "segment_id": desk.base})
    assert made.status_code == 201, made.text
    assert desk.uses() == [("send", made.json()["id"], "店长的")]
    assert not desk.archived()


def test_a_frozen_list_stands_by_itself(desk: Desk) -> None:
    """Who was in it then is its own: what it was made from may go, and it is kept for those who ask for it."""
    frozen = desk.make("POST", f"/segments/{desk.base}/freeze", {"name": "当时"})["id"]
    assert desk.uses() == []
    assert desk.archived()
    desk.base = frozen
    use, _ = desk.by_send()
    assert desk.uses() == [use]
    assert not desk.archived()
