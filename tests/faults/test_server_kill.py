"""kill -9 of the server at any moment: what it acknowledged is there once, and an import goes on by itself."""

import random
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from cli.process import Launcher
from faults.folders import content, exports
from faults.serving import Server, message
from yutang.kit.settings import Settings
from yutang.main import open_ledger

pytestmark = pytest.mark.faults
POINTS = 5


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return exports(tmp_path_factory.mktemp("exports") / "data", rounds=2)


@pytest.fixture(scope="module")
def whole(launcher: Launcher, data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[float, Any]:
    """An import that nobody disturbed: how long it took, and what it left."""
    server = Server(launcher, tmp_path_factory.mktemp("whole") / "home")
    begun = time.monotonic()
    assert server.wait(server.order(server.upload(data)))["state"] == "done"
    took = time.monotonic() - begun
    assert server.end().code == 0
    return took, content(server.home)


@pytest.mark.parametrize("point", range(POINTS))
def test_an_import_goes_on_by_itself(
    serve: Callable[..., Server], data: Path, whole: tuple[float, Any], home: Path, point: int
) -> None:
    took, expected = whole
    server = serve()
    job = server.order(server.upload(data))
    time.sleep((point + random.Random(point).random()) / POINTS * took)
    server.end(signal.SIGKILL)
    server.again()
    done = server.wait(job)
    assert (done["state"], done["error"]) == ("done", None)
    (run,) = server.http.get("/imports").json()["items"]
    assert (run["state"], run["facts"], run["messages"]) == ("done", done["result"]["facts"], 5_400)
    assert server.end().code == 0
    assert content(home) == expected


class Poster(threading.Thread):
    """Posts batch behind batch until the server is gone; remembers which were acknowledged."""

    def __init__(self, server: Server, first: int) -> None:
        super().__init__()
        self.server, self.next, self.kept = server, first, set[int]()

    def run(self) -> None:
        headers = {"Authorization": f"Bearer {self.server.token}"}
        with self.server.client(headers) as http:
            while True:
                numbers = range(self.next, self.next + 1 + self.next % 40)
                try:
                    answer = post(http, numbers)
                except httpx.TransportError:
                    return
                assert (answer.status_code, answer.json()["accepted"]) == (202, len(numbers)), answer.text
                self.kept.update(numbers)
                self.next = numbers.stop


def post(http: httpx.Client, numbers: range) -> httpx.Response:
    body = {"facts": [message(n) for n in numbers]}
    return http.post("/facts", json=body, headers={"Idempotency-Key": f"batch-{numbers.start}"})


def stored(home: Path) -> list[int]:
    """The numbers of the messages that a folder holds."""
    with open_ledger(Settings(home=home, threads=1, memory_mb=512)) as ledger:
        rows = ledger.analytics.rows("select text from payload")
    return sorted(int(text.split()[1]) for (text,) in rows)


def test_posted_facts_are_there_once(serve: Callable[..., Server], home: Path) -> None:
    server, kept = serve(), set[int]()
    for moment in (0.3, 0.05, 0.6):
        posters = [Poster(server, 1_000_000 * (1 + n) + len(kept)) for n in range(3)]
        for poster in posters:
            poster.start()
        time.sleep(moment)
        server.end(signal.SIGKILL)
        for poster in posters:
            poster.join(30)
            kept |= poster.kept
        server.again()
        for poster in posters:  # nobody knows whether the last one was taken: it is sent again
            last = range(poster.next, poster.next + 1 + poster.next % 40)
            assert post(server.http, last).status_code == 202
            kept.update(last)
    assert server.end().code == 0
    assert stored(home) == sorted(kept)
