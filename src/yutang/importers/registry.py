"""Which reader reads what: every file of a tree gets one, or a code that says why it has none."""

import functools
import importlib
import pkgutil
from pathlib import PurePosixPath
from typing import TypeGuard

import msgspec

from yutang.importers import kinds
from yutang.importers.contract import File, FileReader, Tree, TreeReader, Unreadable
from yutang.importers.trees import refusals

SURE = 0.5  # what a reader must exceed to be given a file

# What lies beside the chats in an export and holds no messages itself.
_ATTACHMENTS = frozenset(
    ".jpg .jpeg .png .gif .webp .bmp .heic .svg .ico .mp3 .m4a .ogg .oga .opus .wav .amr .silk .aac .mp4 .mov "  # noqa: SIM905
    ".webm .avi .mkv .tgs .vcf .css .js .woff .woff2 .ttf .pdf .doc .docx .ppt .pptx .rar .7z .apk".split()
)


class Assignment(msgspec.Struct, frozen=True):
    """What will be read by whom: `reader` is None where `code` says why not (locales "unreadable.<code>")."""

    tree: Tree
    names: tuple[str, ...]  # one name for a FileReader; all claimed for a TreeReader; () = the tree itself
    reader: FileReader | TreeReader | None = None
    code: str | None = None  # "empty", "empty_folder", "unknown_kind", "attachment", or that of an Unreadable
    params: dict[str, object] = {}

    @property
    def kind(self) -> str | None:
        return self.reader.kind if self.reader else None

    @property
    def size(self) -> int:
        """Bytes, for progress."""
        if self.reader is None:
            return 0
        files = self.tree.files()
        return sum(files[name].size for name in self.names)


class _Rest:
    """A tree without the names already claimed."""

    def __init__(self, tree: Tree, files: dict[str, File]) -> None:
        self.name = tree.name
        self._files = files

    def files(self) -> dict[str, File]:
        return self._files


@functools.cache
def readers() -> tuple[FileReader | TreeReader, ...]:
    """All readers: the `READER` of each module in kinds/. Imported here and not before: start-up stays quick."""
    found: list[FileReader | TreeReader] = []
    for module in sorted(pkgutil.iter_modules(kinds.__path__), key=lambda m: m.name):
        part = importlib.import_module(f"{kinds.__name__}.{module.name}")
        if (reader := getattr(part, "READER", None)) is not None:
            found.append(reader)
    return tuple(found)


def reader_of(kind: str) -> FileReader | TreeReader:
    """The reader of a kind the user named. KeyError for none."""
    return {reader.kind: reader for reader in readers()}[kind]


def assign(tree: Tree) -> list[Assignment]:
    """Give every file of a tree its reader, by content, in order of names.

    Tree readers claim first, each as often as it finds another export; file readers get the rest, the surest
    wins. Nothing is raised for what can't be read: it is named, with a code.
    """
    try:
        rest = dict(tree.files())
    except Unreadable as error:
        return [Assignment(tree, (), None, error.code, error.params)]
    done = [Assignment(tree, (name,), None, why.code, why.params) for name, why in refusals(tree).items()]
    if not rest and not done:
        return [Assignment(tree, (), None, "empty_folder")]
    for reader in readers():
        if reads_trees(reader):
            done += _claimed(reader, tree, rest)
    singles = [reader for reader in readers() if _reads_files(reader)]
    return done + [_single(tree, file, singles) for file in rest.values()]


def reads_trees(reader: FileReader | TreeReader) -> TypeGuard[TreeReader]:
    """Whether a reader claims many files."""
    return hasattr(reader, "claim")


def _reads_files(reader: FileReader | TreeReader) -> TypeGuard[FileReader]:
    return not reads_trees(reader)


def _claimed(reader: TreeReader, tree: Tree, rest: dict[str, File]) -> list[Assignment]:
    """The exports one reader finds; their names leave `rest`."""
    found: list[Assignment] = []
    while rest and (names := [n for n in _claim(reader, _Rest(tree, dict(rest))) if n in rest]):
        found.append(Assignment(tree, tuple(names), reader))
        for name in names:
            rest.pop(name, None)
    return found


def _claim(reader: TreeReader, tree: Tree) -> list[str]:
    try:
        return reader.claim(tree)
    except Unreadable:
        return []  # a damaged member: met again, and named, when its file is looked at


def _single(tree: Tree, file: File, singles: list[FileReader]) -> Assignment:
    names = (file.name,)
    if file.size == 0:
        return Assignment(tree, names, None, "empty")
    try:
        head = file.head()
    except Unreadable as error:
        return Assignment(tree, names, None, error.code, error.params)
    if head.encoding != "binary" and not head.text.strip("\ufeff\0 \t\r\n"):
        return Assignment(tree, names, None, "empty")
    sure = {reader.kind: reader.sniff(head) for reader in singles}
    best = max(singles, key=lambda reader: sure[reader.kind], default=None)
    if best is not None and sure[best.kind] > SURE:
        return Assignment(tree, names, best)
    beside = PurePosixPath(file.name).suffix.lower() in _ATTACHMENTS
    return Assignment(tree, names, None, "attachment" if beside else "unknown_kind")
