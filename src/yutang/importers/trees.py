"""What the user points at, seen as trees of files: folders, single files, zips and zips inside them."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from yutang.importers.contract import File, Head, Tree, Unreadable
from yutang.importers.text import HEAD_BYTES, decode_head, detect
from yutang.importers.zips import ZIP_BYTES, ZipTree, is_archive

__all__ = ["FolderTree", "LocalFile", "ZipTree", "refusals", "walk"]

_SKIPPED = frozenset({"thumbs.db", "desktop.ini", "__macosx"})


class LocalFile:
    """A file on disk."""

    def __init__(self, path: Path, name: str) -> None:
        self._path = path
        self._name = name

    @property
    def name(self) -> str:
        return self._name

    @property
    def place(self) -> str:
        return self._path.absolute().as_posix()

    @property
    def path(self) -> Path:
        """Where it is: for readers that can use a path (memory maps, several threads)."""
        return self._path

    @property
    def size(self) -> int:
        return self._path.stat().st_size

    def open(self) -> BinaryIO:
        """Raises Unreadable("cannot_open")."""
        try:
            return self._path.open("rb")
        except OSError as error:
            raise Unreadable("cannot_open", why=error.strerror or str(error)) from error

    def head(self) -> Head:
        with self.open() as source:
            return head_of(self._name, self.size, source.read(HEAD_BYTES))


class FolderTree:
    """A folder, or one file seen as a folder with nothing else in it.

    Symbolic links below the root are not followed (they may form a ring); hidden, lock and system files
    are passed over; archives are left to `walk`.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._files: dict[str, File] | None = None
        self.refused: dict[str, Unreadable] = {}  # by name: what can't be entered

    @property
    def name(self) -> str:
        return self._root.name or str(self._root)

    def files(self) -> dict[str, File]:
        """By path with forward slashes, in order. Raises Unreadable("not_found")."""
        if self._files is None:
            if not self._root.exists():
                raise Unreadable("not_found", path=str(self._root))
            found = self._walk() if self._root.is_dir() else [(self._root.name, self._root)]
            self._files = {name: LocalFile(path, name) for name, path in found}
        return self._files

    def leave(self, name: str) -> None:
        """Take a file out: it has a tree of its own."""
        self.files().pop(name, None)

    def _walk(self) -> Iterator[tuple[str, Path]]:
        for folder, below, names in os.walk(self._root, onerror=self._closed):
            below[:] = sorted(name for name in below if not skipped(name))
            for name in sorted(names):
                path = Path(folder, name)
                if not skipped(name) and stat.S_ISREG(path.lstat().st_mode):
                    yield path.relative_to(self._root).as_posix(), path

    def _closed(self, error: OSError) -> None:
        name = Path(str(error.filename)).relative_to(self._root).as_posix()
        self.refused[name] = Unreadable("cannot_open", why=error.strerror or str(error))


def head_of(name: str, size: int, data: bytes) -> Head:
    encoding = detect(data)
    return Head(name=name, size=size, data=data, encoding=encoding, text=decode_head(data, encoding))


def skipped(name: str) -> bool:
    """Hidden files, what Office leaves open (~$x.xlsx), what systems strew about."""
    return name.startswith((".", "~$")) or name.lower() in _SKIPPED


def walk(paths: list[Path], limit: int = ZIP_BYTES) -> Iterator[Tree]:
    """One tree a path, then one for each archive in it; archives inside archives are opened once.

    A tree that can't be read raises `Unreadable` from its `files()`, not here; `limit` = the most bytes an
    archive may unpack to.
    """
    for path in paths:
        if path.is_file() and is_archive(LocalFile(path, path.name)):
            yield from _zips(LocalFile(path, path.name), path.name, limit)
            continue
        tree = FolderTree(path)
        if not path.exists():
            yield tree
            continue
        zips = [file for file in tree.files().values() if _archive(file)]
        for file in zips:
            tree.leave(file.name)
        if tree.files() or tree.refused or not zips:
            yield tree
        for file in zips:
            yield from _zips(file, file.name, limit)


def refusals(tree: Tree) -> dict[str, Unreadable]:
    """The names in a tree that were refused, with the reason."""
    return tree.refused if isinstance(tree, FolderTree | ZipTree) else {}


def _archive(file: File) -> bool:
    # Opening ten thousand files to look for archives costs more than reading them: the name decides
    # below a folder, the content confirms. A zip under another name is reported as an unknown kind.
    return PurePosixPath(file.name).suffix.lower() == ".zip" and is_archive(file)


def _zips(file: File, name: str, limit: int) -> Iterator[Tree]:
    tree = ZipTree(file.open, name, file.size, limit)
    try:
        tree.files()
    except Unreadable:
        yield tree  # its reader meets the same error and names it
        return
    inner = tree.archives()
    if tree.files() or tree.refused or not inner:
        yield tree
    for member in inner:
        yield ZipTree(member.open, f"{name}/{member.name}", member.size, limit, nested=True)
