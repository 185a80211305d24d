"""Somebody sits at a terminal: the time zone is asked for once, a bar is drawn, colours are used."""

import os
import pty
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.process import Launcher, Run
from cli.world import HOUR, talk, telegram, whatsapp

ASKED = "Some of these files give times without a time zone. Which is it?"


class Terminal:
    """A pseudo-terminal with somebody who types what they are going to type, and reads everything."""

    def __init__(self, launcher: Launcher, home: Path) -> None:
        self._launcher, self._home = launcher, home

    def run(self, *argv: object, typed: str = "", **how: object) -> tuple[Run, str]:
        mine, theirs = pty.openpty()
        name, seen = os.ttyname(theirs), bytearray()

        def read() -> None:
            while True:
                try:
                    piece = os.read(mine, 65_536)
                except OSError:
                    return
                if not piece:
                    return
                seen.extend(piece)

        reader = threading.Thread(target=read)
        reader.start()
        os.write(mine, typed.encode())
        world = {"TERM": "xterm-256color", **how.pop("env", {})}  # type: ignore[dict-item]
        run = self._launcher.run(*argv, home=self._home, stdin=name, stderr=name, env=world, **how)
        os.close(theirs)
        reader.join(10)
        os.close(mine)
        return run, seen.decode("utf-8", "replace")


@pytest.fixture
def terminal(launcher: Launcher, home: Path) -> Iterator[Terminal]:
    return Terminal(launcher, home)


@pytest.fixture
def local(tmp_path: Path) -> Path:
    """Nine messages at wall-clock times."""
    return whatsapp(tmp_path / "chat.txt", [(f"P{n % 3}", 23 * HOUR + n * 60, "x") for n in range(9)])


@pytest.mark.parametrize(("typed", "zone"), [("\n", "Asia/Shanghai"), ("Europe/Berlin\n", "Europe/Berlin")])
def test_the_zone_is_asked_for_once(terminal: Terminal, local: Path, typed: str, zone: str) -> None:
    run, seen = terminal.run("checkup", local, typed=typed)
    assert run.code == 0
    assert seen.count(ASKED) == 1
    assert f"Times without a zone are taken as {zone}" in seen
    assert f"({zone})" in run.out


def test_a_wrong_zone_is_asked_for_again(terminal: Terminal, local: Path) -> None:
    run, seen = terminal.run("checkup", local, typed="Berlin\nEurope/Berlin\n")
    assert run.code == 0
    assert "Berlin is no time zone" in seen
    assert "Times without a zone are taken as Europe/Berlin" in seen


def test_it_is_not_asked_for_when_it_was_said_or_is_not_needed(
    terminal: Terminal, local: Path, tmp_path: Path
) -> None:
    stamped = telegram(tmp_path / "t.json", "G", talk(30))
    for argv, env in (
        (["checkup", local, "--tz", "Europe/Berlin"], {}),
        (["import", local], {"YUTANG_ZONE": "Europe/Berlin"}),
        (["checkup", stamped], {}),
    ):
        run, seen = terminal.run(*argv, env=env)
        assert (run.code, ASKED in seen) == (0, False)


def test_nobody_is_asked_where_nobody_sits(launcher: Launcher, home: Path, local: Path) -> None:
    run = launcher.run("checkup", local, home=home)
    assert run.code == 0
    assert "  Times without a zone are taken as Asia/Shanghai (--tz says otherwise)" in run.lines


def test_giving_up_at_the_question_is_a_stop(terminal: Terminal, local: Path) -> None:
    run, seen = terminal.run("checkup", local, typed="\x04")  # Ctrl-D
    assert run.code == 130
    assert "Stopped." in seen


def test_a_bar_is_drawn_and_taken_away(terminal: Terminal, tmp_path: Path) -> None:
    run, seen = terminal.run("import", telegram(tmp_path / "t.json", "G", talk(3_000)))
    assert run.code == 0
    assert "Reading" in seen
    assert "rows/s" in seen
