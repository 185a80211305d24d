"""The data folder: made private, and held by one process at a time."""

import errno
import fcntl
import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from yutang.kit.errors import DataBusy, DiskFull, StateCorrupt, YutangError

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
CLOSED = {errno.EROFS, errno.EACCES, errno.EPERM}
# SQLite and DuckDB wrap the operating system's answer in errors of their own; only their texts tell.
_TOLD_FULL = ("disk is full", "no space left", "disk quota", "file too large", "out-of-disk")
_TOLD_CLOSED = ("readonly database", "read-only file system", "permission denied", "unable to open database")
_TOLD_DAMAGED = ("disk image is malformed", "is not a database", "could not decode to utf-8")


class Folder:
    """The data folder while this process holds it. `close` lets the next one in."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock = os.open(path / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except (NotADirectoryError, FileExistsError):
            raise YutangError("not_a_folder", path=str(path)) from None
        except OSError as wrong:
            raise failure(wrong, path) from None
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(self._lock, 32).decode("ascii", "replace").strip() or "?"
            os.close(self._lock)
            raise DataBusy("data_busy", path=str(path), pid=holder) from None
        try:
            os.ftruncate(self._lock, 0)
            os.pwrite(self._lock, str(os.getpid()).encode(), 0)
        except OSError as wrong:
            os.close(self._lock)
            raise failure(wrong, path) from None

    def close(self) -> None:
        os.close(self._lock)


def failure(wrong: OSError, path: Path) -> YutangError:
    """An operating system's refusal as an error for people."""
    if wrong.errno in FULL:
        return DiskFull("disk_full", path=str(path))
    if wrong.errno in CLOSED:
        return DiskFull("read_only", path=str(path))
    return YutangError("folder", path=str(path), detail=wrong.strerror or str(wrong))


@contextmanager
def disk_errors(path: Path) -> Generator[None]:
    """Turns "no space", "not allowed" and "malformed" of any store on `path` into one clear error."""
    try:
        yield
    except OSError as wrong:
        if wrong.errno in FULL | CLOSED:
            raise failure(wrong, path) from wrong
        raise
    except YutangError:
        raise
    except Exception as wrong:
        if (told := _told(str(wrong), path)) is not None:
            raise told from wrong
        raise


def _told(text: str, path: Path) -> YutangError | None:
    words = text.lower().replace(str(path).lower(), "")  # a path may hold any word
    if any(s in words for s in _TOLD_FULL):
        return DiskFull("disk_full", path=str(path))
    if any(s in words for s in _TOLD_CLOSED):
        return DiskFull("read_only", path=str(path))
    if "disk i/o error" in words:
        return DiskFull("disk_failed", path=str(path))
    if any(s in words for s in _TOLD_DAMAGED):
        return StateCorrupt("state_corrupt", path=str(path), detail=_first(text))
    return None


def _first(text: str) -> str:
    return text.splitlines()[0].removeprefix("(sqlite3.OperationalError) ")[:80]


def free(path: Path) -> int:
    """Bytes left on the disk of `path`."""
    return shutil.disk_usage(path).free


def write_whole(path: Path, data: bytes, *, private: bool = False) -> None:
    """Put `data` at `path`: a reader sees the old file or the new one, never a part. Durable on return. `private`: it
    is its owner's alone from the first byte on."""
    part = path.with_name(f".{path.name}.part")
    with disk_errors(path):
        try:
            if private:  # what a killed one left may be everybody's
                part.unlink(missing_ok=True)
            handle = os.open(
                part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600 if private else 0o666
            )
            with os.fdopen(handle, "wb") as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
            part.replace(path)
        except OSError:
            part.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Make renames in `path` durable."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
