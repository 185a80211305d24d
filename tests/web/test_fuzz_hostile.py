"""Names that are markup, formulas or worse, in everything that is shown; bodies that are no bodies."""

import csv
import io
import json
import re
import zipfile
from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from tests.checkup.tenant import END, seen, talk
from tests.ledger.batch import take
from tests.web.test_imports import desk, imported, uploaded

from yutang.kit import clock
from yutang.ledger.catalogue import Kind
from yutang.worker.digests import make_digest

__all__ = ["desk"]
EVIL = '"><img src=x onerror=alert(1)></script><script>alert(2)</script>{{7*7}}'
FORMULA = '=HYPERLINK("http://evil.example","x")'


class Tags(HTMLParser):
    """Elements and attributes of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


@pytest.fixture
def marked(served: SimpleNamespace) -> SimpleNamespace:
    """The tenant with a dead group, an owner and a line of such names; its check-up and a summary made."""
    rows = [seen("evil", END, owner="eve", line=EVIL), *talk("evil", range(100, 200, 2), (3, 4, 5))]
    rows[0] = (rows[0][0], rows[0][1], rows[0][2] | {"text": EVIL})
    rows.append((Kind.IDENTITY_SEEN, END, {"actor": "eve", "name": FORMULA}))
    take(served.ledger, "evil", *rows)
    served.board.take(now=clock.now())
    told = {"period": "daily"}
    served.digest = make_digest(served.ledger.state, served.board, told, now=clock.now(), link_base="")[
        "digest"
    ]
    served.boss = served.client("administrator")
    return served


def test_pages_show_them_and_run_nothing(marked: SimpleNamespace) -> None:
    for path in ("/checkup/report?lang=zh", "/checkup/report?lang=en", f"/digests/{marked.digest}/file"):
        answer = marked.boss("GET", path)
        page = Tags(answer.text)
        assert "img" not in page.tags, path
        assert not {name for name in page.attributes if name.startswith("on")}
        assert "alert(2)</script>" not in answer.text
        scripts = re.findall(r"script-src ([^;]*)", answer.headers["content-security-policy"])
        assert all(re.fullmatch(r"'sha256-[\w+/=]*'", told) for told in scripts)
    assert "&lt;img src=x" in marked.boss("GET", "/checkup/report").text


def test_workbooks_hold_text_and_no_formula(marked: SimpleNamespace) -> None:
    for path in ("/checkup/export.xlsx", f"/digests/{marked.digest}/file?format=xlsx"):
        book = io.BytesIO(marked.boss("GET", path).content)
        parts = zipfile.ZipFile(book)
        sheets = [parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
        assert not any(b"<f>" in sheet or b"<hyperlink " in sheet for sheet in sheets)
    book = CalamineWorkbook.from_filelike(io.BytesIO(marked.boss("GET", "/checkup/export.xlsx").content))
    cells = {
        str(c) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for c in row
    }
    assert EVIL in cells
    assert {cell[0] for cell in cells if "HYPERLINK(" in cell} == {"'"}


def test_json_is_told_as_json(marked: SimpleNamespace) -> None:
    answer = marked.boss("GET", "/checkup/groups")
    assert answer.headers["content-type"] == "application/json"
    row = next(row for row in answer.json()["items"] if row["name"] == EVIL)
    assert (row["line"], row["owner"]) == (EVIL, FORMULA)


def test_rejected_rows_are_no_formulas_in_a_spreadsheet(desk: SimpleNamespace) -> None:
    table = (
        f"时间,发送人,内容\n2024-06-01 10:00:00,张三,你好\n=1+1,{EVIL.replace(',', ' ')},=cmd|' /C calc'!A0\n"
    )
    _, run = imported(desk, uploaded(desk.browser, t_csv=table))
    told = desk.browser("GET", f"/imports/{run['id']}/rejects").text
    assert "cmd|" in told
    for row in csv.reader(io.StringIO(told.lstrip("\ufeff"))):
        assert not [cell for cell in row if cell[:1] in ("=", "+", "-", "@", "\t", "\r")], row


DEEP = b"[" * 100_000 + b"]" * 100_000
BODIES: list[Any] = [
    DEEP, b'{"a":' * 50_000, b"\xff\xfe", b'"\xed\xa0\x80"', b"\x00", b"", b"nul", b"1e999", b'{"groups":["\x00"]}',
    b'{"groups":[' + b"9" * 400_000 + b"]}", json.dumps({"groups": ["\ud800"]}).encode(), b'{"groups":' + DEEP + b"}",
]  # fmt: skip


@pytest.mark.parametrize("body", range(len(BODIES)))
def test_bodies_that_are_none_are_refused(served: SimpleNamespace, body: int) -> None:
    boss = served.client("administrator")
    headers = {"Content-Type": "application/json"}
    for path in (
        "/session",
        "/checkup/accept",
        "/users",
        "/digests",
        "/imports",
        "/tokens",
        "/tasks/batch",
    ):
        answer = boss("POST", path, content=BODIES[body], headers=headers)
        assert answer.status_code in {400, 401, 404, 422}, (path, answer.text[:200])
        assert answer.json()["code"]
    facts = boss("POST", "/facts", content=BODIES[body], headers=headers)
    assert facts.status_code == 400 or facts.json()["accepted"] == 0  # they are judged one by one
    put = boss("PUT", "/me/preferences/columns", content=BODIES[body], headers=headers)
    assert put.status_code == 400


@pytest.mark.parametrize("value", ["../../etc/passwd", "%2e%2e%2f%2e%2e", "..%5c..", "%00", "a%0d%0ab", "9" * 400, "-1",
                                   "1e9", "0x10", "%ff%fe", "'; drop table user_account;--", "{{7*7}}"])  # fmt: skip
def test_no_path_parameter_leads_elsewhere(served: SimpleNamespace, value: str) -> None:
    boss = served.client("administrator")
    for path in (
        route.path for route in served.app.litestar.routes if "{" in route.path and "/api/v1" in route.path
    ):
        before, _, after = path.removeprefix("/api/v1").partition("{")
        answer = boss("GET", before + value + after.partition("}")[2])
        assert answer.status_code in {200, 400, 404, 405}, (path, answer.text[:200])
        assert "root:" not in answer.text
        assert answer.status_code != 200 or "preferences" in path or value.startswith(".."), (
            path,
            answer.text[:200],
        )
