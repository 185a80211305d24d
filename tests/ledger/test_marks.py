"""Names as numbers: the same in Python and in DuckDB, small enough for JavaScript, apart by class."""

import duckdb
from hypothesis import given
from hypothesis import strategies as st

from yutang.ledger.marks import MASK, mark, mark_sql

TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=20)


@given(st.lists(TEXT, min_size=1, max_size=30))
def test_duckdb_makes_the_same_numbers(names: list[str]) -> None:
    with duckdb.connect() as db:
        rows = db.execute(
            f"select {mark_sql('tag', 'n', chr(39) + 'x' + chr(39))} from (select unnest(?) as n)", [names]
        )
        assert [row[0] for row in rows.fetchall()] == [mark("tag", name, "x") for name in names]


def test_a_mark_fits_javascript_and_differs_by_class_and_by_where_a_name_ends() -> None:
    marks = {mark("tag", "ab"), mark("attribute", "ab"), mark("tag", "a", "b"), mark("tag", "a")}
    assert len(marks) == 4
    assert all(0 <= one <= MASK < 2**53 for one in marks)


def test_no_name_has_no_number() -> None:
    with duckdb.connect() as db:
        assert db.execute(f"select {mark_sql('source', 'null::varchar')}").fetchall() == [(None,)]
