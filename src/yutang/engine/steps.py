"""Runs a list of named SQL statements on one cursor: each is timed, and the run can be stopped between and inside."""

import re
import time
from collections.abc import Callable, Iterable, Mapping

import duckdb
import msgspec

from yutang.ledger.analytics import parsed

_PLACE = re.compile(r"\$([a-z_][a-z0-9_]*)")


class Step(msgspec.Struct, frozen=True):
    """One statement. `sql` may use `$name` places; a run binds those that the statement names."""

    name: str
    sql: str


class Cancelled(Exception):
    """The run was stopped from outside, before or inside a step."""


def places(sql: str) -> set[str]:
    """The names of the `$name` places in `sql`."""
    return set(_PLACE.findall(sql))


def run(
    cursor: duckdb.DuckDBPyConnection,
    steps: Iterable[Step],
    values: Mapping[str, object],
    cancelled: Callable[[], bool] = lambda: False,
) -> dict[str, float]:
    """Run the steps in order on one cursor (temporary tables live with it) and return seconds by step name.

    A step whose name occurs again adds to its time. To stop inside a statement, call `cursor.interrupt()`
    from another thread: both ways raise `Cancelled`. A missing value is a KeyError, before anything runs.
    """
    listed = [(s, {p: values[p] for p in places(s.sql)}) for s in steps]
    seconds: dict[str, float] = {}
    for step, bound in listed:
        if cancelled():
            raise Cancelled(step.name)
        began = time.perf_counter()
        try:
            cursor.execute(parsed(cursor, step.sql), bound or None)
        except duckdb.InterruptException as stopped:
            raise Cancelled(step.name) from stopped
        seconds[step.name] = seconds.get(step.name, 0.0) + time.perf_counter() - began
    return seconds
