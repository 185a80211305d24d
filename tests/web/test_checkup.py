"""The check-up over HTTP: shapes, pages, scope, decisions, files. What the domain proves is not proved again."""

import io
import json
import zipfile

import pytest
from tests.checkup.tenant import GROUPS, LAST, staff_id

ADVISED = {"wecom:quiet": "stop", "wecom:double": "merge", "wecom:shadow": "merge", "wecom:fading": "revive"}
READS = ("/checkup", "/checkup/groups", "/checkup/operators", "/checkup/blasts",
         f"/checkup/compare?from={LAST}&to={LAST}")  # fmt: skip


@pytest.fixture
def boss(served):
    return served.client("supervisor")


def mine(served, who: str):
    """An operator who works as that member of staff."""
    return served.client("operator", staff_id=staff_id(served.ledger, who))


def rows(browser, **query) -> list[dict]:
    answer = browser("GET", "/checkup/groups", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


def decisions(browser) -> dict[str, str]:
    return {row["id"]: row["decision"]["kind"] for row in rows(browser) if row["decision"]}


def test_the_check_up_in_one_answer(boss) -> None:
    told = boss("GET", "/checkup").json()
    assert (told["as_of"], told["zone"], told["days"]) == (str(LAST), "Asia/Shanghai", [str(LAST)])
    assert told["sentence"] == {"code": "few", "params": {"n": 7, "alive": 3}}
    assert told["then"]["code"] == "both"
    assert told["totals"]["advice"] == {"keep": 3, "revive": 1, "merge": 2, "stop": 1, "unknown": 0}
    assert told["decided"] == {"accepted": 0, "snoozed": 0, "kept": 0}
    assert told["made_at"] > 1_700_000_000_000


def test_rows_are_sorted_by_advice(boss) -> None:
    found = rows(boss)
    assert [row["advice"] for row in found] == ["stop", "merge", "merge", "revive", "keep", "keep", "keep"]
    assert len(found[0]["spark"]) == 28
    assert found[0]["reason"]["code"]
    assert found[0]["owner"] == "Ann"


def test_pages_follow_each_other(boss) -> None:
    whole, cursor, found = rows(boss), None, []
    while True:
        answer = boss(
            "GET", "/checkup/groups", params={"limit": 3} | ({"cursor": cursor} if cursor else {})
        ).json()
        found += answer["items"]
        cursor = answer["next"]
        if cursor is None:
            break
    assert found == whole


def test_a_page_of_an_older_check_up_is_refused(served, boss) -> None:
    cursor = boss("GET", "/checkup/groups", params={"limit": 3}).json()["next"]
    served.board.take(now=served.context.now() + 1_000)
    answer = boss("GET", "/checkup/groups", params={"cursor": cursor})
    assert (answer.status_code, answer.json()["code"]) == (409, "checkup_moved")


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ({"advice": "stop"}, ["wecom:quiet"]),
        ({"state": "fading"}, ["wecom:fading"]),
        ({"owner": "Bob", "advice": "merge"}, ["wecom:shadow"]),
        ({"q": "QUIET"}, ["wecom:quiet"]),
        ({"line": "读书"}, []),
        ({"decision": "kept"}, []),
    ],
)
def test_filters(boss, query: dict[str, str], ids: list[str]) -> None:
    assert [row["id"] for row in rows(boss, **query)] == ids


def test_a_zipped_answer_is_the_same(boss) -> None:
    plain = boss("GET", "/checkup/groups", headers={"Accept-Encoding": "identity"})
    zipped = boss("GET", "/checkup/groups", headers={"Accept-Encoding": "gzip"})
    assert zipped.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert plain.json() == zipped.json()


@pytest.mark.parametrize("query", ["limit=0", "limit=1001", "cursor=x", "as_of=soon", "state=happy", "decision=maybe",
                                   "cursor=99999999999999999-1", "q=" + "x" * 201])  # fmt: skip
def test_what_a_list_is_not_asked_for(boss, query: str) -> None:
    assert boss("GET", f"/checkup/groups?{query}").status_code in {400, 409}


def test_one_group(boss) -> None:
    told = boss("GET", "/checkup/groups/wecom:alive").json()
    assert (told["row"]["id"], told["report"]["id"]) == ("wecom:alive", "wecom:alive")
    assert (len(told["daily"]), len(told["flows"])) == (180, 26)
    assert told["daily"][-1] == {"day": str(LAST), "people": 7, "staff": 0}
    assert (told["history"], told["tasks"]) == ([], [])


@pytest.mark.parametrize("ref", ["wecom:none", "x", "a/b", "..%2f..%2fetc", "%00", "wecom:" + "x" * 700])
def test_a_group_that_is_not_there(boss, ref: str) -> None:
    assert boss("GET", f"/checkup/groups/{ref}").status_code in {400, 404}


def test_before_anything_was_imported(empty) -> None:
    boss = empty.client("supervisor")
    for path in (*READS, "/checkup/groups/x", "/checkup/report", "/checkup/export.xlsx"):
        answer = boss("GET", path)
        assert (answer.status_code, answer.json()["code"]) == (404, "no_checkup"), path


def test_an_operator_gets_their_own_groups_everywhere(served) -> None:
    for who in ("ann", "bob"):
        browser = mine(served, who)
        own = {f"wecom:{name}" for name, (owner, *_) in GROUPS.items() if owner == who}
        foreign = {f"wecom:{name}" for name in GROUPS} - own
        told = [browser("GET", path).text for path in READS]
        told += [browser("GET", f"/checkup/groups/{ref}").text for ref in sorted(own)]
        told.append(
            json.dumps(browser("POST", "/checkup/accept/preview", json={"groups": sorted(own)}).json())
        )
        assert not [ref for ref in foreign for text in told if ref in text]
        assert {row["id"] for row in rows(browser)} == own
        assert browser("GET", "/checkup").json()["totals"]["groups"] == len(own)
        for ref in foreign:
            assert browser("GET", f"/checkup/groups/{ref}").status_code == 404


@pytest.mark.parametrize("path", ["accept", "accept/preview", "snooze", "keep", "undo"])
def test_an_operator_acts_on_no_foreign_group(served, boss, path: str) -> None:
    body = {"until": "2999-01-01"} if path == "snooze" else {"reason": "x"} if path == "keep" else {}
    for ref in ("wecom:shadow", "wecom:orphan", "wecom:none"):
        answer = mine(served, "ann")("POST", f"/checkup/{path}", json=body | {"groups": [ref, "wecom:quiet"]})
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert decisions(boss) == {}


def test_an_operator_without_staff_sees_an_empty_check_up(served) -> None:
    browser = served.client("operator")
    assert rows(browser) == []
    told = browser("GET", "/checkup").json()
    assert (told["totals"]["groups"], told["totals"]["people"], told["sentence"]["code"]) == (0, 0, "none")


def test_accept_is_shown_at_once_and_taken_back(served, boss) -> None:
    before = boss("POST", "/checkup/accept/preview", json={"groups": list(ADVISED)}).json()
    assert (before["tasks"], before["without_owner"], [o["owner"] for o in before["owners"]]) == (
        4,
        0,
        ["Ann", "Bob"],
    )
    told = boss("POST", "/checkup/accept", json={"groups": list(ADVISED), "due_at": 1_900_000_000_000}).json()
    assert told == {"tasks": 4, "already": 0, "nothing_to_do": 0}
    assert decisions(boss) == dict.fromkeys(ADVISED, "accepted")
    assert boss("GET", "/checkup").json()["decided"] == {"accepted": 4, "snoozed": 0, "kept": 0}
    (task,) = mine(served, "ann")("GET", "/checkup/groups/wecom:quiet").json()["tasks"]
    assert (task["kind"], task["due_at"], task["source"]) == ("stop_group", 1_900_000_000_000, "advice")
    assert mine(served, "ann")("GET", "/checkup").json()["decided"]["accepted"] == 2
    assert boss("POST", "/checkup/undo", json={"groups": list(ADVISED)}).json() == {"groups": 4}
    assert decisions(boss) == {}
    assert boss("GET", "/checkup/groups/wecom:quiet").json()["tasks"] == []


def test_keep_and_snooze(boss) -> None:
    boss("POST", "/checkup/keep", json={"groups": ["wecom:quiet"], "reason": "老客户群，<b>不动</b>"})
    boss("POST", "/checkup/snooze", json={"groups": ["wecom:double"], "until": "2999-01-01"})
    held = {row["id"]: row["decision"] for row in rows(boss) if row["decision"]}
    assert (held["wecom:quiet"]["reason"], held["wecom:quiet"]["worse"]) == ("老客户群，<b>不动</b>", False)
    assert held["wecom:double"]["until"] == "2999-01-01"
    assert [row["id"] for row in rows(boss, decision="snoozed")] == ["wecom:double"]
    history = boss("GET", "/checkup/groups/wecom:quiet").json()["history"]
    assert [event["act"] for event in history] == ["advice_kept"]


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("snooze", {"groups": ["wecom:quiet"], "until": "2020-01-01"}, "snooze_past"),
        ("keep", {"groups": ["wecom:quiet"], "reason": "   "}, "reason_needed"),
        ("accept", {"groups": []}, "bad_request"),
        ("accept", {"groups": ["x"] * 10_001}, "bad_request"),
        ("keep", {"groups": ["wecom:quiet"], "reason": "x" * 1_001}, "bad_request"),
        ("snooze", {"groups": ["wecom:quiet"]}, "bad_request"),
        ("accept", {"groups": ["wecom:quiet"], "due_at": -1}, "bad_request"),
    ],
)
def test_acts_that_are_refused(boss, path: str, body: dict, code: str) -> None:
    answer = boss("POST", f"/checkup/{path}", json=body)
    assert (answer.status_code in {400, 409, 422}, answer.json()["code"]) == (True, code)


def test_an_analyst_reads_and_decides_nothing(served) -> None:
    analyst = served.client("analyst")
    assert len(rows(analyst)) == len(GROUPS)
    assert analyst("POST", "/checkup/accept", json={"groups": ["wecom:quiet"]}).status_code == 403


def test_a_refresh_is_one_job_however_often_it_is_asked_for(served, boss) -> None:
    first, second = (boss("POST", "/checkup/refresh").json() for _ in range(2))
    assert (first["kind"], first["id"]) == ("checkup", second["id"])
    assert served.woken >= 1


def test_two_days_side_by_side(boss) -> None:
    told = boss("GET", f"/checkup/compare?from=2026-06-10&to={LAST}").json()
    assert (told["from"], told["to"]) == ("2026-06-10", str(LAST))
    changed = {g["id"]: (g["before"]["state"], g["after"]["state"]) for g in told["groups"]}
    assert changed == {
        "wecom:fading": ("alive", "fading"),
        "wecom:double": ("dormant", "dead"),
        "wecom:shadow": ("dormant", "dead"),
    }
    assert boss("GET", "/checkup/compare?from=1999-01-01&to=2026-06-10").status_code == 404
    assert boss("GET", "/checkup/compare").status_code == 400


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_files(served, lang: str) -> None:
    browser = mine(served, "ann")
    book = browser("GET", f"/checkup/export.xlsx?lang={lang}")
    with zipfile.ZipFile(io.BytesIO(book.content)) as parts:
        text = "".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml"))
    page = browser("GET", f"/checkup/report?lang={lang}")
    assert "群quiet" in text
    assert "群bright" not in text
    assert "群quiet" in page.text
    assert "群bright" not in page.text
    policy = page.headers["content-security-policy"]
    assert "script-src 'sha256-" in policy
    assert "frame-ancestors 'none'" in policy
