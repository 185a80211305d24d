"""Each step of a connection's set-up, checked against a fake WeCom that refuses at that step."""

from typing import Any

import pytest
from tests.connections.wecom.conftest import refusing

from fakecom.running import CORP, Running
from yutang.channels.wecom.client import Client, Clock, Pace
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


def found(fake: Running, *, wait: float = 6.0, **told: Any) -> dict[str, Any]:
    """What the checks say. `wait`: seconds for each answer; a busy machine needs some."""
    base = {"corpid": CORP, "agentid": 1000002, "secret": APP["secret"], "base": fake.url}
    clock, pace = Clock(sleep=lambda _: None), Pace(network=wait)
    client = Client(Connection(**(base | told)), Limiter(Rates()), clock=clock, pace=pace)
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
    assert told["secret"][1]["why"] == "away"


GETTOKEN, IPS, FOLLOW = "gettoken", "getcallbackip", "externalcontact/get_follow_user_list"


@pytest.mark.parametrize(("path", "name"), [(GETTOKEN, "secret"), (IPS, "ip"), (FOLLOW, "permission")])
@pytest.mark.parametrize(("kind", "why"), [
    ("busy", "busy"), ("rate", "busy"), ("concurrency", "busy"), ("reset_before", "away"), ("bad_gateway", "away"),
    ("truncated", "away"), ("not_json", "garbled"), ("timeout", "away"),
])  # fmt: skip
def test_what_could_not_be_asked_is_no_lack_of_a_permission(
    fake: Running, path: str, name: str, kind: str, why: str
) -> None:
    fake.ctl("faults", kind=kind, path=path)
    told = found(fake, wait=0.5 if kind == "timeout" else 6.0)  # nine such waits
    before = list(CheckName)[: list(CheckName).index(CheckName(name))]
    assert [told[one.value][0] for one in before] == ["ok"] * len(before)
    assert (told[name][0], told[name][1]["why"]) == ("failed", why)
    assert "unknown" in outcomes(told)


def test_a_refusal_that_no_check_is_about(fake: Running) -> None:
    with refusing(fake, FOLLOW, 701008):
        told = found(fake)
    assert outcomes(told) == ["ok", "ok", "failed", "unknown"]
    assert (told["permission"][1]["why"], told["permission"][1]["call"]) == ("odd", FOLLOW)


@pytest.mark.parametrize(
    "kind", ["busy", "reset_before", "token_expired", "extra_fields", "type_flips", "slow"]
)
def test_a_fault_that_passes_is_not_told(fake: Running, kind: str) -> None:
    fake.ctl("faults", kind=kind, path=FOLLOW, count=1)
    assert outcomes(found(fake)) == ["ok"] * 4
