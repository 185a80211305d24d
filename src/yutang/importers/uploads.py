"""Files on their way in: streamed to disk under safe names, resumable, one person's, gone after a week."""

import fcntl
import os
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import sqlalchemy as sa

from yutang.importers import uploadrows as rows
from yutang.importers.uploadnames import beside, folded, place, refused
from yutang.kit.clock import DAY, SECOND
from yutang.kit.db import Database
from yutang.kit.errors import DiskFull, YutangError
from yutang.kit.folder import disk_errors, free, sync_folder

KEPT = 7 * DAY  # since it was last touched
RESERVE = 256 << 20  # bytes of the disk that uploads leave to the stores
FILES = 100_000  # in one upload
UPLOADS = 50  # of one person at once
_TOUCH = 60 * SECOND


class UploadedFile(msgspec.Struct, frozen=True, kw_only=True):
    """One file. `path`: as it was named; `place`: where it lies below the upload's folder."""

    path: str
    place: str
    size: int
    received: int


class Upload(msgspec.Struct, frozen=True, kw_only=True):
    """An upload as it stands. `root`: the folder of its files."""

    id: int
    user_id: int
    root: Path
    files: list[UploadedFile]

    @property
    def missing(self) -> list[UploadedFile]:
        return [file for file in self.files if file.received < file.size]

    @property
    def name(self) -> str:
        """What a list calls it: its first file or folder, and how many there are beside it."""
        tops = sorted({file.path.partition("/")[0] for file in self.files})
        return (tops[0] if tops else "") + (f" +{len(tops) - 1}" if len(tops) > 1 else "")

    @property
    def paths(self) -> list[Path]:
        """What to import: the one file or folder; or all of them as one folder, whose exports may be of many files."""
        tops = {file.place.partition("/")[0] for file in self.files}
        return [self.root / tops.pop()] if len(tops) == 1 else [self.root]

    def namer(self) -> Callable[[str], str]:
        """What an outcome's name is for the person."""
        changed = [file for file in self.files if file.place != file.path]

        def shown(name: str) -> str:
            name = name.removeprefix(f"{self.root.name}/")
            for file in changed:
                if name == file.place or name.startswith(f"{file.place}/"):
                    return file.path + name[len(file.place) :]
            return self.name if name == self.root.name else name

        return shown


class Sink:
    """One file being received. `write` from any thread, one at a time; `close` always."""

    def __init__(self, path: Path, offset: int, size: int) -> None:
        """Raises upload_busy where another request writes it, upload_offset where it is longer or shorter."""
        with disk_errors(path):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._handle = os.open(
                path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600
            )
        self.path, self.size = path, size
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self.received = os.fstat(self._handle).st_size
            wrong = None if self.received == offset else YutangError("upload_offset", received=self.received)
        except BlockingIOError:
            wrong = YutangError("upload_busy")
        if wrong is not None:
            os.close(self._handle)
            raise wrong

    def write(self, data: bytes) -> None:
        if self.received + len(data) > self.size:
            raise YutangError("upload_too_long", size=self.size)
        view = memoryview(data)
        with disk_errors(self.path.parent):
            while view:
                count = os.write(self._handle, view)
                self.received += count
                view = view[count:]

    def close(self) -> int:
        """How much of it is there; all of it is durable once it is whole."""
        try:
            if self.received == self.size:
                with disk_errors(self.path.parent):
                    os.fsync(self._handle)
                    sync_folder(self.path.parent)
        finally:
            os.close(self._handle)
        return self.received


class Uploads:
    """The uploads below a data folder. `limit`: bytes of one upload."""

    def __init__(self, state: Database, home: Path, limit: int) -> None:
        self._state, self._base, self._limit = state, home / "uploads", limit

    def begin(self, user_id: int, *, now: int) -> Upload:
        """A new, empty one. Raises upload_many."""
        id_, folder = secrets.randbits(52), secrets.token_hex(8)

        def write(conn: sa.Connection) -> None:
            if rows.open_ones(conn, user_id) >= UPLOADS:
                raise YutangError("upload_many", limit=UPLOADS)
            rows.add(conn, id_, folder, user_id, now)

        self._state.write(write)
        return Upload(id=id_, user_id=user_id, root=self._base / folder, files=[])

    def find(self, id_: int, user_id: int | None = None) -> Upload | None:
        """An upload; with `user_id` only if it is theirs."""
        with self._state.read() as conn:
            row = rows.one(conn, id_, user_id)
            if row is None:
                return None
            files = rows.files(conn, id_)
        root = self._base / row.folder
        found = [
            UploadedFile(path=f.path, place=f.place, size=f.size, received=_size(root / f.place))
            for f in files
        ]
        return Upload(id=id_, user_id=row.user_id, root=root, files=found)

    def open(self, id_: int, path: str, *, offset: int, size: int, now: int) -> Sink:
        """Ready to receive a file from `offset` on. Raises what `_place` and `Sink` do, and upload_no_space."""
        if why := refused(path):
            raise YutangError("upload_path", path=path[:200].encode("utf-8", "replace").decode(), why=why)
        self._base.mkdir(mode=0o700, parents=True, exist_ok=True)
        needed = size - offset
        if needed + RESERVE > (left := free(self._base)):
            raise DiskFull("upload_no_space", needed=needed, free=max(0, left - RESERVE))
        return Sink(self._state.write(lambda conn: self._place(conn, id_, path, size, now)), offset, size)

    def _place(self, conn: sa.Connection, id_: int, path: str, size: int, now: int) -> Path:
        """Raises upload_gone, upload_size (it was another before), upload_total, upload_files, upload_path."""
        row = rows.one(conn, id_)
        if row is None:
            raise YutangError("upload_gone")
        if now - row.touched_at > _TOUCH:
            rows.touch(conn, id_, now)
        root = self._base / row.folder
        known = rows.file(conn, id_, path)
        if known is not None:
            if known.size != size:
                raise YutangError("upload_size", size=known.size)
            return root / known.place
        count, weight = rows.weight(conn, id_)
        if weight + size > self._limit:
            raise YutangError("upload_total", limit=self._limit)
        if count >= FILES:
            raise YutangError("upload_files", limit=FILES)
        lies = _free_place(conn, id_, path)
        rows.add_file(conn, id_, path, lies, folded(lies), size)
        return root / lies

    def drop(self, id_: int) -> None:
        """Take it and its files away."""
        with self._state.read() as conn:
            row = rows.one(conn, id_)
        if row is not None:
            self._state.write(lambda conn: rows.remove(conn, [id_]))
            shutil.rmtree(self._base / row.folder, ignore_errors=True)

    def sweep(self, *, now: int) -> int:
        """Take away what nobody touched for a week, and folders that a crash left; how many uploads went."""
        with self._state.read() as conn:
            old = rows.old(conn, now - KEPT)
        if old:
            self._state.write(lambda conn: rows.remove(conn, [row.id for row in old]))
        there = list(self._base.iterdir()) if self._base.exists() else []
        with (
            self._state.read() as conn
        ):  # after the look at the disk: a new upload's row is older than its folder
            known = rows.folders(conn)
        for folder in there:
            if folder.name not in known:
                shutil.rmtree(folder, ignore_errors=True)
        return len(old)


def _free_place(conn: sa.Connection, id_: int, path: str) -> str:
    lies, number = place(path), 1
    first = lies
    while rows.taken(conn, id_, folded(lies)):
        number += 1
        lies = beside(first, number)
    parts = folded(lies).split("/")
    parents = ["/".join(parts[:n]) for n in range(1, len(parts))]
    if rows.in_the_way(conn, id_, parents, folded(lies)):
        raise YutangError("upload_path", path=path[:200], why="clash")
    return lies


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
