# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Backup of truth while everything runs, and its way back: one zip, the same for SQLite and PostgreSQL.

Holds State's tables (Arrow IPC, one read transaction, so one moment), the sealed days that moment names, and a
manifest with a digest of each entry. Analytics is derived and left out.
"""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import sqlalchemy as sa

from yutang.kit.arrow import insert_rows, shape_of
from yutang.kit.db import Database, metadata
from yutang.kit.errors import YutangError
from yutang.kit.folder import disk_errors, sync_folder, write_whole
from yutang.ledger import store
from yutang.ledger.blob import pack, unpack

VERSION = 1
ROWS = 20_000
ATTEMPTS = 5


def backup(state: Database, sealed: Path, target: Path, *, revision: str) -> int:
    """Write a backup to `target`; the number of facts it holds comes back. Other processes may go on writing.

    A sealer may replace a day's file between State's moment and the copying; then it starts again.
    """
    part = target.with_name(target.name + ".part")
    if not target.absolute().parent.is_dir():
        raise YutangError("cannot_write", path=str(target), detail="No such file or directory")
    with disk_errors(target):
        try:
            facts = _attempt(state, sealed, part, revision, ATTEMPTS)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        part.replace(target)
        sync_folder(target.absolute().parent)
    return facts


def _attempt(state: Database, sealed: Path, part: Path, revision: str, left: int) -> int:
    try:
        return _write(state, sealed, part, revision)
    except FileNotFoundError as gone:
        if left <= 1:
            raise YutangError("sealed_day_missing", file=gone.filename, folder=str(sealed)) from None
        return _attempt(state, sealed, part, revision, left - 1)


def _write(state: Database, sealed: Path, part: Path, revision: str) -> int:
    digests: dict[str, str] = {}
    with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as out, state.moment() as conn:
        facts = 0
        for name, data in _tables(conn):
            out.writestr(name, data)
            digests[name] = _digest(data)
        for row in store.sealed(conn).values():
            for file in (row.file, row.file.replace(".parquet", ".texts.parquet")):
                out.write(sealed / file, f"sealed/{file}")
                digests[f"sealed/{file}"] = _digest((sealed / file).read_bytes())
            facts += row.facts
        facts += sum(count for _, count in store.applied(conn))
        manifest = {"version": VERSION, "revision": revision, "digests": digests}
        out.writestr("manifest.json", json.dumps(manifest))
    return facts


def _tables(conn: sa.Connection) -> Iterator[tuple[str, bytes]]:
    for table in metadata.sorted_tables:
        shape = shape_of(table.columns)
        # A blob may be tens of megabytes: such tables go one row at a time.
        rows = 1 if any(isinstance(c.type, sa.LargeBinary) for c in table.columns) else ROWS
        result = conn.execution_options(yield_per=rows).execute(sa.select(table).order_by(*table.primary_key))
        for number, part in enumerate(result.partitions(rows)):
            columns = list(zip(*part, strict=True))
            arrays = [pa.array(c, type=f.type) for c, f in zip(columns, shape, strict=True)]
            yield f"state/{table.name}/{number:06}.arrow", pack(pa.table(arrays, schema=shape))


def restore(state: Database, sealed: Path, source: Path, *, revision: str) -> None:
    """Fill an empty State and folder from a backup. Raises YutangError when it is damaged or State is not empty."""
    try:
        archive = zipfile.ZipFile(source)
        manifest: dict[str, Any] = json.loads(archive.read("manifest.json"))
    except (OSError, KeyError, ValueError, zipfile.BadZipFile):
        raise YutangError("backup_unreadable", path=str(source)) from None
    with archive:
        if manifest.get("version") != VERSION or manifest.get("revision") != revision:
            raise YutangError(
                "backup_version", path=str(source), found=str(manifest.get("revision")), here=revision
            )
        _verify(archive, manifest["digests"], source)
        sealed.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in manifest["digests"]:
            if name.startswith("sealed/"):
                write_whole(sealed / Path(name).name, archive.read(name))
        state.write(lambda conn: _fill(conn, archive, list(manifest["digests"])))


def _verify(archive: zipfile.ZipFile, digests: dict[str, str], source: Path) -> None:
    names = set(archive.namelist()) - {"manifest.json"}
    if names != set(digests) or any(_digest(archive.read(name)) != d for name, d in digests.items()):
        raise YutangError("backup_damaged", path=str(source))


def _fill(conn: sa.Connection, archive: zipfile.ZipFile, names: list[str]) -> None:
    for table in metadata.sorted_tables:
        if conn.execute(sa.select(sa.func.count()).select_from(table)).scalar_one():
            raise YutangError("restore_not_empty", table=table.name)
    for table in metadata.sorted_tables:
        for name in sorted(n for n in names if n.startswith(f"state/{table.name}/")):
            insert_rows(conn, table, unpack(archive.read(name)))
        _move_sequence(conn, table)


def _move_sequence(conn: sa.Connection, table: sa.Table) -> None:
    """PostgreSQL counts ids in a sequence that knows nothing of ids given to it."""
    keys = list(table.primary_key)
    if conn.dialect.name != "postgresql" or len(keys) != 1 or not isinstance(keys[0].type, sa.BigInteger):
        return
    sequence = sa.func.pg_get_serial_sequence(table.name, keys[0].name)
    top = sa.select(sa.func.max(keys[0])).scalar_subquery()
    if conn.execute(sa.select(sequence)).scalar() is not None:
        conn.execute(sa.select(sa.func.setval(sequence, sa.func.coalesce(top, 1))))


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()
