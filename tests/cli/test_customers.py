"""`yutang customers`: people in, one out as lines, one erased, also while a server holds the folder."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.process import Run
from yutang.customers import definitions
from yutang.customers.attributes import AttributeType, Definition
from yutang.kit.db import Database

Yutang = Callable[..., Run]
PEOPLE = "客户ID,昵称,手机号,标签,跟进人账号,添加时间\nwmLeavesUs001,李要走,13800138000,会员/金,LiLei,2026-03-01 10:00:00\nwmStaysHere02,王留下,13900139000,会员/银,LiLei,2026-03-02 10:00:00\n"


@pytest.fixture
def people(yutang: Yutang, tmp_path: Path) -> Path:
    file = tmp_path / "客户.csv"
    file.write_text(PEOPLE, "utf-8")
    assert yutang("customers", "import", file).code == 0
    return file


def who(yutang: Yutang, text: str, tmp_path: Path) -> int:
    """The customer whose export holds `text`."""
    for id_ in range(1, 12):
        out = tmp_path / f"{id_}.ndjson"
        if yutang("customers", "export", str(id_), "--out", out).code == 0 and text in out.read_text("utf-8"):
            return id_
    raise AssertionError(text)


def test_one_person_is_handed_out_and_then_erased(
    yutang: Yutang, home: Path, people: Path, tmp_path: Path
) -> None:
    id_ = who(yutang, "李要走", tmp_path)
    lines = [json.loads(line) for line in (tmp_path / f"{id_}.ndjson").read_text("utf-8").splitlines()]
    assert {line["contact"] for line in lines if line["of"] == "account"} >= {"+8613800138000"}
    assert any(line["of"] == "fact" and line["kind"] == "relation.begun" for line in lines)
    (home / "rejects").mkdir(exist_ok=True)
    (home / "rejects" / "old.csv").write_text("1,bad,wmLeavesUs001", "utf-8")
    run = yutang("customers", "erase", str(id_), "--yes")
    assert (run.code, run.line.startswith("Erased: 2 accounts")) == (0, True)
    assert not (home / "rejects" / "old.csv").exists()
    assert yutang("customers", "export", str(id_), "--out", tmp_path / "after").code == 0
    after = (tmp_path / "after").read_text("utf-8")
    assert "李要走" not in after
    assert "wmLeavesUs001" not in after
    assert "138" not in "".join(line for line in after.splitlines() if '"account"' in line)


def test_it_is_asked_first_and_unknown_people_are_told(yutang: Yutang, people: Path, tmp_path: Path) -> None:
    id_ = who(yutang, "王留下", tmp_path)
    assert yutang("customers", "erase", str(id_), stdin="n\n").code == 1
    assert "王留下" in (tmp_path / f"{id_}.ndjson").read_text("utf-8")
    for verb in (["erase", "987654", "--yes"], ["export", "987654"]):
        run = yutang("customers", *verb)
        assert (run.code, run.line.count("\n")) == (2, 0)


def test_a_sensitive_attribute_is_not_taken_from_a_file(yutang: Yutang, home: Path, people: Path) -> None:
    wanted = Definition(
        code="illness", name_zh="病史", name_en="Illness", type=AttributeType.TEXT, sensitive=True
    )
    state = Database(f"sqlite:///{home / 'state.sqlite'}")
    state.write(lambda conn: definitions.add(conn, wanted))
    state.close()
    file = people.with_name("病史.csv")
    file.write_text("客户ID,病史\nwmStaysHere02,敏感肌\n", "utf-8")
    run = yutang("customers", "import", file, "--column", "病史=attribute:illness")
    assert (run.code, run.line.count("\n")) == (2, 0)
    assert "illness" in run.line
    assert yutang("customers", "import", file, "--column", "病史=attribute:skin").code == 0
