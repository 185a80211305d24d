"""The command line as a process, to be killed, filled up and cut short."""

import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cli.conftest import home, launcher, yutang
from cli.process import Launcher
from faults.serving import Server

__all__ = ["home", "launcher", "serve", "yutang"]


@pytest.fixture
def serve(launcher: Launcher, home: Path) -> Iterator[Callable[..., Server]]:
    """`serve()` → a running server on this test's folder; killed at its end if it still runs."""
    made: list[Server] = []

    def start(folder: Path = home, **how: object) -> Server:
        made.append(Server(launcher, folder, **how))
        return made[-1]

    yield start
    for server in made:
        if not server.ended:
            server.end(signal.SIGKILL)
