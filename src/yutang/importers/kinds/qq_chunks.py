"""QQChatExporter 5 in chunks: manifest.json says which chat it is, chunks/c*.jsonl hold the messages."""

from collections.abc import Iterator
from itertools import chain
from pathlib import PurePosixPath

import msgspec

from yutang.importers.chatrows import pour
from yutang.importers.contract import Chunk, File, Reading, Tree
from yutang.importers.kinds.qq_exporter import ExporterRows

_MANIFEST = "manifest.json"


def _heads(file: File) -> dict[str, object]:
    """The manifest, or {} where it is damaged: then the folder's name tells the chat."""
    with file.open() as stream:
        data = stream.read(8 << 20)
    try:
        return msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=dict[str, object])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return {}


class QQChunks:
    """Reads a chunked export as one chat."""

    kind = "qq_chunks"

    def claim(self, tree: Tree) -> list[str]:
        """A manifest of QQChatExporter and the chunks beside it; `avatars.json` comes along, unread."""
        files = tree.files()
        for name, file in files.items():
            place = PurePosixPath(name)
            if place.name != _MANIFEST or '"QQChatExporter' not in file.head().text[:4000]:
                continue
            folder = str(place.parent / "chunks") + "/"
            chunks = sorted(n for n in files if n.startswith(folder) and n.endswith(".jsonl"))
            beside = [n for n in (str(place.parent / "avatars.json"),) if n in files]
            if chunks:
                return [name, *chunks, *beside]
        return []

    def read(self, tree: Tree, names: list[str], how: Reading) -> Iterator[Chunk]:
        files = tree.files()
        manifest = next(n for n in names if PurePosixPath(n).name == _MANIFEST)
        reader = ExporterRows(how)
        reader.open(_heads(files[manifest]), files[manifest].place)
        chunks = (reader.chunk(files[n]) for n in names if n.endswith(".jsonl"))
        return pour(reader.rows, chain.from_iterable(chunks), lambda: reader.done, list)


READER = QQChunks()
