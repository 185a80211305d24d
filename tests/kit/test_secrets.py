"""Secrets at rest: a key of its own file, private, made once; other keys from the environment, old ones still open."""

import stat
import threading
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from yutang.kit.errors import YutangError
from yutang.kit.secrets import FILE, Secrets


def test_what_is_closed_opens_again_after_a_restart(tmp_path: Path) -> None:
    closed = Secrets(tmp_path, {}).close("秘密 yws_1")
    assert "yws_1" not in closed
    assert Secrets(tmp_path, {}).open(closed) == "秘密 yws_1"


def test_the_key_is_its_owners_alone(tmp_path: Path) -> None:
    Secrets(tmp_path, {})
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_another_key_opens_nothing(tmp_path: Path) -> None:
    closed = Secrets(tmp_path, {}).close("x")
    (tmp_path / FILE).unlink()
    assert Secrets(tmp_path, {}).open(closed) is None
    assert Secrets(tmp_path, {}).open("no token at all 你好") is None


def test_a_key_of_the_environment_wins_and_makes_no_file(tmp_path: Path) -> None:
    old, new = (Fernet.generate_key().decode() for _ in range(2))
    closed = Secrets(tmp_path, {"YUTANG_SECRET_KEY": old}).close("x")
    turned = Secrets(tmp_path, {"YUTANG_SECRET_KEY": f"{new}, {old}"})
    assert turned.open(closed) == "x"
    assert Secrets(tmp_path, {"YUTANG_SECRET_KEY": new}).open(turned.close("y")) == "y"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"short", b"\xff\xfe"])
def test_a_damaged_key_is_told_and_left_alone(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(YutangError) as told:
        Secrets(tmp_path, {})
    assert told.value.code == "secret_key"
    assert (tmp_path / FILE).read_bytes() == content


def test_many_that_start_at_once_agree(tmp_path: Path) -> None:
    made: list[Secrets] = []
    threads = [threading.Thread(target=lambda: made.append(Secrets(tmp_path, {}))) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {one.open(made[0].close("x")) for one in made} == {"x"}
