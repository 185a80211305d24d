"""What a rule may name, over HTTP."""

from types import SimpleNamespace

from tests.checkup.tenant import staff_id


def test_everything_that_is_listed_is_accepted_in_a_rule(served: SimpleNamespace) -> None:
    boss = served.client("administrator")
    names = boss("GET", "/segments/names").json()
    assert {one["code"] for one in names["kinds"]} >= {"message.sent", "order.placed", "relation.begun"}
    conditions = [
        *(
            {"op": "did", "fact": {"kind": one["code"]}, "window": {"span": "last", "days": 7}}
            for one in names["kinds"]
        ),
        {"op": "stage", "stages": names["stages"]},
        {"op": "tie", "ties": names["ties"]},
        {"op": "group", "states": names["states"], "advice": names["advice"]},
        {"op": "identity", "platforms": names["platforms"]},
        {"op": "did", "fact": {"kind": "message.sent", "traits": names["traits"][:5]}},
    ]
    for one in conditions:
        answer = boss("POST", "/segments/preview", json={"rule": one})
        assert answer.status_code == 200, (one, answer.text)


def test_a_kind_takes_the_filters_it_names_and_no_other(served: SimpleNamespace) -> None:
    boss = served.client("administrator")
    kinds = {one["code"]: one["filters"] for one in boss("GET", "/segments/names").json()["kinds"]}
    assert "amount" in kinds["order.placed"]
    assert "amount" not in kinds["message.sent"]
    refused = boss("POST", "/segments/preview",
                   json={"rule": {"op": "did", "fact": {"kind": "message.sent", "amount_at_least": 1}}})  # fmt: skip
    assert refused.json()["errors"][0]["at"] == "rule.fact.amount_at_least"


def test_a_new_segment_can_be_named_at_once(served: SimpleNamespace) -> None:
    boss = served.client("administrator")
    made = boss("POST", "/segments", json={"name": "新客", "rule": {"op": "all", "rules": []}}).json()["id"]
    assert {"id": made, "name": "新客", "kind": "dynamic"} in boss("GET", "/segments/names").json()[
        "segments"
    ]


def test_groups_and_staff_are_found_by_name_and_by_id(served: SimpleNamespace) -> None:
    boss = served.client("administrator")
    groups = boss("GET", "/segments/names/groups").json()["items"]
    assert groups
    one = groups[0]
    assert boss("GET", f"/segments/names/groups?ids={one['id']}").json()["items"] == [one]
    assert one in boss("GET", f"/segments/names/groups?q={one['name']}").json()["items"]
    ann = staff_id(served.ledger, "ann")
    assert [who["id"] for who in boss("GET", f"/segments/names/staff?ids={ann}").json()["items"]] == [ann]
    assert ann in [who["id"] for who in boss("GET", "/segments/names/staff?q=ann").json()["items"]]
    assert boss("GET", "/segments/names/cats").status_code == 400


def test_an_operator_finds_what_they_see(served: SimpleNamespace) -> None:
    boss, ann = served.client("administrator"), served.client("operator")
    every = {one["id"] for one in boss("GET", "/segments/names/groups").json()["items"]}
    own = {one["id"] for one in ann("GET", "/segments/names/groups").json()["items"]}
    assert own < every
    hidden = min(every - own)
    assert ann("GET", f"/segments/names/groups?ids={hidden}").json()["items"] == []
    bob = staff_id(served.ledger, "bob")
    assert ann("GET", f"/segments/names/staff?ids={bob}").json()["items"] == []
