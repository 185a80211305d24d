"""Layers over HTTP: drawn, placed, proposals decided on in bulk, within one's scope, each act in the log."""

from typing import Any

import pytest

from ledger.batch import take
from yutang.accounts.audit import listed as acts
from yutang.importers.marking import mark
from yutang.kit import clock, jobs
from yutang.ledger.catalogue import Kind, Role
from yutang.segments.layers.sweep import sweep

NOW = clock.now()
WROTE = {"op": "did", "fact": {"kind": "message.sent"}, "at_least": 1}
TWICE = WROTE | {"at_least": 2}
LADDER = {"name": "说话分层", "tiers": [{"name": "说过", "rule": WROTE}, {"name": "常说", "rule": TWICE, "stay": WROTE,
                                                                   "hold_days": 7, "capacity": 200}]}  # fmt: skip


def say(empty: Any, key: str, *told: tuple[str, str]) -> None:
    take(empty.ledger, key, *(
        (Kind.MESSAGE_SENT, NOW - clock.DAY, {"actor": who, "group": group, "text": f"{key}{n}", "role": Role.PERSON})
        for n, (who, group) in enumerate(told)
    ))  # fmt: skip


@pytest.fixture
def shop(empty):
    """Ann and Bo wrote once, Ann in Sam's group; then both wrote again, so that two changes are proposed."""
    say(empty, "once", ("ann", "g1"), ("bo", "g2"))
    take(
        empty.ledger, "sam", (Kind.GROUP_SEEN, NOW - clock.DAY, {"group": "g1", "props": '{"owner": "sam"}'}),
        (Kind.IDENTITY_SEEN, NOW - clock.DAY, {"actor": "sam"}),
        (Kind.GROUP_JOINED, NOW - clock.DAY, {"actor": "ann", "group": "g1"}),
    )  # fmt: skip
    mark(empty.ledger, ["sam"], Role.STAFF, now=NOW)
    empty.boss = empty.client("supervisor")
    made = empty.boss("POST", "/layers", json=LADDER)
    assert made.status_code == 201, made.text
    empty.layer, empty.job = made.json()["id"], made.json()["job_id"]
    sweep(empty.ledger, empty.layer, now=NOW - 1000)
    say(empty, "again", ("ann", "g1"), ("bo", "g2"))
    sweep(empty.ledger, empty.layer, now=NOW)
    ids = dict(empty.ledger.analytics.rows("select external_id, id from identity"))
    empty.ids, empty.sam = ids, empty.client("operator", staff_id=ids["sam"])
    return empty


def get(browser: Any, path: str, **query: Any) -> Any:
    answer = browser("GET", path, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def proposals(shop: Any, browser: Any = None, **query: Any) -> list[dict[str, Any]]:
    return get(browser or shop.boss, f"/layers/{shop.layer}/proposals", **query)["items"]


def tiers(shop: Any) -> dict[str, int]:
    rows = shop.ledger.analytics.rows("select customer_id, tier_id from tier_member")
    names = {id_: who for who, id_ in shop.ids.items()}
    return {names[who]: tier for who, tier in rows}


def test_a_layer_is_told_as_drawn_and_counted(shop) -> None:
    told = get(shop.boss, f"/layers/{shop.layer}")
    low, high = told["tiers"]
    assert (told["name"], [one["name"] for one in told["tiers"]]) == ("说话分层", ["说过", "常说"])
    assert (high["stay"]["op"], high["hold_days"], high["capacity"], low["stay"]) == ("did", 7, 200, None)
    assert ([low["members"], high["members"]], told["outside"], told["faults"]) == ([2, 0], 0, [])
    assert told["waiting"] == [{"from_tier": low["id"], "to_tier": high["id"], "count": 2}]
    assert get(shop.boss, "/layers")["items"] == [told]
    with shop.ledger.state.read() as conn:
        assert [job.id for job in jobs.listed(conn, kinds=["standing"])] == [shop.job]


def test_an_operator_sees_and_counts_only_theirs(shop) -> None:
    told = get(shop.sam, f"/layers/{shop.layer}")
    assert [one["members"] for one in told["tiers"]] == [1, 0]
    assert [one["count"] for one in told["waiting"]] == [1]
    assert [one["customer_id"] for one in proposals(shop, shop.sam)] == [str(shop.ids["ann"])]
    answer = shop.sam("POST", f"/layers/{shop.layer}/proposals/accept", json={"ids": [1]})
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


def test_proposals_come_in_pages_and_by_change(shop) -> None:
    first = get(shop.boss, f"/layers/{shop.layer}/proposals", limit=1)
    second = get(shop.boss, f"/layers/{shop.layer}/proposals", limit=1, after=first["next"])
    assert [len(first["items"]), len(second["items"]), second["next"]] == [1, 1, None]
    low, high = (one["id"] for one in get(shop.boss, f"/layers/{shop.layer}")["tiers"])
    assert len(proposals(shop, from_tier=low, to_tier=high)) == 2
    assert proposals(shop, from_tier=low) == proposals(shop, state="refused") == []


def test_accepted_in_bulk_tiers_follow_once_and_the_log_says_so(shop) -> None:
    low, high = (one["id"] for one in get(shop.boss, f"/layers/{shop.layer}")["tiers"])
    change = {"change": {"from_tier": low, "to_tier": high}}
    path = f"/layers/{shop.layer}/proposals/accept"
    assert shop.boss("POST", path, json=change).json() == {"count": 2}
    assert tiers(shop) == {"ann": high, "bo": high}
    assert shop.boss("POST", path, json=change).json() == {"count": 0}
    done = proposals(shop, state="accepted")
    assert [one["decided_by_name"] for one in done] == [shop.boss.viewer.name] * 2
    again = shop.boss("POST", path, json={"ids": [done[0]["id"]]})
    assert (again.status_code, again.json()["code"]) == (409, "proposals_decided")
    with shop.ledger.state.read() as conn:
        assert [one.act for one in acts(conn)][:2] == ["tier_accepted", "layer_made"]
    assert shop.ledger.analytics.rows("select count(*) from fact where kind = 25") == [(4,)]


def test_refused_for_a_reason_it_stays_refused(shop) -> None:
    ids = [one["id"] for one in proposals(shop)]
    path = f"/layers/{shop.layer}/proposals/refuse"
    assert shop.boss("POST", path, json={"ids": ids[:1], "reason": "  "}).json()["code"] == "proposal_reason"
    assert shop.boss("POST", path, json={"ids": ids[:1], "reason": "刚来"}).json() == {"count": 1}
    sweep(shop.ledger, shop.layer, now=NOW + 1000)
    assert [one["id"] for one in proposals(shop)] == ids[1:]
    assert [one["reason"] for one in proposals(shop, state="refused")] == ["刚来"]


def test_what_is_not_there_changes_nothing(shop) -> None:
    for act, more in (("accept", {}), ("refuse", {"reason": "x"})):
        path = f"/layers/{shop.layer}/proposals/{act}"
        none = shop.boss("POST", path, json=more)
        assert (none.status_code, none.json()["code"]) == (400, "proposals_none")
        assert shop.boss("POST", path, json={"ids": [1, 999]} | more).status_code == 404
        assert shop.boss("POST", f"/layers/999/proposals/{act}", json={"ids": [1]} | more).status_code == 404
    assert len(proposals(shop)) == 2
    for method, path in (
        ("GET", "/layers/999"),
        ("POST", "/layers/999/retire"),
        ("GET", "/layers/999/proposals"),
    ):
        assert shop.boss(method, path).status_code == 404
    assert shop.boss("PUT", "/layers/999", json=LADDER).status_code == 404


def test_another_layers_proposal_is_not_there(shop) -> None:
    other = shop.boss("POST", "/layers", json=LADDER | {"name": "另一种"}).json()["id"]
    first = proposals(shop)[0]["id"]
    assert shop.boss("POST", f"/layers/{other}/proposals/accept", json={"ids": [first]}).status_code == 404


def test_changed_and_retired(shop) -> None:
    low = get(shop.boss, f"/layers/{shop.layer}")["tiers"][0]
    drawn = {"name": "只此一级", "tiers": [{"name": "说过", "rule": WROTE, "id": low["id"]}]}
    assert shop.boss("PUT", f"/layers/{shop.layer}", json=drawn).status_code == 200
    assert [one["id"] for one in get(shop.boss, f"/layers/{shop.layer}")["tiers"]] == [low["id"]]
    assert shop.boss("POST", f"/layers/{shop.layer}/retire").status_code == 204
    assert get(shop.boss, "/layers")["items"] == []


@pytest.mark.parametrize(
    ("tiers_", "code"),
    [([{"name": "a", "rule": WROTE}, {"name": "A", "rule": WROTE}], "layer_tier_twice"),
     ([{"name": "a", "rule": WROTE, "id": 999}], "layer_tier_unknown"),
     ([{"name": "a", "rule": {"op": "segment", "segment": 999}}], "segment_rule"),
     ([{"name": "a", "rule": {"op": "nonsense"}}], "segment_rule"),
     ([{"name": "a", "rule": WROTE, "stay": {"op": "tier", "layer": 999, "tiers": [1]}}], "segment_rule")],
)  # fmt: skip
def test_a_ladder_that_can_not_be_is_refused_with_its_place(empty, tiers_: list[Any], code: str) -> None:
    answer = empty.client("supervisor")("POST", "/layers", json={"name": "x", "tiers": tiers_})
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    if code == "segment_rule":
        assert all(one["at"].startswith("tiers[0].") for one in answer.json()["errors"])
    assert get(empty.client("analyst"), "/layers")["items"] == []
