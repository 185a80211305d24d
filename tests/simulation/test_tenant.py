"""The simulated tenant lives in a process of its own: connected once, moved on, told when it dies, on from where it was."""

import os
import signal
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from faults.folders import until
from yutang.connections import actions, store
from yutang.kit.clock import SECOND
from yutang.kit.errors import YutangError
from yutang.simulation import far
from yutang.simulation.child import Child
from yutang.simulation.connecting import WHO
from yutang.simulation.tenant import DEATHS, HOUR, Simulation


def up(simulation: Simulation, here: SimpleNamespace) -> Any:
    """Wait until it is there and settled."""
    until(lambda: simulation.standing(here.state).state == "up")
    playing = lambda: httpx.get(f"{simulation.told.url}/__ctl/reels").json()["paths"]  # noqa: E731
    until(lambda: any("turn-001" in one for one in playing()))
    return simulation.standing(here.state)


def listed(here: SimpleNamespace) -> list[Any]:
    with here.state.read() as conn:
        return store.listed(conn)


def move(simulation: Simulation, here: SimpleNamespace, by: int) -> None:
    simulation.move(by)
    until(lambda: simulation.standing(here.state).moving_to is None)


def test_it_is_connected_and_read_at_the_first_start_alone(here: SimpleNamespace) -> None:
    simulation = here.simulation()
    with simulation.living(here.around):
        (one,) = (up(simulation, here), listed(here))[1]
        assert (one.name, one.account) == ("Simulated tenant", simulation.told.corpid)
        assert here.told["learn"] == [(one.id,)]
        assert simulation.standing(here.state).connection_id == one.id
        assert simulation.enter(here.state, here.secrets, here.around.callbacks) == "unreachable"
        before = simulation.now()
    again = here.simulation()
    with again.living(here.around):
        up(again, here)
        assert again.now() >= before
        assert [kept.id for kept in listed(here)] == [one.id]
        with here.state.read() as conn:
            assert actions.opened(conn, one.id, here.secrets)["base_url"] == again.told.url
    assert here.told["learn"] == [(one.id,)]
    assert here.told["gone"] == []


def test_a_connection_that_somebody_removed_is_not_made_again(here: SimpleNamespace) -> None:
    simulation = here.simulation()
    with simulation.living(here.around):
        made = up(simulation, here).connection_id
        here.state.write(lambda conn: actions.disconnect(conn, made, viewer=WHO, now=1))
    again = here.simulation()
    with again.living(here.around):
        assert up(again, here).connection_id is None
        assert again.enter(here.state, here.secrets, here.around.callbacks) == "none"


def test_time_is_moved_with_what_happens_in_it(here: SimpleNamespace) -> None:
    simulation = here.simulation()
    with simulation.living(here.around):
        up(simulation, here)
        before = simulation.now()
        move(simulation, here, 24 * HOUR)
        assert 24 * HOUR <= simulation.now() - before < 25 * HOUR
        until(lambda: here.told["moved"])
        carried = sum(by for (by,) in here.told["carry"])
        # What passes by itself until it begins is nobody's leap: on a busy machine that is more than a moment.
        assert 24 * HOUR - 5 * SECOND <= carried < 25 * HOUR
        asked = {"secret": simulation.told.secret, "seq": 0, "limit": 1000}
        said = httpx.get(f"{simulation.told.url}/__archive/chatdata", params=asked).json()["chatdata"]
        assert [one["message"]["msgid"] for one in said][-1].startswith("1-")  # said in the day that passed
        assert (
            abs(httpx.get(f"{simulation.told.url}/__ctl/clock").json()["now_ms"] - simulation.now() // 1000)
            < 5000
        )


def test_people_scan_a_code(here: SimpleNamespace) -> None:
    simulation = here.simulation()
    with simulation.living(here.around):
        up(simulation, here)
        told = simulation.told
        asked = {"corpid": told.corpid, "corpsecret": told.secret}
        token = httpx.get(f"{told.url}/cgi-bin/gettoken", params=asked).json()["access_token"]
        way = {"type": 1, "scene": 2, "user": ["LiNa"], "state": "poster"}
        httpx.post(f"{told.url}/cgi-bin/externalcontact/add_contact_way?access_token={token}", json=way)
        (code,) = simulation.codes()
        assert (code.kind, code.state, code.behind) == ("friend", "poster", 1)
        done = simulation.scan(code.config_id, 5, 2)
        assert (done.friends, done.outcomes) == (2, {"already": 2, "added": 3})
        with pytest.raises(YutangError, match="simulation_refused"):
            simulation.scan("none", 1, 0)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Child]:
    """Its processes, the newest last."""
    found: list[Child] = []
    begin = Child.__init__

    def kept(self: Child, *given: Any) -> None:
        begin(self, *given)
        found.append(self)

    monkeypatch.setattr(Child, "__init__", kept)
    return found


def kill(simulation: Simulation, here: SimpleNamespace, made: list[Child]) -> None:
    """Kill the process that is up, and wait until that is told."""
    told = len(here.told["gone"])
    os.kill(made[-1].pid, signal.SIGKILL)
    until(lambda: len(here.told["gone"]) > told)


def test_one_that_dies_is_started_again(here: SimpleNamespace, made: list[Child]) -> None:
    """It has forgotten the day that passed since it was saved: time goes on from where it was, all is read anew."""
    simulation = here.simulation()
    with simulation.living(here.around):
        first = up(simulation, here)
        move(simulation, here, 24 * HOUR)
        before = simulation.now()
        kill(simulation, here, made)
        again = up(simulation, here)
        assert (again.connection_id, again.now >= before) == (first.connection_id, True)
        there = httpx.get(f"{simulation.told.url}/__ctl/clock").json()["now_ms"] * 1000
        assert there >= before - 1000
        with here.state.read() as conn:
            kept = actions.opened(conn, first.connection_id, here.secrets)
        assert (kept["base_url"], kept["secret"]) == (simulation.told.url, simulation.told.secret)
        until(lambda: here.told["learn"] == [(first.connection_id,)] * 2)
        move(simulation, here, HOUR)
    log = here.home / "fakecom" / "fakecom.log"
    assert here.told["gone"] == [(log, True)]
    assert len(made) == 2
    assert all(one.ended for one in made)


def test_one_that_dies_while_it_is_being_connected_is_started_again(
    here: SimpleNamespace, made: list[Child]
) -> None:
    here.around.listening.clear()  # it answers already, and nothing more is asked of it yet
    simulation = here.simulation()
    with simulation.living(here.around):
        until(lambda: simulation.standing(here.state).state == "up")
        os.kill(made[0].pid, signal.SIGKILL)
        until(lambda: made[0].ended)
        here.around.listening.set()
        until(lambda: here.told["gone"])
        assert up(simulation, here).connection_id is not None
        move(simulation, here, HOUR)
    assert [again for _, again in here.told["gone"]] == [True]
    assert len(made) == 2


def test_one_that_dies_again_and_again_is_left_alone(here: SimpleNamespace, made: list[Child]) -> None:
    simulation = here.simulation()
    with simulation.living(here.around):
        for _ in range(DEATHS + 1):
            up(simulation, here)
            kill(simulation, here, made)
        until(lambda: simulation.standing(here.state).state == "away")
        before = simulation.now()
        with pytest.raises(YutangError, match="simulation_away"):
            simulation.move(HOUR)
        assert simulation.now() >= before
    assert [again for _, again in here.told["gone"]] == [True] * DEATHS + [False]
    assert len(made) == DEATHS + 1


def test_an_answer_that_is_late_is_no_death(
    here: SimpleNamespace, made: list[Child], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped for a while, as on a busy machine: it is there still, and so is its time."""
    monkeypatch.setattr(far, "PATIENCE", 0.5)
    simulation = here.simulation()
    with simulation.living(here.around):
        up(simulation, here)
        os.kill(made[0].pid, signal.SIGSTOP)
        target = simulation.move(HOUR)
        time.sleep(2)
        os.kill(made[0].pid, signal.SIGCONT)
        until(lambda: simulation.standing(here.state).moving_to is None)
        assert simulation.now() >= target
        assert simulation.standing(here.state).state == "up"
    assert (here.told["gone"], len(made)) == ([], 1)


def test_a_secret_may_begin_with_a_dash(here: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("secrets.token_urlsafe", lambda _size=None: "-" + "x" * 42)
    simulation = here.simulation()
    with simulation.living(here.around):
        up(simulation, here)
        assert simulation.told.secret == "-" + "x" * 42
    assert "Fatal" not in (here.home / "fakecom" / "fakecom.log").read_text("utf-8")


def test_a_world_that_cannot_be_read_is_told(here: SimpleNamespace, tmp_path: Path) -> None:
    (tmp_path / "demo" / "data" / "员工.csv").unlink()
    simulation = here.simulation()
    with simulation.living(here.around):
        until(lambda: here.told["gone"])
        assert simulation.standing(here.state).state == "away"
    assert [again for _, again in here.told["gone"]] == [False]
    assert "员工" in (tmp_path / "fakecom" / "fakecom.log").read_text("utf-8")
