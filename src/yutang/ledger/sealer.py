# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Finished days → Parquet, one file a day sorted by (kind, time); then their inlet rows go.

Files are written beside the old ones (the name carries the last batch), then State points to them, then the
old ones go: whatever a crash leaves, State names exactly one whole file a day.
"""

import datetime as dt
import hashlib
import os
from pathlib import Path
from typing import Any

import duckdb
import sqlalchemy as sa

from yutang.kit.db import Database
from yutang.kit.errors import YutangError
from yutang.kit.folder import disk_errors, sync_folder
from yutang.ledger import store
from yutang.ledger.analytics import Analytics


def seal(state: Database, analytics: Analytics, folder: Path, before: dt.date) -> list[str]:
    """Seal every day earlier than `before` that has unsealed facts; the days come back.

    Raises YutangError when analytics does not hold what State applied: sealing would lose facts.
    """
    with state.read() as conn:
        batches = store.applied(conn)
        known = store.sealed(conn)
    if not batches:
        return []
    prove_whole(analytics, batches)
    upto, first = batches[-1][0], batches[0][0]
    touched = analytics.rows(
        "select day::varchar, count(*), max(id) >> 20 from fact where day < ? and day in"
        " (select day from fact where id >= ? << 20) group by day order by day",
        [before, first],
    )
    unfinished = analytics.rows("select distinct id >> 20 from fact where day >= ?", [before])
    with disk_errors(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        late = [(day, count) for day, count, last in touched if day not in known or known[day].upto < last]
        with analytics.cursor() as cursor:
            made = [write_day(cursor, folder, day, upto, count) for day, count in late]
        sync_folder(folder)
    kept = {row[0] for row in unfinished}
    _point(state, made, [id_ for id_, _ in batches if id_ not in kept])
    sweep(state, folder)
    return [row["day"] for row in made]


def sweep(state: Database, folder: Path) -> None:
    """Files of a day whose place another one has taken go. Never the last of a day: it may be somebody's truth."""
    with state.read() as conn:
        named = {day: row.file for day, row in store.sealed(conn).items() if (folder / row.file).exists()}
    for path in folder.glob("*.parquet") if named else ():
        file = named.get(path.name.split(".")[0])
        if file and path.name not in (file, _texts(file)):
            path.unlink(missing_ok=True)


def prove_whole(analytics: Analytics, batches: list[tuple[int, int]]) -> None:
    """Raises YutangError when analytics does not hold what the inlet's batches hold."""
    if not batches:
        return
    held = dict(
        analytics.rows("select id >> 20, count(*) from fact where id >= ? << 20 group by 1", [batches[0][0]])
    )
    for id_, count in batches:
        if held.get(id_, 0) != count:
            raise YutangError("analytics_behind", batch=id_, held=held.get(id_, 0), applied=count)


def _texts(file: str) -> str:
    return file.replace(".parquet", ".texts.parquet")


def write_day(
    cursor: duckdb.DuckDBPyConnection, folder: Path, day: str, upto: int, count: int
) -> dict[str, Any]:
    """Write one day as the cursor sees it, durably and beside the old file; its row of `sealed_day` comes back."""
    name = f"{day}.{upto}.parquet"
    for file, query in (
        (name, "select * from fact where day = $day order by kind, happened, id"),
        (
            _texts(name),
            "select * from payload where fact_id in (select id from fact where day = $day) order by 1",
        ),
    ):
        path = str(folder / file).replace("'", "''")
        bound = query.replace("$day", f"date '{day}'")
        cursor.execute(f"copy ({bound}) to '{path}' (format parquet, compression zstd)")
        with (folder / file).open("rb") as written:
            os.fsync(written.fileno())
    return {"day": day, "upto": upto, "facts": count, "file": name, "digest": _digest(folder, name)}


def _digest(folder: Path, file: str) -> str:
    """Of a day's facts and texts."""
    both = hashlib.blake2b(digest_size=16)
    for name in (file, _texts(file)):
        both.update((folder / name).read_bytes())
    return both.hexdigest()


def prove_day(folder: Path, file: str, digest: str) -> None:
    """Raises YutangError when a sealed day is missing, or is not what was sealed."""
    try:
        found = _digest(folder, file)
    except FileNotFoundError as gone:
        raise YutangError("sealed_day_missing", file=Path(gone.filename).name, folder=str(folder)) from None
    if found != digest:
        raise YutangError("sealed_day_damaged", file=file, folder=str(folder))


def _point(state: Database, made: list[dict[str, Any]], finished: list[int]) -> None:
    def write(conn: sa.Connection) -> None:
        store.note_sealed(conn, made)
        store.let_go(conn, finished)

    state.write(write)
