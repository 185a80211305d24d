"""The archive as files: whoever runs the platform's own library writes what it decrypts, a line each, into a folder.

Files are read in the order of their names, each from where it was left. A last line that is only half there waits for
its rest. A file that shrank or is another one now is read anew: who knows the records' ids takes none twice.
"""

import hashlib
from pathlib import Path
from typing import BinaryIO

import msgspec

from yutang.channels.contract.conversations import Pulled, Said
from yutang.channels.contract.outcomes import Failure, Trouble
from yutang.channels.wecom.archive.records import record, whole

ENDINGS = (".jsonl", ".ndjson")
PAGE = 2 << 20  # bytes
LONGEST = 16 << 20  # a longer line is no record: it is passed over without being held whole
HEAD = 256  # bytes by which a file is known again
_BOM = b"\xef\xbb\xbf"


class _Left(msgspec.Struct, array_like=True):
    """How far a file was read, and its head (of `size` bytes)."""

    at: int
    size: int
    head: str


_Places = dict[str, _Left]


class FileArchive:
    """Of one corp. Other files in the folder, and folders in it, are left alone."""

    name = "files"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def pull(self, cursor: str) -> Pulled | Failure:
        """A page of the first file that has something new. CONFIG: the folder or a file can't be read."""
        try:
            places = _places(cursor)
            files = sorted(
                one
                for one in self._folder.iterdir()
                if one.suffix in ENDINGS and not one.name.startswith(".")
            )
            kept = {one.name: places[one.name] for one in files if one.name in places}
            for path in files:
                if not path.is_file():
                    continue
                with path.open("rb") as file:
                    found = _read(file, kept.get(path.name))
                if found is not None:
                    left, rows, unreadable = found
                    kept[path.name] = left
                    return Pulled(cursor=_cursor(kept), rows=rows, more=True, unreadable=unreadable)
        except OSError:
            return Failure(trouble=Trouble.CONFIG, code="archive_folder")
        return Pulled(cursor=_cursor(kept))


def _places(cursor: str) -> _Places:
    """One that is none of ours: from the beginning."""
    try:
        return msgspec.json.decode(cursor, type=_Places) if cursor else {}
    except msgspec.MsgspecError:
        return {}


def _cursor(places: _Places) -> str:
    return msgspec.json.encode(places, order="sorted").decode()


def _read(file: BinaryIO, left: _Left | None) -> tuple[_Left, tuple[Said, ...], int] | None:
    """The next whole lines and where they end; None: there are none yet."""
    start = left.at if left is not None and _same(file, left) else 0
    file.seek(start)
    data = file.read(PAGE)
    while data and b"\n" not in data:
        more = file.read(PAGE)
        if not more:
            if not whole(data.removeprefix(_BOM)):
                return None
            return _taken(file, start + len(data), [data])
        data += more
        if len(data) > LONGEST:
            end = _behind_line(file)
            return None if end is None else (_left(file, end), (), 1)
    cut = data.rfind(b"\n") + 1
    return _taken(file, start + cut, data[:cut].split(b"\n")) if cut else None


def _taken(file: BinaryIO, end: int, lines: list[bytes]) -> tuple[_Left, tuple[Said, ...], int]:
    said = [line for each in lines if (line := each.removeprefix(_BOM).strip())]
    rows = tuple(row for line in said if (row := record(line)) is not None)
    return _left(file, end), rows, len(said) - len(rows)


def _behind_line(file: BinaryIO) -> int | None:
    """Behind the next line break; None: there is none yet."""
    while more := file.read(PAGE):
        at = more.find(b"\n")
        if at >= 0:
            return file.tell() - len(more) + at + 1
    return None


def _left(file: BinaryIO, end: int) -> _Left:
    size = min(HEAD, end)
    return _Left(end, size, _head(file, size))


def _same(file: BinaryIO, left: _Left) -> bool:
    """Whether it is the file that was read, with at least as much in it."""
    return file.seek(0, 2) >= left.at and _head(file, left.size) == left.head


def _head(file: BinaryIO, size: int) -> str:
    file.seek(0)
    return hashlib.blake2b(file.read(size), digest_size=8).hexdigest()
