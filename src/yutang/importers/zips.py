"""Zip archives as trees: members streamed, old code-page names repaired, hostile archives refused."""

import io
import lzma
import stat
import struct
import tempfile
import weakref
import zipfile
import zlib
from collections.abc import Callable
from pathlib import PurePosixPath, PureWindowsPath
from typing import BinaryIO

from yutang.importers.contract import File, Head, Unreadable
from yutang.importers.text import HEAD_BYTES, decode_head, detect

ZIP_BYTES = 20 * 1024**3  # the most an archive may unpack to, unless the settings say otherwise
ZIP_RATIO = 200  # chats of one repeated line reach 100
ZIP_ENTRIES = 200_000
_SMALL = 10 * 1024**2  # members below this can't hurt, whatever their ratio
_TAIL = 65_557 + 76  # the longest end record with its comment, and the 64-bit records before it
_BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, NotImplementedError, OSError,
    RuntimeError, ValueError,  # the last one for names that can't be decoded and places before the file's beginning
)  # fmt: skip


class ZipTree:
    """The files of one archive. The central directory is read and judged on the first call of `files`."""

    def __init__(
        self,
        source: Callable[[], BinaryIO],
        name: str,
        size: int,
        limit: int = ZIP_BYTES,
        *,
        nested: bool = False,
    ) -> None:
        self._source = source
        self._name = name
        self._size = size
        self._limit = limit
        self._nested = nested
        self._zip: zipfile.ZipFile | None = None
        self._files: dict[str, File] = {}
        self.refused: dict[str, Unreadable] = {}  # by name: members that are not opened

    @property
    def name(self) -> str:
        return self._name

    def files(self) -> dict[str, File]:
        """By path. Raises Unreadable: "zip_bomb", "zip_truncated", "zip_damaged"."""
        if self._zip is None:
            source = self._seekable()
            self._zip = _opened(source, self._size)
            weakref.finalize(self._zip, source.close)  # zipfile leaves a file that it was given open
            try:
                _weigh(self._zip.infolist(), self._size, self._limit)
            except Unreadable:
                self._zip = None
                raise
            for info in self._zip.infolist():
                self._place(info)
        return self._files

    def archives(self) -> list[File]:
        """Take the archives inside this one out of its files, to be opened as trees of their own."""
        inner = [m for m in self.files().values() if m.name.lower().endswith(".zip") and is_archive(m)]
        for member in inner:
            del self._files[member.name]
        return inner

    def _seekable(self) -> BinaryIO:
        if not self._nested:
            return self._source()
        # A member can't be sought in; unpacked bytes are bounded by the outer archive's judgement.
        spool = tempfile.SpooledTemporaryFile(max_size=16 * 1024**2)  # noqa: SIM115 - lives with the tree
        with self._source() as member:
            while block := member.read(1024 * 1024):
                spool.write(block)
        spool.seek(0)
        return spool  # type: ignore[return-value] - it has all that zipfile asks for

    def _place(self, info: zipfile.ZipInfo) -> None:
        if info.is_dir():
            return
        name = _repaired(info)
        if any(_skipped(part) for part in PurePosixPath(name).parts):
            return
        if (code := _refused(name, info, nested=self._nested)) is not None:
            self.refused[name] = Unreadable(code, name=name)
            return
        while name in self._files:
            name += "#2"
        if self._zip is not None:
            self._files[name] = _Member(self._zip, info, name, f"{self._name}/{name}")


class _Member:
    """One file in an archive."""

    def __init__(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, place: str) -> None:
        self._archive = archive
        self._info = info
        self._name = name
        self._place = place

    @property
    def name(self) -> str:
        return self._name

    @property
    def place(self) -> str:
        return self._place

    @property
    def size(self) -> int:
        return self._info.file_size

    def open(self) -> BinaryIO:
        """Raises Unreadable("zip_damaged"), here or while it is read."""
        try:
            return io.BufferedReader(_Stream(self._archive.open(self._info)), 256 * 1024)
        except _BROKEN as error:
            raise Unreadable("zip_damaged", name=self._name) from error

    def head(self) -> Head:
        with self.open() as source:
            data = source.read(HEAD_BYTES)
        encoding = detect(data)
        return Head(self._name, self.size, data, encoding, decode_head(data, encoding))


class _Stream(io.RawIOBase):
    """Turns what zipfile raises in the middle of a member into `Unreadable`."""

    def __init__(self, member: object) -> None:
        self._member = member

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        try:
            return self._member.readinto(buffer)  # type: ignore[attr-defined]
        except _BROKEN as error:
            raise Unreadable("zip_damaged") from error

    def close(self) -> None:
        if not self.closed:
            self._member.close()  # type: ignore[attr-defined]
        super().close()


def is_archive(file: File) -> bool:
    """Whether the content is a zip that holds files for people: no workbook, document or program."""
    try:
        with file.open() as source:
            head = source.read(2048)
    except Unreadable:
        return False
    if not head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x00\x00PK")):
        return False
    return not any(
        mark in head for mark in (b"[Content_Types].xml", b"mimetypeapplication/", b"META-INF/")
    ) and not (file.name.lower().endswith((".xlsx", ".xlsm", ".docx", ".pptx", ".ods", ".jar", ".apk")))


def _opened(source: BinaryIO, size: int) -> zipfile.ZipFile:
    _count(source, size)
    try:
        return zipfile.ZipFile(source)
    except (zipfile.BadZipFile, struct.error, ValueError, OSError) as error:
        source.close()
        raise Unreadable("zip_damaged") from error


def _count(source: BinaryIO, size: int) -> None:
    """Judge the number of entries before the directory is read, which costs memory for each."""
    source.seek(max(0, size - _TAIL))
    tail = source.read(_TAIL)
    source.seek(0)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        source.close()
        raise Unreadable("zip_truncated")
    entries, length = struct.unpack_from("<HI", tail, at + 10)
    wide = tail.rfind(b"PK\x06\x06", 0, at)
    if wide >= 0 and len(tail) >= wide + 48:
        entries, length = struct.unpack_from("<QQ", tail, wide + 32)
    if entries > ZIP_ENTRIES or length > ZIP_ENTRIES * 512:
        source.close()
        raise Unreadable("zip_bomb", why="entries")


def _weigh(members: list[zipfile.ZipInfo], size: int, limit: int) -> None:
    # Declared sizes may be trusted here: zipfile never gives more bytes of a member than it declares.
    if len(members) > ZIP_ENTRIES:
        raise Unreadable("zip_bomb", why="entries")
    if sum(m.file_size for m in members) > limit:
        raise Unreadable("zip_bomb", why="size")
    packed = sum(m.compress_size for m in members)
    if packed > size:  # members that share bytes: the way to a bomb without a high ratio
        raise Unreadable("zip_bomb", why="overlap")
    if any(m.file_size > _SMALL and m.file_size > ZIP_RATIO * max(1, m.compress_size) for m in members):
        raise Unreadable("zip_bomb", why="ratio")
    if sum(m.file_size for m in members) > max(_SMALL, ZIP_RATIO * max(1, packed)):
        raise Unreadable("zip_bomb", why="ratio")


def _repaired(info: zipfile.ZipInfo) -> str:
    name = info.orig_filename
    if not info.flag_bits & 0x800:  # no mark of UTF-8: zipfile took the bytes for code page 437
        raw = name.encode("cp437", "replace")
        for codec in ("utf-8", "gb18030", "big5hkscs"):
            try:
                name = raw.decode(codec)
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/")


def _refused(name: str, info: zipfile.ZipInfo, *, nested: bool) -> str | None:
    if (
        PurePosixPath(name).is_absolute()
        or PureWindowsPath(name).drive
        or ".." in name.split("/")
        or "\0" in name
    ):
        return "zip_path"
    mode = info.external_attr >> 16
    if mode and stat.S_ISLNK(mode):
        return "zip_link"
    if info.flag_bits & 0x1:
        return "zip_encrypted"
    return "zip_nested" if nested and name.lower().endswith(".zip") else None


def _skipped(part: str) -> bool:
    lowered = part.lower()
    return lowered in ("__macosx", "thumbs.db", "desktop.ini") or part.startswith("~$") or _hidden(part)


def _hidden(part: str) -> bool:
    return part.startswith(".") and part not in (".", "..")
