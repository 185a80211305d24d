"""The short way for posted facts: it answers as the ordinary way does, and refuses nothing itself."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from tests.web.conftest import Browser
from tests.web.test_facts import FACT, known

from yutang.accounts.actions import authenticate
from yutang.accounts.memory import memory_of
from yutang.web import lane

PATH = "/facts"


@pytest.fixture
def machine(empty: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> Browser:
    """A program with a token that was proved a moment ago; `took`: the requests that went the short way."""
    admin = empty.client("administrator")
    made = admin("POST", "/tokens", json={"name": "t", "scopes": ["facts.post"], "expires_at": None}).json()
    program = Browser(empty.app, bearer=made["secret"])
    program.id, program.admin, program.took = made["token"]["id"], admin, []
    kept = lane._send

    async def counted(send: Any, answer: bytes) -> None:
        program.took.append(answer)
        await kept(send, answer)

    monkeypatch.setattr(lane, "_send", counted)
    assert program("POST", PATH, json=FACT | {"text": "before it is known"}).status_code == 202
    assert program.took == []
    return program


def test_a_token_that_was_proved_goes_the_short_way(machine: Browser, empty: SimpleNamespace) -> None:
    for n in range(3):
        answer = machine("POST", PATH, json={"facts": [FACT | {"text": str(n)}, FACT | {"kind": "?"}]})
        assert (answer.status_code, answer.json()["accepted"], answer.json()["rejected"][0]["index"]) == (
            202,
            1,
            1,
        )
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-request-id"]
    assert len(machine.took) == 3
    assert known(empty) == 4


@pytest.mark.parametrize(
    ("body", "headers", "status", "code"),
    [(b"{", {}, 400, "bad_json"), (b'{"facts":[' + b"1," * 10_000 + b"1]}", {}, 413, "too_many_facts"),
     (b"{}", {"Idempotency-Key": "k" * 201}, 400, "bad_idempotency_key")],
)  # fmt: skip
def test_what_is_wrong_is_refused_by_the_ordinary_way(
    machine: Browser, body: bytes, headers: dict[str, str], status: int, code: str
) -> None:
    answer = machine("POST", PATH, content=body, headers=headers | {"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["code"], machine.took) == (status, code, [])


def test_a_key_used_for_something_else_is_refused_here_too(machine: Browser, empty: SimpleNamespace) -> None:
    def send(text: str) -> int:
        return machine("POST", PATH, json=FACT | {"text": text}, headers={"Idempotency-Key": "k"}).status_code

    assert [send("one"), send("one"), send("other")] == [202, 202, 409]
    assert len(machine.took) == 2
    assert known(empty) == 2


def test_a_body_of_unknown_length_goes_the_ordinary_way(machine: Browser) -> None:
    def pieces() -> Iterator[bytes]:
        yield b'{"kind":"message.sent","happened":1789000000000,"platform":"shop",'
        yield b'"group":"g","actor":{"id":"u"}}'

    answer = machine("POST", PATH, content=pieces(), headers={"Content-Type": "application/json"})
    assert (answer.status_code, machine.took) == (202, [])


def test_a_token_that_was_taken_back_is_nobody_at_once(machine: Browser) -> None:
    assert machine.admin("DELETE", f"/tokens/{machine.id}").status_code < 300
    assert machine("POST", PATH, json=FACT).status_code == 401
    assert machine.took == []


def test_a_known_token_without_the_right_is_refused(empty: SimpleNamespace) -> None:
    admin = empty.client("administrator")
    made = admin("POST", "/tokens", json={"name": "t", "scopes": ["groups.see"], "expires_at": None}).json()
    program = Browser(empty.app, bearer=made["secret"])
    assert [program("POST", PATH, json=FACT).status_code for _ in range(2)] == [403, 403]
    now = empty.context.now()
    assert authenticate(empty.ledger.state, None, made["secret"], "", now) is not None
    assert len(memory_of(empty.ledger.state).proved) > 0
