"""Arrow tables into State and out again, unchanged, on both databases."""

from typing import Any

import hypothesis.strategies as st
import pyarrow as pa
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings

from yutang.kit import arrow
from yutang.kit.arrow import COLUMN_TYPES, insert_rows, read_tables, shape_of
from yutang.kit.db import Database, metadata
from yutang.kit.tables import job
from yutang.ledger.tables import inlet

ROWS: list[dict[str, Any]] = [
    {"id": 1, "key": "甲", "origin": "o'o", "platform": "😀", "received_at": 2**62, "state": 0, "rows": 3, "facts": None,
     "blob": b"\x00\xff", "run_id": None, "fault": None},
    {"id": 2, "key": "", "origin": "\n\t", "platform": "w", "received_at": -1, "state": 6, "rows": 0, "facts": 7,
     "blob": None, "run_id": 2**53 + 1, "fault": "%s ? :x"},
]  # fmt: skip


def _read(state: Database, query: sa.Select[Any], shape: pa.Schema) -> list[pa.Table]:
    with state.read() as conn:
        return list(read_tables(conn, query, shape))


def test_rows_come_out_as_they_went_in(database: Database) -> None:
    shape = shape_of(inlet.columns)
    table = pa.Table.from_pylist(ROWS, schema=shape)
    database.write(lambda conn: insert_rows(conn, inlet, table))
    (found,) = _read(database, sa.select(inlet).order_by(inlet.c.id), shape)
    assert found.schema == shape
    assert found.to_pylist() == ROWS


def test_who_has_read_may_insert_on_the_same_connection(database: Database) -> None:
    shape = shape_of(inlet.columns)
    table = pa.Table.from_pylist(ROWS, schema=shape)

    def write(conn: sa.Connection) -> int:
        assert list(read_tables(conn, sa.select(inlet), shape)) == []
        insert_rows(conn, inlet, table)
        return sum(part.num_rows for part in read_tables(conn, sa.select(inlet), shape))

    assert database.write(write) == 2


def test_columns_go_by_their_names_and_not_by_their_order(database: Database) -> None:
    names = [c.name for c in inlet.columns if c.name != "fault"][::-1]
    table = pa.Table.from_pylist(ROWS, schema=shape_of(inlet.columns)).select(names)
    database.write(lambda conn: insert_rows(conn, inlet, table))
    (found,) = _read(database, sa.select(inlet).order_by(inlet.c.id), shape_of(inlet.columns))
    assert found.column("key").to_pylist() == ["甲", ""]
    assert found.column("fault").to_pylist() == [None, None]


def test_no_rows_are_no_statement_and_no_table(database: Database) -> None:
    shape = shape_of(inlet.columns)
    database.write(lambda conn: insert_rows(conn, inlet, shape.empty_table()))
    assert _read(database, sa.select(inlet), shape) == []


def test_truths_stay_truths(database: Database) -> None:
    shape = shape_of([job.c.cancel_asked, job.c.attempts])
    whole = {
        "kind": "a",
        "lane": "l",
        "state": "done",
        "params": "{}",
        "done": 0,
        "created_at": 0,
        "run_at": 0,
    }
    told = [whole | {"cancel_asked": asked, "attempts": n} for n, asked in enumerate((True, False))]
    database.write(lambda conn: conn.execute(sa.insert(job), told))
    query = sa.select(job.c.cancel_asked, job.c.attempts).order_by(job.c.id)
    assert _read(database, query, shape)[0].to_pylist() == [
        {"cancel_asked": True, "attempts": 0},
        {"cancel_asked": False, "attempts": 1},
    ]


@pytest.mark.parametrize("rows", [3, 4, 5, 9])
def test_long_answers_come_in_pieces_that_fit(
    database: Database, monkeypatch: pytest.MonkeyPatch, rows: int
) -> None:
    monkeypatch.setattr(arrow, "CHUNK", 4)
    shape = shape_of(inlet.columns)
    many = pa.Table.from_pylist([ROWS[0] | {"id": n + 1, "key": str(n)} for n in range(rows)], schema=shape)
    database.write(lambda conn: insert_rows(conn, inlet, many))
    found = _read(database, sa.select(inlet).order_by(inlet.c.id), shape)
    assert [t.num_rows for t in found] == [4] * (rows // 4) + ([rows % 4] if rows % 4 else [])
    assert pa.concat_tables(found).column("key").to_pylist() == [str(n) for n in range(rows)]


def test_a_row_that_does_not_fit_takes_none_in(database: Database) -> None:
    twice = pa.Table.from_pylist([ROWS[0], ROWS[0] | {"id": 9}], schema=shape_of(inlet.columns))
    with pytest.raises(sa.exc.IntegrityError):
        database.write(lambda conn: insert_rows(conn, inlet, twice))
    assert _read(database, sa.select(inlet), shape_of(inlet.columns)) == []


def test_every_column_of_state_has_a_type_in_arrow() -> None:
    for table in metadata.tables.values():
        assert {type(c.type).__name__ for c in table.columns} <= set(COLUMN_TYPES), table.name
        assert shape_of(table.columns).names == [c.name for c in table.columns]


TEXT = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=20)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(TEXT, st.integers(-(2**63), 2**63 - 1), st.none() | st.binary(max_size=30)), max_size=8
    )
)
def test_any_values_survive(database: Database, told: list[tuple[str, int, bytes | None]]) -> None:
    shape = shape_of(inlet.columns)
    rows = [ROWS[0] | {"id": n + 1, "key": f"{n}{text}", "received_at": number, "blob": blob}
            for n, (text, number, blob) in enumerate(told)]  # fmt: skip
    database.write(lambda conn: conn.execute(sa.delete(inlet)))
    database.write(lambda conn: insert_rows(conn, inlet, pa.Table.from_pylist(rows, schema=shape)))
    found = _read(database, sa.select(inlet).order_by(inlet.c.id), shape)
    assert [row for table in found for row in table.to_pylist()] == rows
