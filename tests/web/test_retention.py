"""留量 over HTTP: the sums of the week from the facts on, names, cohorts, scope, bad questions."""

import datetime as dt

import pytest
from tests.insight.retention.golden import WEEK, golden
from tests.insight.retention.world import START, sightings

from ledger.batch import NOW, take
from yutang.importers.marking import mark
from yutang.ledger.catalogue import Role

DAYS = {"from": str(START + dt.timedelta(WEEK)), "to": str(START + dt.timedelta(WEEK + 6))}


@pytest.fixture
def week(empty):
    """The golden week as facts that came in like any other."""
    take(empty.ledger, "week", *sightings(golden()))
    mark(empty.ledger, [f"s{n}" for n in (101, 102, 103, 104)], Role.STAFF, now=NOW)
    return empty


def staff(week, name: str) -> int:
    return week.ledger.analytics.rows("select id from identity where external_id = ?", [name])[0][0]


def get(browser, path: str = "", **query):
    answer = browser("GET", f"/retention{path}", params=DAYS | query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_sums_of_the_week(week) -> None:
    told = get(week.client("supervisor"))
    whole = told["retention"]["whole"]
    total = whole["total"]
    assert (whole["opening"], total["inflow"], total["evaporation"], total["retained"]) == (
        4300,
        86,
        131,
        4255,
    )
    parts = ("customer_deleted", "staff_deleted", "dormant", "transfer_refused", "left", "unknown")
    assert [total[part] for part in parts] == [58, 21, 27, 25, 0, 0]
    assert [bar["amount"] for bar in told["waterfall"]] == [4300, 72, 14, -58, -21, -27, -25, 4255]
    assert told["retention"]["definition"] == {
        "as_of": DAYS["to"], "zone": "Asia/Shanghai", "dormant_days": 90, "basis": "relation", "version": 1
    }  # fmt: skip


@pytest.mark.parametrize("slice_", ["source", "staff", "arrival", "group", "tag"])
def test_every_slice_adds_up_to_the_week(week, slice_: str) -> None:
    told = get(week.client("analyst"), slice=slice_, period="day", limit=2)["retention"]
    within = [told["within"]] if told["overlaps"] else [*told["slices"], told["others"]]
    parts = [line for line in [*within, told["without"]] if line]
    for n, day in enumerate(told["whole"]["flows"]):
        assert sum(line["flows"][n]["retained"] for line in parts) == day["retained"]
    assert len(told["whole"]["flows"]) == 7
    assert sum(line["opening"] for line in parts) == 4300


def test_slices_have_names(week) -> None:
    boss = week.client("supervisor")
    assert {line["name"] for line in get(boss, slice="source")["retention"]["slices"]} >= {
        "来源7",
        "来源8",
        "来源9",
    }
    assert {line["name"] for line in get(boss, slice="staff")["retention"]["slices"]} == {
        "s101",
        "s102",
        "s103",
        "s104",
    }


def test_behind_each_number_stand_its_names(week) -> None:
    boss, seen, cursor = week.client("supervisor"), [], None
    while True:
        page = get(boss, "/customers", cell="evaporation", limit=50, **({"cursor": cursor} if cursor else {}))
        seen += page["items"]
        cursor = page["next"]
        if cursor is None:
            break
    assert len(seen) == page["total"] == 131
    assert len({one["customer_id"] for one in seen}) == 131
    assert {one["cell"] for one in seen} == {
        "customer_deleted",
        "staff_deleted",
        "dormant",
        "transfer_refused",
    }
    assert all(isinstance(one["customer_id"], str) and one["staff"] in {"s101", "s102"} for one in seen)


def test_the_names_of_one_slice(week) -> None:
    boss = week.client("supervisor")
    for line in get(boss, slice="staff")["retention"]["slices"]:
        for cell in ("retained", "moved_in", "customer_deleted"):
            page = get(boss, "/customers", slice="staff", key=line["key"], cell=cell, limit=1)
            assert page["total"] == line["total"][cell]
    arrivals = get(boss, slice="arrival")["retention"]["slices"]
    assert (
        get(boss, "/customers", slice="arrival", key=arrivals[0]["key"])["total"]
        == arrivals[0]["total"]["retained"]
    )


def test_an_operator_sees_their_own_and_nobody_elses(week) -> None:
    own = staff(week, "s101")
    mine = get(week.client("operator", staff_id=own), slice="staff")["retention"]
    line = next(
        one
        for one in get(week.client("supervisor"), slice="staff")["retention"]["slices"]
        if one["key"] == str(own)
    )
    assert [one["key"] for one in mine["slices"]] == [str(own)]
    assert mine["whole"]["total"]["retained"] == line["total"]["retained"] < 4255
    operator = week.client("operator", staff_id=own)
    other = get(operator, "/customers", slice="staff", key=str(staff(week, "s102")))
    assert (other["items"], other["total"]) == ([], 0)
    assert {one["staff"] for one in get(operator, "/customers", cell="inflow")["items"]} == {"s101"}
    nobody = get(week.client("operator"))["retention"]["whole"]
    assert (nobody["opening"], nobody["total"]["retained"]) == (0, 0)


def test_cohorts(week) -> None:
    told = get(week.client("supervisor"), "/cohorts", **{"from": str(START)}, ages=20)
    assert sum(cohort["size"] for cohort in told["cohorts"]) == 4300 + 72 + 14  # who was ever here, once
    assert told["cohorts"][0]["size"] > 0
    assert [age["censored"] for age in told["cohorts"][-1]["ages"]][:2] == [False, True]
    assert told["rates"] == sorted(told["rates"])


def test_without_days_it_is_the_last_four_weeks_of_what_is_known(week) -> None:
    answer = week.client("supervisor")("GET", "/retention").json()["retention"]
    assert answer["whole"]["total"]["last"] == DAYS["to"]
    assert len(answer["whole"]["flows"]) == 4


def test_before_anything_came_in(empty) -> None:
    answer = empty.client("supervisor")("GET", "/retention")
    assert answer.status_code == 200
    assert answer.json()["retention"]["whole"]["total"]["retained"] == 0


@pytest.mark.parametrize(("path", "query", "status", "code"), [
    ("", {"from": "2026-05-02", "to": "2026-05-01"}, 409, "retention_days"),
    ("", {"to": "2199-01-01"}, 409, "retention_future"),
    ("", {"from": "2001-01-01", "period": "day"}, 409, "retention_periods"),
    ("/customers", {"slice": "arrival", "key": "7"}, 400, "retention_key"),
    ("/customers", {"slice": "staff", "key": "2026-01-01"}, 400, "retention_key"),
    ("/customers", {"slice": "arrival", "key": "2026-13-41"}, 400, "retention_key"),
    ("/customers", {"cursor": "2026-13-41~1~1"}, 400, "bad_cursor"),
    ("/customers", {"cell": "everything"}, 400, "bad_request"),
    ("/cohorts", {"ages": 0}, 400, "bad_request"),
    ("", {"dormant_days": 0}, 400, "bad_request"),
])  # fmt: skip
def test_what_cannot_be_answered_is_said(empty, path: str, query: dict, status: int, code: str) -> None:
    answer = empty.client("supervisor")("GET", f"/retention{path}", params=query)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
