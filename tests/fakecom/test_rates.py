"""Behaviour 15: rates per corp and per address, bans of a minute and of an hour, calls at the same time."""

import threading

from fakecom.running import CORP, Caller, Running

PATH = "externalcontact/get_follow_user_list"
OTHER = "getcallbackip"


def codes(app: Caller, count: int, path: str = PATH, **how: object) -> list[int]:
    return [app.raw("GET", path, **how).json()["errcode"] for _ in range(count)]


def test_the_limits_are_the_published_ones(running: Running) -> None:
    rules = running.ctl("settings")
    found = [rules[name] for name in ("corp_minute", "corp_hour", "ip_minute", "ip_hour")]
    assert found == [10_000, 150_000, 20_000, 600_000]


def test_too_many_in_a_minute_shut_that_api_of_the_corp_for_sixty_seconds(
    running: Running, app: Caller
) -> None:
    running.ctl("settings", corp_minute=5)
    assert codes(app, 7) == [0] * 5 + [45009] * 2
    assert codes(app, 2, OTHER) == [0, 0]
    running.pass_time(59)
    assert codes(app, 1) == [45009]
    running.pass_time(1)
    assert codes(app, 1) == [0]


def test_another_corp_has_rates_of_its_own(running: Running, app: Caller) -> None:
    running.ctl("settings", corp_minute=2)
    running.ctl("corps", corpid="ww-b", apps=[{"agentid": 1, "secret": "b"}])
    assert codes(app, 3)[-1] == 45009
    assert codes(running.app("b", "ww-b"), 2) == [0, 0]


def test_too_many_in_an_hour_shut_it_for_an_hour(running: Running, app: Caller) -> None:
    running.ctl("settings", corp_hour=5, corp_minute=3)
    assert codes(app, 3) == [0] * 3
    running.pass_time(60)
    assert codes(app, 3) == [0, 0, 45009]
    running.pass_time(3599)
    assert codes(app, 1) == [45009]
    running.pass_time(1)
    assert codes(app, 1) == [0]


def test_an_address_is_counted_over_all_corps(running: Running, app: Caller) -> None:
    running.ctl("settings", ip_minute=4)
    running.ctl("corps", corpid="ww-b", apps=[{"agentid": 1, "secret": "b"}])
    here = {"headers": {"X-Forwarded-For": "10.0.0.9"}}
    other = running.app("b", "ww-b")
    assert codes(app, 2, **here) + codes(other, 3, **here) == [0, 0, 0, 0, 45009]
    assert codes(app, 1, headers={"X-Forwarded-For": "10.0.0.8"}) == [0]


def test_gettoken_is_counted_too(running: Running) -> None:
    running.ctl("settings", corp_minute=1)
    asked = {"corpid": CORP, "corpsecret": "wrong"}
    found = [running.http.get("/cgi-bin/gettoken", params=asked).json()["errcode"] for _ in range(2)]
    assert found == [40001, 45009]


def test_more_calls_at_once_than_allowed(running: Running, app: Caller) -> None:
    """Two calls that a fault holds up fill a lane for two; a third is refused at once, another path is not."""
    running.ctl("settings", concurrency=2)
    running.ctl("faults", kind="slow", path=PATH, how={"seconds": 3})
    assert app.token
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.extend(codes(app, 1))) for _ in range(2)]
    for one in threads:
        one.start()
    while running.look("faults")["faults"][0]["hits"] < 2:
        pass
    assert codes(app, 1) == [45033]
    assert codes(app, 1, OTHER) == [0]
    for one in threads:
        one.join()
    assert found == [0, 0]
    running.ctl("faults/clear")
    assert codes(app, 1) == [0]
