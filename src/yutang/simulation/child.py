"""The fake WeCom as a process beside the server: it ends with it, however that ends."""

import contextlib
import secrets
import socket
import subprocess
import sys
from pathlib import Path

import msgspec

from yutang.simulation.far import Told

PATIENCE = 20.0  # seconds to save and end, once told to
SAVE_EVERY = "120"  # seconds; it has some 15 MB to write
STATE, LOG = "state.json", "fakecom.log"


class Child:
    """Below `folder`: its state and its log. It goes on from its state; without one it begins with the `world`."""

    def __init__(self, folder: Path, world: Path, port: int) -> None:
        self.log = folder / LOG
        state = folder / STATE
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        argv = [
            sys.executable, "-m", "yutang.fakecom", "--tied", "--port", str(_free(port)), "--state", str(state),
            # One word with its option: a secret may begin with a dash.
            "--world", str(world), f"--secret={secrets.token_urlsafe(32)}", "--save-every", SAVE_EVERY,
        ]  # fmt: skip
        with self.log.open("ab") as log:
            # A group of its own: Ctrl-C is the server's, which stops it when nothing needs it any more.
            self._run = subprocess.Popen(
                argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, start_new_session=True
            )

    def told(self) -> Told | None:
        """Wait until it answers, and hear where. None: it ended instead."""
        assert self._run.stdout is not None  # noqa: S101 - a pipe, as asked for
        line = self._run.stdout.readline()
        return msgspec.json.decode(line, type=Told) if line.strip() else None

    @property
    def ended(self) -> bool:
        return self._run.poll() is not None

    @property
    def pid(self) -> int:
        return self._run.pid

    def stop(self) -> None:
        """In order: what it knows is in its file then."""
        with contextlib.suppress(OSError):
            self._run.terminate()
        try:
            self._run.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._run.kill()
            self._run.wait()
        for pipe in (self._run.stdin, self._run.stdout):
            if pipe is not None:
                pipe.close()


def _free(port: int) -> int:
    """The port, or 0 (any) where somebody else has it."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            return 0
    return port
