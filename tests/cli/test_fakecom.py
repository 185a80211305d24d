"""`yutang fakecom`: a WeCom server on this machine, told in the user's language, ended by a signal."""

import re
import signal
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from cli.process import Launcher, Process, Run

TOLD = re.compile(r"http://127\.0\.0\.1:(\d+)")


def _address(process: Process) -> str:
    """Where it is, as it says on stderr."""
    while not (found := TOLD.search((process.folder / "err").read_text("utf-8"))):
        pass
    return found[0]


@pytest.mark.parametrize(("lang", "words"), [("en", "Ctrl+C stops it"), ("zh", "按 Ctrl+C 停止")])
def test_it_serves_until_it_is_stopped(launcher: Launcher, home: Path, lang: str, words: str) -> None:
    process = launcher.start("fakecom", "--port", "0", "--secret", "s", "--lang", lang, home=home)
    asked = {"corpid": "ww00000000000000f0", "corpsecret": "s"}
    said = httpx.get(f"{_address(process)}/cgi-bin/gettoken", params=asked).json()
    assert said["errcode"] == 0
    process.signal(signal.SIGTERM)
    run = process.end()
    assert run.code == 0
    assert words in run.line
    assert not home.exists()


def test_a_world_that_is_none_is_one_line(yutang: Callable[..., Run], tmp_path: Path) -> None:
    run = yutang("fakecom", "--port", "0", "--world", tmp_path)
    assert run.code == 2
    assert run.line.startswith(f"{tmp_path} can't be used: ")


def test_a_port_that_is_taken_is_one_line(launcher: Launcher, yutang: Callable[..., Run], home: Path) -> None:
    process = launcher.start("fakecom", "--port", "0", home=home)
    port = _address(process).rpartition(":")[2]
    run = yutang("fakecom", "--port", port)
    process.signal(signal.SIGTERM)
    process.end()
    assert run.code == 2
    assert f"127.0.0.1:{port}" in run.line
