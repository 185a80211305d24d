"""pyright is strict everywhere. What it is told to pass over stands at the top of a file, and only for one reason:
the file uses a library that has no type stubs, so that its members' types are unknown.
"""

import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "yutang"
UNTYPED = {"pyarrow": "no stubs", "rensa": "no stubs", "rjieba": "no stubs", "xlsxwriter": "no stubs",
           "python_calamine": "no stubs", "opencc": "no stubs", "pypinyin": "no stubs", "ahocorasick": "no stubs",
            "ijson": "no stubs", "duckdb": "rows and relations are Any"}  # fmt: skip
# What an untyped library makes unknown; nothing that would hide a mistake of ours.
ALLOWED = {"reportMissingTypeStubs", "reportUnknownMemberType", "reportUnknownVariableType",
           "reportUnknownArgumentType", "reportUnknownParameterType", "reportUnknownLambdaType",
           "reportAttributeAccessIssue"}  # fmt: skip
PRAGMA = re.compile(r"^# pyright: (.*)$", re.MULTILINE)
FILES = [p for p in sorted(SOURCE.rglob("*.py")) if PRAGMA.search(p.read_text("utf-8"))]


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_a_file_is_excused_only_for_a_library_without_types(path: Path) -> None:
    text = path.read_text("utf-8")
    switched = {part.split("=")[0].strip() for found in PRAGMA.findall(text) for part in found.split(",")}
    assert switched <= ALLOWED
    uses = {name for name in UNTYPED if re.search(rf"^\s*(?:import|from) {name}\b", text, re.MULTILINE)}
    assert uses or "pa." in text or "cursor" in text


def test_single_lines_are_excused_by_name() -> None:
    bare = [
        str(p)
        for p in SOURCE.rglob("*.py")
        if re.search(r"#\s*(type|pyright): ignore(?!\[)", p.read_text("utf-8"))
    ]
    assert bare == []
