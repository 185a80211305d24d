"""While a server holds the folder, `yutang import` goes through it and `checkup --keep` says where to look."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

CHAT = "2024-01-05 10:00:00,群A,{who},{text}\n"


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _run(home: Path, *argv: str, wait: bool = True):
    env = {**os.environ, "YUTANG_HOME": str(home), "YUTANG_LANG": "en"}
    command = [sys.executable, "-c", "from yutang.main import main; main()", *argv]
    if wait:
        return subprocess.run(command, check=False, env=env, capture_output=True, text=True, timeout=120)
    return subprocess.Popen(command, env=env, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Path]:
    """A folder that a server holds."""
    home = tmp_path / "home"
    process = _run(home, "serve", "--port", str(_free()), wait=False)
    until = time.monotonic() + 60
    while not (home / "serve.json").exists() and time.monotonic() < until:
        time.sleep(0.05)
    for line in process.stderr:
        if "listens on" in line:
            break
    yield home
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)


def _messages(folder: Path) -> Path:
    file = folder / "messages.csv"
    rows = [CHAT.format(who=f"客户{n % 3}", text=f"你好 {n}") for n in range(9)]
    file.write_text("时间,群名,发送人,内容\n" + "".join(rows), "utf-8")
    return file


def test_an_import_goes_through_the_server_and_twice_is_once(server: Path, tmp_path: Path) -> None:
    file = _messages(tmp_path)
    first, second = _run(server, "import", str(file)), _run(server, "import", str(file))
    assert first.returncode == 0, first.stderr
    assert "brought in by the server" in first.stderr
    assert "9 messages" in first.stderr
    assert "\n0 new facts" in "\n" + second.stderr.replace("\r", "\n")


def test_what_it_cannot_do_beside_a_server_is_said_with_its_place(server: Path, tmp_path: Path) -> None:
    file = _messages(tmp_path)
    columns = _run(server, "import", str(file), "--column", "内容=text")
    kept = _run(server, "checkup", "--keep")
    assert (columns.returncode, kept.returncode) == (2, 2)
    assert "/app/import" in columns.stderr
    assert "/app/checkup" in kept.stderr
    assert "another" in _run(server, "rebuild").stderr.lower()


def test_a_missing_file_is_named(server: Path, tmp_path: Path) -> None:
    gone = _run(server, "import", str(tmp_path / "gone.csv"))
    assert gone.returncode == 2
    assert "gone.csv" in gone.stderr


def test_a_file_left_by_a_killed_server_counts_for_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "serve.json").write_text('{"url":"http://127.0.0.1:1","pid":999999999,"token":"x"}')
    done = _run(home, "import", str(_messages(tmp_path)))
    assert done.returncode == 0, done.stderr
    assert "by the server" not in done.stderr


def test_a_new_password_is_made_beside_the_server(server: Path) -> None:
    made = _run(server, "password", "admin")
    assert made.returncode == 0
    assert len(made.stdout.strip()) >= 12
    assert _run(server, "password", "nobody").returncode == 2
