"""CSV and XLSX: everything is there, and nothing in it computes."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from tests.insight.sample import NASTY, empty, sample

from yutang.insight.columns import GROUP_COLUMNS, defined
from yutang.insight.tables import write_csv, write_xlsx
from yutang.kit.cells import harmless
from yutang.locales import catalogue

DANGEROUS = tuple("=+-@＝＋－＠\t\r\n")


def as_csv(checkup, lang="zh") -> list[list[str]]:
    out = io.BytesIO()
    write_csv(checkup, lang, out)
    return list(csv.reader(io.StringIO(out.getvalue().decode("utf-8-sig"), newline="")))


def as_book(checkup, lang="zh") -> CalamineWorkbook:
    out = io.BytesIO()
    write_xlsx(checkup, lang, out)
    return CalamineWorkbook.from_filelike(io.BytesIO(out.getvalue()))


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@x",
        "＝1",
        "＋1",
        "－1",
        "＠x",
        "\t=1",
        "\rx",
        "\nx",
        "  =1",
        "\ufeff=1",
        "\u200b=1",
        "\u202e=1",
    ],
)
def test_what_a_spreadsheet_would_compute_gets_an_apostrophe(text):
    assert harmless(text) == "'" + text


@pytest.mark.parametrize("text", ["", "群", "a=1", "1-2", "'=1", "https://x.example/?a=1", "（=）"])
def test_other_text_is_left_alone(text):
    assert harmless(text) == text


@given(st.text(max_size=40))
def test_no_text_whatever_starts_a_formula(text):
    cell = harmless(text)
    assert not cell.startswith(DANGEROUS)
    assert not cell.lstrip().startswith(DANGEROUS)
    cell.encode()


def test_a_cell_fits_excel():
    assert len(harmless("=" + "a" * 40_000)) == 32_767


def test_csv_is_utf8_with_bom_and_has_every_group():
    out = io.BytesIO()
    write_csv(sample(), "zh", out)
    assert out.getvalue().startswith(b"\xef\xbb\xbf" + "群名".encode())
    assert b"\r\n" in out.getvalue()
    rows = as_csv(sample())
    assert len(rows) == 301
    assert {len(row) for row in rows} == {len(GROUP_COLUMNS)}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_text_cell_of_the_csv_is_a_formula(lang):
    text = [at for at, column in enumerate(GROUP_COLUMNS) if column.kind == "text"]
    cells = [row[at] for row in as_csv(sample(), lang) for at in text]
    assert not [cell for cell in cells if cell.startswith(DANGEROUS)]
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)


def test_a_negative_number_stays_a_number():
    at = next(i for i, column in enumerate(GROUP_COLUMNS) if column.code == "net_28d")
    assert any(row[at].startswith("-") and int(row[at]) < 0 for row in as_csv(sample())[1:])


@pytest.mark.parametrize(
    ("lang", "names"),
    [("zh", ["群", "员工负担", "群发", "口径"]), ("en", ["Groups", "Operators", "Blasts", "Definitions"])],
)
def test_the_workbook_has_four_sheets_in_the_language(lang, names):
    assert as_book(sample(30), lang).sheet_names == names


def test_the_workbook_holds_every_group_operator_and_blast():
    checkup = sample()
    sheets = [as_book(checkup).get_sheet_by_index(i).to_python() for i in range(4)]
    assert [len(sheet) - 1 for sheet in sheets[:3]] == [300, len(checkup.operators), len(checkup.blasts)]
    assert sheets[0][0][0] == "群名"
    assert len(sheets[3]) == 1 + len(defined()) + len(checkup.assumptions) + 1


def test_no_cell_of_the_workbook_is_a_formula():
    book = as_book(sample())
    cells = [cell for i in range(4) for row in book.get_sheet_by_index(i).to_python() for cell in row]
    assert not [cell for cell in cells if isinstance(cell, str) and cell.startswith(DANGEROUS)]
    assert "'" + NASTY[3] in cells


def test_numbers_and_days_are_numbers_and_days():
    row = as_book(sample(30), "en").get_sheet_by_index(0).to_python()[1]
    kinds = {
        type(cell)
        for cell, column in zip(row, GROUP_COLUMNS, strict=True)
        if column.kind == "count" and cell != ""
    }
    assert kinds == {float}
    assert "date" in {type(cell).__name__ for cell in row}


def test_without_groups_the_tables_have_their_heads():
    assert len(as_csv(empty())) == 1
    assert len(as_book(empty()).get_sheet_by_index(0).to_python()) == 1


def test_everything_that_is_shown_is_defined_in_both_languages():
    for lang in ("zh", "en"):
        assert all(
            f"column.{code}" in catalogue(lang) and f"define.{code}" in catalogue(lang) for code in defined()
        )
