"""The fake as a process of its own: it says where it is, keeps its state, and goes on from it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import msgspec
import pytest

Start = Callable[..., "Process"]


class Process:
    """`python -m yutang.fakecom …` on a free port."""

    def __init__(self, *argv: str) -> None:
        self.run = subprocess.Popen(
            [sys.executable, "-m", "yutang.fakecom", "--port", "0", *argv], stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, stdin=subprocess.PIPE, text=True)  # fmt: skip
        assert self.run.stdout
        line = self.run.stdout.readline()
        self.told = msgspec.json.decode(line) if line else {}

    def get(self, path: str) -> dict:
        return httpx.get(f"{self.told['url']}{path}").json()

    def post(self, path: str, **asked: object) -> dict:
        answer = httpx.post(f"{self.told['url']}{path}", json=asked)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def end(self, number: int = signal.SIGTERM) -> tuple[int, str]:
        """Exit code and stderr."""
        if self.run.poll() is None:
            os.kill(self.run.pid, number)
        _, said = self.run.communicate(timeout=30)
        return self.run.returncode, said


@pytest.fixture
def start() -> Iterator[Start]:
    made: list[Process] = []

    def begin(*argv: object) -> Process:
        made.append(Process(*(str(one) for one in argv)))
        return made[-1]

    yield begin
    for one in made:
        one.end(signal.SIGKILL)


def test_it_says_where_it_is_and_ends_when_told(start: Start) -> None:
    fake = start("--corpid", "ww-p", "--secret", "s", "--agentid", "5", "--rate", "0")
    told = fake.told
    assert (told["corpid"], told["agentid"], told["secret"]) == ("ww-p", 5, "s")
    assert told["url"].startswith("http://127.0.0.1:")
    assert abs(told["now"] - time.time()) < 3600
    token = fake.get("/cgi-bin/gettoken?corpid=ww-p&corpsecret=s")["access_token"]
    assert fake.get(f"/cgi-bin/getcallbackip?access_token={token}")["errcode"] == 0
    assert fake.end() == (0, "")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_goes_on_from_its_state(start: Start, tmp_path: Path, number: int) -> None:
    kept = tmp_path / "state.json"
    fake = start("--state", kept, "--rate", "0", "--seed", "9")
    fake.post("/__ctl/members", userid="zhangsan", name="张三")
    met = fake.post("/__ctl/add", userid="zhangsan")
    fake.post("/__ctl/clock", advance=1000)
    before = fake.get("/__ctl/snapshot")
    assert fake.end(number)[0] == 0
    again = start("--state", kept, "--rate", "0")
    assert again.get("/__ctl/snapshot") == before
    follows = before["corps"][again.told["corpid"]]["follows"]
    assert list(follows["zhangsan"]) == [met["external_userid"]]


def test_it_saves_while_it_runs(start: Start, tmp_path: Path) -> None:
    kept = tmp_path / "state.json"
    fake = start("--state", kept, "--save-every", "0.05", "--rate", "0")
    fake.post("/__ctl/members", userid="zhangsan", name="张三")
    while not (kept.exists() and "zhangsan" in kept.read_text("utf-8")):
        pass
    fake.end(signal.SIGKILL)
    again = start("--state", kept, "--rate", "0")
    assert "zhangsan" in again.get("/__ctl/snapshot")["corps"][again.told["corpid"]]["members"]


def test_a_tied_one_ends_in_order_with_who_started_it(start: Start, tmp_path: Path) -> None:
    kept = tmp_path / "state.json"
    fake = start("--tied", "--state", kept, "--rate", "0")
    fake.post("/__ctl/members", userid="zhangsan", name="张三")
    fake.run.stdin.close()
    fake.run.stdin = None
    assert fake.run.wait(30) == 0
    assert "zhangsan" in kept.read_text("utf-8")


def test_its_clock_runs_as_fast_as_asked(start: Start) -> None:
    fake = start("--rate", "1000")
    begun = fake.told["now"]
    while fake.get("/__ctl/clock")["now"] < begun + 200:
        pass
    fake.post("/__ctl/clock", rate=0)
    assert fake.get("/__ctl/clock")["now_ms"] == fake.get("/__ctl/clock")["now_ms"]


@pytest.mark.parametrize("what", ["--world", "--state"])
def test_what_cannot_be_used_is_one_line(start: Start, tmp_path: Path, what: str) -> None:
    (tmp_path / "bad").write_text("{}{")
    place = tmp_path / "bad" if what == "--state" else tmp_path / "none"
    code, said = start(what, place).end()
    assert code == 2
    assert said.startswith("fakecom: ")
    assert said.count("\n") == 1
    assert ("Move it away and start again" in said) == (what == "--state")
