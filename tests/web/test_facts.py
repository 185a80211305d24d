"""POST /facts over the whole application: who may, what is answered, and that it is there afterwards."""

from types import SimpleNamespace
from typing import Any

import pytest

from yutang.ledger.kinds import CATALOGUE
from yutang.ledger.tables import inlet
from yutang.web.api import facts as area

FACT = {"kind": "message.sent", "happened": 1_789_000_000_000, "platform": "shop", "group": "g",
        "actor": {"id": "u"}, "text": "你好"}  # fmt: skip


def known(here: SimpleNamespace) -> int:
    while here.ledger.drain():
        pass
    return here.ledger.analytics.rows("select count(*) from fact")[0][0]


def test_one_fact_and_a_batch_are_taken_and_what_is_wrong_is_named(empty: SimpleNamespace) -> None:
    admin = empty.client("administrator")
    one = admin("POST", "/facts", json=FACT)
    assert (one.status_code, one.json()) == (202, {"accepted": 1, "rejected": []})
    many = admin("POST", "/facts", json={"facts": [FACT, FACT | {"text": "二"}, FACT | {"kind": "?"}]})
    assert many.json() == {"accepted": 2, "rejected": [{"index": 2, "code": "kind_unknown", "params": {}}]}
    assert known(empty) == 2


def test_an_attribute_is_taken_as_it_is_defined_and_a_sensitive_one_not_at_all(
    empty: SimpleNamespace,
) -> None:
    """A program shows nobody's consent. What nobody defined is taken as it is told."""
    admin = empty.client("administrator")
    for made in ({"code": "tier", "type": "choice", "choices": ["金", "银"]}, {"code": "since_day", "type": "date"},
                 {"code": "illness", "type": "text", "sensitive": True}):  # fmt: skip
        said = {"name_zh": made["code"], "name_en": made["code"]} | made
        assert admin("POST", "/attributes", json=said).status_code == 201

    def told(code: str, value: Any) -> dict[str, Any]:
        return {"kind": "attribute.set", "happened": 1_789_000_000_000, "platform": "shop", "actor": {"id": "u"},
                "object": code, "props": {"value": value}}  # fmt: skip

    facts = [told("tier", "金"), told("tier", "钻石"), told("since_day", "1970-01-03"), told("illness", "敏感肌"),
             told("illness", None), told("other", "x")]  # fmt: skip
    answer = admin("POST", "/facts", json={"facts": facts}).json()
    assert answer == {"accepted": 4, "rejected": [
        {"index": 1, "code": "attribute_value", "params": {"attribute": "tier", "type": "choice"}},
        {"index": 3, "code": "attribute_sensitive", "params": {"attribute": "illness"}}]}  # fmt: skip
    assert admin("POST", "/facts", json=facts[3]).json()["rejected"][0]["code"] == "attribute_sensitive"
    known(empty)
    assert empty.ledger.analytics.rows("select text, number from attribute order by all") == [
        ("1970-01-03", 2), ("x", None), ("金", None)
    ]  # fmt: skip


@pytest.mark.parametrize("role", ["supervisor", "operator", "analyst", None])
def test_only_who_may_post_facts_does(empty: SimpleNamespace, role: str | None) -> None:
    answer = empty.client(role)("POST", "/facts", json=FACT)
    assert answer.status_code == (401 if role is None else 403)
    assert known(empty) == 0


def test_the_same_key_is_taken_once_and_never_for_something_else(empty: SimpleNamespace) -> None:
    admin = empty.client("administrator")

    def send(fact: Any) -> int:
        return admin("POST", "/facts", json=fact, headers={"Idempotency-Key": "k1"}).status_code

    assert [send(FACT), send(FACT), send(FACT | {"text": "anderes"})] == [202, 202, 409]
    assert known(empty) == 1
    assert empty.client("administrator")("POST", "/facts", json=FACT | {"text": "drei"},
                                         headers={"Idempotency-Key": "k1"}).status_code == 202  # fmt: skip


@pytest.mark.parametrize(
    ("body", "headers", "status", "code"),
    [(b"{", {}, 400, "bad_json"), (b"\xff\xfe", {}, 400, "bad_json"),
     (b'{"facts":[' + b"1," * 10_000 + b"1]}", {}, 413, "too_many_facts"),
     (b"{}", {"Idempotency-Key": "k" * 201}, 400, "bad_idempotency_key")],
)  # fmt: skip
def test_what_is_no_request_is_refused_with_a_code(
    empty: SimpleNamespace, body: bytes, headers: dict[str, str], status: int, code: str
) -> None:
    answer = empty.client("administrator")("POST", "/facts", content=body, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_what_could_not_be_applied_is_counted_and_told(
    empty: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin = empty.client("administrator")

    def broken(*_: Any, **__: Any) -> None:
        raise ValueError("by hand")

    for n in range(3):
        admin("POST", "/facts", json=FACT | {"text": f"<b>{n}</b>"})
    assert admin("GET", "/facts/quarantined").json() == {"total": 0, "items": []}
    monkeypatch.setattr(empty.ledger, "take", broken)
    assert known(empty) == 0
    assert empty.client("analyst")("GET", "/status").json()["quarantined"] == 3
    told = admin("GET", "/facts/quarantined?limit=2").json()
    newest, before = told["items"]
    assert (told["total"], newest["id"] > before["id"]) == (3, True)
    assert (newest["code"], newest["detail"], newest["platform"], newest["facts"]) == (
        "not_applied",
        "by hand",
        "shop",
        1,
    )
    assert "<b>2</b>" in newest["excerpt"]
    assert newest["received_at"] > FACT["happened"]
    assert empty.client("supervisor")("GET", "/facts/quarantined").status_code == 403


def test_a_body_has_a_limit(empty: SimpleNamespace) -> None:
    answer = empty.client("administrator")("POST", "/facts", content=b" " * (area.BODY_LIMIT + 1))
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_while_too_much_waits_it_says_when_to_come_back(
    empty: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yutang.ledger.intake.WAITING", -1)
    answer = empty.client("administrator")("POST", "/facts", json=FACT)
    assert (answer.status_code, answer.json()["code"], answer.headers["retry-after"]) == (
        503,
        "inlet_full",
        "2",
    )


def test_the_document_tells_every_kind_and_both_forms(empty: SimpleNamespace) -> None:
    told = empty.client()("GET", "/openapi.json").json()
    body = told["paths"]["/api/v1/facts"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    named = [one["$ref"].rsplit("/", 1)[1] for one in body["oneOf"]]
    assert named[0] == "Facts"
    kinds = {told["components"]["schemas"][name]["properties"]["kind"]["const"] for name in named[1:]}
    assert len(kinds) == len(named) - 1 == sum(not doc.ours for doc in CATALOGUE)


def test_what_was_answered_is_in_state(empty: SimpleNamespace) -> None:
    empty.client("administrator")("POST", "/facts", json=FACT)
    with empty.ledger.state.read() as conn:
        assert [row.rows for row in conn.execute(inlet.select())] == [1]
