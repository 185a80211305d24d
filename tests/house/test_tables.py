"""Each table of State is written by one package: the one whose tables.py declares it."""

import ast
from pathlib import Path

import yutang.importers.tables
import yutang.main  # noqa: F401 - registers every table
from yutang.kit.db import metadata

SOURCE = Path(__file__).parents[2] / "src" / "yutang"
# The ledger copies every table out and in as it is: backup and restore.
GENERAL = {"ledger/backup.py", "kit/arrow.py", "migrations/versions/0001_ledger.py"}
WRITES = {"insert", "update", "delete", "upsert", "insert_rows"}


def _owners() -> dict[str, str]:
    """Table variable → package, from the tables.py files."""
    found = {}
    for path in SOURCE.rglob("tables.py"):
        for node in ast.parse(path.read_text("utf-8")).body:
            call = node.value if isinstance(node, ast.Assign) else None
            if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "Table":
                found[node.targets[0].id] = path.relative_to(SOURCE).parts[0]  # type: ignore[attr-defined]
    return found


def _writes(path: Path) -> set[str]:
    """Names handed to a writing call in a file."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in WRITES:
                found |= {arg.id for arg in node.args if isinstance(arg, ast.Name)}
    return found


def test_every_table_is_declared_in_a_tables_file() -> None:
    assert len(_owners()) == len(metadata.tables)


def test_each_table_has_one_writer() -> None:
    owners = _owners()
    foreign = [
        (str(path.relative_to(SOURCE)), name)
        for path in SOURCE.rglob("*.py")
        if str(path.relative_to(SOURCE)) not in GENERAL
        for name in _writes(path) & set(owners)
        if path.relative_to(SOURCE).parts[0] != owners[name]
    ]
    assert foreign == []


def test_the_check_sees_a_foreign_write(tmp_path: Path) -> None:
    (tmp_path / "x.py").write_text("sa.insert(customer).values(a=1)\nupsert(conn, inlet)\n")
    assert _writes(tmp_path / "x.py") == {"customer", "conn", "inlet"}
