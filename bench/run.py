"""`make bench [ONLY=prefix] [SCALE=0.1]`: every measure beside its floor, against the limits the issues name.

Each module of MODULES has `rows(scale, only) -> list[Row]`. Prints a table, writes bench/results.json. With SCALE
other than 1 the figures say nothing about the limits: `ok` is null. Exit code 1 when a limit is missed or has no row.
"""

import argparse
import importlib
import json
import sys
import tomllib
from pathlib import Path

from row import Row

HERE = Path(__file__).parent
MODULES = {
    "checkup": "checkup", "import": "imports", "ledger": "imports", "web": "web", "pages": "web", "console": "console",
    "decision": "decisions", "rules": "rules", "people": "people", "people.import": "people_import", "people.search": "people_import", "people.retention": "retention",
    "tags": "people_tags", "outbox": "outbox", "wecom": "wecom",
    "wecom.welcome": "wecom_welcome",
}  # fmt: skip


def judged(row: Row, limits: dict[str, dict], scale: float) -> dict:
    limit = limits.get(row.name)
    ratio = row.value / row.floor if row.floor else None
    ok = None
    if limit and scale == 1:
        measured = ratio if limit["of"] == "ratio" else row.value
        ok = measured <= limit["limit"] if limit["sense"] == "at_most" else measured >= limit["limit"]
    return {"name": row.name, "value": row.value, "unit": row.unit, "floor": row.floor, "ratio": ratio,
            "limit": limit and limit["limit"], "ok": ok, "note": row.note}  # fmt: skip


def missing(found: list[dict], limits: dict[str, dict], only: str) -> list[dict]:
    named = {row["name"] for row in found}
    return [{"name": name, "value": None, "unit": "", "floor": None, "ratio": None, "limit": limit["limit"],
             "ok": False, "note": "no row"}
            for name, limit in limits.items() if name.startswith(only) and name not in named]  # fmt: skip


def show(rows: list[dict]) -> None:
    def number(value: float | None) -> str:
        return "–" if value is None else f"{value:,.3f}" if abs(value) < 100 else f"{value:,.0f}"

    print(f"{'name':28}{'value':>14} {'unit':10}{'floor':>12}{'ratio':>9}{'limit':>12}  ok")
    for row in rows:
        mark = {True: "yes", False: "NO", None: "–"}[row["ok"]]
        print(f"{row['name']:28}{number(row['value']):>14} {row['unit']:10}{number(row['floor']):>12}"
              f"{number(row['ratio']):>9}{number(row['limit']):>12}  {mark:4}{row['note']}")  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", default="", help="rows whose names begin with this")
    parser.add_argument("--scale", type=float, default=1.0)
    asked = parser.parse_args()
    limits = tomllib.loads((HERE / "limits.toml").read_text("utf-8"))
    modules = {
        m for prefix, m in MODULES.items() if prefix.startswith(asked.only) or asked.only.startswith(prefix)
    }
    rows = [
        row for name in sorted(modules) for row in importlib.import_module(name).rows(asked.scale, asked.only)
    ]
    found = [judged(row, limits, asked.scale) for row in rows if row.name.startswith(asked.only)]
    found += missing(found, limits, asked.only) if asked.scale == 1 else []
    show(found)
    (HERE / "results.json").write_text(json.dumps(found, indent=1) + "\n")
    return 1 if any(row["ok"] is False for row in found) else 0


if __name__ == "__main__":
    sys.exit(main())
