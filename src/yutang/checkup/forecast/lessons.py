# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Snapshots of a known past, with what came of them: what the forecast learns from and is measured by."""

import datetime as dt
from typing import NamedTuple

import duckdb
import numpy as np
import numpy.typing as npt

from yutang.checkup.forecast import features
from yutang.checkup.forecast.features import Floats, Ints, Past

NEVER = 1_000_000  # days to the next active day when none is known

# Seen for 13 days: the cut closes the second week since the group's first active day.
SNAPSHOT = """create or replace temp table snapshot as
select group_id, cut from (
    select unnest(generate_series($first::date, $last::date, to_days($every)))::date as cut
) cross join (
    select group_id, min(day) as began from cu_group_day where speakers >= 2 group by group_id
    order by hash(group_id), group_id limit $most
) where cut - began >= $seen"""
WAIT = f"""select coalesce(min(d.day - s.cut), {NEVER})::bigint as wait,
    ((select max(day) from cu_group_day) - s.cut)::bigint as known
from snapshot s
left join cu_group_day d on d.group_id = s.group_id and d.day > s.cut and d.speakers >= 2
group by s.group_id, s.cut order by s.group_id, s.cut"""


class Lesson(NamedTuple):
    """One entry a snapshot. `wait`: days from the cut to the next active day; `known`: days seen after the cut."""

    past: Past
    wait: Ints
    known: Ints

    def outcome(self, days: int = 28) -> Floats:
        """1 where an active day came within `days`, else 0."""
        return (self.wait <= days).astype(np.float64)

    def where(self, keep: npt.NDArray[np.bool_]) -> "Lesson":
        return Lesson(self.past.where(keep), self.wait[keep], self.known[keep])


class Cuts(NamedTuple):
    """When to look: `every` days from `first` to `last`, at groups whose first active day is `seen` days past."""

    first: dt.date
    last: dt.date
    every: int = 28
    seen: int = 13
    most: int = 1_000_000  # groups, a steady sample


class Came(NamedTuple):
    """What came of each snapshot, in order of group and cut: see Lesson."""

    wait: Ints
    known: Ints


def came(con: duckdb.DuckDBPyConnection, cuts: Cuts) -> Came:
    """Make `snapshot` for these cuts and read what came of each: cheap, only days of groups are looked at."""
    con.execute(SNAPSHOT, cuts._asdict())
    found = con.execute(WAIT).fetchnumpy()
    return Came(np.asarray(found["wait"]), np.asarray(found["known"]))


def lessons(con: duckdb.DuckDBPyConnection, cuts: Cuts) -> Lesson:
    """Make `snapshot` for these cuts and read each one's past and what came of it."""
    return with_past(con, came(con, cuts))


def with_past(con: duckdb.DuckDBPyConnection, seen: Came) -> Lesson:
    """The lessons of the `snapshot` that `seen` was read from."""
    return Lesson(features.read(con), seen.wait, seen.known)
