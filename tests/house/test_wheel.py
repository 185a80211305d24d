"""What users install: the wheel, with the console in it."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "src" / "yutang" / "web" / "static"
KEPT = ("src", "pyproject.toml", "README.md", "LICENSE", "hatch_build.py")


def _build(root: Path, out: Path, **more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    env = {k: v for k, v in os.environ.items() if k != "YUTANG_WITHOUT_CONSOLE"} | more
    return subprocess.run(
        command, cwd=root, env=env, capture_output=True, text=True, timeout=120, check=False
    )


def test_the_wheel_carries_the_console_and_the_strings(tmp_path: Path) -> None:
    if not (STATIC / "index.html").exists():
        pytest.skip("needs the built console: make console")
    built = _build(ROOT, tmp_path)
    assert built.returncode == 0, built.stderr
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as opened:
        names = set(opened.namelist())
        index = opened.read("yutang/web/static/index.html").decode()
    assert {"yutang/locales/zh-CN/console.json", "yutang/web/static/build.json", "yutang/main.py"} <= names
    scripts = [n for n in names if n.startswith("yutang/web/static/assets/") and n.endswith(".js")]
    assert any(name.removeprefix("yutang/web/static/") in index for name in scripts)
    assert len(scripts) == len(list((STATIC / "assets").glob("*.js")))
    assert wheel.stat().st_size < 6 << 20


def test_a_wheel_without_the_console_is_not_made_by_accident(tmp_path: Path) -> None:
    root = tmp_path / "checkout"
    root.mkdir()
    for name in KEPT[1:]:
        (root / name).write_bytes((ROOT / name).read_bytes())
    (root / "src" / "yutang").mkdir(parents=True)
    (root / "src" / "yutang" / "__init__.py").write_text("")
    refused = _build(root, tmp_path / "out")
    assert refused.returncode != 0
    assert "make console" in refused.stderr + refused.stdout
    assert _build(root, tmp_path / "out", YUTANG_WITHOUT_CONSOLE="1").returncode == 0
