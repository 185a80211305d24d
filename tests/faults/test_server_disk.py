"""A disk that fills up under the server: each request says so, the server lives, and what was kept stays."""

import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from faults.folders import acknowledged, content, exports, until
from faults.serving import Server, message
from faults.test_disk import small

pytestmark = pytest.mark.faults
__all__ = ["small"]
ROOM = 9 << 20  # bytes that the server finds on its small disk


@pytest.fixture
def full(serve: Callable[..., Server], small: Path) -> Iterator[Server]:
    """A server on a disk of its own, with some facts already; fill it with `ballast`."""
    subprocess.run(["mount", "-o", "remount,size=400m", small], check=True)
    server = serve(small / "home")
    server.http.post("/facts", json=message(1)).raise_for_status()
    until(lambda: server.http.get("/status").json()["waiting"] == 0)
    yield server
    if not server.ended:  # before the disk is taken away
        server.end(signal.SIGKILL)


def shrink(server: Server, room: int) -> Path:
    """Leave that many bytes free."""
    disk = server.home.parent
    ballast = disk / "ballast"
    free = int(subprocess.run(["df", "-B1", "--output=avail", disk], check=True, capture_output=True,
                              text=True).stdout.split()[1])  # fmt: skip
    with ballast.open("wb") as handle:
        for _ in range(max(0, free - room) >> 16):
            handle.write(b"\0" * (1 << 16))
    return ballast


def test_an_upload_that_does_not_fit_is_refused_before_it_begins(full: Server) -> None:
    shrink(full, ROOM)
    upload = full.http.post("/uploads").json()["id"]
    answer = full.http.put(f"/uploads/{upload}/file", params={"path": "a", "size": 9}, content=b"x" * 9)
    assert (answer.status_code, answer.json()["code"]) == (507, "upload_no_space")
    assert full.http.get("/status").status_code == 200


def test_posted_facts_that_do_not_fit_are_not_acknowledged(full: Server) -> None:
    ballast = shrink(full, 0)
    long = [
        message(n) | {"text": "".join(chr(0x4E00 + n * i % 20_000) for i in range(9_000))}
        for n in range(2, 80)
    ]
    codes = [full.http.post("/facts", json=fact).status_code for fact in long]
    assert set(codes) <= {202, 507, 503}
    assert codes[-1] != 202
    assert full.http.get("/health").status_code == 200
    ballast.unlink()
    assert full.http.post("/facts", json=message(999)).status_code == 202
    until(lambda: full.http.get("/status").json()["waiting"] == 0)
    assert full.end().code == 0
    kept = 2 + codes.count(202)
    assert sum(1 for row in content(full.home)[0] if row[8]) == kept


def test_an_import_on_a_disk_that_fills_up_fails_and_goes_on(full: Server, tmp_path: Path) -> None:
    upload = full.upload(exports(tmp_path / "data", rounds=2))
    ballast = shrink(full, 1 << 20)
    job = full.order(upload)
    until(lambda: b"disk_full" in full.said.read_bytes() or full.job(job)["state"] == "failed")
    assert full.http.get("/status").status_code == 200
    kept = acknowledged(full.home)
    ballast.unlink()
    ended = full.wait(job)  # how it ended is written when there is room again
    assert (ended["state"], ended["error"]["code"]) == ("failed", "disk_full")
    assert full.http.post(f"/jobs/{job}/resume").status_code == 200
    assert full.wait(job)["state"] == "done"
    assert full.end().code == 0
    assert kept <= acknowledged(full.home)
    assert sum(1 for row in content(full.home)[0] if row[8]) == 5_401
