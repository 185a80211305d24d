"""`yutang serve` as a process of its own on a data folder, and what a browser or a program needs to speak to it."""

import http.client
import json
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Self

PASSWORD = "bench: the pond is deep"
PATIENCE = 300  # seconds for a first start with the simulated tenant, on a busy machine


class Server:
    """Started by the constructor, listening when that returns; `start_seconds`: from the process's start until
    then; `start_work`: processor seconds of it."""

    def __init__(self, home: Path, *more: str) -> None:
        self.home, self.port = home, _free_port()
        self.told = home.parent / f"{home.name}.log"
        environ = os.environ | {"YUTANG_HOME": str(home), "YUTANG_ZONE": "Asia/Shanghai"}
        environ.pop(
            "PYTHONDONTWRITEBYTECODE", None
        )  # users have no such thing, and a start would compile everything
        command = [sys.executable, "-c", "import sys; from yutang.main import main; sys.exit(main())", "serve",
                   "--port", str(self.port), "--lang", "en", *more]  # fmt: skip
        begun = time.perf_counter()
        with self.told.open("ab") as out:
            self.process = subprocess.Popen(command, env=environ, stdout=out, stderr=out)
        while not self._listens():
            if self.process.poll() is not None or time.perf_counter() - begun > PATIENCE:
                self.process.kill()
                raise RuntimeError(f"the server did not come up:\n{self.told.read_text('utf-8')[-3000:]}")
            time.sleep(0.005)
        self.start_seconds, self.start_work = time.perf_counter() - begun, self.worked()

    def _listens(self) -> bool:
        try:
            return self.call("GET", "/api/v1/health")[0] == 200
        except OSError:
            return False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def call(
        self, method: str, path: str, body: Any = None, **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        """One request: (status, headers in lower case, body as it came over the wire)."""
        http_ = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = None if body is None else json.dumps(body)
        asked = {name.replace("_", "-"): value for name, value in headers.items()}
        http_.request(method, path, sent, asked | ({"content-type": "application/json"} if sent else {}))
        answer = http_.getresponse()
        found = answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
        http_.close()
        return found

    def enter(self) -> dict[str, str]:
        """Signed in as the first administrator, whose one-time password is changed: headers cookie, x-csrf-token."""
        for _ in range(100):  # it is told a moment after the server listens
            if one_time := re.search(r"one-time password ([\w-]+)", self.told.read_text("utf-8")):
                break
            time.sleep(0.05)
        else:
            raise RuntimeError(f"no first password was told:\n{self.told.read_text('utf-8')[-3000:]}")
        signed = self._session("/api/v1/session", {"login": "admin", "password": one_time[1]}, {})
        return self._session("/api/v1/session/password", {"old": one_time[1], "new": PASSWORD}, signed)

    def again(self) -> dict[str, str]:
        """Signed in with the password that `enter` set, also after a restart."""
        return self._session("/api/v1/session", {"login": "admin", "password": PASSWORD}, {})

    def _session(self, path: str, body: Any, signed: dict[str, str]) -> dict[str, str]:
        status, headers, answer = self.call("POST", path, body, **signed)
        if status != 200:
            raise RuntimeError(f"{path}: {status} {answer[:500]!r}")
        return {"cookie": headers["set-cookie"].partition(";")[0], "x-csrf-token": json.loads(answer)["csrf"]}

    def settle(self, signed: dict[str, str]) -> None:
        """Wait until the jobs that a start brings (the day's check-up, its summary) are done."""
        still, end = 0, time.monotonic() + PATIENCE
        while still < 5:
            if time.monotonic() > end:
                raise RuntimeError("the server's jobs do not end")
            time.sleep(0.5)
            found = json.loads(self.call("GET", "/api/v1/status", **signed)[2])
            still = still + 1 if found["jobs_open"] == 0 else 0

    def token(self, signed: dict[str, str], *scopes: str) -> str:
        body = {"name": "bench", "scopes": list(scopes), "expires_at": None}
        status, _, answer = self.call("POST", "/api/v1/tokens", body, **signed)
        if status != 201:
            raise RuntimeError(f"no token: {status} {answer[:500]!r}")
        found = json.loads(answer)
        return found["secret"]

    def resident(self) -> float:
        """MiB that the process and its children have in memory."""
        return sum(_resident(pid) for pid in _family(self.process.pid)) / 1024

    def worked(self) -> float:
        """Processor seconds so far, of all its threads: what stays the same on a busy machine."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """As a power cut would, but for the disk's own cache."""
        self.process.kill()
        self.process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _family(pid: int) -> list[int]:
    """The process and all below it."""
    tasks = Path(f"/proc/{pid}/task")
    below = [int(child) for task in tasks.glob("*/children") for child in task.read_text().split()]
    return [pid, *(one for child in below for one in _family(child))]


def _resident(pid: int) -> int:
    return int(Path(f"/proc/{pid}/status").read_text().split("VmRSS:")[1].split()[0])
