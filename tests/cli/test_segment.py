"""`yutang segment count|ids|explain`: on the folder itself, and through the server that holds it, word for word alike."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.process import Run

CHAT = "2024-01-05 10:00:00,群A,{who},{text}\n"
WROTE = {
    "op": "all",
    "rules": [
        {"op": "not", "rule": {"op": "identity", "platforms": ["phone"]}},
        {"op": "did", "fact": {"kind": "message.sent"}, "at_least": 3},
    ],
}


@pytest.fixture
def filled(yutang: Callable[..., Run], tmp_path: Path) -> Callable[..., Run]:
    """Three people, of whom one wrote once and two four times."""
    file = tmp_path / "messages.csv"
    rows = [CHAT.format(who=who, text=f"你好 {n}") for n, who in enumerate("甲乙丙乙丙乙丙乙丙")]
    file.write_text("时间,群名,发送人,内容\n" + "".join(rows), "utf-8")
    assert yutang("import", file).code == 0
    return yutang


def rule(tmp_path: Path, told: object) -> Path:
    file = tmp_path / "rule.json"
    file.write_text(told if isinstance(told, str) else json.dumps(told), "utf-8")
    return file


def test_how_many_who_and_why(filled: Callable[..., Run], tmp_path: Path) -> None:
    file = rule(tmp_path, WROTE)
    assert filled("segment", "count", file).out == "2\n"
    ids = filled("segment", "ids", file).out.split()
    assert len(ids) == 2
    told = filled("segment", "explain", file, "--customer", ids[0], "--lang", "en").out.splitlines()
    assert [line.split("  ")[0] for line in told] == [
        "✓ rule",
        "✓ rule.rules[0]",
        "✗ rule.rules[0].rule",
        "✓ rule.rules[1]",
    ]
    assert "did something (times 4, first 2024-01-05T02:00Z" in told[3]
    chinese = filled("segment", "explain", file, "--customer", ids[0], "--lang", "zh").out
    assert "做过某事 (次数 4" in chinese
    nobody = filled("segment", "explain", file, "--customer", "987654", "--lang", "en")
    assert (nobody.code, nobody.out) == (2, "")


@pytest.mark.parametrize(
    ("told", "en", "zh"),
    [
        ("{", "rule: This is no JSON", "rule: "),
        ({"op": "did", "fact": {"kind": "x"}}, "rule.fact.kind: “x” is no kind of fact", "rule.fact.kind: "),
        ({"op": "any", "rules": []}, "rule.rules: Choose at least one.", "rule.rules: "),
    ],
)
def test_faults_are_told_with_their_place(
    filled: Callable[..., Run], tmp_path: Path, told: object, en: str, zh: str
) -> None:
    file = rule(tmp_path, told)
    refused = filled("segment", "count", file, "--lang", "en")
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.startswith(en)
    assert filled("segment", "count", file, "--lang", "zh").err.startswith(zh)


def test_through_the_server_that_holds_the_folder_it_is_the_same(
    filled: Callable[..., Run], tmp_path: Path, home: Path
) -> None:
    file, bad = rule(tmp_path, WROTE), tmp_path / "bad.json"
    bad.write_text('{"op": "tag", "tag": "没有/这个"}', "utf-8")
    ids = filled("segment", "ids", file).out
    asked = [("ids", file), ("count", file), ("count", bad), ("explain", file, "--customer", ids.split()[0])]
    alone = [filled("segment", *one, "--lang", "en") for one in asked]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    command = [sys.executable, "-c", "from yutang.main import main; main()", "serve", "--port", port]
    env = {**os.environ, "YUTANG_HOME": str(home), "YUTANG_LANG": "en"}
    server = subprocess.Popen(command, env=env, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until and "listens on" not in server.stderr.readline():
            pass
        beside = [filled("segment", *one, "--lang", "en") for one in asked]
    finally:
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=30)
    assert [(one.code, one.out, one.err) for one in beside] == [(one.code, one.out, one.err) for one in alone]
