"""Virtual time: it moves when told, or runs; what falls due on the way happens in order, each at its own instant."""

from collections.abc import Iterator

import pytest

from fakecom.running import START, Running
from faults.folders import until
from yutang.fakecom.clock import HANDLERS, due
from yutang.fakecom.state.world import Due, State


@pytest.fixture
def noted() -> Iterator[list[tuple[int, str]]]:
    """What fell due: (virtual milliseconds, name). A name that begins with + plans another a second later."""
    found: list[tuple[int, str]] = []

    @due("noted")
    def note(fake: object, entry: Due) -> None:
        found.append((fake.state.now, entry.what["name"]))
        if entry.what["name"].startswith("+"):
            fake.clock.plan(fake.state.now + 1000, "noted", "", name="later")

    yield found
    del HANDLERS["noted"]


def plan(running: Running, seconds: float, name: str) -> None:
    running.fake.clock.plan(int((START + seconds) * 1000), "noted", "", name=name)


def test_it_stands_still_until_it_is_moved(running: Running) -> None:
    assert running.look("clock").items() >= {"now": START, "rate": 0.0, "due": 0, "next_ms": None}.items()
    assert running.ctl("clock", advance=1.5)["now_ms"] == START * 1000 + 1500
    assert running.ctl("clock", set=START + 86_400)["now"] == START + 86_400


def test_time_does_not_go_back(running: Running) -> None:
    assert running.http.post("/__ctl/clock", json={"set": START - 1}).status_code == 400
    assert running.http.post("/__ctl/clock", json={"advance": -1}).status_code == 400
    assert running.look("clock")["now"] == START


def test_what_is_due_happens_in_order_at_its_instant(running: Running, noted: list) -> None:
    for seconds, name in ((30, "c"), (10, "a"), (20, "b"), (10, "a2"), (99, "never")):
        plan(running, seconds, name)
    assert running.ctl("clock", advance=60)["fired"] == 4
    at = START * 1000
    assert noted == [(at + 10_000, "a"), (at + 10_000, "a2"), (at + 20_000, "b"), (at + 30_000, "c")]
    assert running.look("clock")["due"] == 1


def test_what_is_planned_on_the_way_still_happens(running: Running, noted: list) -> None:
    plan(running, 10, "+first")
    plan(running, 12, "other")
    running.pass_time(20)
    assert [name for _, name in noted] == ["+first", "later", "other"]


def test_what_is_planned_for_the_past_happens_with_the_next_step(running: Running, noted: list) -> None:
    plan(running, -5, "late")
    running.pass_time(0)
    assert noted == [(START * 1000, "late")]


def test_the_agenda_is_part_of_a_snapshot(running: Running, noted: list) -> None:
    plan(running, 10, "kept")
    kept = running.http.get("/__ctl/snapshot").content
    running.pass_time(20)
    running.http.put("/__ctl/snapshot", content=kept)
    assert running.look("clock")["now"] == START
    running.pass_time(20)
    assert [name for _, name in noted] == ["kept", "kept"]


def test_a_running_clock_fires_by_itself(noted: list) -> None:
    running = Running(State(now=START * 1000))
    plan(running, 100, "soon")
    running.ctl("clock", rate=10_000)
    while not noted:
        pass
    running.ctl("clock", rate=0)
    before = running.look("clock")["now_ms"]
    assert before >= START * 1000 + 100_000
    assert running.look("clock")["now_ms"] == before
    running.close()


def test_what_fails_does_not_stop_a_clock_that_runs(
    running: Running, noted: list, capsys: pytest.CaptureFixture[str]
) -> None:
    running.fake.clock.plan(START * 1000 + 1, "noted", "")  # without a name: its act fails
    plan(running, 3600, "after")
    running.ctl("clock", rate=100_000)
    until(lambda: bool(noted))
    assert [name for _, name in noted] == ["after"]
    assert "KeyError: 'name'" in capsys.readouterr().err
