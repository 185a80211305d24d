"""Each step of a connection's set-up, checked against a fake WeCom that refuses at that step."""

from typing import Any

import pytest

from fakecom.running import CORP, Running
from yutang.channels.wecom.client import Client
from yutang.channels.wecom.limits import Rates
from yutang.channels.wecom.rates import Limiter
from yutang.channels.wecom.settings import Connection
from yutang.connections.wecom.checks import CheckName, check

APP = {"agentid": 1000002, "secret": "the-secret-of-the-first-app"}


@pytest.fixture
def fake() -> Any:
    made = Running()
    member = {"userid": "li", "name": "李", "parties": [1]}
    made.ctl("corps", corpid=CORP, apps=[APP | {"permissions": ["contact"]}], members=[member])
    yield made
    made.close()


def found(fake: Running, **told: Any) -> dict[str, Any]:
    base = {"corpid": CORP, "agentid": 1000002, "secret": APP["secret"], "base": fake.url}
    client = Client(Connection(**(base | told)), Limiter(Rates()))
    checks = check(client)
    client.close()
    assert [one.name for one in checks] == list(CheckName)
    return {one.name.value: (one.outcome.value, one.params) for one in checks}


def outcomes(told: dict[str, Any]) -> list[str]:
    return [outcome for outcome, _ in told.values()]


def test_all_is_well(fake: Running) -> None:
    told = found(fake)
    assert outcomes(told) == ["ok"] * 4
    assert told["range"][1] == {"staff": 1}


@pytest.mark.parametrize("wrong", [{"secret": "another-secret-of-no-app"}, {"corpid": "ww-nobody"}])
def test_a_secret_or_a_corp_that_is_wrong(fake: Running, wrong: dict[str, str]) -> None:
    told = found(fake, **wrong)
    assert outcomes(told) == ["failed", "unknown", "unknown", "unknown"]
    assert int(told["secret"][1]["code"]) in {40001, 40013}


def test_an_address_that_is_not_trusted_is_named(fake: Running) -> None:
    fake.ctl("apps", agentid=1000002, trusted_ips=["10.9.9.9"])
    told = found(fake)
    assert outcomes(told) == ["ok", "failed", "unknown", "unknown"]
    assert told["ip"][1]["code"] == "60020"
    assert "127.0.0.1" in told["ip"][1]["hint"]


def test_a_permission_that_lacks(fake: Running) -> None:
    fake.ctl("apps", agentid=1000002, permissions=[])
    assert outcomes(found(fake)) == ["ok", "ok", "failed", "unknown"]


def test_nobody_in_range(fake: Running) -> None:
    fake.ctl("members", userid="li", in_follow_scope=False)
    told = found(fake)
    assert outcomes(told) == ["ok", "ok", "ok", "failed"]
    assert told["range"][1] == {"staff": 0}


def test_nobody_answers(fake: Running) -> None:
    told = found(fake, base="http://127.0.0.1:9")
    assert outcomes(told) == ["failed", "unknown", "unknown", "unknown"]
    assert told["secret"][1]["away"]
