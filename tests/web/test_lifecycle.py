"""Lifecycle over HTTP: funnel, flows, ties and scores after the job ran; scope; days that make no sense."""

import datetime as dt
from typing import Any

import pytest

from ledger.batch import take
from yutang.importers.marking import mark
from yutang.kit import clock, jobs
from yutang.kit.jobs import Order
from yutang.ledger.catalogue import Kind, Role
from yutang.ledger.record import acts
from yutang.segments.lifecycle.model import Stage
from yutang.segments.lifecycle.sweep import restand

NOW = clock.now()
TODAY = clock.moment(NOW, clock.zone("Asia/Shanghai")).date()


def said(who: str, group: str, days: float) -> tuple[Kind, int, dict[str, Any]]:
    told = {"actor": who, "group": group, "text": f"{who} {days}"}
    return (Kind.MESSAGE_SENT, NOW - int(days * clock.DAY), told | {"role": Role.PERSON})


@pytest.fixture
def shop(empty):
    """Ann and Bo wrote in group g1, which Sam owns, Cy in g2; Di is only known. Nine days ago Ann was a stranger."""
    ledger = empty.ledger
    take(
        ledger, "people", said("ann", "g1", 2), said("bo", "g1", 2), said("cy", "g2", 3),
        (Kind.IDENTITY_SEEN, NOW - 9 * clock.DAY, {"actor": "di", "role": Role.PERSON}),
        (Kind.GROUP_SEEN, NOW - 9 * clock.DAY, {"group": "g1", "props": '{"owner": "sam"}'}),
        (Kind.IDENTITY_SEEN, NOW - 9 * clock.DAY, {"actor": "sam"}),
        *((Kind.GROUP_JOINED, NOW - 9 * clock.DAY, {"actor": who, "group": "g1"}) for who in ("ann", "bo")),
    )  # fmt: skip
    mark(ledger, ["sam"], Role.STAFF, now=NOW)
    ids = dict(ledger.analytics.rows("select external_id, id from identity"))
    was = {"kind": Kind.STAGE_CHANGED, "happened": NOW - 9 * clock.DAY, "object_id": int(Stage.STRANGER)}
    ledger.record(acts([was | {"identity_id": ids["ann"]}]), origin="stages", now=NOW)
    restand(ledger, now=NOW)
    empty.sam = ids["sam"]
    return empty


def get(browser: Any, path: str = "", **query: Any) -> Any:
    answer = browser("GET", f"/lifecycle{path}", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_funnel_now_and_before_and_who_went_where(shop) -> None:
    told = get(shop.client("analyst"), **{"from": str(TODAY - dt.timedelta(5)), "to": str(TODAY)})
    counts = {one["stage"]: (one["before"], one["count"]) for one in told["funnel"]}
    assert list(counts) == ["stranger", "aware", "interacting", "buying", "repeat", "at_risk", "lost"]
    assert (counts["stranger"], counts["interacting"]) == ((1, 1), (0, 3))
    assert told["flows"] == told["moves"] == [
        {"came_from": None, "went_to": "stranger", "count": 1},
        {"came_from": None, "went_to": "interacting", "count": 2},
        {"came_from": "stranger", "went_to": "interacting", "count": 1},
    ]  # fmt: skip
    assert (told["last_day"], told["known_since"]) == (str(TODAY), str(TODAY - dt.timedelta(9)))
    assert told["now"] == {
        "customers": 4, "spreading": 0, "scores": [],
        "ties": [{"tie": "none", "count": 1}, {"tie": "weak", "count": 3}, {"tie": "strong", "count": 0}],
    }  # fmt: skip
    assert (told["rules"]["stages"]["interacting"], told["rules"]["ties"]["strong_weeks"]) == (30, 3)
    assert (told["computed_at"], told["job_id"]) == (None, None)  # no job did it


def test_an_operator_sees_their_own_customers(shop) -> None:
    told = get(
        shop.client("operator", staff_id=shop.sam), **{"from": str(TODAY - dt.timedelta(5)), "to": str(TODAY)}
    )
    assert sum(one["count"] for one in told["funnel"]) == told["now"]["customers"] == 2
    assert sum(one["count"] for one in told["flows"]) == sum(one["count"] for one in told["moves"]) == 2
    ties = get(shop.client("operator", staff_id=shop.sam), "/ties")
    assert ties["items"] == [{"came_from": "none", "went_to": "weak", "count": 2}]
    assert get(shop.client("operator"))["now"]["customers"] == 0


def test_ties_between_any_two_days(shop) -> None:
    told = get(shop.client("supervisor"), "/ties", to=str(TODAY))
    assert told["items"] == [{"came_from": "none", "went_to": "weak", "count": 3}]
    assert told["first_day"] == str(TODAY - dt.timedelta(28))


def test_it_is_counted_anew_when_somebody_asks_once_at_a_time(shop) -> None:
    boss = shop.client("supervisor")
    asked = [boss("POST", "/lifecycle/refresh") for _ in range(2)]
    assert [one.status_code for one in asked] == [202, 202]
    job = asked[0].json()["job_id"]
    assert asked[1].json() == {"job_id": None}
    assert (get(boss)["job_id"], shop.woken) == (job, 2)
    state = shop.ledger.state
    claim = state.write(lambda conn: jobs.claim(conn, "short", now=clock.now()))
    state.write(lambda conn: jobs.finish(conn, claim, {}, now=NOW))
    assert (get(boss)["job_id"], get(boss)["computed_at"]) == (None, NOW // 1000)
    assert claim.job.kind == Order(kind="standing").kind


@pytest.mark.parametrize("days", [{"from": "2026-02-02", "to": "2026-02-01"}, {"to": "9999-12-31"},
                                  {"from": "0001-01-01", "to": "2026-02-01"}])  # fmt: skip
def test_days_that_make_no_sense_are_refused(shop, days: dict[str, str]) -> None:
    for path in ("", "/ties"):
        answer = shop.client("analyst")("GET", f"/lifecycle{path}", params=days)
        assert (answer.status_code, answer.json()["code"]) == (400, "lifecycle_days")


def test_before_anything_came_in_all_is_empty(empty) -> None:
    told = get(empty.client("analyst"))
    assert (told["flows"], told["known_since"], told["now"]["customers"]) == ([], None, 0)
    assert get(empty.client("analyst"), "/ties")["items"] == []


def test_behind_every_number_of_the_flows_stand_the_people_it_counts(shop) -> None:
    """Both squares, cell by cell; who is in the stage now but came there before the first day is not among them."""
    analyst, first = shop.client("analyst"), TODAY - dt.timedelta(5)
    told = get(analyst, **{"from": str(first)})
    named: dict[str, list[str]] = {}
    for what in ("flows", "moves"):
        assert told[what]
        for one in told[what]:
            text = f"{what}~{first}~{TODAY}~{one['came_from'] or 'new'}~{one['went_to']}"
            found = analyst("GET", "/customers", params={"flow": text}).json()
            assert (found["total"], len(found["items"])) == (one["count"], one["count"]), text
            named[text] = sorted(row["name"] for row in found["items"])
    assert named[f"flows~{first}~{TODAY}~stranger~interacting"] == ["ann"]
    assert named[f"moves~{first}~{TODAY}~new~interacting"] == ["bo", "cy"]
    nobody = f"flows~{TODAY}~{TODAY}~stranger~interacting"  # all of them stood there already
    assert analyst("GET", "/customers", params={"flow": nobody}).json()["total"] == 0
    own = shop.client("operator", staff_id=shop.sam)(
        "GET", "/customers", params={"flow": f"flows~{first}~{TODAY}~new~interacting"}
    )
    assert [row["name"] for row in own.json()["items"]] == ["bo"]


@pytest.mark.parametrize("flow", ["", "flows", "all~2026-01-01~2026-01-02~new~aware", "flows~x~2026-01-02~new~aware",
                                  "flows~2026-01-01~2026-01-02~new~nowhere", "flows~2026-01-01~2026-01-02~new~new"])  # fmt: skip
def test_a_flow_that_is_none_is_refused(shop, flow: str) -> None:
    answer = shop.client("analyst")("GET", "/customers", params={"flow": flow})
    assert (answer.status_code, answer.json()["code"]) == (400, "customer_flow")
