"""What must not be in the repository: paths of one machine, registries' addresses, words that promise work."""

import json
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TRACKED = [
    ROOT / name
    for name in subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.splitlines()
]
TEXTS = [
    p for p in TRACKED if p.suffix in {".py", ".md", ".toml", ".lock", ".json", ".html", ".css", ".js", ""}
]
MACHINE = "|".join(("/wo" + "rk/", "/fa" + "rm/", "/ro" + "ot/", "/tmp/ba" + "sh_jobs"))


def _hits(pattern: str) -> list[str]:
    found = re.compile(pattern)
    return [
        f"{p.relative_to(ROOT)}:{n}"
        for p in TEXTS
        if p.is_file()
        for n, line in enumerate(p.read_text("utf-8", "replace").splitlines(), 1)
        if found.search(line)
    ]


def test_no_path_of_one_machine() -> None:
    assert _hits(MACHINE) == []


def test_locks_have_hashes_and_no_address() -> None:
    for name in ("requirements.lock", "bootstrap.lock", "engines.lock", "node.lock"):
        text = (ROOT / name).read_text("utf-8")
        assert "://" not in text  # "httpx" is a package
        assert text.count("--hash=sha256:") >= len(re.findall(r"^[a-z0-9]", text, re.MULTILINE))


def test_the_consoles_lock_has_hashes_and_no_registry() -> None:
    packages = json.loads((ROOT / "console" / "package-lock.json").read_text("utf-8"))["packages"]
    fetched = {name: entry for name, entry in packages.items() if name and not entry.get("link")}
    assert [name for name, entry in fetched.items() if "resolved" in entry] == []
    assert [n for n, entry in fetched.items() if "integrity" not in entry and not entry.get("inBundle")] == []


def test_nothing_is_left_to_do_in_source() -> None:
    words = "|".join(("TO" + "DO", "FIX" + "ME", "raise Not" + "Implemented", "XX" + "X"))
    assert [hit for hit in _hits(rf"\b({words})") if hit.startswith("src/")] == []


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md",
                                  "CHANGELOG.md", "LICENSE"])  # fmt: skip
def test_the_pages_a_reader_expects_are_there(name: str) -> None:
    assert len((ROOT / name).read_text("utf-8")) > 400


def test_links_between_pages_lead_somewhere() -> None:
    broken = [
        f"{page.relative_to(ROOT)} → {target}"
        for page in TRACKED
        if page.suffix == ".md" and page.is_file()
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8"))
        if "://" not in target and not target.startswith("mailto:") and not (page.parent / target).exists()
    ]
    assert broken == []
