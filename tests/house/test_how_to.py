"""The worked example in docs/how-to/add-an-importer.md does what the page says: its blocks are put into a copy of
the source, linted, tested and used."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "how-to" / "add-an-importer.md"
BLOCK = re.compile(r"^```(\w+) (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COPIED = ("src", "tests/importers/kinds/conftest.py", "pyproject.toml", "README.md")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout with the page's files in their places."""
    root = tmp_path_factory.mktemp("how-to")
    for name in COPIED:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, root / name)
    for kind, name, content in BLOCK.findall(PAGE.read_text("utf-8")):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        # JSON blocks are what is added to a file, the others are files.
        merged = (
            json.dumps(json.loads(path.read_text("utf-8")) | json.loads(content))
            if kind == "json"
            else content
        )
        path.write_text(merged, "utf-8")
    return root


def _run(root: Path, *command: str) -> subprocess.CompletedProcess[str]:
    env = os.environ | {
        "PYTHONPATH": str(root / "src"),
        "YUTANG_HOME": str(root / "home"),
        "LANG": "en_US.UTF-8",
    }
    return subprocess.run(
        [sys.executable, *command], cwd=root, env=env, capture_output=True, text=True, check=False
    )


def test_the_page_has_all_five_files(copy: Path) -> None:
    names = [name for _, name, _ in BLOCK.findall(PAGE.read_text("utf-8"))]
    assert len(names) == 5
    assert all((copy / name).exists() for name in names)


def test_the_examples_own_test_passes(copy: Path) -> None:
    done = _run(copy, "-m", "pytest", "tests/importers/kinds/test_pipelog.py", "-p", "no:cacheprovider")
    assert "4 passed" in done.stdout, done.stdout + done.stderr


def test_the_example_keeps_the_house_style(copy: Path) -> None:
    done = _run(copy, "-m", "ruff", "check", "--no-cache", "src/yutang/importers/kinds/pipelog.py")
    assert done.returncode == 0, done.stdout


def test_the_check_up_reads_it(copy: Path) -> None:
    start = "from yutang.main import main; main()"
    done = _run(copy, "-c", start, "checkup", "tests/fixtures/pipelog", "--format", "json")
    assert done.returncode == 0, done.stderr
    assert "Pipe log" in done.stderr
    (group,) = json.loads(done.stdout)["groups"]
    assert (group["id"], group["name"]) == ("pipelog:g17", "草莓团购群")
