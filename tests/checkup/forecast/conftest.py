"""The check-up's two tables of days, made by hand."""

import datetime as dt
from collections.abc import Iterable, Iterator

import duckdb
import pytest

CUT = dt.date(2026, 1, 31)


class Days:
    """Groups with talk on given days before CUT; every speaker says `each` things."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self.con = con
        con.execute(
            "create temp table cu_sender_day(group_id bigint, day date, identity_id bigint, messages integer)"
        )
        con.execute(
            "create temp table cu_group_day(group_id bigint, day date, messages integer, speakers integer,"
            " staff_messages integer, guessed boolean)"
        )
        con.execute("create temp table snapshot(group_id bigint, cut date)")

    def talk(self, group: int, ago: Iterable[int], people: Iterable[int] = (1, 2), each: int = 1) -> None:
        """The same people speak on each day; `ago` counts back from CUT, below 0 is its future."""
        days, who = list(ago), list(people)
        values = {"g": group, "cut": CUT, "ago": days, "who": who, "each": each}
        self.con.execute(
            """insert into cu_sender_day select $g, $cut::date - a::integer, w, $each
            from unnest($ago::bigint[]) as x(a), unnest($who::bigint[]) as y(w)""",
            values,
        )
        del values["who"]
        self.con.execute(
            """insert into cu_group_day select $g, $cut::date - a::integer, $n * $each, $n, 0, false
            from unnest($ago::bigint[]) as x(a)""",
            values | {"n": len(who)},
        )

    def cut(self, group: int, ago: int = 0) -> None:
        self.con.execute("insert into snapshot values ($1, $2::date - $3::integer)", [group, CUT, ago])


@pytest.fixture
def days() -> Iterator[Days]:
    con = duckdb.connect(config={"threads": 1})
    yield Days(con)
    con.close()
