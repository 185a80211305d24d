"""Exports of shop systems, with the headings they publish: what each column becomes. The tables lie in presets/."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from yutang.contacts import Kind as Contact
from yutang.importers.sheets.shapes import BY_TABLE
from yutang.importers.sheets.systems import system_of, systems
from yutang.ledger.catalogue import Kind

PRESETS = Path(__file__).parent / "presets"
FILES = sorted(path.stem for path in PRESETS.glob("*.csv"))


def _plain(row: dict[str, Any], names: dict[str, str]) -> str:
    """A sighting as one line: kind, who, whom or what, amount, props. Hashes go by the name of what was hashed."""
    ref = row["related_ref"] if row["object_ref"] is None else row["object_ref"]
    parts = [
        Kind(row["kind"]).name.lower(),
        row["actor_ref"],
        row["actor_name"],
        ref,
        row["amount"],
        row["props"],
    ]
    line = " | ".join("" if part is None else str(part) for part in parts)
    for hashed, name in names.items():
        line = line.replace(hashed, name)
    return line.replace("\x1f", "~")


@pytest.mark.parametrize("name", FILES)
def test_an_export_says_what_its_golden_file_says(read, contacts, name):
    told = read(f"{name}.csv", (PRESETS / f"{name}.csv").read_text("utf-8"))
    numbers = ("+8613800138000", "+8613900139000", "+14155550100", "+14155550111")
    names = {contacts.hash(Contact.PHONE, n): n for n in numbers}
    names |= {contacts.hash(Contact.EMAIL, a): a for a in ("bob@example.com", "eve@example.com")}
    names |= {
        contacts.last_four_hash(four) + contacts.shown_hash("138" + four): f"138****{four}/"
        for four in ("8000", "8001")
    }
    found = sorted(_plain(row, names) for row in told.rows())
    assert found == (PRESETS / f"{name}.golden").read_text("utf-8").splitlines()
    assert f"note.system:{name.partition('_')[0]}" in told.notes()


@pytest.mark.parametrize("name", FILES)
def test_no_column_of_an_export_is_needed_for_another(read, name):
    """The other way round, with the columns in reverse, the same is said."""
    text = (PRESETS / f"{name}.csv").read_text("utf-8")
    rows = list(csv.reader(text.splitlines()))
    back = "\n".join(
        ",".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in reversed(row)) for row in rows
    )

    def said(content: str) -> list[str]:
        return sorted(_plain(row, {}) for row in read(f"{name}.csv", content).rows())

    assert said(back) == said(text)


def test_presets_name_fields_that_there_are():
    for system in systems():
        for table, columns in system.columns.items():
            known = {field.name for field in BY_TABLE[table].fields} | {"ignore"}
            assert set(columns.values()) <= known, (system.name, table)
        assert system.enough <= len(system.tells)


@pytest.mark.parametrize(
    ("header", "name"),
    [("订单号,金额,下单时间,客户ID", None), ("客户名称,手机号,标签,跟进人", None), ("主订单编号,子订单编号,选购商品", "douyin"),
     ("Name,Email,Financial Status,Lineitem name", "shopify"), ("Invoice,StockCode,Quantity,InvoiceDate,Price", None)],
)  # fmt: skip
def test_a_system_is_told_by_headings_of_its_own(header, name):
    found = system_of(header.split(","))
    assert (found.name if found else None) == name


def test_the_users_mapping_wins_over_a_preset(read):
    text = (PRESETS / "jd_orders.csv").read_text("utf-8")
    told = read(
        "jd.csv",
        text,
        mapping={"结算金额": "amount", "应付金额": "ignore", "订单金额": "ignore", "商品ID": "items"},
    )
    (first, *_) = told.rows(Kind.ORDER_PLACED)
    assert json.loads(first["props"])["items"] == "5001"
    assert any("结算金额=amount" in note for note in told.notes())
