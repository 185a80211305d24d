"""Importing again, in another order, in parts or all at once gives the same."""

import random
import shutil
from pathlib import Path
from typing import Any

import pytest

from cli.world import DAY, HOUR, talk, telegram, wecom, whatsapp
from faults.folders import held
from yutang.importers.actions import bring_in
from yutang.importers.model import Options
from yutang.kit.settings import Settings
from yutang.main import private_ledger

pytestmark = pytest.mark.faults

FIXTURES = Path(__file__).parents[1] / "fixtures"
NOW = 1_790_000_000_000_000
OPTIONS = Options(zone="Asia/Shanghai", private=True)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Exports of several kinds that overlap: the same chat exported early and late, under an old and a new name."""
    folder = tmp_path_factory.mktemp("files")
    said = talk(120, gap=HOUR * 5)
    made = [
        telegram(folder / "early.json", "老名字", said[:70], number=7),
        telegram(folder / "late.json", "新名字", said[30:], number=7, start=31),
        whatsapp(folder / "WhatsApp Chat with 花园.txt", said),
        wecom(folder / "one.jsonl", said[:60], room="wrA"),
        wecom(folder / "both.jsonl", said, room="wrA"),
        wecom(folder / "other.jsonl", [(who, at + DAY, text) for who, at, text in said], room="wrB"),
    ]
    for number, path in enumerate(
        sorted(p for p in FIXTURES.rglob("*") if p.is_file() and p.suffix != ".csv")
    ):
        if not {"slack", "qq_chunks", "chunks"} & set(path.parts) and path.name != "manifest.json":
            made.append(Path(shutil.copy(path, folder / f"{number}-{path.name}")))
    return made


def _held(*rounds: list[Path], rejects: Path) -> tuple[list[tuple[Any, ...]], ...]:
    with private_ledger(Settings(home=rejects.parent, threads=1, memory_mb=512)) as ledger:
        for paths in rounds:
            bring_in(ledger, paths, OPTIONS, now=NOW, rejects=rejects)
        return held(ledger)


@pytest.fixture(scope="module")
def once(files: list[Path], tmp_path_factory: pytest.TempPathFactory) -> tuple[list[tuple[Any, ...]], ...]:
    return _held(files, rejects=tmp_path_factory.mktemp("once") / "r.csv")


def test_there_is_something_to_compare(once: tuple[list[tuple[Any, ...]], ...], files: list[Path]) -> None:
    assert len(files) > 12
    assert all(len(part) > 20 for part in once)


def test_twice_is_once(files: list[Path], once: Any, tmp_path: Path) -> None:
    assert _held(files, files, rejects=tmp_path / "r.csv") == once


@pytest.mark.parametrize("seed", range(6))
def test_any_order_gives_the_same(files: list[Path], once: Any, tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    mixed = dice.sample(files, len(files))
    cut = dice.randrange(1, len(mixed))
    assert _held(mixed[:cut], mixed[cut:], dice.sample(files, 5), rejects=tmp_path / "r.csv") == once


def test_one_file_at_a_time_gives_the_same(files: list[Path], once: Any, tmp_path: Path) -> None:
    assert _held(*([path] for path in reversed(files)), rejects=tmp_path / "r.csv") == once
