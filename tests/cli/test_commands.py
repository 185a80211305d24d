"""The other commands: settings, demo, rebuild, backup and restore, help."""

import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.process import Run
from cli.world import talk, telegram, wecom
from faults.folders import content

Yutang = Callable[..., Run]


@pytest.fixture
def kept(yutang: Yutang, home: Path, tmp_path: Path) -> Path:
    """A data folder with one group."""
    assert yutang("import", telegram(tmp_path / "a.json", "G", talk(50))).code == 0
    return home


def test_settings_tell_where_each_came_from(yutang: Yutang, home: Path) -> None:
    home.mkdir()
    (home / "settings.toml").write_text('memory_mb = 300\ndatabase = "postgresql://me:secret@host/db"\n')
    run = yutang("settings", env={"YUTANG_ZONE": "Europe/Berlin", "COLUMNS": "200"})
    lines = {line.split()[0]: line for line in run.out.splitlines()}
    assert run.code == 0
    assert lines["memory_mb"].split()[1:3] == ["300", "settings.toml"]
    assert lines["zone"].split()[1:3] == ["Europe/Berlin", "environment"]
    assert lines["threads"].split()[1:3] == ["0", "default"]
    assert "secret" not in run.out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("memory_mb = [", "settings.toml can't be read: "),
        ("colour = 1", "settings.toml: there is no setting “colour” (yutang settings shows all)."),
        ('memory_mb = "much"', "A setting is wrong: "),
    ],
)
def test_settings_that_are_wrong_are_named(yutang: Yutang, home: Path, text: str, said: str) -> None:
    home.mkdir()
    (home / "settings.toml").write_text(text)
    run = yutang("checkup", "--keep")
    assert (run.code, said in run.line) == (2, True)


@pytest.mark.parametrize(
    ("url", "seen"),
    [
        ("postgresql://host/db?user=me&password=s3cret", "postgresql://host/db?…"),
        ("postgresql://me:s3cret@host:5433/db?sslmode=require", "postgresql://…@host:5433/db?…"),
        ("postgresql://host/db?password=s3@cret", "postgresql://…"),
        ("postgresql://me:s3/cr@et@host/db", "postgresql://…@host/db"),
        ("postgresql://me:s3?cret@host/db", "postgresql://…"),
        ("sqlite:////srv/state.sqlite", "sqlite:////srv/state.sqlite"),
    ],
)
def test_no_password_of_the_database_stands_on_the_screen(
    yutang: Yutang, home: Path, url: str, seen: str
) -> None:
    run = yutang("settings", env={"YUTANG_DATABASE": url, "COLUMNS": "300"}, home=home)
    told = {line.split()[0]: line for line in run.out.splitlines() if line.strip()}
    assert told["database"].split()[1] == seen
    assert "cret" not in run.out


def test_a_zone_that_is_none_in_the_settings(yutang: Yutang, tmp_path: Path) -> None:
    run = yutang("import", tmp_path, env={"YUTANG_ZONE": "Nowhere"})
    assert (run.code, run.line) == (
        2,
        "Nowhere is no time zone: use a name such as Asia/Shanghai or Europe/Berlin.",
    )


def test_a_folder_keeps_its_zone(yutang: Yutang, kept: Path) -> None:
    run = yutang("checkup", "--keep", env={"YUTANG_ZONE": "Europe/Berlin"})
    assert (run.code, run.line) == (
        2, "This data folder counts days in Asia/Shanghai; Europe/Berlin would need another folder.")  # fmt: skip


def test_importing_again_finds_nothing_new(yutang: Yutang, kept: Path, tmp_path: Path) -> None:
    before = content(kept)
    run = yutang("import", tmp_path / "a.json")
    assert (run.code, run.lines[-1]) == (0, f"0 new facts in {kept}")
    assert content(kept) == before


def test_rebuild_counts_what_is_there(yutang: Yutang, kept: Path) -> None:
    before = content(kept)
    run = yutang("rebuild")
    assert (run.code, run.line) == (0, f"Rebuilt: {len(before[0])} facts.")
    assert content(kept) == before


def test_a_backup_and_its_way_back(yutang: Yutang, kept: Path, tmp_path: Path) -> None:
    target, new = tmp_path / "b.zip", tmp_path / "new"
    made = yutang("backup", target)
    assert (made.code, made.line) == (0, f"Backup of {len(content(kept)[0])} facts: {target}")
    back = yutang("restore", target, home=new)
    assert (back.code, back.line) == (0, f"Restored into {new}.")
    assert content(new) == content(kept)
    assert yutang("checkup", "--keep", home=new).out == yutang("checkup", "--keep").out


def test_a_folder_in_use_is_not_restored_over(yutang: Yutang, kept: Path, tmp_path: Path) -> None:
    yutang("backup", tmp_path / "b.zip")
    before = content(kept)
    run = yutang("restore", tmp_path / "b.zip")
    assert (run.code, "There is data here already" in run.line) == (2, True)
    assert content(kept) == before


def test_backups_that_are_none(yutang: Yutang, kept: Path, home: Path, tmp_path: Path) -> None:
    yutang("backup", tmp_path / "b.zip")
    data = (tmp_path / "b.zip").read_bytes()
    (tmp_path / "cut.zip").write_bytes(data[: len(data) // 2])
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as out:
        out.writestr("a.txt", "no backup")
    for name in ("cut.zip", "other.zip", "gone.zip"):
        run = yutang("restore", tmp_path / name, home=tmp_path / "new")
        assert (run.code, run.line) == (2, f"{tmp_path / name} is no backup of Yutang's, or is cut short.")
    gone = tmp_path / "no" / "b.zip"
    run = yutang("backup", gone)
    assert (run.code, run.line) == (2, f"{gone} can't be written: No such file or directory")


def test_demo_writes_what_the_check_up_reads(yutang: Yutang, tmp_path: Path) -> None:
    run = yutang("demo", "--seed", "3", "--day", "2026-03-31", "--out", tmp_path / "d")
    assert run.code == 0
    assert run.line.startswith("Simulated tenant: ")
    assert (tmp_path / "d" / "truth.json").exists()
    again = yutang("demo", "--seed", "3", "--day", "2026-03-31", "--out", tmp_path / "e")
    assert again.code == 0
    one, two = (
        {p.relative_to(r): p.read_bytes() for p in r.rglob("*") if p.is_file()}
        for r in (tmp_path / "d", tmp_path / "e")
    )
    assert one == two


def test_demo_where_it_may_not_write(yutang: Yutang, tmp_path: Path) -> None:
    (tmp_path / "f").touch()
    run = yutang("demo", "--out", tmp_path / "f")
    assert (run.code, str(tmp_path / "f") in run.line) == (2, True)


@pytest.mark.parametrize(
    "argv", [["nonsense"], ["checkup", "--nonsense"], ["checkup", "x", "--format", "pdf"], ["restore"]]
)
def test_a_slip_is_said_with_the_usage(yutang: Yutang, argv: list[str]) -> None:
    run = yutang(*argv)
    assert run.code == 2
    assert run.lines[0].startswith("Usage: yutang")
    assert run.lines[-1].startswith("Error: ")


def test_help_lists_every_command(yutang: Yutang) -> None:
    run = yutang("--help")
    assert run.code == 0
    for name in ("checkup", "import", "demo", "settings", "rebuild", "backup", "restore"):
        assert f"\n  {name} " in run.out
        assert yutang(name, "--help").code == 0
    assert yutang().code in (0, 2)


def test_the_console_script_itself(tmp_path: Path) -> None:
    script = Path(sys.executable).with_name("yutang")
    done = subprocess.run([script, "checkup", wecom(tmp_path / "a.jsonl", talk(30)), "--lang", "en"], check=False,
                          env={"YUTANG_HOME": str(tmp_path / "h"), "PATH": "/usr/bin:/bin"}, capture_output=True, text=True)  # fmt: skip
    assert (done.returncode, done.stderr.splitlines()[0]) == (
        0, "WeCom session archive: 1 file, 1 chats, 30 messages, 0 joins, 0 leaves")  # fmt: skip
    assert "leaked" not in done.stderr
    version = subprocess.run([script, "--version"], check=True, capture_output=True, text=True)
    assert "yutang, version" in version.stdout
