"""`yutang serve` as a process of its own: started on a free port, spoken to, stopped and killed."""

import json
import signal
import socket
from pathlib import Path
from typing import Any

import httpx

from cli.process import Launcher, Run
from faults.folders import until

ENDED = ("done", "failed", "cancelled")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A running server. `http`: a client with the token of the command line, which may do all."""

    def __init__(self, launcher: Launcher, home: Path, *, port: int = 0, **how: Any) -> None:
        self.launcher, self.home, self.port, self._how = launcher, home, port or free_port(), how
        self.again()

    def again(self) -> "Server":
        """Start (anew) on the same port, and wait until it listens."""
        where = self.home / "serve.json"
        where.unlink(missing_ok=True)  # a killed one leaves it
        self.ended = False
        self.process = self.launcher.start("serve", "--port", self.port, home=self.home, **self._how)
        self.said = self.process.folder / "err"
        until(lambda: b"listens on" in self.said.read_bytes() or self.gone)
        assert not self.gone, self.said.read_text()
        self.token = json.loads(where.read_text())["token"]
        self.http = self.client({"Authorization": f"Bearer {self.token}"})
        return self

    def client(self, headers: dict[str, str] | None = None, *, source: str = "127.0.0.1") -> httpx.Client:
        """A client of its own; `source`: the address it comes from."""
        transport = httpx.HTTPTransport(local_address=source)
        return httpx.Client(base_url=f"http://127.0.0.1:{self.port}/api/v1", headers=headers, transport=transport,
                            trust_env=False, timeout=60)  # fmt: skip

    @property
    def gone(self) -> bool:
        state = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(") ")[2][0]
        return state == "Z"

    @property
    def peak_mb(self) -> float:
        """The most memory it ever had."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024

    @property
    def password(self) -> str:
        """The one-time password of the first start."""
        return self.said.read_text().partition("one-time password ")[2].split()[0]

    def end(self, number: signal.Signals | None = signal.SIGTERM, limit: float = 60) -> Run:
        """Send the signal, if there is one, and wait for its end."""
        self.http.close()
        self.ended = True
        if number is not None and not self.gone:
            self.process.signal(number)
        return self.process.end(limit)

    def raw(self) -> socket.socket:
        made = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return made

    def upload(self, folder: Path) -> int:
        """All files of a folder as one upload."""
        upload = self.http.post("/uploads").json()["id"]
        for file in sorted(folder.iterdir()):
            data = file.read_bytes()
            asked = {"path": file.name, "offset": 0, "size": len(data)}
            answer = self.http.put(f"/uploads/{upload}/file", params=asked, content=data)
            assert answer.status_code == 200, answer.text
        return upload

    def order(self, upload: int) -> int:
        """Import it; the job's number."""
        answer = self.http.post("/imports", json={"upload_id": upload, "zone": "Asia/Shanghai"})
        assert answer.status_code == 202, answer.text
        return answer.json()["id"]

    def job(self, id_: int) -> dict[str, Any]:
        return self.http.get(f"/jobs/{id_}").json()

    def wait(self, id_: int) -> dict[str, Any]:
        """The job when it has ended."""
        until(lambda: self.job(id_)["state"] in ENDED)
        return self.job(id_)


def message(n: int, *, group: str = "g") -> dict[str, Any]:
    """A fact as programs post it, different for each `n`."""
    return {"kind": "message.sent", "platform": "wecom", "happened": 1_717_200_000_000 + n * 1000, "group": group,
            "actor": {"id": f"u{n % 7}"}, "object": f"m{n}", "text": f"第 {n} 句"}  # fmt: skip
