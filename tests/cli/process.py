"""The command line in processes of its own, started quickly: one parent imports everything, each run is a fork.

A run is a whole process with its own environment, folder, files and exit code; it can be killed, limited and
put on a terminal. Only the second of imports is spared.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import msgspec

PARENT = """
import gc, json, os, pkgutil, resource, sys, importlib
gc.disable()
import yutang.main, yutang.importers.registry
for part in pkgutil.walk_packages(yutang.__path__, "yutang."):
    if not part.name.startswith(("yutang.demo", "yutang.migrations")):
        importlib.import_module(part.name)
yutang.importers.registry.readers()
importlib.import_module("importlib.readers")  # a run as another user may not read the checkout
for lang in ("zh", "en"):
    yutang.locales.catalogue(lang)
gc.freeze()  # or each run looks through what all have in common, and so copies it
gc.enable()
print("ready", flush=True)
for line in sys.stdin:
    ask = json.loads(line)
    if "wait" in ask:
        print(os.waitstatus_to_exitcode(os.waitpid(ask["wait"], 0)[1]), flush=True)
        continue
    pid = os.fork()
    if pid:
        print(pid, flush=True)
        continue
    os.setsid()
    os.chdir(ask["cwd"])
    for name, number, flags in (("stdin", 0, os.O_RDWR if ask["tty"] else os.O_RDONLY),
                                ("stdout", 1, os.O_WRONLY | os.O_CREAT), ("stderr", 2, os.O_WRONLY | os.O_CREAT)):
        opened = os.open(ask[name], flags, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin, sys.stdout, sys.stderr = (
        open(n, mode, encoding="utf-8", closefd=False) for n, mode in ((0, "r"), (1, "w"), (2, "w")))
    os.environ.clear()
    os.environ.update(ask["env"])
    if ask["file_limit"]:
        resource.setrlimit(resource.RLIMIT_FSIZE, (ask["file_limit"], ask["file_limit"]))
    if ask["user"]:
        os.setgroups([])
        os.setgid(ask["user"])
        os.setuid(ask["user"])
    sys.argv = ["yutang", *ask["argv"]]
    yutang.main.main()
"""


class Run(msgspec.Struct):
    """What a finished process left: its exit code (negative: the signal) and what it said."""

    code: int
    out: str
    err: str
    raw: bytes
    seconds: float

    @property
    def lines(self) -> list[str]:
        return self.err.splitlines()

    @property
    def line(self) -> str:
        """The one line on stderr; fails when there are more, or none."""
        assert len(self.lines) == 1, self.err
        return self.lines[0]


class Process:
    """A process under way."""

    def __init__(self, launcher: "Launcher", pid: int, folder: Path) -> None:
        self.pid, self._launcher, self.folder = pid, launcher, folder
        self._begun = time.monotonic()

    def signal(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    def end(self, limit: float = 120) -> Run:
        """Wait for its end; killed after `limit` seconds."""
        stop = threading.Timer(limit, os.kill, (self.pid, signal.SIGKILL))
        stop.start()
        code = int(self._launcher.ask({"wait": self.pid}))
        stop.cancel()
        raw, err = ((self.folder / name).read_bytes() for name in ("out", "err"))
        assert b"Traceback" not in err, err.decode()
        seconds = time.monotonic() - self._begun
        return Run(code, raw.decode("utf-8", "replace"), err.decode(), raw, seconds)


class Launcher:
    """Starts processes. `home` is the data folder of those that name none."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._count = 0
        env = os.environ | {"OPENBLAS_NUM_THREADS": "1", "PYTHONUTF8": "1"}
        self._parent = subprocess.Popen([sys.executable, "-c", PARENT], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True, env=env)  # fmt: skip
        if self._line() != "ready":
            self.close()
            raise RuntimeError("the command line can't be imported: see above")

    def _line(self) -> str:
        assert self._parent.stdout
        return self._parent.stdout.readline().strip()

    def ask(self, question: dict[str, Any]) -> str:
        assert self._parent.stdin
        self._parent.stdin.write(json.dumps(question) + "\n")
        self._parent.stdin.flush()
        return self._line()

    def start(self, *argv: object, home: Path, cwd: Path | None = None, env: dict[str, str] | None = None,
              stdin: str = os.devnull, stdout: str = "", stderr: str = "", file_limit: int = 0,
              user: int = 0) -> Process:  # fmt: skip
        """Start `yutang argv…`. `stdin`, `stdout` and `stderr` may name a terminal or a pipe."""
        self._count += 1
        folder = self.folder / f"run-{self._count}"
        folder.mkdir()
        for name in ("out", "err"):
            (folder / name).touch()
        world = {"PATH": os.environ["PATH"], "YUTANG_HOME": str(home), "YUTANG_LANG": "en", "COLUMNS": "80",
                 "HOME": str(folder), "TMPDIR": str(folder), **(env or {})}  # fmt: skip
        pid = self.ask({"argv": [str(a) for a in argv], "cwd": str(cwd or folder), "env": world, "stdin": stdin,
                        "stdout": stdout or str(folder / "out"), "stderr": stderr or str(folder / "err"),
                        "tty": stdin != os.devnull, "file_limit": file_limit, "user": user})  # fmt: skip
        return Process(self, int(pid), folder)

    def run(self, *argv: object, home: Path, limit: float = 120, **how: Any) -> Run:
        return self.start(*argv, home=home, **how).end(limit)

    def close(self) -> None:
        assert self._parent.stdin
        assert self._parent.stdout
        self._parent.stdin.close()
        self._parent.wait(10)
        self._parent.stdout.close()
